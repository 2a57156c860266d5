"""American spelling, by Hunspell and the course's own list."""

from __future__ import annotations

import pytest

from course import spelling
from course.findings import CourseError, as_text
from course.model import Course
from tests.support import KETTLE, Draft

WORDS = "data/words.txt"


def found(draft: Draft) -> list[tuple[str, int, str]]:
    return [(finding.path, finding.line, finding.message) for finding in spelling.check(draft.load())]


def test_the_real_course(real: Course) -> None:
    findings = spelling.check(real)
    assert findings == [], as_text(findings)
    listed = real.paths.words.read_text("utf-8").split()
    assert 50 < len(listed) < 300


def test_a_slip_and_a_british_word(draft: Draft) -> None:
    before = found(draft)
    line = draft.append(KETTLE, "The labelled watter is gray.\n\nIts colour, too.")
    new = [item for item in found(draft) if item not in before]
    assert sorted((place, message.split("'")[1]) for _, place, message in new) == [
        (line, "labelled"), (line, "watter"), (line + 2, "colour"),
    ]


def test_words_in_options_reasons_alternatives_and_drawings(draft: Draft) -> None:
    draft.replace(KETTLE, "- [ ] A warm handle", "- [ ] A warm hanndle")
    draft.replace(KETTLE, "> A handle is warm before that.", "> A handle is warmm before that.")
    draft.replace(KETTLE, "![A kettle with a plume", "![A kettel with a plume")
    svg = "docs/assets/img/kettle.svg"
    draft.replace(svg, ">Steam<", ">Steamm<")
    words = {message.split("'")[1] for _, _, message in found(draft)}
    assert words >= {"hanndle", "warmm", "kettel", "Steamm"}


def test_known_without_being_listed(draft: Draft) -> None:
    before = found(draft)
    term = next(iter(draft.load().glossary)).term
    product = next(iter(draft.load().products))
    draft.append(KETTLE, f"{product.brand}, {product.generic} and {term}. See https://watter.example/pott and `kodde`.")
    assert found(draft) == before


def test_the_list(draft: Draft) -> None:
    draft.append(KETTLE, "A samowar hums. Samowar!")
    draft.write(WORDS, "samowar\n")
    assert not [item for item in found(draft) if "amowar" in item[2]]
    draft.write(WORDS, "kettle\nsamowar\nunused\n")
    messages = [(line, message) for path, line, message in found(draft) if path == WORDS]
    assert [line for line, _ in messages] == [1, 3]
    assert "no page has it, or the dictionary has" in messages[0][1]
    draft.write(WORDS, "samowar\nkettle\n")
    with pytest.raises(CourseError, match=r"^data/words\.txt:1: spelling: the list is not sorted"):
        spelling.check(draft.load())


def test_without_hunspell(draft: Draft, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("course.spelling.shutil.which", lambda name: None)
    with pytest.raises(RuntimeError, match="`make system` installs it"):
        spelling.check(draft.load())
