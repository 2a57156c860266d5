"""The way out: ProperDocs, the fork of MkDocs 1, builds the same pages. Its own are not finished, so they show as well
that finishing changes no page but for blanks and the link to the styles."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

from lxml import html as lxml_html

from course.paths import Paths
from course.site import policy
from course.site.finish import finish
from course.site.forms import Form

BLANKS = re.compile(r"[ \t\r\n\f]+")
#: Where blanks between elements show as little as anywhere; the parser drops some of them itself.
NOWHERE = ("html", "head")


def tree(file: Path) -> Iterator[tuple[object, ...]]:
    """Every element of a page with its attributes and texts, runs of blanks as one; comments and styles' links left out."""
    for element in lxml_html.parse(str(file)).getroot().iter():
        if not isinstance(element.tag, str) or element.get("rel") == "stylesheet":
            continue
        text = element.text or ""
        verbatim = element.tag in ("script", "style", "pre", "textarea")
        inside = "" if element.tag in NOWHERE else text if verbatim else BLANKS.sub(" ", text)
        parent = element.getparent()
        after = "" if parent is None or parent.tag in NOWHERE else BLANKS.sub(" ", element.tail or "")
        yield element.tag, tuple(element.attrib.items()), inside, after


def test_the_html_is_equal(paths: Paths, site: Path, tmp_path: Path) -> None:
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
    written = {name: list(tree(file)) for name, file in theirs.items()}
    shutil.copytree(tmp_path / "site", tmp_path / "whole")
    finish(tmp_path / "whole", whole=True)
    assert all(list(tree(tmp_path / "whole" / name)) == found for name, found in written.items())
    finish(tmp_path / "site")
    policy.write(tmp_path / "site", Form.WEB)
    assert sum(map(len, written.values())) > 50_000
    assert len(ours) > 20
    assert ours.keys() == theirs.keys()
    for name, file in ours.items():
        assert file.read_text("utf-8") == theirs[name].read_text("utf-8"), name
