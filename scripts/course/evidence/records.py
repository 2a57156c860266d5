"""What the registries answer, as typed records. An answer that is not of the documented form is no answer."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any

from course.evidence.ask import Reply
from course.evidence.titles import plain, withdrawn

#: Codes of the handle system.
_FOUND, _NO_HANDLE = 1, 100
_NO_SUMMARY = "cannot get document summary"
_STRANGE = "the answer is not of the form that we know"
#: Types of Crossref's updates that take a work back; every other one changes it.
_RETRACTING = ("retraction", "removal", "withdrawal")
#: How PubMed names what happened to a paper, in `references`, where the paper is the one concerned.
_PUBMED_NOTICES = ("retraction in", "retracted and republished in", "erratum in", "expression of concern in",
                   "corrected and republished in", "partial retraction in")


class NoAnswerError(Exception):
    """There is no answer to rely on; the text says why."""


@dataclass(frozen=True)
class Notice:
    """A retraction or a correction of a work."""

    retracts: bool
    text: str


@dataclass(frozen=True)
class Work:
    """A bibliographic record. `titles` are the forms under which the work may be known."""

    titles: tuple[str, ...]
    years: frozenset[int]
    notices: tuple[Notice, ...]
    doi: str | None
    raw: dict[str, Any]


@dataclass(frozen=True)
class LabelVersion:
    """The newest version of a label that a registry holds."""

    version: int
    date: date


def _reason(reply: Reply) -> str:
    return _STRANGE if reply.status == 200 and reply.value is not None else reply.verdict.reason


def _dict(value: Any) -> dict[str, Any]:
    return value if isinstance(value, dict) else {}


def _dicts(value: Any) -> list[dict[str, Any]]:
    return [item for item in value if isinstance(item, dict)] if isinstance(value, list) else []


def _texts(value: Any) -> list[str]:
    return [item for item in value if isinstance(item, str) and item.strip()] if isinstance(value, list) else []


def read_handle(reply: Reply) -> bool:
    """Whether the DOI exists.

    Raises:
        NoAnswerError: nobody knows; a 404 without the code of the handle system is the error page of something else.
    """
    code = _dict(reply.value).get("responseCode")
    if reply.status == 200 and code == _FOUND:
        return True
    if reply.status == 404 and code == _NO_HANDLE:
        return False
    raise NoAnswerError(_reason(reply))


def _crossref_notices(message: dict[str, Any]) -> Iterator[Notice]:
    for update in _dicts(message.get("updated-by")):
        kind = str(update.get("type", "update")).lower()
        day = "-".join(f"{part:02}" for part in _date_parts(update.get("updated")))
        what = " ".join(filter(None, (
            kind.replace("_", " "), str(update.get("DOI", "")), f"of {day}" if day else "",
            f"({update['source']})" if update.get("source") else "",
        )))
        yield Notice(kind in _RETRACTING, what)
    for kind, related in sorted(_dict(message.get("relation")).items()):
        if kind.startswith(("is-retracted", "is-withdrawn", "is-corrected")):
            ids = ", ".join(str(item.get("id", "?")) for item in _dicts(related))
            yield Notice(not kind.startswith("is-corrected"), f"{kind} {ids}")


def _date_parts(value: Any) -> list[int]:
    parts = _dict(value).get("date-parts")
    first = parts[0] if isinstance(parts, list) and parts and isinstance(parts[0], list) else []
    return [part for part in first if isinstance(part, int)]


def _titles(found: list[str], notices: list[Notice], subtitles: list[str]) -> Iterator[str]:
    for title in found:
        taken_back, rest = withdrawn(title)
        if taken_back:
            notices.append(Notice(True, f"the title begins '{plain(title)[:20]}…'"))
        yield rest
        for subtitle in subtitles:
            yield f"{rest}: {plain(subtitle)}"


def read_work(reply: Reply) -> Work | None:
    """Crossref's record of a DOI; None where Crossref has none, which another agency may have.

    Raises:
        NoAnswerError: nobody knows.
    """
    if reply.status == 404:
        return None
    message = _dict(_dict(reply.value).get("message"))
    if reply.status != 200 or not message:
        raise NoAnswerError(_reason(reply))
    notices = list(_crossref_notices(message))
    titles = tuple(_titles(_texts(message.get("title")), notices, _texts(message.get("subtitle"))))
    years = {
        parts[0] for name in ("issued", "published", "published-print", "published-online")
        if (parts := _date_parts(message.get(name)))
    }
    return Work(titles, frozenset(years), tuple(notices), message.get("DOI"), message)


def read_summary(reply: Reply, pmid: str) -> Work | None:
    """PubMed's record of a PMID; None where PubMed says that there is none.

    Raises:
        NoAnswerError: nobody knows.
    """
    entry = _dict(_dict(_dict(reply.value).get("result")).get(pmid))
    if reply.status != 200 or not entry:
        raise NoAnswerError(_reason(reply))
    if "error" in entry:
        # PubMed says so with status 200.
        if entry["error"] == _NO_SUMMARY:
            return None
        raise NoAnswerError(str(entry["error"]))
    notices = [Notice(True, "PubMed lists it as 'Retracted Publication'")] if (
        "Retracted Publication" in _texts(entry.get("pubtype"))
    ) else []
    for related in _dicts(entry.get("references")):
        kind = str(related.get("reftype", ""))
        if kind.lower() in _PUBMED_NOTICES:
            text = f"{kind.lower()} {plain(str(related.get('refsource', '')))}".strip()
            notices.append(Notice(kind.lower().startswith("retract"), text))
    # Brackets stand around the translation of a title in another language.
    titles = tuple(_titles([re.sub(r"^\[(.*)\]\.?$", r"\1", str(entry.get("title", "")))], notices, []))
    years = {
        int(match[0]) for name in ("pubdate", "epubdate") if (match := re.match(r"\d{4}", str(entry.get(name, ""))))
    }
    doi = next(
        (str(item.get("value")) for item in _dicts(entry.get("articleids")) if item.get("idtype") == "doi"), None
    )
    return Work(tuple(filter(None, titles)), frozenset(years), tuple(notices), doi, entry)


def read_label(reply: Reply, set_id: str) -> LabelVersion | None:
    """openFDA's version of a label; None where openFDA says that it holds none.

    Raises:
        NoAnswerError: nobody knows.
    """
    if reply.status == 404 and _dict(_dict(reply.value).get("error")).get("code") == "NOT_FOUND":
        return None
    results = _dicts(_dict(reply.value).get("results"))
    if reply.status != 200 or not results or str(results[0].get("set_id")).lower() != set_id:
        raise NoAnswerError(_reason(reply))
    try:
        day = datetime.strptime(str(results[0]["effective_time"]), "%Y%m%d").replace(tzinfo=UTC).date()
        return LabelVersion(int(results[0]["version"]), day)
    except (KeyError, ValueError) as error:
        raise NoAnswerError(_STRANGE) from error


def read_history(reply: Reply, set_id: str) -> LabelVersion | None:
    """DailyMed's newest version of a label; None where DailyMed has no such label.

    Raises:
        NoAnswerError: nobody knows.
    """
    if reply.status == 404:
        return None
    data = _dict(_dict(reply.value).get("data"))
    history = _dicts(data.get("history"))
    if reply.status != 200 or not history or str(_dict(data.get("spl")).get("setid")).lower() != set_id:
        raise NoAnswerError(_reason(reply))
    try:
        return max((
            LabelVersion(
                int(item["spl_version"]),
                datetime.strptime(str(item["published_date"]), "%b %d, %Y").replace(tzinfo=UTC).date(),
            )
            for item in history
        ), key=lambda item: item.version)
    except (KeyError, ValueError, TypeError) as error:
        raise NoAnswerError(_STRANGE) from error
