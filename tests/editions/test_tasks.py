"""Processes: their order, what they return, and how each way of failing is told."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import textwrap
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from course.editions.tasks import Task, run_all
from course.findings import CourseError
from tests.editions import small_makers

ROOT = Path(__file__).parents[2]


def test_each_returns_what_it_made() -> None:
    tasks = [Task(f"task-{number}", small_makers.double, (number,)) for number in range(4)]
    assert run_all(tasks) == {"task-0": 0, "task-1": 2, "task-2": 4, "task-3": 6}


def test_two_at_once_and_one_after_another() -> None:
    pause = 1.0
    tasks = [
        Task("first", small_makers.moment, (pause,)), Task("beside", small_makers.moment, (pause,)),
        Task("after", small_makers.moment, (0.0,), after="first"), Task("third", small_makers.moment, (0.0,)),
    ]
    made = run_all(tasks, at_once=2)
    assert len({process for _, _, process in made.values()}) == 4
    assert os.getpid() not in {process for _, _, process in made.values()}
    assert made["after"][0] >= made["first"][1]
    # The two that wait for nothing were at work together, and no third one with them.
    assert made["beside"][0] < made["first"][1]
    assert made["first"][0] < made["beside"][1]
    assert made["third"][0] >= min(made["first"][1], made["beside"][1])


def test_findings_come_whole() -> None:
    with pytest.raises(CourseError) as caught:
        run_all([Task("book", small_makers.find)])
    assert caught.value.findings == [small_makers.FINDING, small_makers.FINDING]


@pytest.mark.parametrize(("run", "says"), [
    (small_makers.lack, "^book: Pango is not installed; `make system` installs it$"),
    (small_makers.stumble, r"(?s)^book: an unexpected fault:.*small_makers\.py.*ZeroDivisionError: by zero$"),
    (small_makers.vanish, "^book: the process ended with status 7 before it was done$"),
])
def test_a_fault_is_told(run: Callable[[], None], says: str) -> None:
    with pytest.raises(RuntimeError, match=says):
        run_all([Task("book", run)])


def test_a_fault_stops_the_others(tmp_path: Path) -> None:
    file = tmp_path / "written"
    with pytest.raises(RuntimeError, match="Pango"):
        run_all([Task("sheets", small_makers.write_on, (file,)), Task("book", small_makers.lack)])
    before = file.read_bytes() if file.exists() else b""
    time.sleep(0.2)
    assert (file.read_bytes() if file.exists() else b"") == before


def test_a_task_that_waits_for_none() -> None:
    with pytest.raises(RuntimeError, match="book waits for 'nobody', which is no task"):
        run_all([Task("book", small_makers.double, (1,), after="nobody")])


PARENT = """
import sys
from pathlib import Path
from course.editions.tasks import Task, run_all
from tests.editions import small_makers
if __name__ == "__main__":
    run_all([Task(name, small_makers.write_on, (Path(sys.argv[1]) / name,)) for name in ("a", "b")])
"""


@pytest.mark.parametrize("how", [signal.SIGKILL, signal.SIGTERM])
def test_no_child_outlives_its_parent(tmp_path: Path, how: signal.Signals) -> None:
    code = tmp_path / "parent.py"
    code.write_text(textwrap.dedent(PARENT))
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join([str(ROOT), str(ROOT / "scripts")])}
    parent = subprocess.Popen([sys.executable, str(code), str(tmp_path)], env=environment)
    try:
        deadline = time.monotonic() + 30
        while not all((tmp_path / name).exists() for name in ("a", "b")):
            assert time.monotonic() < deadline
            time.sleep(0.05)
        parent.send_signal(how)
        assert parent.wait(timeout=10) == -how
    finally:
        parent.kill()
        parent.wait()
    time.sleep(0.5)
    before = [(tmp_path / name).read_bytes() for name in ("a", "b")]
    time.sleep(0.3)
    assert [(tmp_path / name).read_bytes() for name in ("a", "b")] == before
