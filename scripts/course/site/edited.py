"""When each page was edited last, as git has it."""

from __future__ import annotations

import datetime
from pathlib import Path

from course.edition import git_output
from course.paths import Paths

_known: dict[tuple[Path, str, frozenset[str]], dict[str, datetime.date]] = {}


def last_edited(paths: Paths) -> dict[str, datetime.date]:
    """The day of the last commit that touched each file of `docs/`, by its path below `docs/`.

    A file is missing where nothing is known: it was never committed, the folder is no checkout, or the clone is a
    shallow one that begins with the commit. The day of such a commit is that of the whole clone, not of the page.

    The answer is kept for a commit and what the clone has of its history: only these can change it.
    """
    boundary = _boundary(paths)
    state = (paths.root, git_output(paths, "rev-parse", "HEAD"), boundary)
    if state not in _known:
        _known.clear()
        _known[state] = _last_edited(paths, boundary)
    return _known[state]


def _last_edited(paths: Paths, boundary: frozenset[str]) -> dict[str, datetime.date]:
    listed = git_output(
        paths, "-c", "core.quotePath=off", "log", "--no-renames", "--relative=docs", "--name-only", "--format=%x00%H %cs",
        "--", "docs",
    )
    edited: dict[str, datetime.date] = {}
    unknown: set[str] = set()
    for entry in filter(None, listed.split("\0")):
        head, *names = entry.split("\n")
        commit, _, day = head.partition(" ")
        for name in filter(None, names):
            if name in edited or name in unknown:
                continue
            if commit in boundary:
                unknown.add(name)
            else:
                edited[name] = datetime.date.fromisoformat(day)
    return edited


def _boundary(paths: Paths) -> frozenset[str]:
    """The commits at which a shallow clone begins."""
    named = git_output(paths, "rev-parse", "--git-path", "shallow")
    file = paths.root / Path(named)
    return frozenset(file.read_text("ascii").split() if named and file.is_file() else ())
