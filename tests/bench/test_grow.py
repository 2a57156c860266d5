"""The generated course: the same each time, and sound by every rule."""

from __future__ import annotations

from pathlib import Path

import pytest

from course import checks
from course.bench import grow
from course.model import Course, load_course
from course.paths import Paths


@pytest.fixture(scope="module")
def grown(repo: Paths, tmp_path_factory: pytest.TempPathFactory) -> Paths:
    return grow.write(repo, tmp_path_factory.mktemp("grown") / "course", 12)


@pytest.fixture(scope="module")
def course(grown: Paths) -> Course:
    return load_course(grown)


def test_it_passes_every_rule(course: Course) -> None:
    assert len(course.chapters) == 12
    assert [str(finding) for finding in checks.run(course)] == []


def test_it_has_the_form_of_ours(course: Course) -> None:
    for chapter in course.chapters:
        assert 1_100 <= chapter.words <= 1_500
        assert len([heading for heading in chapter.headings if heading.level == 2]) == 9
        assert len([block for block in chapter.blocks if block.kind in grow.LADDER]) == 3
        assert len(chapter.quizzes) == 5
        assert all(len(quiz.options) == 4 and len(quiz.correct) == 1 for quiz in chapter.quizzes)
        assert chapter.body.count("\n|---|---|---|\n") == 2
        assert 40 <= len(chapter.citations) <= 70
        assert sum(link.target.startswith("fact:") for link in chapter.links) == 3
    parts = {entry.part for entry in course.nav}
    assert {"Part 1", "Part 2"} < parts
    assert len([entry for entry in course.nav if entry.part == "Part 1"]) == 10


def test_the_same_size_gives_the_same_files(repo: Paths, grown: Paths, tmp_path: Path) -> None:
    again = grow.write(repo, tmp_path / "again", 12)
    files = sorted(file.relative_to(grown.root) for file in grown.root.rglob("*") if file.is_file())
    assert files == sorted(file.relative_to(again.root) for file in again.root.rglob("*") if file.is_file())
    assert len(files) > 30
    for file in files:
        assert (grown.root / file).read_bytes() == (again.root / file).read_bytes(), file


def test_no_two_chapters_are_the_same(course: Course) -> None:
    assert len({chapter.body for chapter in course.chapters}) == 12
    assert len({chapter.title for chapter in course.chapters}) == 12


def test_it_is_as_large_as_the_templates_need(repo: Paths, tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="at least 3 chapters"):
        grow.write(repo, tmp_path / "small", 2)
    assert not (tmp_path / "small").exists()
