"""No wording converts Units of one product into those of another, or speaks of an equivalent dose.

To refuse a conversion is right anywhere ("Units are never converted"). How ratios are refuted in detail is told on one
page, science/products-and-units.md, which is not read; nor are options that are not the right answer.
"""

import re
from collections.abc import Iterator

from course.findings import Finding
from course.model import Course
from course.model.sentences import CHOICE
from course.model.wording import PRODUCT, REFUSAL, names_product

RULE = "no-conversion"
REFUTED_ON = "science/products-and-units.md"
_UNITS = r"\b(?:[Uu]nits?|[Dd]os(?:e|es|ing)|potency)\b"
_WORDING = re.compile(
    r"\b(?:equi(?:valent|potent|-?effective)|comparable|corresponding|matching)\s+(?:\w+\s+)?(?:doses?|dosing|dosages?|units|"
    r"number\s+of\s+units)\b|"
    r"\b(?:dose|unit|dosing)s?[\s-]+(?:equivalen\w+|conversions?|ratios?)\b|\bequipoten\w+|\bbioequivalen\w+|"
    r"\b(?:equivalent|equal|identical)\s+to\s+(?:about\s+)?\d[\d.,]*\s+units\b|\b(?:doses?|units?)\s+(?:\w+\s+){0,3}equivalent\b|"
    r"\bconversion\s+(?:ratios?|factors?|rates?|tables?|charts?|of\s+units)\b|\binterchangeabl\w+",
    re.IGNORECASE,
)
_CONVERT = re.compile(r"\bconver(?:t|ts|ted|ting|tible|sion|sions)\b", re.IGNORECASE)
_RATIO = re.compile(
    r"(?<![\d:.])\d+(?:\.\d+)?(?:\s*:\s*|-to-)1(?![\d:%]|[.,]\d)|"
    r"(?<!risk )(?<!odds )(?<!hazard )(?<!rate )\bratios?\s+of\s+\d[\d.,]*"
)
_RANDOMIZED = re.compile(r"randomi[sz]\w+\s*(?:\w+\s+)?$", re.IGNORECASE)
#: "1 Unit of Botox equals 2.5 Units of Dysport", "2.5 Units of Dysport for each Unit of Botox".
_SUM = re.compile(
    r"\bunits?\b[^;|]*?(?:=|≈|\bequals?\b|\b(?:is|are|makes?|gives?)\s+(?:about|roughly|approximately)\b|"
    r"\b(?:multipl|divid)\w+\s+by\b|\bcorresponds?\s+to\b|\b(?:is|are)\s+(?:like|worth|the\s+same\s+as|as\s+strong\s+as)\b|"
    r"\bfor\s+(?:each|every|one)\b|\bmatch(?:es)?\b|\binstead\s+of\b[^.;|]*?\bunits?\s+of)[^;|]*?\bunits?\b|"
    r"\bunits?\b[^;|]*?(?:=|≈|\bequals?\b|\bcorrespond\w*\s+to\b)\s*(?:about\s+)?\d|\b(?:multipl|divid)\w+\s+[^;|]*?\bby\s+\d",
    re.IGNORECASE,
)


#: What stands in every wording of a kind: asked first, because few sentences have it.
_OF_WORDING = re.compile(r"equ|comparable|corresp|matching|conver|interchang|ratio|identical")
_OF_RATIO = re.compile(r":|-to-|ratio")


def _wording(prose: str) -> str | None:
    lower = prose.lower()
    if _OF_WORDING.search(lower):
        if match := _WORDING.search(prose):
            return match[0]
        if (match := _CONVERT.search(prose)) and (re.search(_UNITS, prose) or names_product(prose)):
            return match[0]
    sums = ("unit" in lower or " by " in lower) and names_product(prose)
    named = {name[0].lower() for name in PRODUCT.finditer(prose)} if sums else set()
    if len(named) > 1 and (match := _SUM.search(prose)):
        return match[0]
    for match in _RATIO.finditer(prose) if _OF_RATIO.search(lower) else ():
        if (names_product(prose) or re.search(_UNITS, prose)) and not _RANDOMIZED.search(prose[: match.start()]):
            return match[0]
    return None


def check(course: Course) -> Iterator[Finding]:
    for page in course.in_order:
        if page.path == REFUTED_ON:
            continue
        for passage in page.passages:
            if passage.kind == CHOICE and not passage.correct:
                continue
            for sentence in passage.sentences:
                if (found := _wording(sentence.prose)) and not REFUSAL.search(sentence.prose):
                    shown = " ".join(found.split())
                    yield Finding(
                        page.source, sentence.line, RULE, f"'{shown}' converts Units in \"{sentence.shown}\"",
                        f"Take it out, or say that it cannot be done; docs/{REFUTED_ON} refutes it", sentence.text,
                    )
