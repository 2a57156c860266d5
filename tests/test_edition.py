"""The version and the date that readers see."""

from __future__ import annotations

import os
from importlib.metadata import version

import pytest

from course.edition import date_of, edition, epoch
from tests.conftest import CourseFactory
from tests.support import run_git


@pytest.fixture(autouse=True)
def nothing_given(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("SOURCE_DATE_EPOCH", "COURSE_COMMIT"):
        monkeypatch.delenv(name, raising=False)


def test_a_checkout_has_the_commit_and_its_time(make_course: CourseFactory, monkeypatch: pytest.MonkeyPatch) -> None:
    paths = make_course()
    run_git(paths.root, "init", "--quiet")
    run_git(paths.root, "add", "--all")
    monkeypatch.setenv("GIT_COMMITTER_DATE", "2026-11-25T23:59:59-02:00")
    run_git(paths.root, "commit", "--quiet", "--message", "Tea")
    commit = run_git(paths.root, "rev-parse", "HEAD").strip()
    assert edition(paths) == f"{version('course')} ({commit[:8]})"
    assert epoch(paths) == 1795658399
    # The day in UTC, the same for everybody.
    assert date_of(paths) == "2026-11-26"
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "86399")
    assert date_of(paths) == "1970-01-01"
    monkeypatch.setenv("COURSE_COMMIT", "0123456789abcdef")
    assert edition(paths) == f"{version('course')} (01234567)"


def test_without_git_the_newest_source_counts(make_course: CourseFactory) -> None:
    paths = make_course()
    for file in (*paths.docs.rglob("*"), *paths.data.rglob("*")):
        os.utime(file, (1_700_000_000, 1_700_000_000))
    newest = paths.data / "references.yml"
    os.utime(newest, (1_750_000_000, 1_750_000_000))
    assert edition(paths) == version("course")
    assert epoch(paths) == 1_750_000_000


@pytest.mark.parametrize("given", ["yesterday", "-1", "1.5", "²", "9" * 20])
def test_a_moment_that_is_none(make_course: CourseFactory, monkeypatch: pytest.MonkeyPatch, given: str) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", given)
    with pytest.raises(RuntimeError, match="set it to whole seconds since 1970"):
        epoch(make_course())
