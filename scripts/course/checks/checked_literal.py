"""A dose, volume, temperature, time limit or interval of a product is a checked literal: it is compared with data/products/.

What must be a literal, `[20 Units](fact:botox-cosmetic/glabellar-lines/dose)` or, where it is worked out, `[…](calc:…)`:

- every number of Units, of mL and of °C, vial sizes too, also spelled out ("ten Units");
- a number of hours, days, weeks or months in a sentence that names a product, where it is a limit or an interval:
  "every", "within", "at least", "apart", "in the refrigerator" stand beside it. The times of a result ("at 4 weeks", "a
  median of 120 days", "11 of 724 within 90 days") are figures, for the rule figure-cited.

Not read: options that are not the right answer, which are wrong by design; headings and titles; the temperatures and
times of a fictional case, which are its story; volumes of another drug, where no toxin is named; the unit itself
("Units per 0.1 mL").
"""

import re
from collections.abc import Iterator

from course.findings import Finding
from course.model import Course, Passage, Sentence
from course.model.sentences import CHOICE, QUESTION
from course.model.wording import Quantity, digits, generic_of, is_fictional, names_product, products, quantities

RULE = "checked-literal"
_OTHER_DRUG = re.compile(r"\b(?:adrenaline|epinephrine|lidocaine|antitoxin|antihistamine|hyaluronidase)\b", re.IGNORECASE)
_LIMIT_BEFORE = re.compile(
    r"(?:\b(?:every|within|at\s+(?:least|most)|up\s+to|(?:more|less)\s+than|no\s+(?:sooner|earlier|later|longer)\s+than|"
    r"sooner\s+than|longer\s+than|under|intervals?\s+(?:of|is|are|under|below|:)|minimum(?:\s+of)?|maximum(?:\s+of)?|"
    r"shelf\s+life(?:\s+(?:of|is))?|(?:wait|waits|kept|keep|keeps|stored?|stable|held|hold|refrigerated|frozen|usable)(?:\s+for)?|"
    r"(?:discard|discarded|expires?|retreat\w*|re-treat\w*)\s+(?:after|in|at)|[Uu]nits?(?:\s+of\s+\S+)?\s+in|apart\s+by)"
    r"|≥|≤)\s*(?:about\s+|another\s+)?(?:a\s+)?$",
    re.IGNORECASE,
)
_LIMIT_AFTER = re.compile(
    r"\s*(?:apart\b|in\s+(?:the|a)\s+(?:refrigerator|freezer|fridge)\b|refrigerated\b|or\s+(?:more|longer|less|later)\b|"
    r"after\s+(?:mixing|reconstitution|dilution|opening)\b|between\s+(?:treatments?|sessions?|doses?|injections?)\b|"
    r"at\s+(?:room|[−\d])|,\s*(?:refrigerated|no\s+freezing|in\s+the\s+refrigerator)|interval\b|window\b|limit\b|"
    r"must\s+(?:pass|elapse)|from\s+(?:mixing|reconstitution)\b)",
    re.IGNORECASE,
)
#: The sentence is about intervals or storage, and the time is what one waits.
_ABOUT_LIMITS = re.compile(
    r"\b(?:re-?treat\w*|repeat(?:s|ed)?|re-?inject\w*|intervals?|discard\w*|refrigerat\w*|expir\w*|shelf\s+life|stor(?:e[sd]?|age|ed)|"
    r"stable|stability|again|next\s+(?:treatment|session|dose|injection))\b",
    re.IGNORECASE,
)
_WAITED = re.compile(r"\b(?:after|for|of|in|is|are|than|by|lasts?|to|until)\s*(?:about\s+|another\s+)?$", re.IGNORECASE)
_TOLD = re.compile(r"\s*(?:ago|earlier|before|later|after\s+(?:treatment|the\s+injection|injection))\b", re.IGNORECASE)
#: A result stands beside it: "11 of 724 within 90 days", "41% had … within".
_OUTCOME = re.compile(r"\d\s*%|\d\s+of\s+(?:the\s+)?\d|\bnone\s+of\s+\d|\b(?:median|mean)\b", re.IGNORECASE)


def _is_limit(sentence: Sentence, quantity: Quantity) -> bool:
    prose = sentence.prose
    if not names_product(prose):
        return False
    after = _LIMIT_AFTER.match(prose, quantity.end)
    before = _LIMIT_BEFORE.search(prose[max(0, quantity.start - 60): quantity.start])
    if before and before[0].split()[0].lower() in ("within", "in", "at", "up") and _OUTCOME.search(prose) and not after:
        return False
    if after or before:
        return True
    waited = _ABOUT_LIMITS.search(prose) and _WAITED.search(prose[: quantity.start]) and not _TOLD.match(prose, quantity.end)
    return bool(waited) and not _OUTCOME.search(prose)


def must_be_literal(passage: Passage, sentence: Sentence) -> Iterator[Quantity]:
    """The quantities of a product in `sentence`, whether they are literals already or not."""
    if passage.kind == CHOICE and not passage.correct:
        return
    story = passage.kind == QUESTION and is_fictional(passage.text)
    found = quantities(sentence.prose)
    other = bool(found) and bool(_OTHER_DRUG.search(sentence.prose)) and not names_product(sentence.prose)
    for quantity in found:
        if quantity.kind == "time" and (story or not _is_limit(sentence, quantity)):
            continue
        if quantity.kind == "temperature" and story:
            continue
        if quantity.kind == "volume" and other:
            continue
        yield quantity


def _around(sentence: Sentence, quantity: Quantity) -> str:
    """The quantity with what stands beside it, without the other quantities: a waiver covers one, not the sentence."""
    text = sentence.text
    for other in quantities(sentence.prose):
        if other.start != quantity.start:
            text = text[: other.start] + "\x01" * (other.end - other.start) + text[other.end:]
    return text[max(0, quantity.start - 60): quantity.end + 60]


def check(course: Course) -> Iterator[Finding]:
    for page in course.in_order:
        for passage in page.passages:
            for sentence in passage.sentences:
                for quantity in must_be_literal(passage, sentence):
                    if not all(sentence.is_literal(*span) for span in quantity.numbers):
                        yield Finding(
                            page.source, sentence.line, RULE,
                            f"'{quantity.text}' is not a checked literal in \"{sentence.shown}\"",
                            _remedy(course, sentence, quantity), _around(sentence, quantity),
                        )


def _remedy(course: Course, sentence: Sentence, quantity: Quantity) -> str:
    named = products(sentence.prose)
    wanted = [re.sub(r" of \S+ per", " per", quantity.text.replace("ml", "mL"))]
    wanted += [f"{digits(number)} {quantity.unit.replace('ml', 'mL')}" for number in quantity.single(sentence.prose)]
    found = [
        f"[{text}](fact:{fact.path})"
        for text in dict.fromkeys(wanted)
        for product in course.products if not named or generic_of(product.generic) in named
        for fact in product.facts if fact.taught and text in fact.accepted
    ]
    if found:
        return "Write it as a checked literal: " + " or ".join(found[:3])
    return (
        f"Write it as a checked literal: [{wanted[0]}](fact:product/group/fact), with a fact of data/products/, "
        f"or [{wanted[0]}](calc:…) where it is worked out"
    )
