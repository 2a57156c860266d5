"""LinkChecker over the served site: no broken page and no broken file."""

from __future__ import annotations

import csv
import io
import subprocess
from pathlib import Path

from course.paths import Paths
from course.site.server import serve_folder


def crawl(paths: Paths, address: str) -> tuple[int, list[dict[str, str]]]:
    done = subprocess.run(
        [str(paths.venv / "bin" / "linkchecker"), "--no-warnings", "--verbose", "--output", "csv", "--no-status", address],
        capture_output=True, text=True, timeout=120, check=False, cwd="/",
    )
    lines = [line for line in done.stdout.splitlines() if not line.startswith("#")]
    return done.returncode, list(csv.DictReader(io.StringIO("\n".join(lines)), delimiter=";"))


def test_nothing_is_broken(paths: Paths, site: Path, address: str, html_files: list[Path]) -> None:
    status, rows = crawl(paths, address)
    broken = [(row["parentname"], row["urlname"], row["result"]) for row in rows if row["valid"] != "True"]
    assert broken == []
    assert status == 0
    visited = {row["url"].split("#")[0] for row in rows}
    pages = {
        address + file.relative_to(site).as_posix().removesuffix("index.html")
        for file in html_files if file.name == "index.html"
    }
    assert pages <= visited


def test_a_broken_page_would_be_seen(paths: Paths, tmp_path: Path) -> None:
    (tmp_path / "index.html").write_text('<!doctype html><title>t</title><a href="nowhere/">x</a>')
    with serve_folder(tmp_path) as url:
        status, rows = crawl(paths, url)
    assert status != 0
    assert [row["urlname"] for row in rows if row["valid"] != "True"] == ["nowhere/"]
