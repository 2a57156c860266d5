"""`course bench`: one run that measures the course and its peers side by side."""

from __future__ import annotations

import json
import sys
import tempfile
import time
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

from course import atomic
from course.bench import grow, machine, measure, peers, report, save, weigh
from course.bench.measure import Cost, Site
from course.bibliography import format_references
from course.model import Course, load_course
from course.model.reference import load_references
from course.paths import Paths

PARTS = ("build", "weight", "growth", "save")
RUNS, SIZES, EDITS = 5, (60, 300, 1000), 5
#: Chapters that are always weighed, besides the one with the median weight.
NAMED = ("safety/ptosis.md", "science/mechanism.md")
#: What is searched for in our course.
WORD = "bruising"


def say(text: str) -> None:
    """One line of progress."""
    print(f"bench: {text}", flush=True)


def parts_of(only: str | None) -> tuple[str, ...]:
    """The parts named in `only`, with commas between them; all where it is None.

    Raises:
        RuntimeError: one of them is not known.
    """
    named = tuple(dict.fromkeys(name.strip() for name in only.split(","))) if only is not None else PARTS
    for name in named:
        if name not in PARTS:
            raise RuntimeError(f"no part is called '{name}'; the parts are {', '.join(PARTS)}")
    return named


def sizes_of(given: str | None) -> tuple[int, ...]:
    """The numbers of chapters in `given`, in rising order.

    Raises:
        RuntimeError: it is no list of such numbers.
    """
    if given is None:
        return SIZES
    try:
        sizes = tuple(sorted({int(size) for size in given.split(",")}))
    except ValueError:
        sizes = ()
    if not sizes or sizes[0] < len(grow.NAMED):
        raise RuntimeError(f"'{given}' is no list of numbers of chapters such as 60,300, each {len(grow.NAMED)} or more")
    return sizes


class Bench:
    """One run. Everything is made in `folder`, which the caller removes."""

    def __init__(self, paths: Paths, folder: Path, runs: int | None):
        self.paths, self.folder, self.runs = paths, folder, runs
        self.log = folder / "log"

    def prepare(self) -> dict[str, float]:
        """Write and build all three sites once, without counting; how much of our words each peer holds."""
        say("writing the peers' pages")
        copied = peers.copy_of_ours(self.paths, self.folder / "ours")
        self.course: Course = load_course(copied)
        self.ours = peers.our_site(copied, self.folder / "site")
        self.peers: list[Site] = peers.write_peers(copied, self.folder)
        for site in (self.ours, *self.peers):
            say(f"building once, not counted: {site.name}")
            measure.build(site, self.log)
        return peers.check_same(self.course, self.ours, self.peers)

    def build(self) -> dict[str, Any]:
        def clean(site: Site) -> Cost:
            return measure.build(site, self.log)

        first, *others = (self.ours, *self.peers)
        subjects = [
            (first.name, lambda: clean(first)),
            (peers.AGAIN, lambda: measure.build(first, self.log, clean=False)),
            *((site.name, lambda site=site: clean(site)) for site in others),
        ]
        costs = measure.interleaved(subjects, self.runs or RUNS, say)
        return {
            "pages": len(self.course.pages), "questions": len(self.course.quizzes),
            "costs": {name: [asdict(cost) for cost in found] for name, found in costs.items()},
        }

    def weight(self) -> dict[str, Any]:
        order = [chapter.path for chapter in self.course.chapters if chapter.path != "index.md"]
        places = [path.removesuffix(".md") + "/" for path in order]
        chosen = [weigh.with_median_weight(self.ours.built, places), *(name.removesuffix(".md") + "/" for name in NAMED)]
        found: dict[str, Any] = {"median": chosen[0], "views": {}, "search": {}, "walk": {}}
        for site in (self.ours, *self.peers):
            found["walk"][site.name] = weigh.walk(site.built, places)
            say(f"weight: {site.name}, {len(places)} chapters one after the other")
            found["views"][site.name] = []
            for place in dict.fromkeys(place for place in chosen if place in places):
                following = places[(places.index(place) + 1) % len(places)]
                weight = weigh.weigh(site.built, place, following)
                found["views"][site.name].append(asdict(weight))
                say(f"weight: {site.name}, {place}, {weight.cold.bytes:,} bytes")
        # Zensical fetches its index with the first view, as the theme does; its search has another form of input.
        for site in (self.ours, self.peers[0]):
            found["search"][site.name] = weigh.first_search(site.built, chosen[0], WORD)
        return found

    def growth(self, sizes: Sequence[int]) -> dict[str, Any]:
        grown: list[dict[str, Any]] = []
        for size in sizes:
            say(f"growth: writing {size} chapters")
            paths = grow.write(self.paths, self.folder / f"grown-{size}", size)
            site = peers.our_site(paths, self.folder / f"grown-{size}-site")
            # The sources are as many in every size: to format them is no part of the growth.
            format_references(load_references(paths)[0], paths.cache)
            costs = []
            for _ in range(self.runs or 1):
                costs.append(measure.build(site, self.log, clean=False))
                say(f"growth: {size} chapters, {costs[-1].wall:.1f} s, CPU {costs[-1].cpu:.1f} s")
            chapter = grow.NAMED[-1].removesuffix(".md")
            raw, small = weigh.compressed(site.built / chapter / "index.html")
            pages = [file.stat().st_size for file in site.built.rglob("*.html")]
            grown.append({
                "size": size, "costs": [asdict(cost) for cost in costs], "raw": raw, "small": small,
                "html": sum(pages), "pages": len(pages),
                "search": {
                    word: weigh.first_search(site.built, f"{chapter}/", word) for word in (grow.COMMON, grow.RARE)
                } if size == sizes[-1] else {},
            })
        return {"sizes": grown, "common": grow.COMMON, "rare": grow.RARE}

    def save(self) -> dict[str, list[float]]:
        previews = (
            save.ours(self.ours.name, self.ours.root), save.mkdocs(self.peers[0].name, self.peers[0].root),
            save.zensical(self.peers[1].name, self.peers[1].root),
        )
        return {preview.name: save.edit(preview, NAMED[0], EDITS, self.log, say) for preview in previews}


def bench(
    paths: Paths, *, only: str | None = None, runs: int | None = None, sizes: str | None = None, json_file: str | None = None,
    printed: bool = False,
) -> str:
    """Measure, and write the section of README.md, or print it; returns what came of it in one line.

    A run of some parts is printed: the README holds whole runs alone, whose figures were measured side by side.

    Raises:
        RuntimeError: a part is not known, the README has no place for the section, a peer failed or has other pages.
    """
    parts, numbers = parts_of(only), sizes_of(sizes)
    if runs is not None and runs < 1:
        raise RuntimeError("--runs is 1 or more")
    readme = paths.root / "README.md"
    into_readme = not printed and parts == PARTS and numbers == SIZES
    if into_readme:
        report.between(readme.read_text("utf-8"), "")
    if not Path(sys.executable).with_name("zensical").is_file():
        raise RuntimeError("Zensical is not installed; `make setup` installs it")
    started = time.perf_counter()
    result: dict[str, Any] = {"machine": machine.describe()}
    with tempfile.TemporaryDirectory(prefix="course-bench-") as folder:
        run = Bench(paths, Path(folder), runs)
        if set(parts) - {"growth"}:
            result["same"] = run.prepare()
        if "build" in parts:
            result["build"] = run.build()
        if "weight" in parts:
            result["weight"] = run.weight()
        if "growth" in parts:
            result["growth"] = run.growth(numbers)
        if "save" in parts:
            result["save"] = run.save()
    if json_file:
        atomic.write_text(Path(json_file), json.dumps(result, indent=1, ensure_ascii=False) + "\n")
    text = report.markdown(result)
    if into_readme:
        atomic.write_text(readme, report.between(readme.read_text("utf-8"), text))
    else:
        print(text)
    where = "README.md has the figures" if into_readme else "printed above, README.md is as it was"
    return f"{', '.join(parts)} measured in {(time.perf_counter() - started) / 60:.0f} min; {where}"
