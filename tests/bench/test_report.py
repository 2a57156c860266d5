"""The section of README.md, and the command."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import pytest

from course import atomic
from course.bench import report, run
from course.bench.peers import AGAIN, OURS, PLAIN, ZENSICAL
from course.cli import main
from tests.support import Draft

README = "# A\n\n<!-- bench -->\nold\n<!-- /bench -->\n\nThe rest | stays.\n"


def view(size: int, tasks: list[list[object]] | None = None) -> dict[str, Any]:
    of_all = {"fonts": 10, "search": 0, "requests": 4, "shift": 0.01, "elsewhere": 0, "script": 21.4, "doubt": ""}
    return {**of_all, "bytes": size, "long": tasks or []}


@pytest.fixture
def result() -> dict[str, Any]:
    cost = {"wall": 2.0, "cpu": 3.0, "peak": 80.0}
    sites = (OURS, PLAIN, ZENSICAL)
    costs = {name: [cost, {**cost, "cpu": 5.0}] for name in (OURS, AGAIN, PLAIN, ZENSICAL)}
    costs[PLAIN] = [{**cost, "cpu": 2.0}] * 2
    busy = [[60, "self"], [70, "self"]]
    weights = {name: [{"page": "a/b/", "cold": view(1000, busy), "second": view(500)}] for name in sites}
    weights[PLAIN][0]["cold"] = view(4000)
    return {
        "machine": {
            "date": "2026-01-02", "cpu": "A processor", "cores": 2, "memory": 8, "load": 0.5, "system": "Linux 6",
            "python": "3.11.7", "chromium": "150.0", "packages": {"mkdocs": "1.6.1"},
        },
        "same": {PLAIN: 0.999, ZENSICAL: 0.998},
        "build": {"pages": 56, "questions": 245, "costs": costs},
        "weight": {
            "median": "a/b/", "views": weights, "search": {OURS: 35_000, PLAIN: 250_000},
            "walk": {name: [13_000, 14_000, 14_001] for name in sites},
        },
        "growth": {"common": "x", "rare": "y", "sizes": [
            {"size": 300, "costs": [{**cost, "cpu": 30.0}], "raw": 9, "small": 5, "html": 90, "pages": 10, "search": {}},
            {"size": 1000, "costs": [{**cost, "cpu": 150.0}], "raw": 9, "small": 5, "html": 90, "pages": 10,
             "search": {"x": 300_001, "y": 5_000}},
        ]},
        "save": {OURS: [2.0, 4.0, 3.0], PLAIN: [1.0, 2.0, 3.0], ZENSICAL: [0.1]},
    }


def test_the_section_holds_the_ratios(result: dict[str, Any]) -> None:
    section = report.markdown(result)
    assert all(len(line) <= report.WIDTH for line in section.splitlines() if not line.startswith("|"))
    text = section.replace("\n", " ").replace("  ", "\n\n")  # wherever a line ends
    assert "A processor, 2 cores, 8 GB, Linux 6, load 0.5 before the run" in text
    assert f"| {OURS} | 2.0 (2.0–2.0) | 4.0 (3.0–5.0) | 80 (80–80) | 1.00 | 2.00 | 1.00 |" in text
    assert f"| a/b | {OURS} | 1,000 | 990 | 0 | 4 | 500 | 490 | 0.25 | 0.25 | 1.00 |" in text
    assert f"| {OURS} | 13,000 | 14,000 | 14,001 | 2 of 3 |" in text
    assert f"| {OURS} | 0.01 | 130 (most 130) | 21 | 0.01 | 0 (most 0) | 21 | 0 |" in text
    assert "300 to 1,000 1.50" in text
    assert "300,001 bytes for a common word (over the target of 300,000) and 5,000 bytes for a rarer word (under" in text
    assert f"| {OURS} | 3.00 (2.00–4.00) | 1.50 |" in text
    assert f"{ZENSICAL} runs no mkdocs-quiz" in text


def test_parts_that_were_not_measured_are_not_told_of(result: dict[str, Any]) -> None:
    text = report.markdown({"machine": result["machine"], "save": result["save"]})
    assert "### Preview" in text
    assert text.count("###") == 1


def test_only_what_stands_between_the_markers_changes() -> None:
    assert report.between(README, "new\n") == "# A\n\n<!-- bench -->\nnew\n<!-- /bench -->\n\nThe rest | stays.\n"
    assert report.between(report.between(README, "new"), "old") == README


@pytest.mark.parametrize("readme", [
    "# A\n", README.replace("<!-- bench -->", ""), README.replace("<!-- /bench -->", ""), README + README,
    "<!-- /bench -->\n<!-- bench -->\n",
])
def test_without_the_markers_nothing_is_written(readme: str) -> None:
    with pytest.raises(RuntimeError, match="must hold <!-- bench --> and after it <!-- /bench -->, once each"):
        report.between(readme, "new")


@pytest.fixture
def here(draft: Draft, monkeypatch: pytest.MonkeyPatch) -> Draft:
    """The small course, where the command finds it, and nothing that takes time."""
    monkeypatch.setenv("COURSE_ROOT", str(draft.paths.root))
    draft.write("README.md", README)
    return draft


def measured(monkeypatch: pytest.MonkeyPatch, result: dict[str, Any]) -> None:
    monkeypatch.setattr(run.machine, "describe", lambda: result["machine"])
    monkeypatch.setattr(run.Bench, "prepare", lambda self: result["same"])
    for part in run.PARTS:
        monkeypatch.setattr(run.Bench, part, lambda self, *_, part=part: result[part])


def test_a_whole_run_writes_the_readme(
    here: Draft, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], result: dict[str, Any]
) -> None:
    measured(monkeypatch, result)
    assert main(["bench", "--json", str(here.paths.root / "figures.json")]) == 0
    assert here.read("README.md") == report.between(README, report.markdown(result))
    assert '"date": "2026-01-02"' in here.read("figures.json")
    last = capsys.readouterr().out.splitlines()[-1]
    assert last == "bench: build, weight, growth, save measured in 0 min; README.md has the figures"


@pytest.mark.parametrize("arguments", [["--print"], ["--only", "save"], ["--only", "growth,build"], ["--sizes", "60"]])
def test_a_partial_run_is_printed(
    here: Draft, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], result: dict[str, Any],
    arguments: list[str],
) -> None:
    measured(monkeypatch, result)
    assert main(["bench", *arguments]) == 0
    assert here.read("README.md") == README
    out = capsys.readouterr().out
    assert "Measured on 2026-01-02" in out
    assert out.splitlines()[-1].endswith("printed above, README.md is as it was")


@pytest.mark.parametrize(("arguments", "fault"), [
    (["--only", "build,wieght"], "no part is called 'wieght'; the parts are build, weight, growth, save"),
    (["--only", ""], "no part is called ''; the parts are build, weight, growth, save"),
    (["--runs", "0"], "--runs is 1 or more"),
    (["--sizes", "60,many"], "'60,many' is no list of numbers of chapters such as 60,300, each 3 or more"),
    (["--sizes", "2"], "'2' is no list of numbers of chapters such as 60,300, each 3 or more"),
])
def test_what_the_command_does_not_understand(
    here: Draft, capsys: pytest.CaptureFixture[str], arguments: list[str], fault: str
) -> None:
    assert main(["bench", *arguments]) == 1
    assert capsys.readouterr().err == f"bench: {fault}\n"


def test_missing_markers_are_said_before_anything_is_measured(
    here: Draft, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(run.Bench, "prepare", lambda self: pytest.fail("it measures"))
    here.write("README.md", "# A\n")
    assert main(["bench"]) == 1
    assert capsys.readouterr().err.startswith("bench: README.md must hold <!-- bench -->")
    assert here.read("README.md") == "# A\n"


def test_an_interrupted_write_leaves_the_readme_whole(
    here: Draft, monkeypatch: pytest.MonkeyPatch, result: dict[str, Any]
) -> None:
    measured(monkeypatch, result)

    def interrupted(source: str, target: Path) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(atomic.os, "replace", interrupted)
    assert main(["bench"]) == 130
    monkeypatch.undo()
    assert here.read("README.md") == README
    assert not [name for name in os.listdir(here.paths.root) if ".new-" in name]


def test_the_repository_has_a_place_for_the_section(repo: Any) -> None:
    readme = (repo.root / "README.md").read_text("utf-8")
    assert report.between(readme, "x") != readme
    assert "## How fast\n" in readme[: readme.index(report.START)]
