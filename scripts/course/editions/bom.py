"""The bill of materials: the locked Python packages that make the editions, as CycloneDX."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

from course.paths import Paths

NAME = "botox-course.cdx.json"


def make(paths: Paths, site: Path, folder: Path, say: Callable[[str], None]) -> list[Path]:
    """Write `botox-course.cdx.json`, validated against CycloneDX 1.6, into `folder`; returns it. `site` is not read.

    Raises:
        RuntimeError: cyclonedx-py cannot read `requirements.lock` or `pyproject.toml`.
    """
    target = folder / NAME
    # The lock has the hash of every package; the program reads files and asks no index.
    command = [
        sys.executable, "-m", "cyclonedx_py", "requirements", "requirements.lock", "--pyproject", "pyproject.toml",
        "--spec-version", "1.6", "--output-format", "JSON", "--output-reproducible", "--validate",
        "--output-file", str(target),
    ]
    done = subprocess.run(command, cwd=paths.root, capture_output=True, text=True, check=False)
    if done.returncode or not target.is_file():
        raise RuntimeError(f"cyclonedx-py made no bill of materials from requirements.lock:\n{done.stderr.strip()[-2000:]}")
    say("the packages of requirements.lock listed")
    return [target]
