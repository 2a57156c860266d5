"""No page weighs more than tests/site/budgets.yml allows, as a server sends it that compresses with Brotli."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import brotli
import pytest
import yaml
from lxml import html
from playwright.sync_api import Browser, Request

from course.bench.weigh import RUNS

FILE = Path(__file__).with_name("budgets.yml")
KINDS = ("html", "css", "js", "fonts", "images", "drawings", "requests")


@pytest.fixture(scope="module")
def budgets() -> dict[str, Any]:
    read: dict[str, Any] = yaml.safe_load(FILE.read_text("utf-8"))
    assert tuple(read["every"]) == KINDS
    return read


@cache
def served(file: Path) -> int:
    """Bytes on the way, as `course build --compress` writes them."""
    content = file.read_bytes()
    return len(content) if file.suffix in (".woff2", ".png") else len(brotli.compress(content, quality=11))


def weight(file: Path, site: Path) -> dict[str, int]:
    """What a first view of the page `file` fetches, by kind; and its large drawings, each fetched when a reader is near."""
    tree = html.fromstring(file.read_bytes())
    for fallback in tree.xpath("//noscript"):  # no browser that runs scripts fetches what stands there
        fallback.getparent().remove(fallback)

    def files(selector: str, name: str) -> set[Path]:
        addresses = {element.get(name) for element in tree.cssselect(selector)}
        found = {(site if path.startswith("/") else file.parent) / path.lstrip("/") for path in addresses}
        assert all(path.is_file() for path in found), (file, found)
        return {path.resolve() for path in found}

    css, js = files("link[rel=stylesheet]", "href"), files("script[src]", "src")
    fonts = set((site / "assets" / "fonts").glob("*.woff2"))
    images = files("img[src]", "src") | files("link[rel=icon]", "href")
    drawings = files("[data-drawing]", "data-drawing")
    assert files("link[rel=preload][as=font]", "href") <= {font.resolve() for font in fonts}
    assert len(fonts) >= 2
    sizes = {name: sum(map(served, paths)) for name, paths in
             (("html", {file}), ("css", css), ("js", js), ("fonts", fonts), ("images", images), ("drawings", drawings))}
    return {**sizes, "requests": 1 + len(css) + len(js) + len(fonts) + len(images)}


def test_every_page_keeps_its_budget(site: Path, html_files: list[Path], budgets: dict[str, Any]) -> None:
    over = {}
    for file in html_files:
        name = file.relative_to(site).as_posix()
        allowed = {**budgets["every"], **budgets["pages"].get(name, {})}
        found = weight(file, site)
        over.update({(name, kind): (found[kind], allowed[kind]) for kind in KINDS if found[kind] > allowed[kind]})
    assert over == {}


def test_no_line_of_the_budgets_is_idle(site: Path, budgets: dict[str, Any]) -> None:
    """A page that has become lighter loses its line, or its figure."""
    for name, more in budgets["pages"].items():
        found = weight(site / name, site)
        for kind, allowed in more.items():
            assert budgets["every"][kind] < found[kind] <= allowed < 1.3 * found[kind], (name, kind, found[kind])


def test_every_script_is_deferred_and_every_picture_has_its_size(html_files: list[Path]) -> None:
    scripts = drawings = 0
    for file in html_files:
        tree = html.fromstring(file.read_bytes())
        for script in tree.cssselect("script[src]"):
            assert script.get("defer") is not None, file
            scripts += 1
        for picture in tree.cssselect("article img"):
            assert picture.get("width"), file
            assert picture.get("height"), file
        for drawing in tree.cssselect("article svg"):
            assert drawing.get("viewbox"), file  # the parser knows small letters only
            drawings += 1
    assert scripts > 60
    assert drawings > 20


OBSERVED = """
    window.shifts = []; window.long = [];
    new PerformanceObserver(list => shifts.push(...list.getEntries().map(entry => entry.value)))
      .observe({type: "layout-shift", buffered: true});
    new PerformanceObserver(list => long.push(...list.getEntries().map(entry => entry.duration)))
      .observe({type: "longtask", buffered: true});
"""


@pytest.mark.parametrize("width", [390, 1280])
def test_a_chapter_comes_at_once_and_stays_where_it_is(
    chromium: Browser, site: Path, address: str, budgets: dict[str, Any], width: int
) -> None:
    """Few requests, none of the search; once the face is there, nothing moves. (How much a late face moves depends on the
    faces of the system, of which a machine for tests has hardly any.)"""
    context = chromium.new_context(viewport={"width": width, "height": 900})
    context.add_init_script(OBSERVED)
    page = context.new_page()
    asked: list[str] = []
    page.on("request", lambda request: asked.append(urlsplit(request.url).path))
    page.goto(address + "safety/ptosis/")
    page.evaluate("document.fonts.ready")
    page.wait_for_timeout(300)
    assert len(set(asked)) <= budgets["every"]["requests"]
    assert not [path for path in asked if "search" in path]
    for name in ("safety/how-often/", "reference/citations/", "assessment/"):
        page.goto(address + name)
        page.wait_for_timeout(300)
        assert page.evaluate("shifts") == [], name
    context.close()


def test_the_search_is_fetched_when_it_is_wanted(
    chromium: Browser, site: Path, address: str, budgets: dict[str, Any]
) -> None:
    context = chromium.new_context(viewport={"width": 1280, "height": 900})
    page = context.new_page()
    asked: list[str] = []

    def note(request: Request) -> None:
        path = urlsplit(request.url).path
        if "search" in path:
            asked.append(path.lstrip("/"))

    page.on("request", note)
    # Slowly: what is typed before the script is there must not be lost.
    page.route("**/search.*.js", lambda route: (page.wait_for_timeout(300), route.continue_()))
    page.goto(address + "safety/ptosis/", wait_until="load")
    assert asked == []
    page.keyboard.press("Control+k")
    page.keyboard.type("bruising")
    first = page.locator(".md-search-result__link").first
    first.wait_for()
    assert first.get_attribute("href") == f"{address}safety/common-effects/"
    assert page.locator(".md-search-result mark").first.inner_text().lower().startswith("bruis")
    sizes = {path: served(site / path) for path in asked}
    assert len(sizes) >= 5
    assert sum(sizes.values()) <= budgets["search"], sizes
    context.close()


@pytest.mark.parametrize("width", [390, 1280])
def test_no_script_lays_out_a_page_that_loads(chromium: Browser, address: str, width: int) -> None:
    """Asking where something stands before the browser has laid it out takes longest of all that a script can do."""
    context = chromium.new_context(viewport={"width": width, "height": 900})
    page = context.new_page()
    scripts = layouts = 0
    for name in ("", "practice/patients/", "safety/ptosis/", "reference/citations/", "assessment/", "assessment/progress/"):
        chromium.start_tracing(page=page, categories=["devtools.timeline"])
        page.goto(address + name, wait_until="networkidle")
        page.wait_for_timeout(200)
        events = [event for event in json.loads(chromium.stop_tracing())["traceEvents"] if event.get("dur")]
        ours = [
            event for event in events
            if event["name"] in RUNS and str(event["args"].get("data", {}).get("url", "")).startswith(address)
        ]
        laid = [event for event in events if event["name"] == "Layout" and event["dur"] > 1_000]
        forced = [
            (script["args"]["data"]["url"].removeprefix(address), layout["dur"]) for script in ours for layout in laid
            if script["tid"] == layout["tid"] and script["ts"] <= layout["ts"] <= script["ts"] + script["dur"]
        ]
        assert forced == [], name
        scripts, layouts = scripts + len(ours), layouts + len(laid)
    assert scripts > 20
    assert layouts > 5
    context.close()
