"""Python-Markdown extension: blocks that are filled from the course itself.

`/// references` is the list of all sources with every place that cites them; `/// syllabus` is the list of
parts and chapters with their minutes.
"""

from __future__ import annotations

import xml.etree.ElementTree as etree
from pathlib import Path
from typing import Any

from pymdownx.blocks import BlocksExtension
from pymdownx.blocks.block import Block

from course.bibliography import DOWNLOADS, format_references
from course.markdown.checked import checked_in
from course.markdown.elements import append, day, text_in
from course.markdown.facts import PRODUCTS_PAGE, row_id
from course.markdown.glossary import GLOSSARY_PAGE
from course.markdown.learning_blocks import of_chapter
from course.model import EVIDENCE, SEEN_AS, Citation, Course, Page, Reference, load_course
from course.paths import Paths, find_root
from markdown import Markdown


def _place(citation: Citation, page: Page) -> str:
    """What to call the place of a citation: the question or the heading it stands under."""
    if citation.quiz:
        number = [quiz.id for quiz in page.quizzes].index(citation.quiz) + 1
        return f"question {number}"
    if citation.heading is None or citation.heading.level == 1:
        return "opening"
    return citation.heading.text


Place = tuple[str, str]


def _listed(listing: etree.Element, title: str, places: list[Place]) -> None:
    """One item: `title: place, place (2)`, each place a link; equal names are numbered."""
    item = etree.SubElement(listing, "li")
    append(item, f"{title}: ")
    names = [name for name, _ in places]
    for index, (name, address) in enumerate(places):
        nth = names[: index + 1].count(name)
        text_in(item, "a", name if nth == 1 else f"{name} ({nth})", href=address)
        append(item, ", " if index + 1 < len(places) else "")


def _cited_in(parent: etree.Element, reference: Reference, course: Course) -> None:
    """Everything that leans on a reference: pages, product data, labels, words of the glossary."""
    items: dict[str, dict[str, Place]] = {}
    for page, citation in course.cited.get(reference.id, []):
        # The options of one question are one place.
        items.setdefault(page.title, {}).setdefault(
            citation.anchor, (_place(citation, page), f"/{page.path}#{citation.anchor}")
        )
    for product, group in course.products.sources.get(reference.id, []):
        name = f"{group.title}, {group.population}" if group.population else group.title
        address = f"/{PRODUCTS_PAGE}#{row_id(product.id, group.id)}"
        items.setdefault(f"Product data, {product.brand}", {})[group.id] = (name, address)
    for product in course.products:
        if product.label.reference == reference.id:
            address = f"/{PRODUCTS_PAGE}#{product.id}"
            items.setdefault(f"Product data, {product.brand}", {})["label"] = ("the label", address)
    for term in course.glossary:
        if term.source == reference.id:
            items.setdefault("Glossary", {})[term.id] = (term.term, f"/{GLOSSARY_PAGE}#{term.id}")
    box = etree.SubElement(parent, "div", {"class": "cited-in"})
    number = sum(len(places) for places in items.values())
    text_in(box, "p", f"Cited in {number} {'place' if number == 1 else 'places'}:")
    listing = etree.SubElement(box, "ul")
    for title, places in items.items():
        _listed(listing, title, list(places.values()))


class ReferenceList(Block):  # type: ignore[misc]
    """`/// references`"""

    NAME = "references"
    CONFIG = {"root": ["", "Folder of the repository"]}  # noqa: RUF012 (the library's form)

    def on_create(self, parent: etree.Element) -> etree.Element:
        course: Course = load_course(_paths(self.config))
        formatted = format_references(course.references, course.paths.cache)
        wrapper = etree.SubElement(parent, "div", {"class": "references"})
        downloads = etree.SubElement(wrapper, "p", {"class": "downloads"})
        append(downloads, f"All {len(course.references)} references as a file: ")
        for index, download in enumerate(DOWNLOADS):
            text_in(downloads, "a", download.label, href=f"/{download.path}")
            append(downloads, ", " if index + 1 < len(DOWNLOADS) else ".")
        listing = etree.SubElement(wrapper, "ol")
        for reference in course.references:
            self._entry(listing, reference, formatted[reference.id], course)
        return wrapper

    def _entry(self, listing: etree.Element, reference: Reference, formatted: str, course: Course) -> None:
        item = etree.SubElement(listing, "li", {"id": f"ref-{reference.id}", "value": str(reference.number)})
        text = text_in(item, "p", formatted, **{"class": "reference"})
        append(text, " ")
        for _, label, address in reference.identifiers:
            text_in(text, "a", label, href=address, rel="noopener")
            append(text, " ")
        kind = EVIDENCE[reference.evidence] + (", manufacturer-funded" if reference.manufacturer_funded else "")
        facts = etree.SubElement(item, "p", {"class": "seen"})
        text_in(facts, "strong", kind[0].upper() + kind[1:])
        append(facts, f". Read on {day(reference.seen)}: {SEEN_AS[reference.seen_as]}. {reference.note}")
        checked_in(item, reference, course.evidence)
        _cited_in(item, reference, course)


class Syllabus(Block):  # type: ignore[misc]
    """`/// syllabus`"""

    NAME = "syllabus"
    CONFIG = {"root": ["", "Folder of the repository"]}  # noqa: RUF012 (the library's form)

    def on_create(self, parent: etree.Element) -> etree.Element:
        course: Course = load_course(_paths(self.config))
        wrapper = etree.SubElement(parent, "div", {"class": "syllabus", "data-progress": ""})
        parts: dict[str, list[Page]] = {}
        entries = {entry.path: entry for entry in course.nav}
        # A chapter outside the nav is a finding; here it is left out.
        for page in (page for page in course.chapters if page.path in entries):
            # A chapter that belongs to no part stands alone, under its own name.
            parts.setdefault(entries[page.path].part or page.path, []).append(page)
        for part, pages in parts.items():
            section = etree.SubElement(wrapper, "div", {"class": "part"})
            text_in(section, "p", part if part != pages[0].path else "", **{"class": "part-title"})
            listing = etree.SubElement(section, "ol")
            for page in pages:
                item = etree.SubElement(listing, "li", of_chapter(page))
                text_in(item, "a", entries[page.path].title or page.title, href=f"/{page.path}")
                text_in(item, "span", "", **{"class": "progress-state"})
                text_in(item, "span", f"{page.minutes} min", **{"class": "minutes"})
        minutes = sum(page.minutes or 0 for page in course.chapters)
        questions = sum(len(page.quizzes) for page in course.chapters)
        text_in(
            wrapper, "p",
            f"{len(course.chapters)} chapters, {questions} questions, about {minutes // 60} h {minutes % 60} min of reading.",
            **{"class": "syllabus-sum"},
        )
        return wrapper


def _paths(config: dict[str, Any]) -> Paths:
    root = config.get("root")
    return Paths(Path(root) if root else find_root())


class CourseBlocksExtension(BlocksExtension):  # type: ignore[misc]
    def __init__(self, **kwargs: Any):
        self.config = {"root": ["", "Folder of the repository; empty: found from the working folder"]}
        super().__init__(**kwargs)

    def extendMarkdownBlocks(self, md: Markdown, block_mgr: Any) -> None:  # noqa: N802
        block_mgr.register(ReferenceList, self.getConfigs())
        block_mgr.register(Syllabus, self.getConfigs())


def makeExtension(**kwargs: Any) -> CourseBlocksExtension:  # noqa: N802
    """Entry point of Python-Markdown."""
    return CourseBlocksExtension(**kwargs)


__all__ = ["CourseBlocksExtension", "makeExtension"]
