"""Python-Markdown extension: what a reader's own answers are shown on.

`/// progress` lists chapters and objectives with their questions, `/// another-look` is the place for sure mistakes,
`/// my-data` for export, import and deletion, `/// exam` opens the final assessment, `/// record` is the learning record.

Without scripts they are lists and a form to be filled in on paper. The scripts find what they need in the markup:
no page asks a server for anything.
"""

from __future__ import annotations

import json
import xml.etree.ElementTree as etree
from pathlib import Path
from typing import Any

from pymdownx.blocks import BlocksExtension
from pymdownx.blocks.block import Block

from course.edition import edition
from course.markdown.elements import append, text_in
from course.model import Course, Page, load_course
from course.paths import Paths, find_root
from markdown import Markdown

#: What the learning record says above its table, by the names that its script fills in.
RECORD_FACTS = {"name": "Name", "date": "Printed on", "assessment": "Final assessment", "minutes": "Reading"}
#: Its two fields for the reader's own words.
REFLECTIONS = {
    "learned": "What did I learn that changes what I do?",
    "next": "What will I learn or practice next, with whom?",
}


def key(page: Page) -> str:
    """What the scripts call a chapter: its path without `.md`."""
    return page.path.removesuffix(".md")


def of_chapter(page: Page) -> dict[str, str]:
    """Attributes that tell the scripts of a chapter: its key, minutes, questions and objectives.

    A question is `id:version`; the objectives are the ids of their questions, `first,second;third`.
    """
    return {
        "data-chapter": key(page),
        "data-minutes": str(page.minutes or 0),
        "data-questions": " ".join(f"{quiz.id}:{quiz.version}" for quiz in page.quizzes if quiz.id),
        "data-objectives": ";".join(
            ",".join(str(quiz.id) for quiz in page.quizzes if quiz.objective == name) for name in page.objectives
        ),
    }


def titles(course: Course) -> dict[str, str]:
    """What the nav calls each page."""
    return {entry.path: entry.title or entry.path for entry in course.nav}


class _CourseBlock(Block):  # type: ignore[misc]
    CONFIG = {"root": ["", "Folder of the repository"]}  # noqa: RUF012 (the library's form)

    @property
    def course(self) -> Course:
        root = self.config.get("root")
        course: Course = load_course(Paths(Path(root) if root else find_root()))
        return course


def _objectives(item: etree.Element, page: Page, course: Course) -> None:
    listing = etree.SubElement(item, "ul", {"class": "progress-objectives"})
    for name, text in page.objectives.items():
        quizzes = [quiz for quiz in page.quizzes if quiz.objective == name and quiz.id]
        entry = etree.SubElement(listing, "li", {
            "data-objective": name, "data-questions": " ".join(f"{quiz.id}:{quiz.version}" for quiz in quizzes),
        })
        section = course.section_of(page, quizzes[0]) if quizzes else None
        anchor = f"#{section[1].id}" if section else ""
        text_in(entry, "a", text.removesuffix("."), href=f"/{page.path}{anchor}")
        append(entry, " ")
        text_in(entry, "span", "", **{"class": "progress-state"})


class Progress(_CourseBlock):
    """`/// progress`"""

    NAME = "progress"

    def on_create(self, parent: etree.Element) -> etree.Element:
        course = self.course
        named = titles(course)
        wrapper = etree.SubElement(parent, "div", {"class": "progress", "data-progress": ""})
        text_in(wrapper, "p", "", **{"class": "store-note", "role": "status", "hidden": ""})
        text_in(
            wrapper, "p", "Your answers are counted by a script, which does not run here. These are the chapters.",
            **{"class": "progress-sum", "role": "status"},
        )
        listing = etree.SubElement(wrapper, "ol", {"class": "progress-chapters"})
        for page in course.chapters:
            item = etree.SubElement(listing, "li", of_chapter(page))
            head = etree.SubElement(item, "p", {"class": "progress-chapter"})
            text_in(head, "a", named.get(page.path, page.title), href=f"/{page.path}")
            append(head, " ")
            text_in(head, "span", "", **{"class": "progress-state"})
            append(head, " ")
            text_in(head, "span", f"{page.minutes} min", **{"class": "minutes"})
            _objectives(item, page, course)
        return wrapper


class AnotherLook(_CourseBlock):
    """`/// another-look`"""

    NAME = "another-look"

    def on_create(self, parent: etree.Element) -> etree.Element:
        wrapper = etree.SubElement(parent, "div", {"class": "another-look", "data-another-look": ""})
        text_in(wrapper, "p", "Nothing yet.", role="status")
        etree.SubElement(wrapper, "ul")
        return wrapper


class MyData(_CourseBlock):
    """`/// my-data`"""

    NAME = "my-data"

    def on_create(self, parent: etree.Element) -> etree.Element:
        wrapper = etree.SubElement(parent, "div", {"class": "my-data", "data-my-data": ""})
        text_in(wrapper, "p", "These need scripts, which do not run here: nothing is kept.", role="status")
        return wrapper


class Exam(_CourseBlock):
    """`/// exam`"""

    NAME = "exam"

    def on_create(self, parent: etree.Element) -> etree.Element:
        course = self.course
        wrapper = etree.SubElement(parent, "div", {"class": "exam"})
        assessment, named = course.assessment, titles(course)
        if assessment is None:
            return wrapper
        wrapper.attrib.update({
            "data-exam": "",
            "data-draw": str(assessment.draw),
            "data-pass": str(assessment.passing),
            "data-blueprint": json.dumps(assessment.blueprint, separators=(",", ":")),
            "data-chapters": json.dumps(
                {key(page): named[page.path] for page in course.chapters if page.path in named},
                separators=(",", ":"), ensure_ascii=False,
            ),
            "data-edition": edition(course.paths),
        })
        text_in(
            wrapper, "p",
            "Scripts do not run here, so all questions stand below, part by part, each with its answer behind a button. "
            f"Answer {assessment.draw} of them in writing before you look; {assessment.passing}% right is a pass.",
            **{"class": "exam-intro"},
        )
        return wrapper


class Record(_CourseBlock):
    """`/// record`"""

    NAME = "record"

    def on_create(self, parent: etree.Element) -> etree.Element:
        course = self.course
        named = titles(course)
        wrapper = etree.SubElement(parent, "div", {"class": "record", "data-record": ""})
        text_in(wrapper, "p", "", **{"class": "store-note", "role": "status", "hidden": ""})
        facts = etree.SubElement(wrapper, "div", {"class": "record-facts"})
        for name, label in RECORD_FACTS.items():
            row = etree.SubElement(facts, "p", {"data-fact": name})
            text_in(row, "span", label, **{"class": "record-label"})
            append(row, " ")
            text_in(row, "span", "", **{"class": "record-value"})
        row = etree.SubElement(facts, "p")
        text_in(row, "span", "Course", **{"class": "record-label"})
        append(row, f" Botox Training, version {edition(course.paths)}")
        table = etree.SubElement(wrapper, "table", {"class": "record-chapters"})
        text_in(table, "caption", "Chapters, with the objectives met and the last date")
        head = etree.SubElement(etree.SubElement(table, "thead"), "tr")
        for column in ("Chapter", "Objectives met", "Questions right", "Date"):
            text_in(head, "th", column, scope="col")
        body = etree.SubElement(table, "tbody")
        for page in course.chapters:
            line = etree.SubElement(body, "tr", of_chapter(page))
            text_in(line, "th", named.get(page.path, page.title), scope="row")
            for column in ("objectives", "questions", "date"):
                text_in(line, "td", "", **{"data-cell": column})
        for name, label in REFLECTIONS.items():
            field = etree.SubElement(wrapper, "div", {"class": "record-field"})
            text_in(field, "p", label, **{"class": "record-question", "id": f"record-{name}-label"})
            text_in(field, "p", "", **{"class": "record-lines", "data-field": name})
        return wrapper


class LearningBlocksExtension(BlocksExtension):  # type: ignore[misc]
    def __init__(self, **kwargs: Any):
        self.config = {"root": ["", "Folder of the repository; empty: found from the working folder"]}
        super().__init__(**kwargs)

    def extendMarkdownBlocks(self, md: Markdown, block_mgr: Any) -> None:  # noqa: N802
        for block in (Progress, AnotherLook, MyData, Exam, Record):
            block_mgr.register(block, self.getConfigs())


def makeExtension(**kwargs: Any) -> LearningBlocksExtension:  # noqa: N802
    """Entry point of Python-Markdown."""
    return LearningBlocksExtension(**kwargs)
