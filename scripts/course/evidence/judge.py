"""From the answers of the registries to one word on a source, and its reasons."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import TypeVar

from course.evidence.ask import Reply
from course.evidence.labels import Label
from course.evidence.records import (
    LabelVersion,
    NoAnswerError,
    Work,
    read_handle,
    read_history,
    read_label,
    read_summary,
    read_work,
)
from course.evidence.titles import plain, same
from course.model import Reference
from course.model.evidence import Standing

T = TypeVar("T")
#: One reason, and how grave it is.
Reason = tuple[Standing, str]


@dataclass(frozen=True)
class Judgement:
    """The gravest of the reasons, and all of them in words. `version` is that of a label."""

    standing: Standing
    detail: str
    version: int | None = None


def _sum_up(reasons: Iterable[Reason], good: str, version: int | None = None) -> Judgement:
    order = list(Standing)
    found = sorted(reasons, key=lambda reason: order.index(reason[0]))
    if not found:
        return Judgement(Standing.OK, good, version)
    return Judgement(found[0][0], "; ".join(text for _, text in found), version)


def _answer(who: str, read: Callable[[], T], reasons: list[Reason]) -> T | None:
    """What `read` returns; where it has no answer that is a reason of its own, and the result is None."""
    try:
        return read()
    except NoAnswerError as error:
        reasons.append((Standing.UNKNOWN, f"{who}: {error}"))
        return None


def _compare(reference: Reference, who: str, work: Work) -> Iterator[Reason]:
    for notice in work.notices:
        yield (Standing.RETRACTED if notice.retracts else Standing.CORRECTED), f"{who}: {notice.text}"
    if not work.titles:
        yield Standing.UNKNOWN, f"{who} gives no title"
    elif not same(reference.title, work.titles):
        yield Standing.MISMATCH, f"title: ours '{reference.title}', {who} '{plain(work.titles[-1])}'"
    if reference.year and work.years and int(reference.year) not in work.years:
        theirs = ", ".join(str(year) for year in sorted(work.years))
        yield Standing.MISMATCH, f"year: ours {reference.year}, {who} {theirs}"


def _good(reference: Reference, who: str) -> str:
    return f"{'title and year agree' if reference.year else 'the title agrees'} with {who}"


def judge_doi(reference: Reference, handle: Reply, crossref: Reply) -> Judgement:
    """A DOI is OK when it resolves and Crossref's record has our title and year and no notice."""
    reasons: list[Reason] = []
    found = _answer("doi.org", lambda: read_handle(handle), reasons)
    if found is False:
        reasons.append((Standing.MISSING, "doi.org knows no such DOI"))
    work = _answer("Crossref", lambda: read_work(crossref), reasons)
    if work is not None:
        reasons += _compare(reference, "Crossref", work)
    elif crossref.status == 404 and found is not False:
        reasons.append((Standing.UNKNOWN, "Crossref holds no record of it, so title and year are not compared"))
    return _sum_up(reasons, _good(reference, "Crossref"))


def judge_pmid(reference: Reference, pmid: str, summary: Reply) -> Judgement:
    """A PMID is OK when PubMed's record has our title, year and DOI and no notice."""
    reasons: list[Reason] = []
    work = _answer("PubMed", lambda: read_summary(summary, pmid), reasons)
    if work is not None:
        reasons += _compare(reference, "PubMed", work)
        ours = reference.csl.get("DOI")
        if ours and work.doi and ours.lower() != work.doi.lower():
            reasons.append((Standing.MISMATCH, f"DOI: ours {ours}, PubMed {work.doi}"))
    elif not reasons:
        reasons.append((Standing.MISSING, "PubMed knows no such PMID"))
    return _sum_up(reasons, _good(reference, "PubMed"))


def _newer(label: Label, fda: LabelVersion | None, daily: LabelVersion | None) -> Iterator[Reason]:
    """Compare by date, as exactly as data/ gives it."""
    ours = label.date
    if ours is None:
        return
    dates = []
    if fda:
        dates.append(theirs := fda.date.isoformat()[: len(ours)])
        if theirs > ours:
            yield Standing.CHANGED, f"openFDA: version {fda.version}, effective {fda.date}; data/ has {ours}"
    if daily:
        dates.append(theirs := daily.date.isoformat()[: len(ours)])
        # The day of publication may come some time after the revision; openFDA knows better, unless it lags behind.
        if theirs > ours and (fda is None or daily.version > fda.version):
            yield Standing.CHANGED, f"DailyMed: version {daily.version}, published {daily.date}; data/ has {ours}"
    if dates and max(dates) < ours:
        yield Standing.MISMATCH, f"data/ has {ours}, but the newest version is of {max(dates)}"


def judge_label(label: Label, known: int | None, openfda: Reply, dailymed: Reply) -> Judgement:
    """A label is OK when no registry holds a newer one than data/, nor than `known`, the version compared before."""
    reasons: list[Reason] = []
    fda = _answer("openFDA", lambda: read_label(openfda, label.set_id), reasons)
    daily = _answer("DailyMed", lambda: read_history(dailymed, label.set_id), reasons)
    newest = max((found.version for found in (fda, daily) if found), default=None)
    if newest is None:
        if not reasons:
            reasons.append((Standing.MISSING, "neither openFDA nor DailyMed has a label with this set id"))
        return _sum_up(reasons, "", known)
    reasons += _newer(label, fda, daily)
    if known and newest > known:
        reasons.append((Standing.CHANGED, f"version {newest} has come after version {known}, which was compared before"))
    if label.date is None:
        reasons.append((Standing.UNKNOWN, f"data/ gives no date; the newest is version {newest}"))
    judgement = _sum_up(reasons, f"version {newest} is not newer than data/")
    # A version that nobody has looked at must not become the one to compare with.
    kept = known or newest if judgement.standing is Standing.CHANGED else max(newest, known or 0)
    return Judgement(judgement.standing, judgement.detail, kept)
