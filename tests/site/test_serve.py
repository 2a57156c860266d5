"""`course serve`: answers, reloads on changes of content, data and templates, starts anew on changes of code."""

from __future__ import annotations

import os
import shutil
import signal
import socket
import subprocess
import sys
import threading
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from course.paths import Paths
from tests.site.conftest import ROOT, copy_repository


class Preview:
    """A running `course serve` over a copy of the repository."""

    def __init__(self, paths: Paths, port: int):
        self.paths = paths
        self.url = f"http://127.0.0.1:{port}/"
        self.lines: list[str] = []
        environment = {
            **os.environ, "COURSE_ROOT": str(paths.root), "PYTHONPATH": str(paths.root / "scripts"), "PYTHONUNBUFFERED": "1",
        }
        self.process = subprocess.Popen(
            [sys.executable, "-m", "course.cli", "serve", "--port", str(port)], cwd=paths.root, env=environment,
            stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, start_new_session=True,
        )
        threading.Thread(target=self._read, daemon=True).start()

    def _read(self) -> None:
        assert self.process.stdout
        for line in self.process.stdout:
            self.lines.append(line.rstrip())

    def get(self, path: str) -> str:
        with urllib.request.urlopen(self.url + path, timeout=10) as answer:
            return str(answer.read().decode())

    def until(self, what: Callable[[], bool], seconds: float = 40) -> None:
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            try:
                if what():
                    return
            except (urllib.error.URLError, ConnectionError, TimeoutError):
                pass
            time.sleep(0.2)
        raise AssertionError("waited in vain; the preview said:\n" + "\n".join(self.lines[-30:]))

    def stop(self) -> int:
        self.process.send_signal(signal.SIGINT)
        try:
            return self.process.wait(timeout=15)
        finally:
            if self.process.poll() is None:
                os.killpg(self.process.pid, signal.SIGKILL)


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@pytest.fixture
def preview(tmp_path: Path) -> Iterator[Preview]:
    paths = copy_repository(tmp_path)
    shutil.copytree(ROOT / "scripts", tmp_path / "scripts", ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(ROOT / "pyproject.toml", tmp_path / "pyproject.toml")
    running = Preview(paths, free_port())
    yield running
    if running.process.poll() is None:
        running.stop()


def test_reload_on_every_kind_of_change(preview: Preview) -> None:
    preview.until(lambda: "Botox" in preview.get("science/toxin/"))
    where = f"serve: the course is at {preview.url}"
    preview.until(lambda: sum(line.startswith(where) for line in preview.lines) == 1)

    page = preview.paths.docs / "science" / "toxin.md"
    page.write_text(page.read_text("utf-8") + "\nMark-of-content\n", "utf-8")
    preview.until(lambda: "Mark-of-content" in preview.get("science/toxin/"))

    data = preview.paths.references
    text = data.read_text("utf-8")
    assert "\n  title: " in text
    data.write_text(text.replace("\n  title: ", "\n  title: Mark-of-data ", 1), "utf-8")
    preview.until(lambda: "Mark-of-data" in preview.get("reference/citations/"))

    template = preview.paths.overrides / "partials" / "course-footer.html"
    template.write_text(template.read_text("utf-8").replace("Code: MIT", "Mark-of-template"), "utf-8")
    preview.until(lambda: "Mark-of-template" in preview.get("science/toxin/"))

    kinds = preview.paths.package / "markdown" / "kinds.py"
    kinds.write_text(kinds.read_text("utf-8").replace('"Pearl"', '"Mark-of-code"'), "utf-8")
    preview.until(lambda: "Mark-of-code" in preview.get("practice/storage/"))
    preview.until(lambda: sum(line.startswith(where) for line in preview.lines) == 2)
    assert preview.stop() == 0


def test_a_fault_is_named_and_mended_without_a_restart_by_hand(preview: Preview) -> None:
    preview.until(lambda: "Botox" in preview.get(""))
    page = preview.paths.docs / "conclusion.md"
    good = page.read_text("utf-8")
    page.write_text(good + "\n/// nonsense | Title\nText\n///\n", "utf-8")
    preview.until(lambda: any("block-kind: 'nonsense' is no kind of block" in line for line in preview.lines))
    page.write_text(good + "\nMended\n", "utf-8")
    preview.until(lambda: "Mended" in preview.get("conclusion/"))
    # The rules are run beside the preview, and for what is there last.
    preview.until(lambda: preview.lines[-1].startswith("check: 0 findings"))


def test_a_taken_port_is_one_clear_line(tmp_path: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        done = subprocess.run(
            [sys.executable, "-m", "course.cli", "serve", "--port", str(port)],
            cwd=ROOT, capture_output=True, text=True, check=False, timeout=30,
        )
    assert done.returncode == 1
    assert done.stderr.strip() == (
        f"serve: port {port} of 127.0.0.1 is taken; stop what uses it, or choose one with `course serve --port`"
    )
