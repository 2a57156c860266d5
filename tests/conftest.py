"""Fixtures for every test."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from course.model import Course, load_course
from course.paths import Paths
from tests.support import ASSESSMENT, ASSESSMENT_DATA, ASSESSMENT_FRONT, CONFIG, FIXTURE, Draft, asked, copy_course

CourseFactory = Callable[..., Paths]


@pytest.fixture(scope="session")
def repo() -> Paths:
    """The repository that these tests stand in."""
    return Paths(Path(__file__).resolve().parents[1])


@pytest.fixture(scope="session")
def real(repo: Paths) -> Course:
    """The real course, read once."""
    return load_course(repo)


@pytest.fixture(scope="session")
def paths(repo: Paths) -> Paths:
    return repo


@pytest.fixture(scope="session")
def site(repo: Paths, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of the real course, built once for each worker."""
    from course.site.build import build

    folder = tmp_path_factory.mktemp("built") / "site"
    build(repo, folder)
    return folder


@pytest.fixture
def make_course(tmp_path: Path, repo: Paths) -> CourseFactory:
    """Builds a copy of the small course (tests/fixtures/course) under the given name in `tmp_path`."""

    def make(name: str = "course") -> Paths:
        return copy_course(FIXTURE, tmp_path / name, schemas=repo.data)

    return make


@pytest.fixture
def draft(make_course: CourseFactory) -> Draft:
    """A copy of the small course that the test may spoil."""
    return Draft(make_course())


@pytest.fixture
def exam(draft: Draft) -> Draft:
    """The small course with a sound assessment: two questions to an attempt, four in the bank."""
    draft.write(ASSESSMENT_DATA, "draw: 2\npass: 80\nblueprint:\n  chapters: 2\n")
    objectives = ["chapters/kettle#boil-water", "chapters/teapot#warm-pot"] * 2
    draft.write(ASSESSMENT, ASSESSMENT_FRONT + "".join(asked(number, name) for number, name in enumerate(objectives)))
    draft.replace(CONFIG, "  - Products: reference", "  - Final assessment: assessment/index.md\n  - Products: reference")
    return draft
