"""What a reader's browser fetches, and what it has to do, for a view of a page: the same server and browser for every site.

The server compresses with Brotli at its strongest, keeps connections open (HTTP/1.1) and lets the browser keep everything for
ten minutes. It counts every byte it sends, head and body, also those that the theme's search asks for in a worker; the
browser's own count of what the page has fetched (`encodedDataLength` of the DevTools protocol) is held against that.
"""

from __future__ import annotations

import json
import statistics
import threading
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from functools import cache
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from mimetypes import guess_type
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

import brotli
from playwright.sync_api import Browser, BrowserContext, Page
from playwright.sync_api import TimeoutError as TookTooLongError

from course.site.chromium import browser
from course.site.finish import TEXT

WIDTH, HEIGHT = 1280, 800
MAX_AGE = 600
FONTS = (".woff2", ".woff")
#: Milliseconds for which a page is watched after it has loaded and asks for nothing more.
AFTERWARDS = 500
#: A long task blocks the page for more than 50 ms; Chromium reports no shorter one.
OBSERVED = """
    window.benchShifts = []; window.benchLong = [];
    new PerformanceObserver(list => benchShifts.push(...list.getEntries().filter(entry => !entry.hadRecentInput)
      .map(entry => entry.value))).observe({type: "layout-shift", buffered: true});
    new PerformanceObserver(list => benchLong.push(...list.getEntries().map(entry =>
      [entry.duration, entry.name, ...entry.attribution.map(by => by.containerType + " " + by.containerSrc)])))
      .observe({type: "longtask", buffered: true});
"""
#: What Chromium's trace calls a script that runs.
RUNS = ("EvaluateScript", "FunctionCall")
#: Where the theme and our pages have their search.
SEARCH_INPUT, SEARCH_RESULT = ".md-search__input", ".md-search-result__link"


@cache
def _body(file: Path, brotlied: bool) -> bytes:
    content = file.read_bytes()
    return brotli.compress(content, quality=11) if brotlied else content


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    #: (path, bytes with the head) of every answer, in the order in which they began.
    sent: list[tuple[str, int]]
    root: Path


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server: _Server

    def do_GET(self) -> None:
        path = unquote(urlsplit(self.path).path)
        file = self.server.root / path.lstrip("/")
        file = file / "index.html" if path.endswith("/") else file
        there = file.is_file()
        small = there and file.suffix in TEXT and "br" in self.headers.get("Accept-Encoding", "")
        body = _body(file, small) if there else b"not found"
        head = [
            f"HTTP/1.1 {'200 OK' if there else '404 Not Found'}",
            f"Content-Type: {(guess_type(file.name)[0] or 'application/octet-stream') if there else 'text/plain'}",
            f"Content-Length: {len(body)}", f"Cache-Control: max-age={MAX_AGE}",
            *(["Content-Encoding: br"] if small else []), "", "",
        ]
        answer = "\r\n".join(head).encode() + body
        self.server.sent.append((path, len(answer)))
        self.wfile.write(answer)

    def log_message(self, format: str, *args: object) -> None:
        """Say nothing: the caller reports."""


@contextmanager
def serving(root: Path) -> Iterator[tuple[str, list[tuple[str, int]]]]:
    """Serve the built site `root`; yields its address, with a slash at its end, and the growing list of what was sent."""
    server = _Server(("127.0.0.1", 0), _Handler)
    server.root, server.sent = root, []
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_address[1]}/", server.sent
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


@dataclass(frozen=True)
class View:
    """One view of a page. Bytes are those on the way, compressed, with the heads of the answers."""

    bytes: int
    fonts: int
    #: Of `bytes`, what is fetched for the search.
    search: int
    requests: int
    #: The sum of all layout shifts: 0 where nothing moves.
    shift: float
    #: Milliseconds of each long task, and what Chromium says of where it came from.
    long: tuple[tuple[float, str], ...]
    #: Requests to any other host.
    elsewhere: int
    #: Milliseconds that the site's own scripts ran in one task at most, in a view of its own.
    script: float = 0.0
    #: What stands in the way to take the two counts as one, or "".
    doubt: str = ""


@dataclass(frozen=True)
class Weight:
    """A chapter as it is opened first (`cold`), and the next chapter after it."""

    page: str
    cold: View
    second: View


class _Watch:
    """What one browser window asks for while a page is viewed."""

    def __init__(self, context: BrowserContext, page: Page, address: str, sent: list[tuple[str, int]]):
        self.page, self.address, self.sent = page, address, sent
        self.counted: dict[str, int] = {}
        self.elsewhere = 0
        self._paths: dict[str, str] = {}
        session = context.new_cdp_session(page)
        session.send("Network.enable")
        session.on("Network.requestWillBeSent", self._asked)
        session.on("Network.loadingFinished", self._finished)
        context.on("request", lambda request: self._note(request.url))

    def _note(self, url: str) -> None:
        if urlsplit(url).scheme in ("http", "https", "ws", "wss") and not url.startswith(self.address):
            self.elsewhere += 1

    def _asked(self, event: dict[str, Any]) -> None:
        self._paths[event["requestId"]] = unquote(urlsplit(event["request"]["url"]).path)

    def _finished(self, event: dict[str, Any]) -> None:
        if path := self._paths.get(event["requestId"]):
            self.counted[path] = self.counted.get(path, 0) + int(event["encodedDataLength"])

    def view(self, place: str, afterwards: int = AFTERWARDS) -> View:
        """Open the page at `place` and wait until it is at rest, and `afterwards` milliseconds more."""
        start, self.elsewhere = len(self.sent), 0
        self.counted.clear()
        self.page.goto(self.address + place, wait_until="load")
        self.page.evaluate("document.fonts.ready.then(() => null)")
        self.page.wait_for_load_state("networkidle")
        self.page.wait_for_timeout(afterwards)
        sent = self.sent[start:]
        own = {path: size for path, size in self.counted.items() if size}
        served: dict[str, int] = {}
        for path, size in sent:
            served[path] = served.get(path, 0) + size
        differ = [
            f"{path}: {size} in the browser, {served.get(path, 0)} sent"
            for path, size in own.items() if served.get(path) != size
        ]
        return View(
            bytes=sum(size for _, size in sent),
            fonts=sum(size for path, size in sent if path.endswith(FONTS)),
            search=sum(size for path, size in sent if "search" in path),
            requests=len(sent),
            shift=round(sum(self.page.evaluate("benchShifts")), 4),
            long=tuple((entry[0], " ".join(entry[1:]).strip()) for entry in self.page.evaluate("benchLong")),
            elsewhere=self.elsewhere,
            doubt="; ".join(differ),
        )


def _window(instance: Browser) -> BrowserContext:
    context = instance.new_context(viewport={"width": WIDTH, "height": HEIGHT})
    context.add_init_script(OBSERVED)
    return context


def weigh(root: Path, place: str, following: str, times: int = 3) -> Weight:
    """Open the page at `place` of the built site `root` with an empty cache, then the one at `following`.

    Bytes are the same each time; of the `times` views the one with the median of long tasks is reported.

    Raises:
        RuntimeError: browser and server count differently, or the page is not there.
    """
    if not (root / place / "index.html").is_file():
        raise RuntimeError(f"{root} has no page {place}")
    views: list[Weight] = []
    with serving(root) as (address, sent), browser() as instance:
        for _ in range(times):
            context = _window(instance)
            watch = _Watch(context, context.new_page(), address, sent)
            views.append(Weight(place, watch.view(place), watch.view(following)))
            context.close()
        context = _window(instance)
        page = context.new_page()
        ran = [_traced(instance, page, address, name) for name in (place, following)]
        context.close()
    for weight in views:
        for view in (weight.cold, weight.second):
            if view.doubt:
                raise RuntimeError(f"browser and server count differently: {view.doubt}")
    middle = statistics.median_low(blocked(weight.cold) for weight in views)
    weight = next(weight for weight in views if blocked(weight.cold) == middle)
    return replace(weight, cold=replace(weight.cold, script=ran[0]), second=replace(weight.second, script=ran[1]))


def walk(root: Path, places: Sequence[str]) -> list[int]:
    """Bytes without fonts of each of `places`, two or more, where a reader comes to it from another one.

    They are opened in their order; the first one is weighed after the second, in a window of its own.

    Raises:
        RuntimeError: browser and server count differently.
    """
    found: list[int] = []
    with serving(root) as (address, sent), browser() as instance:
        for order in ([places[1], places[0]], places):
            context = _window(instance)
            watch = _Watch(context, context.new_page(), address, sent)
            for number, place in enumerate(order):
                view = watch.view(place, afterwards=0)
                if view.doubt:
                    raise RuntimeError(f"browser and server count differently: {view.doubt}")
                if number:
                    found.append(view.bytes - view.fonts)
            context.close()
    return found


def _traced(instance: Browser, page: Page, address: str, place: str) -> float:
    """Open the page at `place` under a trace, which slows it a little; see `longest_script`."""
    instance.start_tracing(page=page, categories=["toplevel", "devtools.timeline"])
    page.goto(address + place, wait_until="networkidle")
    page.wait_for_timeout(AFTERWARDS)
    return longest_script(json.loads(instance.stop_tracing())["traceEvents"], address)


def longest_script(events: Iterable[dict[str, Any]], address: str) -> float:
    """Milliseconds that scripts from `address` ran in one task at most, with all that they made the browser do.

    `events` are those of Chromium's trace with the categories toplevel and devtools.timeline.
    """
    tasks: dict[tuple[int, int], list[tuple[int, int]]] = {}
    runs: dict[tuple[int, int], list[tuple[int, int]]] = {}
    for event in events:
        if event.get("ph") != "X" or not event.get("dur"):
            continue
        thread, span = (event["pid"], event["tid"]), (event["ts"], event["ts"] + event["dur"])
        if event["name"].endswith("RunTask"):
            tasks.setdefault(thread, []).append(span)
        elif event["name"] in RUNS and str(event["args"].get("data", {}).get("url", "")).startswith(address):
            runs.setdefault(thread, []).append(span)
    sums: dict[tuple[int, int, int], int] = {}
    for thread, spans in runs.items():
        within, ended = sorted(tasks.get(thread, [])), 0
        for start, end in sorted(spans):
            if start < ended:
                continue  # called by the one before, which counts
            ended = end
            task = next((begin for begin, close in reversed(within) if begin <= start and end <= close), start)
            sums[*thread, task] = sums.get((*thread, task), 0) + end - start
    return max(sums.values(), default=0) / 1000


def blocked(view: View) -> float:
    """Milliseconds of all long tasks of a view."""
    return sum(duration for duration, _ in view.long)


def first_search(root: Path, place: str, word: str) -> int:
    """Bytes that have been fetched for the search when the first results for `word` stand on the page at `place`.

    Raises:
        RuntimeError: nothing was found within half a minute.
    """
    with serving(root) as (address, sent), browser() as instance:
        page = _window(instance).new_page()
        page.goto(address + place, wait_until="load")
        page.wait_for_load_state("networkidle")
        try:
            page.locator(SEARCH_INPUT).focus()
            page.keyboard.type(word)
            page.locator(SEARCH_RESULT).first.wait_for(state="attached")
        except TookTooLongError as error:
            raise RuntimeError(f"a search for '{word}' on {place or 'the first page'} of {root} found nothing") from error
        page.wait_for_timeout(AFTERWARDS)
        return sum(size for path, size in sent if "search" in path)


def compressed(file: Path) -> tuple[int, int]:
    """(bytes of `file`, the same with Brotli 11)."""
    return file.stat().st_size, len(_body(file, True))


def with_median_weight(root: Path, places: Sequence[str]) -> str:
    """The one of `places` whose page has the median weight, compressed; the lighter of two in the middle."""
    return sorted(places, key=lambda place: (compressed(root / place / "index.html")[1], place))[(len(places) - 1) // 2]
