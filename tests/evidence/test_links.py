"""`course links` against a server on 127.0.0.1 that misbehaves in every way we tell apart."""

from __future__ import annotations

import importlib.util
import json
import os
import shutil
import socket
import ssl
import sys
from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

from course import cli
from course.evidence import links
from course.evidence.client import USER_AGENT, Client, Clock, Pace, Settings
from course.evidence.first_pass import COLUMNS, FirstLook, first_pass
from course.evidence.links import Result, addresses, as_json, check_external, has_network, table
from course.evidence.outcome import Outcome, of_error, of_status, parse_retry_after, wire
from course.evidence.retry import Tried, backoff, try_all
from course.model import load_course
from course.paths import Paths
from tests.evidence.fake_time import FakeTime
from tests.evidence.misbehaving import Misbehaving, closed_port, serve

OK, BROKEN, UNKNOWN = Outcome.OK, Outcome.BROKEN, Outcome.UNKNOWN
DATA = Path(__file__).parents[2] / "data"
NO_NAME = "http://nonexistent.invalid/page"
#: The pauses are those of every day: a fake clock swallows them. The time-outs are real, so few tests wait for one.
EVERYDAY = Settings(timeout=5.0, deadline=10.0)


@pytest.fixture
def server(time: FakeTime) -> Iterator[Misbehaving]:
    with serve(now=time.now) as running:
        yield running


@pytest.fixture(scope="module")
def secure() -> Iterator[Misbehaving]:
    with serve(tls=True) as running:
        yield running


def run(time: FakeTime, urls: Sequence[str], settings: Settings = EVERYDAY) -> dict[str, Tried]:
    pace = Pace(settings, time.clock)
    return try_all(urls, Client(settings, pace).fetch, pace, settings, time.clock)


def run_one(time: FakeTime, url: str, settings: Settings = EVERYDAY) -> Tried:
    return run(time, [url], settings)[url]


def build_course(root: Path, urls: Iterable[str], page: str = "") -> Paths:
    """A course with one reference for each of `urls` and one page."""
    (root / "docs").mkdir(parents=True)
    (root / "data").mkdir()
    (root / "mkdocs.yml").write_text("site_name: Test\nnav:\n- Start: index.md\n", "utf-8")
    (root / "docs" / "index.md").write_text(f"# Start\n\n{page}\n", "utf-8")
    for schema in DATA.glob("*.schema.json"):
        shutil.copy(schema, root / "data")
    entries = "".join(
        f'- id: ref{number:03}\n  type: webpage\n  title: A page\n  URL: "{url}"\n  note: None.\n'
        f'  custom: {{evidence: trade, seen: "2026-01-01", seen-as: excerpt}}\n'
        for number, url in enumerate(urls)
    )
    (root / "data" / "references.yml").write_text(f"references:\n{entries or '[]'}", "utf-8")
    return Paths(root)


def vouch(*status: int | None) -> Any:
    """A first pass that gives the addresses these statuses in turn; None: no word on it."""

    def look(urls: Sequence[str], settings: Settings, progress: Any = None) -> dict[str, FirstLook]:
        found = {}
        for url, code in zip(sorted(urls), status, strict=True):
            if code is not None:
                found[url] = FirstLook(code < 400, code, False, 0.1)
        return found

    return look


# --- one address -----------------------------------------------------------------------------------------------------

@pytest.mark.parametrize(
    ("path", "outcome", "reason", "status", "tries"),
    [
        ("/ok", OK, "200 OK", 200, 1),
        ("/redirect/3", OK, "200 OK", 200, 1),
        ("/cookie-wall", OK, "200 OK", 200, 1),
        ("/loop", BROKEN, "redirect loop", None, 1),
        ("/to-ftp", BROKEN, "redirects to 'ftp://127.0.0.1/file'", 302, 1),
        ("/status/404", BROKEN, "404 Not Found", 404, 1),
        ("/status/410", BROKEN, "410 Gone", 410, 1),
        ("/status/401", UNKNOWN, "401 Unauthorized", 401, 1),
        ("/status/403", UNKNOWN, "403 Forbidden", 403, 1),
        ("/status/999", UNKNOWN, "999", 999, 4),
        ("/status/429", UNKNOWN, "429 Too Many Requests", 429, 4),
        ("/limited/7/1", OK, "200 OK", 200, 2),
        ("/fail/500/1", OK, "200 OK", 200, 2),
        ("/fail/500/3", OK, "200 OK", 200, 4),
        ("/fail/500/4", UNKNOWN, "500 Internal Server Error", 500, 4),
        ("/status/503", UNKNOWN, "503 Service Unavailable", 503, 4),
        ("/reset/99", UNKNOWN, "connection reset", None, 4),
        ("/reset/1", OK, "200 OK", 200, 2),
        ("/malformed", UNKNOWN, "the answer is not HTTP", None, 4),
    ],
)
def test_each_misbehaviour_has_its_outcome(
    server: Misbehaving, time: FakeTime, path: str, outcome: Outcome, reason: str, status: int | None, tries: int
) -> None:
    tried = run_one(time, server.url(path))
    assert (tried.verdict.outcome, tried.verdict.reason, tried.verdict.status) == (outcome, reason, status)
    assert tried.tries == tries
    if path not in ("/loop", "/cookie-wall"):
        assert server.count(path) == tries


def test_a_certificate_that_nobody_signed_is_broken(secure: Misbehaving, time: FakeTime) -> None:
    tried = run_one(time, secure.url("/ok"))
    assert tried.verdict.outcome is BROKEN
    assert tried.verdict.reason.startswith("TLS: ")
    assert tried.tries == 1
    assert secure.count("/ok") == 0


def test_tls_where_there_is_none_is_broken(server: Misbehaving, time: FakeTime) -> None:
    tried = run_one(time, server.url("/ok").replace("http:", "https:"))
    assert tried.verdict.outcome is BROKEN
    assert tried.verdict.reason.startswith("TLS: ")


def test_a_name_that_does_not_resolve_is_broken_at_once(time: FakeTime) -> None:
    tried = run_one(time, NO_NAME)
    assert (tried.verdict.outcome, tried.verdict.reason, tried.tries) == (BROKEN, "the host name does not resolve", 1)


def test_a_refused_connection_is_never_ok_and_not_broken(time: FakeTime) -> None:
    tried = run_one(time, f"http://127.0.0.1:{closed_port()}/")
    assert (tried.verdict.outcome, tried.verdict.reason, tried.tries) == (UNKNOWN, "connection refused", 4)


def test_a_server_that_says_nothing_is_unknown(server: Misbehaving, time: FakeTime) -> None:
    tried = run_one(time, server.url("/slow/5"), Settings(timeout=0.2))
    assert (tried.verdict.outcome, tried.verdict.reason, tried.tries) == (UNKNOWN, "no answer in time", 4)
    assert server.count("/slow/5") == 4


def test_a_server_that_drips_for_ever_cannot_hold_us(server: Misbehaving, time: FakeTime) -> None:
    settings = Settings(tries=1, timeout=5.0, deadline=0.4)
    tried = run_one(time, server.url("/drip"), settings)
    assert (tried.verdict.outcome, tried.verdict.reason) == (UNKNOWN, "no answer in time")


@pytest.mark.parametrize(
    ("error", "outcome", "again"),
    [
        (socket.gaierror(socket.EAI_AGAIN, "Temporary failure in name resolution"), UNKNOWN, True),
        (ssl.SSLEOFError("EOF occurred"), UNKNOWN, True),
        (ssl.SSLError("handshake failure"), BROKEN, False),
        (BrokenPipeError(), UNKNOWN, True),
        (OSError(101, "Network is unreachable"), UNKNOWN, True),
        (UnicodeError("label too long"), BROKEN, False),
        (ValueError("surprise"), UNKNOWN, True),
    ],
)
def test_errors_that_the_server_cannot_show(error: Exception, outcome: Outcome, again: bool) -> None:
    verdict = of_error(error)
    assert (verdict.outcome, verdict.again) == (outcome, again)


def test_no_status_but_2xx_is_ok_and_only_two_are_broken() -> None:
    outcomes = {status: of_status(status).outcome for status in range(100, 1000)}
    assert {status for status, outcome in outcomes.items() if outcome is OK} == set(range(200, 300))
    assert {status for status, outcome in outcomes.items() if outcome is BROKEN} == {404, 410}


def test_we_say_who_we_are(server: Misbehaving, time: FakeTime) -> None:
    run_one(time, server.url("/ok"))
    assert [request.agent for request in server.seen] == [USER_AGENT]
    assert "botox-training-course link check" in USER_AGENT


@pytest.mark.parametrize(
    ("address", "sent"),
    [
        ("https://example.org", "https://example.org/"),
        ("https://example.org/doc/botox®?q=ü v#part", "https://example.org/doc/botox%C2%AE?q=%C3%BC%20v"),
        ("https://doi.org/10.1016/S0041-0101(00)00120-3", "https://doi.org/10.1016/S0041-0101(00)00120-3"),
        ("https://doi.org/10.1/a%2Fb<c>;2-q", "https://doi.org/10.1/a%2Fb%3Cc%3E;2-q"),
        ("https://bücher.example:8443/a?b=1&c=/", "https://xn--bcher-kva.example:8443/a?b=1&c=/"),
    ],
)
def test_addresses_go_over_the_wire_in_ascii(address: str, sent: str) -> None:
    assert wire(address) == sent


@pytest.mark.parametrize("address", ["ftp://example.org/", "https:///x", "http://a..b/", "http://h:99999/", "http://[x/"])
def test_addresses_that_cannot_be(address: str) -> None:
    with pytest.raises(ValueError):  # noqa: PT011 - three libraries word it
        wire(address)


# --- again, and politely ---------------------------------------------------------------------------------------------

def test_the_backoff_doubles_and_the_jitter_adds_up_to_half(time: FakeTime) -> None:
    settings = Settings(backoff=2.0)
    assert [backoff(settings, time.clock, tries) for tries in (1, 2, 3)] == [2.0, 4.0, 8.0]
    assert backoff(settings, Clock(time.now, time.sleep, lambda: 1.0), 1) == 3.0


def test_tries_are_spaced_by_the_backoff(server: Misbehaving, time: FakeTime) -> None:
    run_one(time, server.url("/status/503"))
    moments = [request.at for request in server.seen]
    assert [later - earlier for earlier, later in pairwise(moments)] == [2.0, 4.0, 8.0]


def test_retry_after_is_honoured(server: Misbehaving, time: FakeTime) -> None:
    tried = run_one(time, server.url("/limited/33/1"))
    assert tried.verdict.outcome is OK
    first, second = (request.at for request in server.seen)
    assert second - first == 33.0


def test_retry_after_holds_the_whole_host(server: Misbehaving, time: FakeTime) -> None:
    run(time, [server.url("/limited/33/1"), server.url("/ok")])
    assert [(request.path, request.at - 1000.0) for request in server.seen] == [
        ("/limited/33/1", 0.0), ("/limited/33/1", 33.0), ("/ok", 34.0),
    ]


def test_retry_after_beyond_our_patience_ends_the_tries_for_the_host(server: Misbehaving, time: FakeTime) -> None:
    tried = run(time, [server.url("/limited/3600/9"), server.url("/ok")])
    limited, other = tried[server.url("/limited/3600/9")], tried[server.url("/ok")]
    assert (limited.verdict.outcome, limited.verdict.status, limited.tries) == (UNKNOWN, 429, 1)
    assert limited.verdict.reason == "429 Too Many Requests, asks to wait 3600 s"
    assert (other.verdict.outcome, other.tries) == (UNKNOWN, 0)
    assert server.count("/ok") == 0
    assert time.time - 1000.0 < 5.0


def test_retry_after_is_a_number_or_a_date() -> None:
    date = format_datetime(datetime.now(UTC) + timedelta(seconds=90), usegmt=True)
    assert parse_retry_after("12") == 12.0
    assert parse_retry_after(date) == pytest.approx(90, abs=3)
    assert parse_retry_after("Thu, 01 Jan 1970 00:00:00 GMT") == 0.0
    assert parse_retry_after("soon") is None
    assert parse_retry_after("9" * 400) == 365 * 86400
    assert parse_retry_after(None) is None


def test_a_host_has_its_pause_between_requests_and_between_hops(server: Misbehaving, time: FakeTime) -> None:
    run(time, [server.url("/ok"), server.url("/redirect/2"), server.url("/status/404")])
    moments = [request.at for request in server.seen]
    assert len(moments) == 5
    assert [later - earlier for earlier, later in pairwise(moments)] == [1.0] * 4


def test_the_pause_of_one_host_is_spent_on_another(server: Misbehaving, time: FakeTime) -> None:
    with serve(now=time.now) as other:
        run(time, [server.url("/ok"), server.url("/ok/2"), other.url("/ok"), other.url("/ok/2")])
        moments = [[request.at - 1000.0 for request in one.seen] for one in (server, other)]
    assert moments == [[0.0, 1.0], [0.0, 1.0]]


def test_the_tries_of_one_address_do_not_hold_up_the_others(server: Misbehaving, time: FakeTime) -> None:
    run(time, [server.url("/fail/500/1"), server.url("/ok")])
    assert [request.path for request in server.seen] == ["/fail/500/1", "/ok", "/fail/500/1"]


# --- LinkChecker -----------------------------------------------------------------------------------------------------

def script(code: str) -> list[str]:
    return [sys.executable, "-c", code]


HEADER = ";".join(COLUMNS)


def test_a_missing_linkchecker_is_one_clear_error(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, server: Misbehaving, capsys: pytest.CaptureFixture[str]
) -> None:
    real = importlib.util.find_spec
    monkeypatch.setattr(importlib.util, "find_spec", lambda name: None if name == "linkcheck" else real(name))
    build_course(tmp_path, [server.url("/ok")])
    monkeypatch.setenv("COURSE_ROOT", str(tmp_path))
    assert cli.main(["links"]) == 1
    assert capsys.readouterr().err.startswith("links: LinkChecker is not installed; ")


@pytest.mark.parametrize(
    ("code", "says"),
    [
        ("import sys; print('oh dear', file=sys.stderr); sys.exit(2)", "ended with status 2; its last words: oh dear"),
        ("import os, signal; os.kill(os.getpid(), signal.SIGKILL)", "ended with status -9"),
        ("", "not the table that we know"),
        ("print('something;else')", "not the table that we know"),
        (f"print('{HEADER}'); print('http://a/;200 OK;;True;0.1')", "its output breaks off"),
        (f"print('{HEADER}'); print('http://a/;200 OK'); print('# Stopped')", "LinkChecker failed"),
    ],
)
def test_a_linkchecker_that_fails_is_an_error_and_never_ok(code: str, says: str) -> None:
    with pytest.raises(RuntimeError, match=says):
        first_pass(["http://a/"], EVERYDAY, command=script(code))


def test_a_linkchecker_that_does_not_start_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(RuntimeError, match="LinkChecker cannot be started"):
        first_pass(["http://a/"], EVERYDAY, command=[str(tmp_path / "none")])


def test_a_linkchecker_that_hangs_is_stopped_and_what_it_said_counts() -> None:
    code = (
        f"import time; print('{HEADER}'); print('http://a/;200 OK;;True;0.1');"
        "print('http://b/;404', end='', flush=True); time.sleep(60)"
    )
    assert list(first_pass(["http://a/", "http://b/"], EVERYDAY, command=script(code), limit=1.0)) == ["http://a/"]
    assert first_pass(["http://a/"], EVERYDAY, command=script("import time; time.sleep(60)"), limit=0.1) == {}


def test_what_linkchecker_did_not_report_is_tried_by_us(
    server: Misbehaving, time: FakeTime, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    paths = build_course(tmp_path, [server.url("/ok/a"), server.url("/ok/b"), server.url("/status/404")])
    status = check_external(
        paths, None, None, settings=EVERYDAY, clock=time.clock, look=vouch(200, None, None)
    )
    assert status == 1
    assert [request.path for request in server.seen] == ["/ok/b", "/status/404"]
    assert "links: 2 OK, 1 BROKEN, 0 UNKNOWN, " in capsys.readouterr().out


def test_what_linkchecker_calls_valid_without_an_answer_is_not_ok(
    server: Misbehaving, time: FakeTime, tmp_path: Path
) -> None:
    def look(urls: Sequence[str], settings: Settings, progress: Any) -> dict[str, FirstLook]:
        return {
            server.url("/status/300"): FirstLook(True, 300, False, 0.0),
            server.url("/status/429"): FirstLook(True, 429, False, 0.0),
            server.url("/private"): FirstLook(True, None, True, 0.0),
        }

    paths = build_course(tmp_path, [server.url("/status/300"), server.url("/status/429"), server.url("/private")])
    assert check_external(paths, "out.json", None, settings=EVERYDAY, clock=time.clock, look=look) == 0
    outcomes = {link["url"]: link["outcome"] for link in json.loads((tmp_path / "out.json").read_text())["links"]}
    assert set(outcomes.values()) == {"UNKNOWN"}
    assert server.count("/private") == 0, "what robots.txt forbids is not asked for by us either"


def test_end_to_end_with_the_real_linkchecker(
    secure: Misbehaving, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with serve() as server:
        expected = {
            server.url("/ok"): "OK",
            server.url("/ok/botox®"): "OK",
            server.url("/redirect/3"): "OK",
            server.url("/cookie-wall"): "OK",
            server.url("/fail/500/1"): "OK",
            server.url("/fail/503/2"): "OK",
            server.url("/limited/1/1"): "OK",
            server.url("/reset/1"): "OK",
            server.url("/loop"): "BROKEN",
            server.url("/to-ftp"): "BROKEN",
            server.url("/status/404"): "BROKEN",
            server.url("/status/410"): "BROKEN",
            secure.url("/ok"): "BROKEN",
            NO_NAME: "BROKEN",
            server.url("/status/403"): "UNKNOWN",
            server.url("/status/429"): "UNKNOWN",
            server.url("/status/503"): "UNKNOWN",
            server.url("/reset/999"): "UNKNOWN",
            server.url("/slow/3"): "UNKNOWN",
            server.url("/malformed"): "UNKNOWN",
            server.url("/private"): "UNKNOWN",
            f"http://127.0.0.1:{closed_port()}/": "UNKNOWN",
        }
        paths = build_course(tmp_path, expected, page=f"See [it]({server.url('/ok#part')}) and <b>more</b>.")
        expected[server.url("/ok#part")] = "OK"
        settings = Settings(tries=3, timeout=0.5, pause=0.01, backoff=0.02, rate=100.0, threads=1)
        assert check_external(paths, "out/links.json", None, settings=settings) == 1
    report = json.loads((tmp_path / "out" / "links.json").read_text("utf-8"))
    by_url = {link["url"]: link for link in report["links"]}
    assert {url: link["outcome"] for url, link in by_url.items()} == expected
    tries = {url.rpartition(str(server.port))[2]: link["tries"] for url, link in by_url.items()}
    assert (tries["/ok"], tries["/fail/500/1"], tries["/fail/503/2"], tries["/status/503"]) == (1, 2, 3, 4)
    assert server.count("/ok") == 2, "/ok and the end of /redirect/3, and not once more for /ok#part"
    assert {request.agent for request in server.seen if request.path != "/robots.txt"} == {USER_AGENT}
    out = capsys.readouterr().out
    assert out.splitlines()[-1].startswith("links: 9 OK, 6 BROKEN, 8 UNKNOWN, ")


# --- the whole command -----------------------------------------------------------------------------------------------

def test_the_addresses_are_those_of_the_references_and_of_the_pages(tmp_path: Path) -> None:
    paths = build_course(
        tmp_path, ["https://a.example/1", "https://a.example/2"],
        page="[x](https://a.example/2) [x](https://a.example/2)\n[y](https://b.example/) [in](about.md) `[z](http://c/)`",
    )
    assert addresses(load_course(paths)) == {
        "https://a.example/1": ["data/references.yml:2"],
        "https://a.example/2": ["data/references.yml:8", "docs/index.md:3"],
        "https://b.example/": ["docs/index.md:4"],
    }


@pytest.mark.parametrize(("path", "status"), [("/ok", 0), ("/status/403", 0), ("/status/503", 0), ("/status/404", 1)])
def test_only_broken_addresses_fail_the_command(
    server: Misbehaving, time: FakeTime, tmp_path: Path, path: str, status: int
) -> None:
    paths = build_course(tmp_path, [server.url(path)])
    assert check_external(paths, None, None, settings=EVERYDAY, clock=time.clock, look=vouch(None)) == status


def test_only_narrows_the_check(server: Misbehaving, time: FakeTime, tmp_path: Path) -> None:
    paths = build_course(tmp_path, [server.url("/ok"), server.url("/status/404")])
    assert check_external(paths, None, "/ok", settings=EVERYDAY, clock=time.clock, look=vouch(None)) == 0
    assert [request.path for request in server.seen] == ["/ok"]
    with pytest.raises(RuntimeError, match="no address of the course contains '/okay'"):
        check_external(paths, None, "/okay")


def test_an_address_that_cannot_be_is_broken(time: FakeTime, tmp_path: Path) -> None:
    paths = build_course(tmp_path, ["http://host:port/"])
    assert check_external(paths, "out.json", None, clock=time.clock, look=vouch(), network=lambda urls: True) == 1
    assert json.loads((tmp_path / "out.json").read_text())["links"][0]["reason"] == "not a valid address"


def test_without_a_network_everything_is_unknown_and_nothing_fails(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    paths = build_course(tmp_path, [NO_NAME, "http://other.invalid/", "http://host:port/"])
    assert check_external(paths, "out.json", None) == 0
    lines = capsys.readouterr().out.splitlines()
    assert lines[0] == "links: there is no network; nothing could be checked"
    assert len(lines) == 2
    assert lines[1].startswith("links: 0 OK, 0 BROKEN, 3 UNKNOWN, ")
    found = json.loads((tmp_path / "out.json").read_text())["links"]
    assert {(link["outcome"], link["reason"], link["tries"]) for link in found} == {("UNKNOWN", "no network", 0)}


def test_a_network_that_goes_away_does_not_break_names(
    server: Misbehaving, time: FakeTime, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    answers = iter([True, False])
    paths = build_course(tmp_path, [server.url("/ok"), NO_NAME])
    status = check_external(
        paths, None, None, settings=EVERYDAY, clock=time.clock, look=vouch(None, None),
        network=lambda urls: next(answers),
    )
    assert status == 0
    assert "links: 1 OK, 0 BROKEN, 1 UNKNOWN, " in capsys.readouterr().out


def test_a_network_is_there_when_any_host_answers_even_with_no(server: Misbehaving) -> None:
    assert not has_network([NO_NAME])
    assert has_network([NO_NAME, server.url("/ok")])
    assert has_network([f"http://127.0.0.1:{closed_port()}/"])


def test_progress_is_told_while_the_check_works(
    server: Misbehaving, time: FakeTime, tmp_path: Path, monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setattr(links, "PROGRESS", 0.0)
    paths = build_course(tmp_path, [server.url("/ok/1"), server.url("/ok/2")])
    check_external(paths, None, None, settings=EVERYDAY, clock=time.clock, look=vouch(None, None))
    out = capsys.readouterr().out
    assert "links: second pass, 1 of 2\nlinks: second pass, 2 of 2\n" in out


def result(outcome: Outcome, url: str, reason: str = "reason", tries: int = 1) -> Result:
    return Result(url, outcome, reason, None, tries, 1.234, ("docs/a.md:1", "docs/b.md:22"))


def test_the_table_shows_what_needs_a_person_first() -> None:
    rows = table([
        result(OK, "https://ok.example/", "200 OK"),
        result(UNKNOWN, "https://u.example/", "503 Service Unavailable", tries=5),
        result(BROKEN, "https://b.example/", "404 Not Found", tries=2),
    ]).splitlines()
    assert rows == [
        "BROKEN   404 Not Found                     https://b.example/   docs/a.md:1, docs/b.md:22",
        "UNKNOWN  503 Service Unavailable, 5 tries  https://u.example/   docs/a.md:1, docs/b.md:22",
        "OK       200 OK                            https://ok.example/  docs/a.md:1, docs/b.md:22",
    ]


def test_many_good_addresses_are_only_counted() -> None:
    good = [result(OK, f"https://ok.example/{number}") for number in range(11)]
    assert table(good) == ""
    assert table([*good, result(BROKEN, "https://b.example/")]).count("\n") == 0
    assert table(good[:10]).count("\n") == 9


def test_the_json_has_every_address_and_the_date() -> None:
    moment = datetime(2026, 11, 23, 12, 0, 5, tzinfo=UTC)
    assert json.loads(as_json([result(OK, "https://ok.example/®"), result(BROKEN, "https://b.example/")], moment)) == {
        "checked-at": "2026-11-23T12:00:05+00:00",
        "links": [
            {
                "url": url, "outcome": outcome, "reason": "reason", "status": None, "tries": 1, "seconds": 1.23,
                "places": ["docs/a.md:1", "docs/b.md:22"],
            }
            for url, outcome in (("https://b.example/", "BROKEN"), ("https://ok.example/®", "OK"))
        ],
    }


def test_an_interrupted_write_leaves_the_earlier_file_whole(
    server: Misbehaving, time: FakeTime, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    paths = build_course(tmp_path, [server.url("/ok")])
    file = tmp_path / "out" / "links.json"
    file.parent.mkdir()
    file.write_text("earlier")

    def interrupted(*names: Any) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(os, "replace", interrupted)
    with pytest.raises(KeyboardInterrupt):
        check_external(paths, "out/links.json", None, settings=EVERYDAY, clock=time.clock, look=vouch(None))
    assert file.read_text() == "earlier"
    assert list(file.parent.iterdir()) == [file]


def test_a_file_that_cannot_be_written_is_one_clear_error(
    server: Misbehaving, time: FakeTime, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    paths = build_course(tmp_path, [server.url("/status/404")])
    (tmp_path / "out").mkdir()
    with pytest.raises(RuntimeError, match="cannot write out: Is a directory"):
        check_external(paths, "out", None, settings=EVERYDAY, clock=time.clock, look=vouch(None))
    assert "404 Not Found" in capsys.readouterr().out, "what was found is shown all the same"
