"""Which state of the course this is: its version and, in a checkout, the commit."""

from __future__ import annotations

import os
import subprocess
from importlib.metadata import version

from course.paths import Paths


def edition(paths: Paths) -> str:
    """`0.1.0 (1a2b3c4d)`, or `0.1.0` where no commit is known.

    The commit is that of `COURSE_COMMIT`, else that of the checkout.
    """
    commit = os.environ.get("COURSE_COMMIT", "")
    if not commit and (paths.root / ".git").exists():
        command = ["git", "-C", str(paths.root), "rev-parse", "HEAD"]
        try:
            done = subprocess.run(command, capture_output=True, text=True, check=False)
        except OSError:
            return version("course")  # a checkout without git
        commit = done.stdout.strip() if done.returncode == 0 else ""
    return f"{version('course')} ({commit[:8]})" if commit else version("course")
