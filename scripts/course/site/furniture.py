"""What the templates show around the text of a page: facts for its head, and for its end what it leans on."""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from typing import Any

from course.edition import date_of, edition
from course.markdown.citations import CITATIONS_PAGE
from course.markdown.elements import day
from course.model import Course, Page
from course.site.edited import last_edited


@dataclass(frozen=True)
class Furniture:
    """The facts of every page of one build."""

    course: Course
    #: What `last_edited` knows.
    edited: dict[str, datetime.date]
    #: `0.1.0 (1a2b3c4d)`
    version: str
    #: The day of the edition, in words, for a page whose last edit is not known.
    date: str

    @classmethod
    def of(cls, course: Course) -> Furniture:
        paths = course.paths
        return cls(course, last_edited(paths), edition(paths), day(date_of(paths)))

    def around(self, page: Page) -> dict[str, Any]:
        """The variables that `overrides/` reads from `page.meta`, by name."""
        edited = self.edited.get(page.path)
        return {
            "law": page.law,
            # All products of `data/products/` are described by their US labels.
            "labels": any(link.target.startswith("fact:") for link in page.links),
            "off_label": sum(block.kind == "off-label" for block in page.blocks),
            "edited": day(edited.isoformat()) if edited else None,
            "edition": self.date,
            "version": self.version,
            "leans_on": self._references(page),
            "citations": CITATIONS_PAGE,
        }

    def whole(self) -> dict[str, Any]:
        """The course in numbers, for its home page."""
        chapters = self.course.chapters
        minutes = sum(chapter.minutes or 0 for chapter in chapters)
        return {
            "chapters": len(chapters), "questions": sum(len(chapter.quizzes) for chapter in chapters),
            "hours": max(1, round(minutes / 60)),
        }

    def _references(self, page: Page) -> list[dict[str, Any]]:
        """Number, identifier and one line of each reference that the page cites, in the order of their numbers."""
        cited = {citation.cite.key for citation in page.citations}
        return [
            {"number": reference.number, "id": f"ref-{reference.id}", "text": reference.short}
            for reference in self.course.references if reference.id in cited
        ]
