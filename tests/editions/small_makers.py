"""Makers that tests run in processes of their own, where nothing of a test can be reached."""

from __future__ import annotations

import os
import time
from collections.abc import Callable
from pathlib import Path

from course.findings import CourseError, Finding
from course.paths import Paths

Say = Callable[[str], None]
FINDING = Finding("docs/a.md", 3, "a-rule", "it is wrong", "Mend it")


def make(paths: Paths, site: Path, folder: Path, say: Say) -> list[Path]:
    """Counts the pages of the site that it is given, and leaves something behind that is no edition."""
    assert list(folder.iterdir()) == []
    pages = sorted(file.relative_to(site).as_posix() for file in site.rglob("*.html"))
    (folder / "sheets").mkdir()
    (folder / "sheets" / "pages.txt").write_text("\n".join([os.environ["SOURCE_DATE_EPOCH"], *pages]))
    (folder / "left.tmp").write_text("no edition")
    say("counted")
    return [folder / "sheets" / "pages.txt"]


def double(number: int) -> int:
    return 2 * number


def moment(pause: float) -> tuple[float, float, int]:
    """When it began and ended, and in which process."""
    began = time.monotonic()
    time.sleep(pause)
    return began, time.monotonic(), os.getpid()


def find(_: object = None) -> None:
    raise CourseError([FINDING, FINDING])


def lack() -> None:
    raise RuntimeError("Pango is not installed; `make system` installs it")


def stumble() -> None:
    raise ZeroDivisionError("by zero")


def vanish() -> None:
    os._exit(7)


def write_on(file: Path) -> None:
    """Writes into a file until somebody ends it."""
    while True:
        with file.open("a") as stream:
            stream.write("on\n")
        time.sleep(0.01)
