"""`course links`: can the addresses that the course rests on still be reached?

LinkChecker looks first. What it does not vouch for is tried again by us: it has no retries, and it calls a server
that is busy or shy as broken as a page that is gone.
"""

from __future__ import annotations

import json
import socket
import time
import urllib.request
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from itertools import zip_longest
from pathlib import Path
from urllib.parse import urlsplit

from course import atomic
from course.evidence.client import Client, Clock, Pace, Settings
from course.evidence.first_pass import FirstLook, first_pass
from course.evidence.outcome import NO_NAME, Outcome, host_of, of_status, wire
from course.evidence.retry import try_all
from course.model import Course, load_course
from course.paths import Paths

NO_NETWORK = "no network"
#: So many good addresses are still listed one by one.
FEW = 10
#: Seconds between two lines that say how far the check is.
PROGRESS = 10.0
#: Hosts to ask before we say that there is no network, and the seconds each of them has.
PROBES, PROBE_TIMEOUT = 5, 5.0


@dataclass(frozen=True)
class Result:
    """What is known of one address in the end. `status` is that of the last answer, if there was one."""

    url: str
    outcome: Outcome
    reason: str
    status: int | None
    tries: int
    seconds: float
    places: tuple[str, ...]


def addresses(course: Course) -> dict[str, list[str]]:
    """Every external address with the places (`file:line`) that use it, in the order of reading."""
    places: dict[str, list[str]] = {}

    def add(address: str, place: str) -> None:
        known = places.setdefault(address, [])
        if place not in known:
            known.append(place)

    for reference in course.references:
        for _, _, address in reference.identifiers:
            add(address, f"{course.references.path}:{reference.line}")
    for page in course.in_order:
        for link in page.links:
            if link.target.lower().startswith(("http://", "https://")):
                add(link.target, f"{page.source}:{link.line}")
    return places


def has_network(urls: Iterable[str]) -> bool:
    """Whether any of the hosts that `urls` name most often, or the proxy, takes a connection."""
    proxies = [address for scheme, address in urllib.request.getproxies().items() if scheme in ("http", "https")]
    hosts: Counter[tuple[str, int]] = Counter()
    for url in proxies or urls:
        try:
            parts = urlsplit(url if "://" in url else f"http://{url}")
            port = parts.port or (443 if parts.scheme == "https" else 80)
        except ValueError:
            continue
        if parts.hostname:
            hosts[parts.hostname, port] += 1
    for host, _ in hosts.most_common(PROBES):
        try:
            socket.create_connection(host, PROBE_TIMEOUT).close()
        except (ConnectionRefusedError, ConnectionResetError):
            return True
        except OSError:
            continue
        return True
    return False


class Progress:
    """One line of `command` every so often."""

    def __init__(self, total: int, command: str = "links"):
        self._total, self._command, self._next = total, command, time.monotonic() + PROGRESS

    def line(self, who: str) -> Callable[[int], None]:
        def told(done: int) -> None:
            if time.monotonic() >= self._next:
                print(f"{self._command}: {who}, {min(done, self._total)} of {self._total}", flush=True)
                self._next = time.monotonic() + PROGRESS

        return told


def _by_turns(urls: Iterable[str]) -> list[str]:
    """`urls` with the hosts taking turns, so that the pause of one is spent on the others."""
    hosts: dict[str, list[str]] = {}
    for url in urls:
        hosts.setdefault(host_of(url), []).append(url)
    return [url for row in zip_longest(*hosts.values()) for url in row if url is not None]


def _from_first(url: str, look: FirstLook) -> Result | None:
    """The result where LinkChecker's word is enough."""
    if look.ok and look.status is not None:
        return Result(url, Outcome.OK, of_status(look.status).reason, look.status, 1, look.seconds, ())
    if look.forbidden:
        return Result(url, Outcome.UNKNOWN, "robots.txt forbids the check", None, 0, look.seconds, ())
    return None


def _check(
    urls: Sequence[str], settings: Settings, clock: Clock, look: Callable[..., dict[str, FirstLook]]
) -> dict[str, Result]:
    """The results by address, still without places."""
    print(f"links: LinkChecker looks at {len(urls)} addresses", flush=True)
    looks = look(_by_turns(urls), settings, Progress(len(urls)).line("first pass"))
    results = {url: result for url in urls if url in looks and (result := _from_first(url, looks[url]))}
    rest = [url for url in urls if url not in results]
    if rest:
        print(f"links: {len(results)} are settled, {len(rest)} are tried again", flush=True)
    pace = Pace(settings, clock)
    tried = try_all(rest, Client(settings, pace).fetch, pace, settings, clock, Progress(len(rest)).line("second pass"))
    for url, last in tried.items():
        before = looks.get(url)
        results[url] = Result(
            url, last.verdict.outcome, last.verdict.reason, last.verdict.status,
            last.tries + (before is not None), last.seconds + (before.seconds if before else 0.0), (),
        )
    return results


def _excused(found: dict[str, Result]) -> dict[str, Result]:
    """`found` after the network went away: then no name resolves, and none of them is to blame."""
    print("links: the network has gone; names that did not resolve count as unknown", flush=True)
    return {
        url: replace(result, outcome=Outcome.UNKNOWN) if result.reason == NO_NAME else result
        for url, result in found.items()
    }


def _in_table(results: Iterable[Result]) -> list[Result]:
    order = list(Outcome)
    return sorted(results, key=lambda result: (order.index(result.outcome), result.url))


def _reason(result: Result) -> str:
    again = result.outcome is Outcome.UNKNOWN and result.tries > 1
    return f"{result.reason}, {result.tries} tries" if again else result.reason


def table(results: Sequence[Result]) -> str:
    """What a person has to look at, one address a line; good addresses only where they are few."""
    good = sum(result.outcome is Outcome.OK for result in results)
    rows = [
        (result.outcome.value, _reason(result), result.url, ", ".join(result.places))
        for result in _in_table(results) if result.outcome is not Outcome.OK or good <= FEW
    ]
    widths = [max((len(row[column]) for row in rows), default=0) for column in range(3)]
    return "\n".join(
        "  ".join([*(cell.ljust(width) for cell, width in zip(row, widths, strict=False)), row[3]]) for row in rows
    )


def as_json(results: Iterable[Result], checked_at: datetime) -> str:
    """The same for programs, with the good addresses."""
    links = [
        {
            "url": result.url,
            "outcome": result.outcome.value,
            "reason": result.reason,
            "status": result.status,
            "tries": result.tries,
            "seconds": round(result.seconds, 2),
            "places": list(result.places),
        }
        for result in _in_table(results)
    ]
    value = {"checked-at": checked_at.isoformat(timespec="seconds"), "links": links}
    return json.dumps(value, indent=2, ensure_ascii=False) + "\n"


def write_report(paths: Paths, file: Path, text: str) -> None:
    """Write a report in one step.

    Raises:
        RuntimeError: it cannot be written.
    """
    try:
        atomic.write_text(file, text)
    except OSError as error:
        raise RuntimeError(f"cannot write {paths.show(file)}: {error.strerror}") from error


def check_external(
    paths: Paths,
    json_file: str | None,
    only: str | None,
    *,
    settings: Settings | None = None,
    clock: Clock | None = None,
    network: Callable[[Iterable[str]], bool] = has_network,
    look: Callable[..., dict[str, FirstLook]] = first_pass,
) -> int:
    """Check the external addresses of the course, those that contain `only` where it is given; 1 if one is broken.

    `json_file` is relative to the root of the repository.

    Raises:
        CourseError: the course cannot be read.
        RuntimeError: LinkChecker is missing or failed, no address contains `only`, or `json_file` cannot be written.
    """
    started = time.perf_counter()
    every = addresses(load_course(paths))
    wanted = {url: places for url, places in every.items() if only is None or only in url}
    if only is not None and not wanted:
        raise RuntimeError(f"no address of the course contains '{only}'")

    # Addresses that differ in their fragment only are one request.
    wires: dict[str, str] = {}
    results: list[Result] = []
    for url, places in wanted.items():
        try:
            wires[url] = wire(url)
        except ValueError:
            results.append(Result(url, Outcome.BROKEN, "not a valid address", None, 0, 0.0, tuple(places)))
    urls = list(dict.fromkeys(wires.values()))

    online = not urls or network(every)
    if online:
        found = _check(urls, settings or Settings(), clock or Clock(), look) if urls else {}
        if any(result.reason == NO_NAME for result in found.values()) and not network(every):
            found = _excused(found)
    else:
        print("links: there is no network; nothing could be checked", flush=True)
        found = {url: Result(url, Outcome.UNKNOWN, NO_NETWORK, None, 0, 0.0, ()) for url in urls}
        results = [replace(result, outcome=Outcome.UNKNOWN, reason=NO_NETWORK) for result in results]
    results += [replace(found[sent], url=url, places=tuple(wanted[url])) for url, sent in wires.items()]

    if online and (listing := table(results)):
        print(listing)
    if json_file:
        write_report(paths, paths.root / json_file, as_json(results, datetime.now(UTC)))
    count = Counter(result.outcome for result in results)
    print(
        f"links: {count[Outcome.OK]} OK, {count[Outcome.BROKEN]} BROKEN, {count[Outcome.UNKNOWN]} UNKNOWN, "
        f"{time.perf_counter() - started:.1f} s"
    )
    return 1 if count[Outcome.BROKEN] else 0
