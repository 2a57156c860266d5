"""The blocks on which a reader's own answers are shown: what the scripts find, and what is there without them."""

from __future__ import annotations

import json

from lxml.html import HtmlElement

from course.edition import edition
from tests.support import Draft, render


def block(draft: Draft, name: str) -> HtmlElement:
    tree = render(f"/// {name}\n///", draft.paths)
    return tree[0]


def test_progress_lists_chapters_objectives_and_questions(draft: Draft) -> None:
    course = draft.load()
    root = block(draft, "progress")
    items = root.xpath(".//li[@data-chapter]")
    assert [item.get("data-chapter") for item in items] == ["chapters/kettle", "chapters/teapot"]
    for item, page in zip(items, course.chapters, strict=True):
        assert item.get("data-minutes") == str(page.minutes)
        assert item.get("data-questions").split() == [f"{quiz.id}:{quiz.version}" for quiz in page.quizzes]
        entries = item.xpath(".//li[@data-objective]")
        assert [entry.get("data-objective") for entry in entries] == list(page.objectives)
        asked = [name.split(":")[0] for entry in entries for name in entry.get("data-questions").split()]
        assert sorted(asked) == sorted(str(quiz.id) for quiz in page.quizzes)
    assert root.xpath(".//li[@data-objective='tell-the-boil']/a/@href") == ["/chapters/kettle.md#signs"]
    assert "does not run here" in root.text_content()


def test_another_look_and_my_data_are_places_for_the_scripts(draft: Draft) -> None:
    assert block(draft, "another-look").xpath("./p[@role='status'] | ./ul")
    assert "nothing is kept" in block(draft, "my-data").xpath("string(./p[@role='status'])")


def test_exam_says_how_an_attempt_is_drawn(exam: Draft) -> None:
    root = block(exam, "exam")
    assert (root.get("data-draw"), root.get("data-pass")) == ("2", "80")
    assert json.loads(root.get("data-blueprint")) == {"chapters": 2}
    assert json.loads(root.get("data-chapters")) == {"chapters/kettle": "The kettle", "chapters/teapot": "The teapot"}
    assert "Answer 2 of them in writing" in root.text_content()


def test_exam_without_an_assessment_is_empty(draft: Draft) -> None:
    assert block(draft, "exam").attrib == {"class": "exam"}


def test_record_is_a_form_on_paper_too(draft: Draft) -> None:
    course = draft.load()
    root = block(draft, "record")
    rows = root.xpath(".//tbody/tr")
    assert [row.get("data-chapter") for row in rows] == ["chapters/kettle", "chapters/teapot"]
    for row, page in zip(rows, course.chapters, strict=True):
        objectives = [names.split(",") for names in row.get("data-objectives").split(";")]
        assert len(objectives) == len(page.objectives)
        assert sorted(name for names in objectives for name in names) == sorted(str(quiz.id) for quiz in page.quizzes)
        assert len(row.xpath("./td")) == 3
        assert row.xpath("./th/@scope") == ["row"]
    assert f"version {edition(draft.paths)}" in root.text_content()
    assert root.xpath(".//*[@data-field]/@data-field") == ["learned", "next"]
    assert len(root.xpath(".//thead//th[@scope='col']")) == 4
