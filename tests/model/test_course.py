import datetime

import pytest

from course.findings import CourseError
from course.model import NavEntry, load_course
from tests.support import CONFIG, INDEX, KETTLE, TEAPOT, Draft


def test_nav(draft: Draft) -> None:
    line = draft.line_of(CONFIG, "  - Introduction: index.md")
    assert draft.load().nav == [
        NavEntry("index.md", "Introduction", None, line),
        NavEntry("chapters/kettle.md", "The kettle", "First part", line + 2),
        NavEntry("chapters/teapot.md", "The teapot", "First part", line + 3),
        NavEntry("reference/products.md", "Products", None, line + 4),
        NavEntry("reference/glossary.md", "Glossary", None, line + 5),
        NavEntry("reference/citations.md", "Citations", None, line + 6),
    ]


def test_pages_come_in_the_order_of_the_nav(draft: Draft) -> None:
    draft.replace(CONFIG, "      - The kettle: chapters/kettle.md\n", "")
    draft.replace(CONFIG, "  - Citations:", "  - chapters/kettle.md\n  - Citations:")
    draft.write("docs/a-page.md", "# A page\n")
    course = draft.load()
    assert [page.path for page in course.in_order] == [
        "index.md", "chapters/teapot.md", "reference/products.md", "reference/glossary.md", "chapters/kettle.md",
        "reference/citations.md", "a-page.md",
    ]
    assert [page.path for page in course.chapters] == ["chapters/teapot.md", "chapters/kettle.md"]
    ids = [quiz.id for _, quiz in course.quizzes]
    assert ids[4:6] == ["teapot-forgotten", "kettle-sea-level"]


def test_cited(draft: Draft) -> None:
    course = draft.load()
    assert list(course.cited) == ["board2019", "adams2001", "clark2020"]
    places = [
        (page.path, citation.line, citation.ordinal, citation.anchor) for page, citation in course.cited["board2019"]
    ]
    assert places[:3] == [
        ("index.md", draft.line_of(INDEX, "This course exists"), 1, "cite-board2019-1"),
        ("chapters/kettle.md", draft.line_of(KETTLE, "Fill the kettle"), 1, "cite-board2019-1"),
        ("chapters/kettle.md", draft.line_of(KETTLE, "Keep the spout away"), 2, "cite-board2019-2"),
    ]
    assert sum(map(len, course.cited.values())) == sum(len(page.citations) for page in course.pages.values()) > 30


def test_page(draft: Draft) -> None:
    page = draft.page(KETTLE)
    assert (page.path, page.source, page.title, page.minutes) == ("chapters/kettle.md", KETTLE, "The kettle", 5)
    assert page.description.startswith("How water comes")
    assert list(page.objectives) == ["boil-water", "tell-the-boil"]
    assert page.objectives["boil-water"] == "Bring water to the boil."
    assert page.objective_lines == {"boil-water": 6, "tell-the-boil": 7}
    assert page.is_chapter
    assert page.findings == []
    assert not draft.page(INDEX).is_chapter


def test_review(draft: Draft) -> None:
    assert draft.page(KETTLE).review is None
    review = draft.page(TEAPOT).review
    assert review is not None
    assert (review.date, review.by, review.next) == (
        datetime.date(2027, 1, 15), "A. B., tea taster", datetime.date(2028, 1, 15)
    )


def test_citations_know_their_heading_and_their_quiz(draft: Draft) -> None:
    page = draft.page(KETTLE)
    found = {(citation.line, citation.cite.key): citation for citation in page.citations}
    table = found[draft.line_of(KETTLE, "| Sea level"), "adams2001"]
    assert (table.heading.text, table.quiz, table.cite.locator) == ("How to boil", None, None)
    listed = found[draft.line_of(KETTLE, "1. Large bubbles"), "adams2001"]
    assert listed.heading.id == "signs"
    reason = found[draft.line_of(KETTLE, "> So the table says"), "adams2001"]
    assert (reason.quiz, reason.cite.locator) == ("kettle-sea-level", "p. 12")
    assert (listed.anchor, reason.anchor) == (f"cite-adams2001-{listed.ordinal}", "kettle-sea-level")
    assert page.heading_at(table.line) == table.heading
    assert page.heading_at(1) is None
    ordinals = [citation.ordinal for citation in page.citations if citation.cite.key == "adams2001"]
    assert ordinals == list(range(1, len(ordinals) + 1))


def test_words_are_those_of_the_teaching(draft: Draft) -> None:
    before = draft.page(INDEX).words
    text = "Four words [linked here](chapters/kettle.md). [@adams2001, table 3] – `code word`\n\n```\nno word\n```"
    draft.append(INDEX, text)
    assert draft.page(INDEX).words == before + 4
    text = draft.read(KETTLE)
    words = draft.page(KETTLE).words
    draft.write(KETTLE, text[: text.index("<quiz>")])
    assert draft.page(KETTLE).words == words


@pytest.mark.parametrize(("text", "line"), [
    ("nav:\n  - a: [\n", 3),
    ("site_name: 'open\nnav: []\n", 3),
    ("a: 1\n\tb: 2\n", 2),
    ("a: \x07\n", 1),
])
def test_broken_config(draft: Draft, text: str, line: int) -> None:
    draft.write(CONFIG, text)
    with pytest.raises(CourseError) as caught:
        load_course(draft.paths)
    [finding] = caught.value.findings
    assert (finding.path, finding.line, finding.rule) == (CONFIG, line, "yaml")
    assert "\n" not in str(finding)


@pytest.mark.parametrize("text", [
    "", "nav:\n", "site_name: x\n", "- nav\n", "nav: index.md\n", "nav:\n  - [index.md]\n", "nav:\n  - A:\n",
])
def test_odd_nav(draft: Draft, text: str) -> None:
    """No page is in it, which the rules then say; nothing breaks."""
    draft.write(CONFIG, text)
    course = draft.load()
    assert not {entry.path for entry in course.nav} & set(course.pages)
    assert len(course.pages) == 6


def test_findings_of_all_pages_are_gathered(draft: Draft) -> None:
    draft.replace(KETTLE, "minutes: 5", "minutes: 500")
    draft.append(TEAPOT, "///")
    assert {(finding.path, finding.rule) for finding in draft.load().findings} == {
        (KETTLE, "front-matter"), (TEAPOT, "block-kind"),
    }
