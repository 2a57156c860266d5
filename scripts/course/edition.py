"""Which state of the course this is: its version, in a checkout the commit, and the date."""

from __future__ import annotations

import os
import subprocess
from datetime import UTC, datetime
from importlib.metadata import version

from course.paths import Paths


def git_output(paths: Paths, *arguments: str) -> str:
    """What git prints in the checkout; "" where there is none, or no git."""
    if not (paths.root / ".git").exists():
        return ""
    try:
        done = subprocess.run(["git", "-C", str(paths.root), *arguments], capture_output=True, text=True, check=False)
    except OSError:
        return ""
    return done.stdout.strip() if done.returncode == 0 else ""


def edition(paths: Paths) -> str:
    """`0.1.0 (1a2b3c4d)`, or `0.1.0` where no commit is known.

    The commit is that of `COURSE_COMMIT`, else that of the checkout.
    """
    commit = os.environ.get("COURSE_COMMIT", "") or git_output(paths, "rev-parse", "HEAD")
    return f"{version('course')} ({commit[:8]})" if commit else version("course")


def epoch(paths: Paths) -> int:
    """The moment that an edition bears, in seconds since 1970 (UTC).

    That of `SOURCE_DATE_EPOCH`; else of the checkout's commit; else, in a folder without git, of the newest file of
    `docs/` and `data/`. So the same sources give the same moment, whenever an edition is made.

    Raises:
        RuntimeError: `SOURCE_DATE_EPOCH` is no number of seconds.
    """
    given = os.environ.get("SOURCE_DATE_EPOCH", "")
    if given:
        if not given.isascii() or not given.isdigit() or int(given) > 253402300799:
            raise RuntimeError(f"SOURCE_DATE_EPOCH is '{given}'; set it to whole seconds since 1970, or leave it out")
        return int(given)
    if committed := git_output(paths, "show", "--no-patch", "--format=%ct", "HEAD"):
        return int(committed)
    files = (file for folder in (paths.docs, paths.data) for file in folder.rglob("*") if file.is_file())
    return int(max(file.stat().st_mtime for file in files))


def date_of(paths: Paths) -> str:
    """The day of `epoch`, in UTC: `2026-11-26`."""
    return datetime.fromtimestamp(epoch(paths), UTC).date().isoformat()
