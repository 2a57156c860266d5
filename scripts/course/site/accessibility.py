"""`course accessibility`: axe on every page of the built site in every state that readers meet it in."""

from __future__ import annotations

import json
import os
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor, as_completed
from dataclasses import dataclass
from multiprocessing import get_context
from pathlib import Path
from typing import Any

from axe_playwright_python.base import AXE_SCRIPT
from playwright.sync_api import Page

from course.paths import Paths
from course.site.chromium import browser
from course.site.server import serve_folder

#: Everything of WCAG 2.2 A and AA that a program can decide (the size of targets is off by default), and axe's own advice.
OPTIONS: dict[str, Any] = {
    "runOnly": {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]},
    "resultTypes": ["violations", "incomplete"],
}
#: The rules whose answer hangs on the colors. The others see the same page in every scheme and run in the first one alone.
COLOR_RULES = ("color-contrast", "link-in-text-block")
#: What is left out: references and rows after the fortieth, which one template makes. They would take an hour.
REPEATED = (".references > ol > li:nth-child(n+41)", "tbody > tr:nth-child(n+41)")
#: Name, and what the device says of itself.
SCHEMES: dict[str, dict[str, Any]] = {
    "light": {"color_scheme": "light"},
    "dark": {"color_scheme": "dark"},
    "light-contrast": {"color_scheme": "light", "contrast": "more"},
    "dark-contrast": {"color_scheme": "dark", "contrast": "more"},
}
#: Width in CSS pixels, and what it stands for. 640 is a window of 1280 pixels at 200 % zoom.
WIDTHS = {320: "320", 390: "390", 640: "1280-at-200-percent", 768: "768", 1280: "1280"}
HEIGHT = 900
#: The width at which the page is also looked at with the contents over it, and with its questions answered and everything
#: unfolded.
PHONE = 390
CONTENTS, OPENED = f"{PHONE}-contents", f"{PHONE}-opened"
#: What `quick` leaves of the other schemes: the two layouts, and everything unfolded.
QUICK = ("390", "1280", OPENED)


def states(scheme: str, quick: bool) -> tuple[str, ...]:
    """The names of the states that are tested in a scheme."""
    return QUICK if quick and scheme != next(iter(SCHEMES)) else (*WIDTHS.values(), CONTENTS, OPENED)


#: Unfolds everything, and answers each question, one right and one wrong in turn.
OPEN_ALL = """() => {
  for (const details of document.querySelectorAll("details")) details.open = true;
  document.querySelectorAll(".quiz-live form").forEach((form, number) => {
    const inputs = form.querySelectorAll("fieldset input");
    if (inputs.length) { inputs[number % inputs.length].click(); form.requestSubmit(); }
  });
  // What stands under the bar where the last answer has led is no smaller for it.
  scrollTo(0, 0);
}"""


@dataclass(frozen=True)
class Fault:
    """What axe found in one state of a page: the rule, its weight, and the first elements."""

    page: str
    state: str
    rule: str
    impact: str
    elements: str

    def __str__(self) -> str:
        return f"{self.page} [{self.state}] {self.rule} ({self.impact}): {self.elements}"


@dataclass
class Look:
    """The outcome of one page in one scheme: how many states were tested, what is wrong, what axe cannot decide."""

    page: str
    tested: int
    faults: list[Fault]
    undecided: Counter[str]


def _look(page: Page, address: str, name: str, scheme: str, quick: bool) -> Look:
    look = Look(name, 0, [], Counter())
    meant = states(scheme, quick)
    options = dict(OPTIONS)
    if scheme != next(iter(SCHEMES)):
        options["runOnly"] = {"type": "rule", "values": list(COLOR_RULES)}

    def run(state: str) -> None:
        if state not in meant:
            return
        found = page.evaluate(
            """([repeated, options]) => {
              const there = repeated.filter(one => document.querySelector(one));
              return axe.run({ include: [["html"]], exclude: there.map(one => [one]) }, options);
            }""",
            [list(REPEATED), options],
        )
        look.tested += 1
        for item in found["violations"]:
            elements = " | ".join(" ".join(node["html"].split())[:140] for node in item["nodes"][:3])
            look.faults.append(Fault(name, f"{scheme} {state}", item["id"], str(item["impact"]), elements))
        look.undecided.update({item["id"]: len(item["nodes"]) for item in found["incomplete"]})

    page.set_viewport_size({"width": 1280, "height": HEIGHT})
    page.goto(address + name, wait_until="load")
    page.evaluate(AXE_SCRIPT)
    for width, state in WIDTHS.items():
        page.set_viewport_size({"width": width, "height": HEIGHT})
        run(state)
    page.set_viewport_size({"width": PHONE, "height": HEIGHT})
    for _ in ("open", "close"):
        page.evaluate("document.querySelector('button.bar-menu').click()")
        if page.evaluate("document.getElementById('__drawer').checked"):
            run(CONTENTS)
    page.evaluate(OPEN_ALL)
    run(OPENED)
    return look


def _looks(folder: str, pages: list[str], scheme: str, quick: bool) -> list[Look]:
    """What one process does: some pages in one scheme."""
    with serve_folder(Path(folder)) as address, browser() as chromium:
        context = chromium.new_context(**SCHEMES[scheme], reduced_motion="reduce")
        page = context.new_page()
        try:
            return [_look(page, address, name, scheme, quick) for name in pages]
        finally:
            context.close()


def pages_of(site: Path) -> Iterator[str]:
    """The address of every page of a built site, below its root: "" for the home page."""
    for file in sorted(site.rglob("*.html")):
        yield file.relative_to(site).as_posix().removesuffix("index.html")


def check(paths: Paths, only: str | None, schemes: Sequence[str], quick: bool, json_file: str | None) -> int:
    """Run axe on each page of `site/` whose address contains `only`; returns 1 where something is wrong.

    `schemes` are keys of `SCHEMES`, or none for all; with `quick` only the first has every state. `json_file` gets
    the faults and the counts, for a report.

    Raises:
        RuntimeError: the site is not built, no page is meant, or Chromium is missing.
    """
    if not (paths.site / "index.html").is_file():
        raise RuntimeError("there is no site/ yet; run `make build` first")
    pages = [name for name in pages_of(paths.site) if only is None or only in name]
    if not pages:
        raise RuntimeError(f"no page has '{only}' in its address")
    started = time.perf_counter()
    chunks = [(pages[first : first + 4], scheme) for scheme in schemes or SCHEMES for first in range(0, len(pages), 4)]
    looks: list[Look] = []
    with ProcessPoolExecutor(os.cpu_count(), mp_context=get_context("spawn")) as pool:
        waiting = [pool.submit(_looks, str(paths.site), names, scheme, quick) for names, scheme in chunks]
        for done, future in enumerate(as_completed(waiting), 1):
            part = future.result()
            looks += part
            for fault in (fault for look in part for fault in look.faults):
                print(fault)
            print(f"  {sum(look.tested for look in looks)} tested, part {done} of {len(chunks)}", flush=True)
    faults = sorted((fault for look in looks for fault in look.faults), key=str)
    tested, undecided = sum(look.tested for look in looks), sum((look.undecided for look in looks), Counter[str]())
    for rule, number in undecided.most_common():
        print(f"  to be looked at by a person: {rule}, {number} elements")
    number = sum(len(states(scheme, quick)) for scheme in schemes or SCHEMES)
    if json_file:
        report = {"pages": len(pages), "states": number, "tested": tested, "violations": [str(fault) for fault in faults]}
        (paths.root / json_file).write_text(json.dumps(report, indent=1) + "\n", "utf-8")
    seconds = time.perf_counter() - started
    print(f"accessibility: {len(pages)} pages × {number} states, {tested} tested; violations: {len(faults)}; {seconds:.0f} s")
    return 1 if faults else 0
