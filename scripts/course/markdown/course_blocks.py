"""Python-Markdown extension: blocks that are filled from the course itself.

`/// references` is the list of all sources with every place that cites them; `/// syllabus` is the list of
parts and chapters with their minutes.
"""

from __future__ import annotations

import xml.etree.ElementTree as etree
from datetime import date
from pathlib import Path
from typing import Any

from markdown.util import AtomicString
from pymdownx.blocks import BlocksExtension
from pymdownx.blocks.block import Block

from course.bibliography import DOWNLOADS, format_references
from course.model import EVIDENCE, SEEN_AS, Citation, Course, Page, Reference, load_course
from course.paths import Paths, find_root
from markdown import Markdown


def day(value: str) -> str:
    """`2026-11-22` as `22 November 2026`."""
    parsed = date.fromisoformat(value)
    return f"{parsed.day} {parsed:%B %Y}"


def _text(parent: etree.Element, tag: str, text: str, **attributes: str) -> etree.Element:
    element = etree.SubElement(parent, tag, attributes)
    element.text = AtomicString(text)
    return element


def _append(parent: etree.Element, text: str) -> None:
    """Add `text` after what `parent` holds so far."""
    if len(parent):
        parent[-1].tail = AtomicString((parent[-1].tail or "") + text)
    else:
        parent.text = AtomicString((parent.text or "") + text)


def _place(citation: Citation, page: Page) -> str:
    """What to call the place of a citation: the question or the heading it stands under."""
    if citation.quiz:
        number = [quiz.id for quiz in page.quizzes].index(citation.quiz) + 1
        return f"question {number}"
    if citation.heading is None or citation.heading.level == 1:
        return "opening"
    return citation.heading.text


def _cited_in(parent: etree.Element, places: list[tuple[Page, Citation]]) -> None:
    pages: dict[str, tuple[Page, dict[str, Citation]]] = {}
    for page, citation in places:
        # The options of one question are one place.
        pages.setdefault(page.path, (page, {}))[1].setdefault(citation.anchor, citation)
    box = etree.SubElement(parent, "div", {"class": "cited-in"})
    number = sum(len(citations) for _, citations in pages.values())
    _text(box, "p", f"Cited in {number} {'places' if number > 1 else 'place'}:")
    listing = etree.SubElement(box, "ul")
    for page, by_anchor in pages.values():
        citations = list(by_anchor.values())
        item = etree.SubElement(listing, "li")
        _append(item, f"{page.title}: ")
        names = [_place(citation, page) for citation in citations]
        for index, citation in enumerate(citations):
            name = names[index]
            nth = names[: index + 1].count(name)
            _text(
                item, "a", name if nth == 1 else f"{name} ({nth})",
                href=f"/{page.path}#{citation.anchor}",
            )
            _append(item, ", " if index + 1 < len(citations) else "")


class ReferenceList(Block):  # type: ignore[misc]
    """`/// references`"""

    NAME = "references"
    CONFIG = {"root": ["", "Folder of the repository"]}  # noqa: RUF012 (the library's form)

    def on_create(self, parent: etree.Element) -> etree.Element:
        course: Course = load_course(_paths(self.config))
        formatted = format_references(course.references)
        wrapper = etree.SubElement(parent, "div", {"class": "references"})
        downloads = etree.SubElement(wrapper, "p", {"class": "downloads"})
        _append(downloads, f"All {len(course.references)} references as a file: ")
        for index, download in enumerate(DOWNLOADS):
            _text(downloads, "a", download.label, href=f"/{download.path}")
            _append(downloads, ", " if index + 1 < len(DOWNLOADS) else ".")
        listing = etree.SubElement(wrapper, "ol")
        for reference in course.references:
            self._entry(listing, reference, formatted[reference.id], course)
        return wrapper

    def _entry(self, listing: etree.Element, reference: Reference, formatted: str, course: Course) -> None:
        item = etree.SubElement(listing, "li", {"id": f"ref-{reference.id}", "value": str(reference.number)})
        text = _text(item, "p", formatted, **{"class": "reference"})
        _append(text, " ")
        for _, label, address in reference.identifiers:
            _text(text, "a", label, href=address, rel="noopener")
            _append(text, " ")
        kind = EVIDENCE[reference.evidence] + (", manufacturer-funded" if reference.manufacturer_funded else "")
        facts = etree.SubElement(item, "p", {"class": "seen"})
        _text(facts, "strong", kind[0].upper() + kind[1:])
        _append(facts, f". Read on {day(reference.seen)}: {SEEN_AS[reference.seen_as]}. {reference.note}")
        _cited_in(item, course.cited.get(reference.id, []))


class Syllabus(Block):  # type: ignore[misc]
    """`/// syllabus`"""

    NAME = "syllabus"
    CONFIG = {"root": ["", "Folder of the repository"]}  # noqa: RUF012 (the library's form)

    def on_create(self, parent: etree.Element) -> etree.Element:
        course: Course = load_course(_paths(self.config))
        wrapper = etree.SubElement(parent, "div", {"class": "syllabus"})
        parts: dict[str, list[Page]] = {}
        entries = {entry.path: entry for entry in course.nav}
        # A chapter outside the nav is a finding; here it is left out.
        for page in (page for page in course.chapters if page.path in entries):
            # A chapter that belongs to no part stands alone, under its own name.
            parts.setdefault(entries[page.path].part or page.path, []).append(page)
        for part, pages in parts.items():
            section = etree.SubElement(wrapper, "div", {"class": "part"})
            _text(section, "p", part if part != pages[0].path else "", **{"class": "part-title"})
            listing = etree.SubElement(section, "ol")
            for page in pages:
                item = etree.SubElement(listing, "li")
                _text(item, "a", entries[page.path].title or page.title, href=f"/{page.path}")
                _text(item, "span", f"{page.minutes} min", **{"class": "minutes"})
        minutes = sum(page.minutes or 0 for page in course.chapters)
        questions = sum(len(page.quizzes) for page in course.chapters)
        _text(
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
