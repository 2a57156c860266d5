"""The first pass: LinkChecker looks at every address once."""

from __future__ import annotations

import csv
import importlib.util
import math
import os
import re
import subprocess
import sys
import tempfile
import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from course.evidence.client import USER_AGENT, Settings

COMMAND = (sys.executable, "-P", "-m", "linkcheck")
COLUMNS = ["urlname", "result", "infostring", "valid", "checktime"]
#: Seconds for the whole pass: so many at least, and so many more for each address.
LIMIT = (120.0, 4.0)


@dataclass(frozen=True)
class FirstLook:
    """What LinkChecker says of an address.

    Only `status` 200–299 of a `valid` address is an answer to rely on: LinkChecker also calls an address valid
    that was rate limited (429), that answered 3xx without a target, or that it did not ask for because robots.txt
    forbids it (`forbidden`).
    """

    valid: bool
    status: int | None
    forbidden: bool
    seconds: float

    @property
    def ok(self) -> bool:
        return self.valid and self.status is not None and 200 <= self.status < 300


def _parse(lines: Sequence[str], whole: bool) -> dict[str, FirstLook]:
    """LinkChecker's CSV. Comments begin with `# `; the last one is the mark that it came to its end.

    Without `whole` the output may break off anywhere, so its last row is not used.

    Raises:
        ValueError: not that table, or not to its end.
    """
    rows = [row for row in csv.reader(lines, delimiter=";") if row]
    if not whole:
        del rows[-1:]
    elif not rows or rows[0] != COLUMNS:
        raise ValueError("its output is not the table that we know")
    elif not rows[-1][0].startswith("# "):
        raise ValueError("its output breaks off")
    looks = {}
    for address, result, info, valid, seconds in (row for row in rows[1:] if not row[0].startswith("# ")):
        status = re.match(r"(\d{3})\b", result)
        looks[address] = FirstLook(
            valid == "True", int(status[0]) if status else None, "robots.txt" in info, float(seconds)
        )
    return looks


def _arguments(folder: Path, settings: Settings) -> list[str]:
    config = folder / "linkcheckerrc"
    config.write_text(
        f"[checking]\nthreads={settings.threads}\nmaxrequestspersecond={settings.rate}\n"
        f"[csv]\nparts={','.join([*COLUMNS, 'outro'])}\n",
        "utf-8",
    )
    return [
        "--config", str(config), "--stdin", "--recursion-level", "0", "--check-extern", "--verbose", "--no-status",
        "--timeout", str(max(1, math.ceil(settings.timeout))), "--user-agent", USER_AGENT, "--output", "csv/utf-8",
    ]


def first_pass(
    addresses: Sequence[str],
    settings: Settings,
    progress: Callable[[int], None] = lambda done: None,
    command: Sequence[str] = COMMAND,
    limit: float | None = None,
) -> dict[str, FirstLook]:
    """LinkChecker's word on `addresses`, by address; those that it did not come to are missing.

    If it takes longer than `limit` it is stopped, and what it said by then counts.

    Raises:
        RuntimeError: LinkChecker is not installed, or did not do its work.
    """
    if command is COMMAND and importlib.util.find_spec("linkcheck") is None:
        raise RuntimeError("LinkChecker is not installed; it comes with the extra 'links' of pyproject.toml")
    late = threading.Event()
    with tempfile.TemporaryDirectory() as name, tempfile.TemporaryFile() as stdin, tempfile.TemporaryFile() as stderr:
        stdin.write("\n".join(addresses).encode("ascii"))
        stdin.seek(0)
        # Its messages follow the locale, and it makes folders in the home of the user.
        environment = os.environ | {
            "LC_ALL": "C", "LANGUAGE": "en", "PYTHONUTF8": "1", "XDG_CONFIG_HOME": name, "XDG_DATA_HOME": name,
        }
        try:
            process = subprocess.Popen(
                [*command, *_arguments(Path(name), settings)], stdin=stdin, stdout=subprocess.PIPE, stderr=stderr,
                env=environment, encoding="utf-8", errors="replace",
            )
        except OSError as error:
            raise RuntimeError(f"LinkChecker cannot be started: {error}") from error

        def stop() -> None:
            late.set()
            process.kill()

        timer = threading.Timer(LIMIT[0] + LIMIT[1] * len(addresses) if limit is None else limit, stop)
        timer.daemon = True
        timer.start()
        lines: list[str] = []
        try:
            with process:
                assert process.stdout is not None
                for line in process.stdout:
                    lines.append(line)
                    progress(max(0, len(lines) - 1))
        finally:
            timer.cancel()
            process.kill()
        stderr.seek(0)
        said = stderr.read().decode("utf-8", "replace").strip().splitlines()[-1:] or ["nothing"]
    try:
        # 0: nothing found; 1: errors or warnings found.
        if not late.is_set() and process.returncode not in (0, 1):
            raise ValueError(f"it ended with status {process.returncode}")
        return _parse(lines, whole=not late.is_set())
    except (ValueError, csv.Error) as error:
        raise RuntimeError(f"LinkChecker failed: {error}; its last words: {said[0]}") from error
