"""`course editions`: every edition, made in `dist/` in one step."""

from __future__ import annotations

import importlib
import os
import shutil
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from course import atomic
from course.edition import date_of, edition, epoch
from course.editions import dist
from course.editions.tasks import Task, clock, run_all
from course.markdown.elements import day
from course.paths import Paths
from course.site.build import build
from course.site.forms import Form

SITE = "site"


@dataclass(frozen=True)
class Maker:
    """A module with `make(paths, site, folder, say) -> list[Path]`.

    `site` is a finished build in the form SOURCE, there if `reads_site`; `folder` is empty, and all files returned lie in
    it, where they are to lie in `dist/`. What else it leaves there is thrown away. `say` prints a line of progress.
    """

    name: str
    module: str
    reads_site: bool


#: In the order in which they begin: the longest first.
MAKERS = (
    Maker("book", "course.editions.book", reads_site=True),
    Maker("sheets", "course.editions.sheets", reads_site=True),
    Maker("offline", "course.editions.offline", reads_site=False),
    Maker("bom", "course.editions.bom", reads_site=False),
)


def _say(started: float, name: str, text: str) -> None:
    print(f"{clock() - started:7.1f} s  {name}: {text}", flush=True)


def _build_source(paths: Paths, target: Path, say: Callable[[str], None]) -> None:
    build(paths, target, Form.SOURCE)
    say("the pages that editions are made from are built")


def _make(maker: Maker, paths: Paths, site: Path, folder: Path, say: Callable[[str], None]) -> list[Path]:
    folder.mkdir(parents=True)
    say("begins")
    try:
        module = importlib.import_module(maker.module)
    except OSError as error:  # a library of the system, which a package of Python loads
        raise RuntimeError(f"{error}; `make system` installs what the editions need") from error
    files: list[Path] = module.make(paths, site, folder, say)
    return files


def _gather(maker: Maker, files: Sequence[Path], folder: Path, target: Path) -> list[str]:
    """Move what a maker has written from its folder to the same place in `target`; the names there."""
    names = []
    for file in files:
        name = file.relative_to(folder).as_posix()
        if (target / name).exists():
            raise RuntimeError(f"{maker.name}: another maker has written {name} already")
        (target / name).parent.mkdir(parents=True, exist_ok=True)
        file.rename(target / name)
        names.append(name)
    return names


def _make_all(paths: Paths, new: Path, chosen: Sequence[Maker], started: float) -> dist.Dist:
    """Make the chosen editions in the folder `new`, with their list."""
    work = new / ".work"  # it goes with the folder, whatever happens
    work.mkdir()
    site = work / SITE
    tasks = []
    if any(maker.reads_site for maker in chosen):
        tasks.append(Task(SITE, _build_source, (paths, site, partial(_say, started, SITE))))
    for maker in chosen:
        arguments = (maker, paths, site, work / maker.name, partial(_say, started, maker.name))
        tasks.append(Task(maker.name, _make, arguments, after=SITE if maker.reads_site else None))
    results = run_all(tasks)
    names = [name for maker in chosen for name in _gather(maker, results[maker.name], work / maker.name, new)]
    shutil.rmtree(work)
    return dist.write(new, names, edition(paths), date_of(paths))


def make_editions(
    paths: Paths, target: Path, only: Sequence[str] = (), makers: Sequence[Maker] = MAKERS
) -> tuple[dist.Dist, float]:
    """Make the editions in `target`, those that `only` names or all; what they are, and the seconds it took.

    They are made beside `target`, which is replaced in one step when all are there; whatever happens before, it stays as
    it was.

    Raises:
        CourseError: something that an author can mend.
        RuntimeError: a maker that does not exist, something that is missing on the machine, or a fault of ours.
    """
    started = clock()
    known = [maker.name for maker in makers]
    if unknown := [name for name in only if name not in known]:
        raise RuntimeError(f"there is no edition '{unknown[0]}'; there are: {', '.join(known)}")
    chosen = [maker for maker in makers if not only or maker.name in only]
    # For every program that writes a date into a file.
    os.environ["SOURCE_DATE_EPOCH"] = str(epoch(paths))
    try:
        with atomic.folder(target) as new:
            made = _make_all(paths, new, chosen, started)
    except RuntimeError as error:
        whole = f"\n{paths.show(target)}/ is as it was" if target.exists() else ""
        raise RuntimeError(f"{error}{whole}") from error
    return made, clock() - started


def report(paths: Paths, output: str | None, only: Sequence[str]) -> str:
    """Make the editions in `dist/`, or in the folder `output` below the root; one line on what came of it."""
    target = paths.root / output if output else paths.dist
    made, seconds = make_editions(paths, target, only)
    total = sum(item.size for item in made.editions)
    number = len(made.editions)
    return (
        f"{paths.show(target)}/ holds {number} edition{'' if number == 1 else 's'}, {total / 1e6:.1f} MB, "
        f"version {made.version} of {day(made.date)}; {seconds:.1f} s"
    )
