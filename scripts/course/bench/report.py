"""What was measured, as the section of README.md."""

from __future__ import annotations

import textwrap
from collections.abc import Iterable, Sequence
from itertools import pairwise
from typing import Any

from course.bench.measure import beyond_linear, median, ratio
from course.bench.peers import AGAIN, OURS, PLAIN, ZENSICAL

START, END = "<!-- bench -->", "<!-- /bench -->"
#: Characters in a line of the README.
WIDTH = 124
#: What a first search in a course of a thousand chapters may fetch, in bytes.
SEARCH_TARGET = 300_000
#: What a second chapter may fetch, in bytes.
SECOND = 14_000


def between(readme: str, text: str) -> str:
    """`readme` with `text` between the two markers, everything else as it was.

    Raises:
        RuntimeError: the markers do not stand there once each, in their order.
    """
    if readme.count(START) != 1 or readme.count(END) != 1 or readme.index(START) > readme.index(END):
        raise RuntimeError(f"README.md must hold {START} and after it {END}, once each; the figures are written between them")
    before, rest = readme.split(START)
    _, after = rest.split(END)
    return f"{before}{START}\n{text.strip()}\n{END}{after}"


def _table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    first, *others = ["| " + " | ".join(line) + " |" for line in (head, *rows)]
    return "\n".join([first, "|" + "---|" * len(head), *others])


def _wrapped(text: str) -> str:
    """`text` with its paragraphs in lines of the README's length; tables and headings as they are."""
    blocks = text.split("\n\n")
    return "\n\n".join(
        block if block.startswith(("|", "#")) else textwrap.fill(block, WIDTH, break_long_words=False, break_on_hyphens=False)
        for block in blocks
    )


def _span(values: Sequence[float], form: str) -> str:
    """Median, and the least and the most where there are several."""
    shown = f"{median(values):{form}}"
    return f"{shown} ({min(values):{form}}–{max(values):{form}})" if len(values) > 1 else shown


def _runs(number: int) -> str:
    return f"{number} runs in turn, median (least–most)" if number > 1 else "one run"


def _of(costs: Sequence[dict[str, float]], name: str) -> list[float]:
    return [cost[name] for cost in costs]


def _machine(found: dict[str, Any]) -> str:
    memory = f", {found['memory']} GB" if found["memory"] else ""
    versions = ", ".join(f"{name} {version}" for name, version in found["packages"].items())
    return (
        f"Measured on {found['date']}: {found['cpu']}, {found['cores']} cores{memory}, {found['system']}, "
        f"load {found['load']} before the run. Python {found['python']}, Chromium {found['chromium']}, {versions}.\n\n"
        "Compare within a table: absolute times are those of this machine."
    )


def _same(found: dict[str, float]) -> str:
    shares = ", ".join(f"{name} {share:.1%}" for name, share in found.items())
    return (
        "The peers are made of the same pages, written as an author would without our extensions; the least share of our "
        f"words in one of their chapters: {shares}. {PLAIN} runs with the defaults of the plugin. {ZENSICAL} runs no "
        "mkdocs-quiz: its questions are plain text. Only ours compares doses, checks rules and links, and writes policies "
        "and downloads."
    )


def _build(found: dict[str, Any]) -> str:
    costs = found["costs"]
    plain = costs[PLAIN]
    rows = [
        [
            name, _span(_of(own, "wall"), ".1f"), _span(_of(own, "cpu"), ".1f"), _span(_of(own, "peak"), ".0f"),
            f"{ratio(_of(own, 'wall'), _of(plain, 'wall')):.2f}", f"{ratio(_of(own, 'cpu'), _of(plain, 'cpu')):.2f}",
            f"{ratio(_of(own, 'peak'), _of(plain, 'peak')):.2f}",
        ]
        for name, own in costs.items()
    ]
    head = ["", "wall s", "CPU s", "peak MB", "wall ÷ plain", "CPU ÷ plain", "peak ÷ plain"]
    return (
        f"### Build\n\n{found['pages']} pages, {found['questions']} questions; {_runs(len(plain))}, each "
        "into an empty folder and without a cache. The peak is that of the largest process. "
        f"\"{AGAIN}\" keeps the references that an earlier build has formatted, and the compiled templates. "
        f"\"Plain\" is {PLAIN}.\n\n"
        f"{_table(head, rows)}"
    )


def _without_fonts(view: dict[str, Any]) -> int:
    return int(view["bytes"] - view["fonts"])


def _weight(found: dict[str, Any]) -> str:
    rows = []
    for at, plain in enumerate(found["views"][PLAIN]):
        for name, weights in found["views"].items():
            cold, second = weights[at]["cold"], weights[at]["second"]
            rows.append([
                weights[at]["page"].rstrip("/"), name, f"{cold['bytes']:,}", f"{_without_fonts(cold):,}",
                f"{cold['search']:,}", str(cold["requests"]), f"{second['bytes']:,}", f"{_without_fonts(second):,}",
                f"{cold['bytes'] / plain['cold']['bytes']:.2f}",
                f"{_without_fonts(cold) / _without_fonts(plain['cold']):.2f}",
                f"{_without_fonts(second) / _without_fonts(plain['second']):.2f}",
            ])
    head = [
        "chapter", "", "first view", "without fonts", "of it search", "requests", "next chapter", "next without fonts",
        "first ÷ plain", "without fonts ÷ plain", "next without fonts ÷ plain",
    ]
    searches = ", ".join(f"{name} {size:,}" for name, size in found["search"].items())
    return (
        "### Page weight\n\nBytes on the way in Chromium at 1280×800, one server for all (Brotli 11, HTTP/1.1, max-age 600): "
        f"a chapter with an empty cache, then the next one. {found['median'].rstrip('/')} has the median weight.\n\n"
        f"{_table(head, rows)}\n\nFetched for the search when the first results stand there: {searches}; {ZENSICAL} "
        f"fetches its index with the first view.\n\n{_walk(found['walk'])}\n\n{_work(found['views'])}"
    )


def _walk(sizes: dict[str, list[int]]) -> str:
    """What each chapter weighs for a reader who comes from another one."""
    rows = [
        [
            name, f"{min(pages):,}", f"{median(pages):,.0f}", f"{max(pages):,}",
            f"{sum(page <= SECOND for page in pages)} of {len(pages)}",
        ]
        for name, pages in sizes.items()
    ]
    head = ["", "least", "median", "most", f"up to {SECOND:,}"]
    return (
        "Every chapter in its order, each opened after another one: bytes on the way without fonts, counted likewise.\n\n"
        f"{_table(head, rows)}"
    )


def _work(views: dict[str, list[dict[str, Any]]]) -> str:
    """What the browser had to do in these views, a row for each site."""
    rows = []
    for name, weights in views.items():
        row = [name]
        for which in ("cold", "second"):
            seen = [weight[which] for weight in weights]
            tasks = [sum(duration for duration, _ in view["long"]) for view in seen]
            row += [
                f"{max(view['shift'] for view in seen):g}", f"{median(tasks):.0f} (most {max(tasks):.0f})",
                f"{max(view['script'] for view in seen):.0f}",
            ]
        rows.append([*row, str(sum(weight[which]["elsewhere"] for weight in weights for which in ("cold", "second")))])
    head = [
        "", "shift, first view", "long tasks ms", "script ms", "shift, next chapter", "long tasks ms", "script ms",
        "requests to other hosts",
    ]
    return (
        "In the same views: the largest layout shift, the median of all tasks over 50 ms without throttling, the longest "
        "time that the site's own scripts ran in one task (in a view with a trace), and what was asked of other hosts.\n\n"
        f"{_table(head, rows)}"
    )


def _growth(found: dict[str, Any]) -> str:
    sizes = found["sizes"]
    rows = [
        [
            f"{one['size']:,}", _span(_of(one["costs"], "wall"), ".1f"), _span(_of(one["costs"], "cpu"), ".1f"),
            f"{1000 * median(_of(one['costs'], 'cpu')) / one['size']:.0f}", _span(_of(one["costs"], "peak"), ".0f"),
            f"{one['raw']:,}", f"{one['small']:,}", f"{one['html'] / one['pages']:,.0f}",
        ]
        for one in sizes
    ]
    head = [
        "chapters", "wall s", "CPU s", "CPU ms a chapter", "peak MB", "HTML of one chapter", "with Brotli", "mean of all",
    ]
    text = (
        "### Growth\n\nGenerated chapters in the form of ours (about 1,300 words, five questions), built by the strict "
        f"build; the references were formatted before.\n\n{_table(head, rows)}"
    )
    pairs = [(one["size"], median(_of(one["costs"], "cpu"))) for one in sizes]
    grows = [f"{small[0]:,} to {large[0]:,} {beyond_linear(small, large):.2f}" for small, large in pairwise(pairs)]
    if grows:
        text += f"\n\nCPU against growth in proportion (1 is in proportion): {', '.join(grows)}."
    searches = [
        f"{size:,} bytes for {'a common' if word == found['common'] else 'a rarer'} word ({_met(size)})"
        for word, size in sizes[-1]["search"].items()
    ]
    return f"{text}\n\nA first search at {sizes[-1]['size']:,} chapters fetches {' and '.join(searches)}."


def _met(size: int) -> str:
    return f"{'under' if size <= SEARCH_TARGET else 'over'} the target of {SEARCH_TARGET:,}"


def _save(found: dict[str, list[float]]) -> str:
    rows = [[name, _span(values, ".2f"), f"{ratio(values, found[PLAIN]):.2f}"] for name, values in found.items()]
    number = len(found[OURS])
    return (
        "### Preview\n\nSeconds from saving a chapter to the preview answering with the new text, asked every 10 ms; "
        f"{number} edits, median (least–most).\n\n{_table(['', 'seconds', '÷ plain'], rows)}"
    )


def markdown(result: dict[str, Any]) -> str:
    """The section: what was measured, and on what."""
    makers = {"same": _same, "build": _build, "weight": _weight, "growth": _growth, "save": _save}
    made = [make(result[name]) for name, make in makers.items() if name in result]
    return _wrapped("\n\n".join([_machine(result["machine"]), *made]))
