"""The day of a page's last edit: from git, and not known where git does not say."""

from __future__ import annotations

import datetime
import os
import subprocess
from pathlib import Path

import pytest

from course.model import load_course
from course.paths import Paths
from course.site.edited import last_edited
from course.site.furniture import Furniture
from tests.support import KETTLE, TEAPOT, Draft, run_git


def commit(root: Path, message: str, day: str) -> None:
    run_git(root, "add", "--all")
    moment = f"{day}T12:00:00+00:00"
    environment = {**os.environ, "GIT_COMMITTER_DATE": moment, "GIT_AUTHOR_DATE": moment}
    identity = ("-c", "user.name=A", "-c", "user.email=a@course.test")
    subprocess.run(["git", *identity, "commit", "--quiet", "--message", message], cwd=root, env=environment, check=True)


@pytest.fixture
def history(draft: Draft) -> Draft:
    run_git(draft.paths.root, "init", "--quiet")
    commit(draft.paths.root, "All", "2026-01-02")
    draft.append(TEAPOT, "More.")
    commit(draft.paths.root, "The teapot", "2026-03-04")
    draft.append(KETTLE, "Not committed.")
    return draft


def test_each_page_has_the_day_of_its_own_commit(history: Draft) -> None:
    edited = last_edited(history.paths)
    assert edited["chapters/teapot.md"] == datetime.date(2026, 3, 4)
    assert edited["chapters/kettle.md"] == datetime.date(2026, 1, 2)


def test_a_shallow_clone_does_not_pass_its_own_day_off(history: Draft, tmp_path: Path) -> None:
    clone = tmp_path / "clone"
    run_git(tmp_path, "clone", "--quiet", "--depth", "1", history.paths.root.as_uri(), str(clone))
    assert last_edited(Paths(clone)) == {}
    run_git(clone, "fetch", "--quiet", "--deepen", "1")
    assert last_edited(Paths(clone))["chapters/teapot.md"] == datetime.date(2026, 3, 4)


def test_without_git_nothing_is_known_and_the_edition_is_named(draft: Draft, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1790000000")
    assert last_edited(draft.paths) == {}
    course = load_course(draft.paths)
    around = Furniture.of(course).around(course.pages["chapters/kettle.md"])
    assert around["edited"] is None
    assert around["edition"] == "21 September 2026"


def test_what_stands_around_a_page(history: Draft) -> None:
    course = load_course(history.paths)
    page = course.pages["chapters/kettle.md"]
    around = Furniture.of(course).around(page)
    assert around["edited"] == "2 January 2026"
    listed = [item["number"] for item in around["leans_on"]]
    assert listed == sorted({course.references[citation.cite.key].number for citation in page.citations})
    assert listed
