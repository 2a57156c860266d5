"""What one run of a command costs: wall time, CPU time and peak memory."""

from __future__ import annotations

import json
import os
import shutil
import signal
import statistics
import subprocess
import sys
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

LAUNCHER = Path(__file__).with_name("launch.py")
#: Seconds after which a command is taken to hang.
PATIENCE = 1800
#: Variables that would give one of the builders more to do than the others, or point it to another course.
LEFT_OUT = ("SITE_URL", "REPO_URL", "COURSE_ROOT", "COURSE_COMMIT", "SOURCE_DATE_EPOCH")

Say = Callable[[str], None]


@dataclass(frozen=True)
class Cost:
    """Wall and CPU (user and system) in seconds; `peak` in megabytes (10⁶ bytes), of the largest single process."""

    wall: float
    cpu: float
    peak: float


@dataclass(frozen=True)
class Site:
    """One way to make the pages: `command` builds the folder `root` into `built`."""

    name: str
    root: Path
    built: Path
    command: tuple[str, ...]
    #: What a build keeps for the next one; removed before each clean build.
    kept: tuple[Path, ...] = field(default=())


def environment() -> dict[str, str]:
    """The same for all: no addresses, no notices."""
    own = {name: value for name, value in os.environ.items() if name not in LEFT_OUT}
    return {**own, "NO_MKDOCS_2_WARNING": "1", "GIT_OPTIONAL_LOCKS": "0"}


def last_words(log: Path) -> str:
    """The last lines that a command has printed, to be shown in an error."""
    lines = log.read_text("utf-8", "replace").strip().splitlines() if log.is_file() else []
    return "\n".join(lines[-5:]) or "it printed nothing"


def stop(process: subprocess.Popen[str]) -> None:
    """End `process`, which leads a process group of its own, and everything it has started."""
    for how in (signal.SIGINT, signal.SIGKILL):
        try:
            os.killpg(process.pid, how)
            process.wait(timeout=5)
        except ProcessLookupError:
            break
        except subprocess.TimeoutExpired:
            continue
    process.wait()


def run(name: str, command: Sequence[str], folder: Path, log: Path, more: Mapping[str, str] | None = None) -> Cost:
    """Run `command` in `folder`; what it prints goes to `log`.

    Raises:
        RuntimeError: it failed or did not end; the message holds its last words.
    """
    process = subprocess.Popen(
        [sys.executable, "-I", "-S", str(LAUNCHER), str(log), *command], cwd=folder, env={**environment(), **(more or {})},
        # The command's own words are in the log; those of an interrupted launcher say nothing.
        stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True, start_new_session=True,
    )
    try:
        printed, _ = process.communicate(timeout=PATIENCE)
    except subprocess.TimeoutExpired as error:
        raise RuntimeError(f"{name} did not end within {PATIENCE} s:\n{last_words(log)}") from error
    finally:
        if process.poll() is None:
            stop(process)
    if process.returncode:
        raise RuntimeError(f"{name}: {command[0]} could not be started")
    found = json.loads(printed)
    if found["status"]:
        raise RuntimeError(f"{name} failed with status {found['status']}:\n{last_words(log)}")
    return Cost(found["wall"], found["cpu"], found["peak"] * 1024 / 1e6)


def build(site: Site, log: Path, *, clean: bool = True) -> Cost:
    """Build `site` into an empty folder.

    Raises:
        RuntimeError: the build failed, or left no page.
    """
    for folder in (site.built, *(site.kept if clean else ())):
        shutil.rmtree(folder, ignore_errors=True)
    cost = run(site.name, site.command, site.root, log, {"COURSE_ROOT": str(site.root)})
    if not (site.built / "index.html").is_file():
        raise RuntimeError(f"{site.name} has built no {site.built / 'index.html'}:\n{last_words(log)}")
    return cost


def interleaved(subjects: Sequence[tuple[str, Callable[[], Cost]]], runs: int, say: Say) -> dict[str, list[Cost]]:
    """`runs` costs of each of `subjects`, A B C … A B C …, so that what else the machine does falls on all of them."""
    costs: dict[str, list[Cost]] = {name: [] for name, _ in subjects}
    for number in range(1, runs + 1):
        for name, measure in subjects:
            cost = measure()
            costs[name].append(cost)
            say(f"build {number} of {runs}: {name}, {cost.wall:.1f} s, CPU {cost.cpu:.1f} s")
    return costs


def median(values: Iterable[float]) -> float:
    return float(statistics.median(list(values)))


def ratio(ours: Iterable[float], other: Iterable[float]) -> float:
    """Median of `ours` for one of `other`.

    Raises:
        ValueError: the median of `other` is 0.
    """
    below = median(other)
    if not below:
        raise ValueError("a ratio to nothing")
    return median(ours) / below


def beyond_linear(small: tuple[int, float], large: tuple[int, float]) -> float:
    """How much more than in proportion a cost grows between two sizes, each as (size, cost): 1 is in proportion."""
    return (large[1] / small[1]) / (large[0] / small[0])
