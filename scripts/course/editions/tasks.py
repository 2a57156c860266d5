"""Runs functions in processes of their own, some after others, at most as many at once as there are cores.

A child ends as soon as its parent is gone, however that came about: nothing goes on writing into a folder that the next
run clears.
"""

from __future__ import annotations

import multiprocessing
import os
import threading
import time
import traceback
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from multiprocessing.connection import Connection, wait
from multiprocessing.process import BaseProcess
from typing import Any

from course.findings import CourseError, Finding

#: A fresh interpreter for each: nothing is inherited but what is handed over.
CONTEXT = multiprocessing.get_context("spawn")


@dataclass(frozen=True)
class Task:
    """`run(*arguments)` in a process of its own, after the task that `after` names; what it returns must be picklable."""

    name: str
    run: Callable[..., Any]
    arguments: tuple[Any, ...] = ()
    after: str | None = None


@dataclass
class _Outcome:
    value: Any = None
    findings: list[Finding] = field(default_factory=list)
    fault: str = ""


def _end_with_parent() -> None:
    parent = multiprocessing.parent_process()
    if parent is None:
        return
    wait([parent.sentinel])
    os._exit(1)


def _child(connection: Connection, run: Callable[..., Any], arguments: tuple[Any, ...]) -> None:
    threading.Thread(target=_end_with_parent, daemon=True).start()
    try:
        outcome = _Outcome(value=run(*arguments))
    except CourseError as error:
        outcome = _Outcome(findings=error.findings)
    except (FileNotFoundError, RuntimeError) as error:
        outcome = _Outcome(fault=str(error))
    except KeyboardInterrupt:
        os._exit(130)  # the parent was interrupted as well and says so
    except Exception:
        outcome = _Outcome(fault=f"an unexpected fault:\n{traceback.format_exc().strip()}")
    connection.send(outcome)
    connection.close()


def _result(name: str, process: BaseProcess, connection: Connection) -> Any:
    try:
        outcome: _Outcome = connection.recv()
    except EOFError:
        process.join()
        raise RuntimeError(f"{name}: the process ended with status {process.exitcode} before it was done") from None
    if outcome.findings:
        raise CourseError(outcome.findings)
    if outcome.fault:
        raise RuntimeError(f"{name}: {outcome.fault}")
    return outcome.value


def run_all(tasks: Sequence[Task], at_once: int | None = None) -> dict[str, Any]:
    """Run all tasks, the first in the list first; what each returned, by its name.

    `at_once` is the number of processes at the same time; without it, one for each core and at least two.

    Raises:
        CourseError: a task has raised it; the others were stopped.
        RuntimeError: a task has raised something else, or its process has died; the others were stopped.
    """
    limit = at_once or max(2, os.cpu_count() or 1)
    left = list(tasks)
    running: dict[Connection, tuple[Task, BaseProcess]] = {}
    results: dict[str, Any] = {}
    try:
        while left or running:
            ready = [task for task in left if task.after is None or task.after in results]
            for task in ready[: limit - len(running)]:
                ours, theirs = CONTEXT.Pipe(duplex=False)
                process: BaseProcess = CONTEXT.Process(target=_child, args=(theirs, task.run, task.arguments), name=task.name)
                process.start()
                theirs.close()
                running[ours] = (task, process)
                left.remove(task)
            if not running:
                raise RuntimeError(f"{left[0].name} waits for '{left[0].after}', which is no task")
            for connection in wait(list(running)):
                assert isinstance(connection, Connection)
                task, process = running[connection]
                results[task.name] = _result(task.name, process, connection)
                connection.close()
                process.join()
                del running[connection]
    finally:
        for _, process in running.values():
            process.kill()
        for _, process in running.values():
            process.join()
    return results


def clock() -> float:
    """Seconds since the start of the machine: the same in every process."""
    return time.monotonic()
