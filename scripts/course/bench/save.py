"""The preview: seconds from saving a chapter to the answer of the server with the new text."""

from __future__ import annotations

import http.client
import re
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from course.bench.measure import Say, environment, last_words, stop

#: Seconds between two looks at the page.
PAUSE = 0.01
#: Seconds in which a server must be there, and show an edit.
PATIENCE = 120
#: Seconds of rest before an edit: a watcher may be slow to begin, or still be at the last one.
REST = 1.5
#: In the first paragraph under the title, the first word that is no part of a link, a citation or a name.
FIRST = re.compile(r"^# .+\n\n[^\[\n]*? (?P<word>[a-z]{4,})(?=[ ,.;:])", re.MULTILINE)


@dataclass(frozen=True)
class Preview:
    """A preview server: `command` with `{port}` in it, in the folder `root`."""

    name: str
    root: Path
    command: tuple[str, ...]


def ours(name: str, root: Path) -> Preview:
    return Preview(name, root, (sys.executable, "-m", "course.cli", "serve", "--port", "{port}"))


def mkdocs(name: str, root: Path) -> Preview:
    return Preview(name, root, (sys.executable, "-m", "mkdocs", "serve", "--dev-addr", "127.0.0.1:{port}"))


def zensical(name: str, root: Path) -> Preview:
    program = str(Path(sys.executable).with_name("zensical"))
    return Preview(name, root, (program, "serve", "--dev-addr", "127.0.0.1:{port}"))


def free_port() -> int:
    """A port of 127.0.0.1 that nothing uses now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def edited(text: str, word: str) -> str:
    """`text` of a chapter with `word` in the place of a word of its first paragraph.

    Raises:
        ValueError: there is no paragraph with a word under the title.
    """
    found = FIRST.search(text)
    if found is None:
        raise ValueError("no paragraph with a plain word stands under the title")
    return text[: found.start("word")] + word + text[found.end("word"):]


def _page(port: int, place: str) -> str:
    """The page at `place`; "" where there is none (yet)."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=PATIENCE)
    try:
        connection.request("GET", f"/{place}")
        answer = connection.getresponse()
        return answer.read().decode("utf-8", "replace") if answer.status == 200 else ""
    except (OSError, http.client.HTTPException):
        return ""
    finally:
        connection.close()


def _wait(process: subprocess.Popen[str], preview: Preview, port: int, place: str, word: str, log: Path) -> None:
    """Wait until the page holds `word`.

    Raises:
        RuntimeError: the server has ended, or took too long.
    """
    last = time.monotonic() + PATIENCE
    while word not in _page(port, place):
        if process.poll() is not None:
            raise RuntimeError(f"the preview of {preview.name} has ended:\n{last_words(log)}")
        if time.monotonic() > last:
            raise RuntimeError(
                f"the preview of {preview.name} has not shown '{word}' within {PATIENCE} s:\n{last_words(log)}"
            )
        time.sleep(PAUSE)


@contextmanager
def running(preview: Preview, port: int, log: Path) -> Iterator[subprocess.Popen[str]]:
    """The server of `preview` on `port`; it is stopped in any case, with everything it has started."""
    command = [part.format(port=port) for part in preview.command]
    with log.open("w", encoding="utf-8") as output:
        process = subprocess.Popen(
            command, cwd=preview.root, env={**environment(), "COURSE_ROOT": str(preview.root)}, stdout=output,
            stderr=subprocess.STDOUT, text=True, start_new_session=True,
        )
    try:
        yield process
    finally:
        stop(process)


def edit(preview: Preview, path: str, times: int, log: Path, say: Say) -> list[float]:
    """Seconds of each of `times` edits of the page `path` below `docs/`; the file is as it was afterwards.

    Raises:
        RuntimeError: the server did not start, or did not show an edit.
    """
    file, place, port = preview.root / "docs" / path, f"{path.removesuffix('.md')}/", free_port()
    before = file.read_text("utf-8")
    seconds = []
    try:
        with running(preview, port, log) as process:
            _wait(process, preview, port, place, "<h1", log)
            for number in range(times):
                time.sleep(REST)
                word = f"benchmark{number + 1}word"
                text = edited(before, word)
                started = time.perf_counter()
                file.write_text(text, "utf-8")
                _wait(process, preview, port, place, word, log)
                seconds.append(time.perf_counter() - started)
                say(f"save {number + 1} of {times}: {preview.name}, {seconds[-1]:.2f} s")
    finally:
        file.write_text(before, "utf-8")
    return seconds
