"""Python-Markdown extension: `/// editions`, the list of the editions in `dist/` with size and checksum."""

from __future__ import annotations

import xml.etree.ElementTree as etree
from pathlib import Path
from typing import Any

from pymdownx.blocks import BlocksExtension
from pymdownx.blocks.block import Block

from course.edition import date_of, edition
from course.editions import dist
from course.markdown.elements import append, day, text_in
from course.model import Course, load_course
from course.paths import Paths, find_root
from markdown import Markdown

#: Where the published site holds the files of `dist/`.
EDITIONS_FOLDER = "editions"

#: What a reader is told of each file, by its name: what it is, and what it is for. In the order of the list; the sheets
#: follow the first.
NAMED = {
    "botox-course.pdf": ("The book", "the whole course on paper, with questions, answers and an index"),
    "botox-course-offline.zip": ("The offline site", "the whole course with search, questions and record, without a network"),
    "botox-course.cdx.json": ("The bill of materials", "the software that makes the editions, for whoever examines it"),
}
SHEETS = "sheets/"


def size(number: int) -> str:
    """Bytes as readers know them: `340 kB`, `1.2 MB` (powers of ten)."""
    return f"{number / 1e6:.1f} MB" if number >= 1e6 else f"{max(1, round(number / 1e3))} kB"


def _order(item: dist.Edition) -> tuple[int, str]:
    known = list(NAMED)
    return (known.index(item.name) * 2 if item.name in known else 1), item.name


def _named(name: str, course: Course) -> tuple[str, str]:
    if name in NAMED:
        return NAMED[name]
    if name.startswith(SHEETS):
        # Each sheet is a page as well, of the same name.
        page = course.pages.get(str(Path(name).with_suffix(".md")))
        return (page.title if page else name), "a sheet of one page"
    return name, ""


class EditionList(Block):  # type: ignore[misc]
    """`/// editions`"""

    NAME = "editions"
    CONFIG = {  # noqa: RUF012 (the library's form)
        "root": ["", "Folder of the repository"], "listed": [True, ""], "current": ["", ""],
    }

    def on_create(self, parent: etree.Element) -> etree.Element:
        root = self.config.get("root")
        course: Course = load_course(Paths(Path(root) if root else find_root()))
        wrapper = etree.SubElement(parent, "div", {"class": "editions"})
        made = dist.read(course.paths) if self.config["listed"] else None
        if made:
            self._list(wrapper, made, course)
        elif self.config["listed"]:
            text_in(
                wrapper, "p",
                "This copy of the website was put up without them. Whoever keeps it can make them with one command, "
                "which the README of the course's files explains; they then stand here.",
            )
        else:
            self._within(wrapper, course.paths)
        return wrapper

    def _list(self, wrapper: etree.Element, made: dist.Dist, course: Course) -> None:
        text_in(wrapper, "p", f"All are of {day(made.date)}, version {made.version}.", **{"class": "editions-date"})
        listing = etree.SubElement(wrapper, "ul")
        for item in sorted(made.editions, key=_order):
            title, purpose = _named(item.name, course)
            entry = etree.SubElement(listing, "li")
            head = etree.SubElement(entry, "p")
            text_in(head, "a", title, href=f"/{EDITIONS_FOLDER}/{item.name}", download="")
            append(head, f": {purpose}" if purpose else "")
            facts = etree.SubElement(entry, "p", {"class": "edition-facts"})
            append(facts, f"{Path(item.name).name}, {size(item.size)}. SHA-256: ")
            text_in(facts, "code", item.sha256)
        sums = etree.SubElement(wrapper, "p")
        append(sums, "All checksums as a file: ")
        text_in(sums, "a", dist.SUMS, href=f"/{EDITIONS_FOLDER}/{dist.SUMS}", download="")
        append(sums, ".")

    def _within(self, wrapper: etree.Element, paths: Paths) -> None:
        """What an edition says of itself: a list would have to hold its own checksum."""
        text = text_in(
            wrapper, "p", f"What you are reading is an edition itself, of {day(date_of(paths))}, version {edition(paths)}. ",
        )
        if self.config["current"]:
            append(text, "The list, with sizes and checksums, stands on ")
            text_in(text, "a", "this page of the website", href=f"{self.config['current']}about/editions/", rel="noopener")
            append(text, ".")
        else:
            append(text, "The list, with sizes and checksums, stands on this page of the website.")


class EditionsExtension(BlocksExtension):  # type: ignore[misc]
    def __init__(self, **kwargs: Any):
        self.config = {
            "root": ["", "Folder of the repository; empty: found from the working folder"],
            "listed": [True, "Whether the page may list what is in dist/; an edition itself does not"],
            "current": ["", "Address of the published site, with a slash at its end; empty: not known"],
        }
        super().__init__(**kwargs)

    def extendMarkdownBlocks(self, md: Markdown, block_mgr: Any) -> None:  # noqa: N802
        block_mgr.register(EditionList, self.getConfigs())


def makeExtension(**kwargs: Any) -> EditionsExtension:  # noqa: N802
    """Entry point of Python-Markdown."""
    return EditionsExtension(**kwargs)
