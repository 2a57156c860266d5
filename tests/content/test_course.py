"""The real course: nothing wrong, nothing missing."""

from __future__ import annotations

import re

import pytest

from course import checks
from course.findings import as_text
from course.model import Course
from course.model.bank import Bank
from course.model.citation import BRACKET

#: Each part that was asked for, and the pages that are it.
PARTS = {
    "introduction": ["index.md"],
    "science": [
        "science/toxin.md", "science/mechanism.md", "science/duration.md", "science/products-and-units.md",
        "science/nonresponse.md", "science/cosmetic-uses.md", "science/medical-uses.md",
    ],
    "storage": ["practice/storage.md", "practice/supply.md"],
    "product": ["practice/preparation.md", "practice/dosing.md"],
    "patients": ["practice/patients.md", "practice/consent.md"],
    "technique": ["practice/anatomy.md", "practice/technique.md", "practice/lower-face.md", "practice/aftercare.md"],
    "side effects": [
        "safety/how-often.md", "safety/common-effects.md", "safety/ptosis.md", "safety/unwanted-weakness.md",
        "safety/anaphylaxis.md", "safety/systemic-spread.md", "safety/after-harm.md",
    ],
    "regulations": [
        "regulation/united-states.md", "regulation/united-kingdom.md", "regulation/europe.md", "regulation/canada.md",
        "regulation/australia-new-zealand.md", "regulation/elsewhere.md",
    ],
    "conclusion": ["conclusion.md"],
    "assessment": ["assessment/index.md", "assessment/progress.md", "assessment/record.md"],
    "citations": ["reference/citations.md"],
    "about": ["about/course.md"],
}
LISTINGS = {"references", "progress", "record", "exam"}
#: What a statement may rest on, apart from books, news and experts' views.
SOUND = {
    "label", "label-copy", "drug-reference", "manufacturer", "statute", "case-law", "regulator", "public-health",
    "professional-body", "guideline", "systematic-review", "trial", "observational", "case-report", "anatomy", "laboratory",
}


def test_no_rule_finds_anything(real: Course) -> None:
    assert len(real.pages) > 20
    findings = checks.run(real)
    assert findings == [], as_text(findings)


def test_size(real: Course) -> None:
    assert len(real.chapters) >= 30
    assert len(real.quizzes) >= 150
    used = [reference for reference in real.references if reference.id in real.cited]
    assert len(used) >= 120
    assert sum(reference.evidence in SOUND for reference in used) >= 90


def test_every_chapter_has_the_text_of_a_chapter(real: Course) -> None:
    assert real.chapters
    words = {page.path: page.words for page in real.chapters}
    assert {path: number for path, number in words.items() if not 900 <= number <= 1850} == {}


def test_figures(real: Course) -> None:
    """Eighteen or more, in most chapters, each with a text alternative that teaches."""
    images = [(page, link) for page in real.in_order for link in page.links if link.image]
    assert len({link.target for _, link in images}) == len(images) >= 18
    assert len({page.path for page, _ in images}) >= 20
    short = [(page.path, link.target) for page, link in images if len(link.text.split()) < 12]
    assert short == []


def test_the_questions(real: Course) -> None:
    bank = Bank(real)
    final = [quiz for page, quiz in bank.questions if page.path == "assessment/index.md"]
    assert len(final) >= 48
    assert {quiz.kind for quiz in final} == {"case"}
    for page in real.chapters:
        assert len(page.quizzes) >= 5, page.path
        assert 2 * sum(quiz.kind in ("case", "decision") for quiz in page.quizzes) >= len(page.quizzes), page.path
    assert all(0.2 <= len(found) / len(bank.four) <= 0.3 for found in bank.positions.values())
    assert len(bank.longest) <= 0.35 * len(bank.questions)
    assert len(bank.shortest) <= 0.35 * len(bank.questions)
    uncited = [quiz.id for _, quiz in bank.questions for option in quiz.options if not BRACKET.search(option.rationale)]
    assert uncited == []


@pytest.mark.parametrize("part", PARTS)
def test_every_part_has_a_page(real: Course, part: str) -> None:
    listed = {entry.path for entry in real.nav}
    for path in PARTS[part]:
        assert path in listed
        page = real.pages[path]
        assert "Being written" not in page.body
        listing = any(block.kind in LISTINGS for block in page.blocks)
        assert page.words > 100 or listing, f"{path}: {page.words} words"


def test_the_citations_page_lists_the_references(real: Course) -> None:
    assert [block.kind for block in real.pages["reference/citations.md"].blocks] == ["references"]


def test_the_source_guide_answers_statement_by_statement(real: Course) -> None:
    guide = real.pages["reference/source-guide.md"]
    numbers = [int(number) for number in re.findall(r"(?m)^\|\s*(\d+)\s*\|", guide.body)]
    assert len(numbers) >= 35
    assert numbers == list(range(1, len(numbers) + 1))
