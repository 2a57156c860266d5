"""What several rules read in a sentence: the products by name, numbers with their units, instructions, refusals."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache

#: Generic names, without their suffixes, with the brands that the course meets. Licensed in the US, then elsewhere.
BRANDS = {
    "onabotulinumtoxinA": ("Botox Cosmetic", "Botox", "Vistabel"),
    "abobotulinumtoxinA": ("Dysport", "Azzalure", "Alluzience"),
    "incobotulinumtoxinA": ("Xeomin", "Bocouture"),
    "prabotulinumtoxinA": ("Jeuveau", "Nuceiva"),
    "daxibotulinumtoxinA": ("Daxxify",),
    "letibotulinumtoxinA": ("Letybo",),
    "rimabotulinumtoxinB": ("Myobloc", "NeuroBloc"),
    "relabotulinumtoxinA": ("Relfydess",),
}
_BRANDS = sorted((brand for brands in BRANDS.values() for brand in brands), key=len, reverse=True)
_BRAND_WORDS = "|".join(
    re.escape(word) for brand in _BRANDS for word in dict.fromkeys((brand, brand.upper()))
)
BRAND = re.compile(rf"\b(?:{_BRAND_WORDS})\b")
GENERIC = re.compile(rf"\b(?:{'|'.join(BRANDS)})(?:-[a-z]{{4}})?\b", re.IGNORECASE)
PRODUCT = re.compile(rf"{BRAND.pattern}|(?i:{GENERIC.pattern})")

#: One of these stands in every name of a product: asked first, because most sentences name none.
_STEMS = ("toxin", *dict.fromkeys(brand.lower().split()[0] for brand in _BRANDS))


@lru_cache(maxsize=20_000)
def names_product(prose: str) -> bool:
    """Whether `prose` names a product, by brand or generic name."""
    lower = prose.lower()
    return any(stem in lower for stem in _STEMS) and bool(PRODUCT.search(prose))


NUMBER = r"\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?|\.\d+"
_WORD_NUMBERS = "one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve"
_TENS = "twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety"
_TEENS = "thirteen|fourteen|fifteen|sixteen|seventeen|eighteen|nineteen"
_WORDS = rf"(?:{_TENS})(?:[\s-](?:{_WORD_NUMBERS}))?|{_TEENS}|{_WORD_NUMBERS}|hundred|thousand"
#: The letters are those that the words begin with: most words of a sentence need no further look.
SPELLED = rf"(?i:\b(?=[efhnost])(?:{_WORDS})\b)"
_ANY_NUMBER = rf"(?:{NUMBER}|{SPELLED})"
#: "20 or 24", "2–8", "−20 to −10", "26, 31 or 36"; a comma alone joins nothing, for "in 2018, 20 Units".
_LAST = rf"(?:\s*-?\s*(?:–|—|\+|/|\bto\b|\bor\b|\band\b)\s*[−-]?{_ANY_NUMBER})"
#: What joins two numbers is asked for first: after most numbers there is none, and the rest takes long to say so.
_JOINED = r"(?=\s*(?:[,–—+/-]|to\b|or\b|and\b))"
_CHAIN = rf"[−-]?{_ANY_NUMBER}(?:{_JOINED}(?:(?:\s*,\s*{_ANY_NUMBER})*\s*,?{_LAST}|{_LAST}))*"
_DOSE_UNIT = r"[Uu]nits?\b(?:\s*/\s*kg\b|\s*/\s*0\.1\s*mL\b|\s+(?:of\s+\S+\s+)?per\s+0\.1\s*mL\b)?"
_TIME_UNIT = r"(?:hours?|hrs?|h|days?|weeks?|months?)\b"
#: Not "1.5" in "§1.5", not "65" in "bot-65", but "20" in "(20" and "5" in "×5".
_START = r"(?<![\w.,§])(?<!\d[–/])(?<![A-Za-z]-)"
_QUANTITY = re.compile(
    rf"{_START}(?P<numbers>{_CHAIN})[\s\u00a0\u202f-]*"
    rf"(?:(?P<dose>{_DOSE_UNIT})|(?P<volume>m[Ll]\b|millilit(?:er|re)s?\b)|(?P<temperature>°\s?C\b|degrees?\s+Celsius\b)|(?P<time>{_TIME_UNIT}))"
)
_HAS_UNIT = re.compile(r"[Uu]nit|m[Ll]\b|millilit|°|Celsius|hour|\dh|[\d\s-]h(?:rs?)?\b|day|week|month")
_ONE = re.compile(_ANY_NUMBER)
#: Under a fraction line, or the factor of the general formula "Units ÷ Units per 0.1 mL × 0.1 mL".
_DENOMINATOR = re.compile(r"(?:\bper|/|(?<!\d )\bUnits per 0\.1 mL ×)\s*$")


@dataclass(frozen=True)
class Quantity:
    """A number, or several, with one unit. `kind` is dose, volume, temperature or time."""

    kind: str
    text: str
    start: int
    end: int
    numbers: tuple[tuple[int, int], ...]
    unit: str

    def single(self, prose: str) -> list[str]:
        """Each of its numbers as it stands in `prose`."""
        return [prose[start:end] for start, end in self.numbers]


@lru_cache(maxsize=20_000)
def quantities(prose: str) -> tuple[Quantity, ...]:
    """Every quantity in `prose`, in order; what stands under a fraction line ("per 0.1 mL") is no quantity."""
    return tuple(_quantities(prose)) if _HAS_UNIT.search(prose) else ()


def _quantities(prose: str) -> Iterator[Quantity]:
    for match in _QUANTITY.finditer(prose):
        kind = str(match.lastgroup)
        if _DENOMINATOR.search(prose[: match.start()]):
            continue
        numbers = tuple(one.span() for one in _ONE.finditer(prose, match.start("numbers"), match.end("numbers")))
        unit = " ".join(match[kind].split())
        yield Quantity(kind, " ".join(match[0].split()), match.start(), match.end(), numbers, unit)


def doses(prose: str) -> list[Quantity]:
    """The quantities in Units."""
    return [quantity for quantity in quantities(prose) if quantity.kind == "dose"]


def generic_of(name: str) -> str:
    """The generic name, without suffix, of a brand or of a generic name in any case; of an unknown one, itself."""
    lower = name.lower()
    found = (
        generic for generic, brands in BRANDS.items()
        if lower.startswith(generic.lower()) or lower in [brand.lower() for brand in brands]
    )
    return next(found, name)


def products(prose: str) -> set[str]:
    """The generic names of the products that `prose` names, by brand or generic name."""
    return {generic_of(match[0]) for match in PRODUCT.finditer(prose)}


def digits(number: str) -> str:
    """A number of a text in digits: "ten" is 10."""
    words = _WORD_NUMBERS.split("|")
    return str(words.index(number.lower()) + 1) if number.lower() in words else number


_VERBS = """
abandon act add administer adjust advise agree aim allow aspirate apply arrange ask assess assume avoid be begin book
bring buy calculate call cancel carry change check choose clean close compare confirm consider consult contact continue
cool count cover defer delay deliver dilute discard discuss dispose document draw elevate ensure examine exclude expect
explain find flush follow freeze get give go hand have hold inject insert inspect instill involve irrigate keep label lay
leave let lie lift limit list look loosen lower make mark measure mix monitor move name note notify observe obtain offer
open order palpate pause perform phone photograph pinch place plan position postpone prefer prepare prescribe press
prevent protect pull push put quarantine quote raise read reassure recalculate recognize reconstitute record reduce refer
refrigerate refuse release remain remove repeat replace report rest restart resuscitate retreat return review rinse rotate
rub say screen seat secure see seek select send separate set shake share show sit skip space start state stay step stop store
support swirl switch take target teach telephone tell test thaw think throw tilt titrate top touch transfer transport
treat try turn use verify wait warm warn wash watch wear weigh withdraw withhold write
"""
_VERB = "|".join(_VERBS.split())
#: An instruction: a clause that begins with a verb, or says must or should.
_IMPERATIVE = re.compile(
    rf"(?:^|[;:.!?]\s|\u2014|,\s*(?:and|or|then|but)\s|^\W*(?:if|when|after|before|once|until|unless|in|with|for|at|on)\b[^,;]*,\s)[\s\"“(]*(?:(?:then|first|now|always|please|also)\s+)?"
    rf"(?:do\s+not\b|don['’]t\b|never\b|(?:{_VERB})\b(?!\s+of\b|-))"
    r"|\b(?:must|should|has\s+to|have\s+to|needs?\s+to)\b",
    re.IGNORECASE,
)
#: "See Storage", "Read …", "go to …" with a link: they lead on, and tell nobody what to do with a patient.
_LEADS_ON = re.compile(r"(?:\band\s+)?\b(?:see|read|go\s+to|start\s+from|follow)\s+(?:also\s+)?(?:the\s+)?$", re.IGNORECASE)
#: The sentence says that something is not so, or not to be done.
REFUSAL = re.compile(
    r"\b(?:no|not|none|never|neither|nor|cannot|can['’]t|don['’]t|without|refus\w+|rejects?|forbid\w*|contradicts?|wrong|"
    r"non-?existent|impossible|myth)\b",
    re.IGNORECASE,
)
_FICTIONAL = re.compile(r"\W*fictional case\b", re.IGNORECASE)


def gives_instruction(prose: str, links: Iterable[int] = ()) -> bool:
    """Whether `prose` tells the reader to do something; `links` are the places where links begin."""
    for start in sorted(links, reverse=True):
        if leading := _LEADS_ON.search(prose, 0, start):
            prose = prose[: leading.start()] + " " * (start - leading.start()) + prose[start:]
    return bool(_IMPERATIVE.search(prose))


def is_fictional(text: str) -> bool:
    """Whether the passage says that it tells an invented case."""
    return bool(_FICTIONAL.match(text))
