"""The real course, served on this machine and read in a browser."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from course.model import Quiz, load_course
from course.paths import Paths, find_root
from course.site.chromium import browser
from course.site.server import serve_folder

ROOT = find_root(Path(__file__).parent)


def copy_repository(target: Path) -> Paths:
    """A copy of what a build reads, to be changed at will."""
    for name in ("docs", "data", "overrides"):
        shutil.copytree(ROOT / name, target / name)
    shutil.copy(ROOT / "mkdocs.yml", target / "mkdocs.yml")
    return Paths(target)


@pytest.fixture(scope="session")
def html_files(site: Path) -> list[Path]:
    files = sorted(site.rglob("*.html"))
    assert len(files) > 20
    return files


@pytest.fixture(scope="session")
def address(site: Path) -> Iterator[str]:
    with serve_folder(site) as url:
        yield url


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    with browser() as instance:
        yield instance


@pytest.fixture(scope="session")
def quizzes(paths: Paths) -> list[Quiz]:
    """The questions of one chapter, each with four options and one right one."""
    found = load_course(paths).pages["safety/ptosis.md"].quizzes
    assert len(found) >= 5
    return found
