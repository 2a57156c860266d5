"""The real course: nothing wrong, nothing missing."""

from __future__ import annotations

import re

import pytest

from course import checks
from course.findings import as_text
from course.model import Course

#: Each part that was asked for, and the pages that are it.
PARTS = {
    "introduction": ["index.md"],
    "science": ["science/toxin.md", "science/mechanism.md", "science/cosmetic-uses.md", "science/medical-uses.md"],
    "storage": ["practice/storage.md"],
    "product": ["practice/preparation.md"],
    "patients": ["practice/patients.md"],
    "technique": ["practice/technique.md"],
    "side effects": ["safety/how-often.md", "safety/ptosis.md", "safety/systemic-spread.md"],
    "regulations": ["regulation/united-states.md", "regulation/united-kingdom.md", "regulation/elsewhere.md"],
    "conclusion": ["conclusion.md"],
    "citations": ["reference/citations.md"],
}


def test_no_rule_finds_anything(real: Course) -> None:
    assert len(real.pages) > 20
    findings = checks.run(real)
    assert findings == [], as_text(findings)


def test_size(real: Course) -> None:
    assert len(real.references) >= 60
    assert len(real.chapters) >= 15
    assert len(real.quizzes) >= 50


def test_every_chapter_asks_three_questions(real: Course) -> None:
    assert real.chapters
    assert {page.path: len(page.quizzes) for page in real.chapters if len(page.quizzes) < 3} == {}


@pytest.mark.parametrize("part", PARTS)
def test_every_part_has_a_page(real: Course, part: str) -> None:
    listed = {entry.path for entry in real.nav}
    for path in PARTS[part]:
        assert path in listed
        page = real.pages[path]
        assert "Being written" not in page.body
        listing = [block.kind for block in page.blocks] == ["references"]
        assert page.words > 100 or listing, f"{path}: {page.words} words"


def test_the_citations_page_lists_the_references(real: Course) -> None:
    assert [block.kind for block in real.pages["reference/citations.md"].blocks] == ["references"]


def test_the_source_guide_answers_statement_by_statement(real: Course) -> None:
    guide = real.pages["reference/source-guide.md"]
    numbers = [int(number) for number in re.findall(r"(?m)^\|\s*(\d+)\s*\|", guide.body)]
    assert len(numbers) >= 35
    assert numbers == list(range(1, len(numbers) + 1))
