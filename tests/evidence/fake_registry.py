"""The five registries on 127.0.0.1, answering in their own shapes.

The shapes are those that the registries document or are known to give:

    doi.org/api/handles     200 `responseCode` 1 with values; 404 with `responseCode` 100 where there is no such DOI
    Crossref works          200 `message` with lists of titles, `issued`, `updated-by`; 404 as plain text
    E-utilities esummary    200 always; an unknown PMID is an entry with `error`
    openFDA drug label      200 `results`; 404 with `error.code` NOT_FOUND
    DailyMed history.json   200 `data` with `spl` and `history`; 404
"""

from __future__ import annotations

import contextlib
import json
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import parse_qs, unquote, urlsplit

from course.evidence.registry import Registry
from tests.evidence.misbehaving import Handler, Misbehaving, Seen, serve


@dataclass(frozen=True)
class Answer:
    """One answer; `slow` are seconds of silence before it, `kill` cuts the connection instead."""

    status: int = 200
    body: Any = None
    retry_after: str | None = None
    slow: float = 0.0
    kill: bool = False

    @property
    def data(self) -> bytes:
        return (self.body if isinstance(self.body, str) else json.dumps(self.body)).encode()


MALFORMED = Answer(200, '{"responseCode": 1, "message": {"title": ["The bo')
HTML = Answer(200, "<!doctype html><title>Sign in to the hospital's network</title>")


def handle(doi: str) -> Answer:
    return Answer(200, {
        "responseCode": 1, "handle": doi, "values": [
            {"index": 1, "type": "URL", "data": {"format": "string", "value": f"https://publisher.example/{doi}"},
             "ttl": 86400, "timestamp": "2020-01-02T03:04:05Z"},
        ],
    })


def no_handle(doi: str) -> Answer:
    return Answer(404, {"responseCode": 100, "handle": doi})


def work(doi: str, title: str | None, year: int, **more: Any) -> Answer:
    return Answer(200, {
        "status": "ok", "message-type": "work", "message-version": "1.0.0", "message": {
            "DOI": doi.lower(), "type": "journal-article", "title": [title] if title else [], "subtitle": [],
            "short-title": [], "container-title": ["Journal of Kettles"], "publisher": "Steam Press", "volume": "12",
            "issue": "3", "page": "12-19", "issued": {"date-parts": [[year, 5]]},
            "published-print": {"date-parts": [[year, 5]]},
            "created": {"date-parts": [[2003, 1, 1]], "date-time": "2003-01-01T00:00:00Z", "timestamp": 1041379200000},
            "author": [
                {"given": "Ada B.", "family": "Adams", "sequence": "first", "affiliation": []},
                {"given": "C.", "family": "Brown", "sequence": "additional", "affiliation": []},
                {"name": "Kettle Study Group", "sequence": "additional", "affiliation": []},
            ],
            "relation": {}, "URL": f"https://doi.org/{doi}",
        } | more,
    })


def updated_by(kind: str, source: str = "retraction-watch") -> list[dict[str, Any]]:
    return [{
        "DOI": "10.1234/notice.7", "type": kind, "label": kind.capitalize(), "source": source,
        "updated": {"date-parts": [[2019, 7, 26]], "date-time": "2019-07-26T00:00:00Z", "timestamp": 1564099200000},
        "record-id": "20946",
    }]


NO_WORK = Answer(404, "Resource not found.")


def summary(pmid: str, title: str, pubdate: str, **more: Any) -> Answer:
    return Answer(200, {
        "header": {"type": "esummary", "version": "0.3"},
        "result": {"uids": [pmid], pmid: {
            "uid": pmid, "pubdate": pubdate, "epubdate": "", "source": "J Kettles", "title": title,
            "authors": [
                {"name": "Adams AB", "authtype": "Author", "clusterid": ""},
                {"name": "van der Berg C Jr", "authtype": "Author", "clusterid": ""},
                {"name": "Kettle Study Group", "authtype": "CollectiveName", "clusterid": ""},
            ],
            "volume": "12", "issue": "3", "pages": "12-9", "lang": ["eng"], "pubtype": ["Journal Article"],
            "articleids": [{"idtype": "pubmed", "idtypen": 1, "value": pmid}],
            "references": [], "fulljournalname": "Journal of kettles",
        } | more},
    })


def no_summary(pmid: str) -> Answer:
    return Answer(200, {
        "header": {"type": "esummary", "version": "0.3"},
        "result": {"uids": [pmid], pmid: {"uid": pmid, "error": "cannot get document summary"}},
    })


def label(set_id: str, version: int, effective: str) -> Answer:
    return Answer(200, {
        "meta": {
            "disclaimer": "Do not rely on openFDA to make decisions regarding medical care.",
            "last_updated": "2026-11-20", "results": {"skip": 0, "limit": 1, "total": 1},
        },
        "results": [{
            "set_id": set_id, "id": "0d0e9f0a-0000-4000-8000-000000000000", "version": str(version),
            "effective_time": effective, "dosage_and_administration": ["2 DOSAGE AND ADMINISTRATION " + "x" * 5000],
            "openfda": {"brand_name": ["KETTLE"], "spl_set_id": [set_id]},
        }],
    })


NO_LABEL = Answer(404, {"error": {"code": "NOT_FOUND", "message": "No matches found!"}})
NO_HISTORY = Answer(404, "<html><body>Not Found</body></html>")


def history(set_id: str, *versions: tuple[int, str]) -> Answer:
    return Answer(200, {
        "metadata": {"elements_per_page": "100", "total_elements": str(len(versions)), "next_page_url": "null",
                     "db_published_date": "Nov 20, 2026 12:39:52PM EST"},
        "data": {
            "spl": {"setid": set_id, "title": "KETTLE (TEA) INJECTION [STEAM PRESS]"},
            "history": [{"spl_version": str(number), "published_date": day} for number, day in versions],
        },
    })


@dataclass
class FakeRegistry:
    """What each registry answers to each identifier, in turn; the last answer stays."""

    server: Misbehaving
    answers: dict[tuple[str, str], list[Answer]] = field(default_factory=dict)
    asked: list[tuple[str, str]] = field(default_factory=list)

    def put(self, registry: str, identifier: str, *answers: Answer) -> None:
        self.answers[registry, identifier] = list(answers)

    @property
    def addresses(self) -> Registry:
        base = self.server.url("")
        return Registry(
            f"{base}/handles/", f"{base}/works/", f"{base}/eutils/", f"{base}/drug/label.json", f"{base}/spls/"
        )

    def next(self, path: str) -> Answer:
        parts = urlsplit(path)
        query = parse_qs(parts.query)
        match parts.path.strip("/").split("/", 1):
            case ["handles" | "works" as registry, doi]:
                found = registry, unquote(doi)
            case ["eutils", "esummary.fcgi"] if query["db"] == ["pubmed"] and query["retmode"] == ["json"]:
                found = "pubmed", query["id"][0]
            case ["drug", "label.json"]:
                found = "openfda", query["search"][0].removeprefix('set_id:"').removesuffix('"')
            case ["spls", rest] if rest.endswith("/history.json"):
                found = "dailymed", rest.removesuffix("/history.json")
            case _:
                raise AssertionError(f"no registry has {path}")
        self.asked.append(found)
        answers = self.answers[found]
        return answers.pop(0) if len(answers) > 1 else answers[0]


@contextlib.contextmanager
def registry(now: Callable[[], float] = time.monotonic) -> Iterator[FakeRegistry]:
    """All registries at one address."""
    fakes: list[FakeRegistry] = []

    class RegistryHandler(Handler):
        def do_GET(self) -> None:  # noqa: N802 - the library's name
            self.server.record.seen.append(Seen(self.path, self.headers.get("User-Agent", ""), self.server.now()))
            answer = fakes[0].next(self.path)
            if answer.slow:
                self.server.stopping.wait(answer.slow)
            if answer.kill:
                self.reset()
                return
            self.send_response(answer.status)
            if answer.retry_after:
                self.send_header("Retry-After", answer.retry_after)
            self.send_header("Content-Length", str(len(answer.data)))
            self.end_headers()
            self.wfile.write(answer.data)

    with serve(now=now, handler=RegistryHandler) as server:
        fakes.append(FakeRegistry(server))
        yield fakes[0]
