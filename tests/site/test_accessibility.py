"""`course accessibility`: it finds what is wrong in the state where it is wrong, and counts what it has tested."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from course.cli import main
from course.paths import Paths
from course.site import accessibility

HEAD = """<!doctype html><html lang="en"><head><title>T</title><style>
@media (prefers-color-scheme: dark) { .faint { color: #333; } body { background: #000; color: #fff; } }
button, input { color: #000; display: block; width: 3em; height: 3em; padding: 1em; margin: 1em; }
</style></head><body><main><h1>T</h1>
<button class="bar-menu" onclick="document.getElementById('__drawer').click()">Contents</button>
<input id="__drawer" type="checkbox" aria-label="d">"""
PAGES = {
    "index.html": "<p>Words.</p>",
    "dark.html": "<p class='faint'>Words.</p>",
    "closed.html": "<details><summary>More words</summary><img src='data:,'></details>",
}


def test_finds_each_fault_in_its_state_and_counts(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "site").mkdir()
    for name, body in PAGES.items():
        (tmp_path / "site" / name).write_text(f"{HEAD}{body}</main></body></html>", "utf-8")
    assert accessibility.check(Paths(tmp_path), None, ("light", "dark"), False, "found.json") == 1
    found = json.loads((tmp_path / "found.json").read_text("utf-8"))
    names = accessibility.states("dark", False)
    states = len(names)
    assert (found["pages"], found["states"], found["tested"]) == (3, 2 * states, 6 * states)
    faults = [fault.split(" (")[0] for fault in found["violations"]]
    assert faults == [
        "closed.html [light 390-opened] image-alt",
        *sorted(f"dark.html [dark {state}] color-contrast" for state in names),
    ]
    said = capsys.readouterr().out
    assert f"accessibility: 3 pages × {2 * states} states, {6 * states} tested; violations: {1 + states};" in said


def test_says_what_is_missing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "docs").mkdir()
    (tmp_path / "mkdocs.yml").touch()
    monkeypatch.chdir(tmp_path)
    assert main(["accessibility"]) == 1
    assert "run `make build` first" in capsys.readouterr().err
    (tmp_path / "site").mkdir()
    (tmp_path / "site" / "index.html").touch()
    assert main(["accessibility", "--only", "nowhere"]) == 1
    assert "no page has 'nowhere' in its address" in capsys.readouterr().err
