"""The real course: nothing wrong, nothing missing, no notation that has killed people."""

from __future__ import annotations

import re

import pytest

from course import checks
from course.findings import as_text
from course.model import Course
from course.model.source import LINK, split_front_matter
from course.paths import Paths

UNITS = r"(?:Units?|mL|ml|L|kg|g|mg|mcg|µg|μg|ng|kDa|mm|cm|m|°C|°F|h|hours?|min|minutes?|days?|weeks?|months?|years?)\b"
#: What must not be written, after ISMP's list of error-prone abbreviations.
FORBIDDEN = {
    "U or IU after a digit": re.compile(r"\d[\s\u00a0\u202f]?(?:I\.?U|U)\b\.?"),
    "trailing zero": re.compile(rf"\d\.\d*0[\s\u00a0\u202f-]?{UNITS}"),
    "missing leading zero": re.compile(r"(?<![\w.,:/§)\]])\.\d"),
    "cc": re.compile(r"\d[\s\u00a0]?[cC]{2}\b|(?<![\w.])cc(?![\w.])"),
}
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


def faults(text: str) -> list[str]:
    return [f"{name}: {match[0]!r}" for name, pattern in FORBIDDEN.items() for match in pattern.finditer(text)]


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


@pytest.mark.parametrize("text", [
    "20U", "20 U", "20 U.", "100 IU", "100\u00a0IU", "5.0 mL", "0.10 mL", "20.0 Units", "1.0-mL syringe",
    "give .5 mL", "(.1 mL)", ".5 mL",
    "1 cc", "2cc", "a 1 CC syringe", "measured in cc",
])
def test_the_patterns_find_what_is_forbidden(text: str) -> None:
    assert len(faults(text)) == 1


@pytest.mark.parametrize("text", [
    "20 Units", "100 US clinics", "5 mL", "0.05 mL", "0.5 mL", "100 mL", "§2.2", "10 mm", "UK", "EU", "v2.10",
    "accuracy",
    "1.05 mL", "3.10 of the guide", "Ends here.1", "occ", "10.1093/asj/sjab329", "20 UK sites", "12 Universities",
    "CC BY 4.0",
])
def test_the_patterns_leave_the_rest_alone(text: str) -> None:
    assert faults(text) == []


def test_no_forbidden_notation(repo: Paths) -> None:
    files = sorted(repo.docs.rglob("*.md"))
    assert len(files) > 20
    found = []
    for file in files:
        _, body, first = split_front_matter(file.read_text("utf-8"))
        for number, line in enumerate(body.split("\n"), start=first):
            text = LINK.sub(lambda link: link["text"], line)
            found += [f"{repo.show(file)}:{number}: {fault}" for fault in faults(text)]
    assert found == [], "\n".join(found)
