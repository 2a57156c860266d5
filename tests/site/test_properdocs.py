"""The way out: ProperDocs, the fork of MkDocs 1, builds the same pages."""

from __future__ import annotations

import os
import re
import subprocess
from pathlib import Path

from course.paths import Paths

GENERATOR = re.compile(r'<meta name="generator" content="[^"]*">')


def test_the_html_is_equal_but_for_the_generator(paths: Paths, site: Path, tmp_path: Path) -> None:
    done = subprocess.run(
        [
            str(paths.venv / "bin" / "properdocs"), "build", "--strict", "--quiet",
            "--config-file", str(paths.config), "--site-dir", str(tmp_path / "site"),
        ],
        capture_output=True, text=True, check=False, cwd=paths.root, env={**os.environ, "NO_MKDOCS_2_WARNING": "1"},
    )
    assert done.returncode == 0, done.stdout + done.stderr
    ours = {file.relative_to(site): file for file in site.rglob("*.html")}
    theirs = {file.relative_to(tmp_path / "site"): file for file in (tmp_path / "site").rglob("*.html")}
    assert len(ours) > 20
    assert ours.keys() == theirs.keys()
    for name, file in ours.items():
        text, generators = GENERATOR.subn("", file.read_text("utf-8"))
        other, other_generators = GENERATOR.subn("", theirs[name].read_text("utf-8"))
        assert generators == other_generators == 1
        assert text == other, name
