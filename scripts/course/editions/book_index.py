"""The index of the book: products and indications, with the pages that name them."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from lxml.html import HtmlElement

from course.model import Course
from course.model.wording import BRANDS

#: What the index reads: the smallest elements that hold a statement.
BLOCKS = ("p", "li", "td", "th", "h1", "h2", "h3", "figcaption", "caption", "dt", "dd")
PRODUCTS, INDICATIONS = "Products", "Indications"


@dataclass
class Entry:
    """One line of the index and the identifiers of the places that name it."""

    group: str
    words: str
    pattern: re.Pattern[str]
    places: list[str] = field(default_factory=list)


def _forms(words: Iterable[str], *, flags: re.RegexFlag = re.IGNORECASE) -> re.Pattern[str]:
    alternatives = "|".join(re.escape(word) for word in sorted(words, key=len, reverse=True))
    return re.compile(rf"(?<![\w-])(?:{alternatives})(?!\w)", flags)


def entries(course: Course) -> list[Entry]:
    """What the index names: each brand with its generic name, each generic name, and each indication of a label.

    An indication goes by the term of the glossary that names it, else by its own title.
    """
    found = []
    for generic, brands in BRANDS.items():
        found.append(Entry(PRODUCTS, generic, _forms([generic])))
        for brand in brands:
            # "Botox" is not "Botox Cosmetic".
            longer = "|".join(re.escape(name[len(brand):]) for name in brands if name.startswith(f"{brand} "))
            name = rf"(?<!\w)(?:{re.escape(brand)}|{re.escape(brand.upper())})(?!\w{f'|{longer}' if longer else ''})"
            found.append(Entry(PRODUCTS, f"{brand} ({generic})", re.compile(name)))
    titles = {group.title for product in course.products for group in product.of_kind("indication")}
    named = set()
    for term in course.glossary:
        pattern = _forms((term.term, *term.also))
        if hit := {title for title in titles if pattern.search(title)}:
            named |= hit
            found.append(Entry(INDICATIONS, term.term, pattern))
    found += [Entry(INDICATIONS, title, _forms([title])) for title in sorted(titles - named)]
    return sorted(found, key=lambda entry: (entry.group != PRODUCTS, entry.words.casefold()))


def mark(body: HtmlElement, prefix: str, index: list[Entry]) -> None:
    """Note under each entry the places of one chapter that name it; they get identifiers where they have none."""
    number = 0
    for block in body.iter(*BLOCKS):
        if block.find("p") is not None or block.find("ul") is not None:
            continue  # its parts are read instead
        text = block.text_content()
        hits = [entry for entry in index if entry.pattern.search(text)]
        if hits and not block.get("id"):
            number += 1
            block.set("id", f"{prefix}-n{number}")
        for entry in hits:
            entry.places.append(block.get("id"))


def ranges(numbers: Iterable[int]) -> list[tuple[int, int]]:
    """Pages as they are printed: 4, 5, 6 and 9 are (4, 6) and (9, 9)."""
    found: list[tuple[int, int]] = []
    for number in sorted(set(numbers)):
        if found and number == found[-1][1] + 1:
            found[-1] = (found[-1][0], number)
        else:
            found.append((number, number))
    return found


def page_list(places: Iterable[str], pages: Mapping[str, int]) -> list[tuple[str, str]]:
    """(text, identifier) for the pages of `places`: "12", or "14–16", each with its first place."""
    first: dict[int, str] = defaultdict(str)
    for place in places:
        if place in pages:
            first[pages[place]] = first[pages[place]] or place
    return [(str(low) if low == high else f"{low}–{high}", first[low]) for low, high in ranges(first)]
