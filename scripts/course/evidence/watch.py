"""`course watch`: do the registries still say of our sources what we say?

DOIs are asked for at doi.org and Crossref, PMIDs at PubMed, the labels of the products at openFDA and DailyMed. Every
result goes into `data/evidence-checks.yml` at once. What is not answered is unknown and never in order.
"""

from __future__ import annotations

import importlib
import json
import time
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from course.evidence.ask import SETTINGS, Reply, ask
from course.evidence.client import Clock, Settings
from course.evidence.judge import Judgement, judge_doi, judge_label, judge_pmid
from course.evidence.labels import Label, labels_of
from course.evidence.ledger import Ledger
from course.evidence.links import NO_NETWORK, Progress, has_network, write_report
from course.evidence.registry import REGISTRY, Registry
from course.model import Course, Reference, load_course
from course.model.evidence import Check, Standing
from course.paths import Paths

#: The facts that rest on a product's label, in words for the report.
Affected = Callable[[Course, str], list[str]]


@dataclass(frozen=True)
class Plan:
    """One check: what it is of, the addresses to ask, and what to make of their answers."""

    kind: str
    key: str
    of: str
    place: str
    addresses: tuple[str, ...]
    judge: Callable[[Sequence[Reply], int | None], Judgement]
    reference: str | None = None


@dataclass(frozen=True)
class Result:
    """What came of one plan in this run; `affected` are the facts to look at."""

    plan: Plan
    check: Check
    affected: tuple[str, ...] = ()


def affected_by(course: Course, product: str) -> list[str]:
    """The facts and passages that a changed label concerns; the product's file where nothing more is known."""
    whole = [f"data/products/{product}.yml"]
    try:
        impact = importlib.import_module("course.impact")
    except ModuleNotFoundError:
        return whole
    return list(impact.affected(course, product)) or whole


def _of_reference(reference: Reference, place: str, registry: Registry) -> Iterator[Plan]:
    doi, pmid = reference.csl.get("DOI"), reference.csl.get("PMID")
    if doi:
        yield Plan(
            "doi", reference.id, doi, place, (registry.handle(doi), registry.work(doi)),
            lambda replies, known: judge_doi(reference, *replies),
        )
    if pmid:
        yield Plan(
            "pmid", reference.id, pmid, place, (registry.summary(pmid),),
            lambda replies, known: judge_pmid(reference, pmid, *replies),
        )


def _of_label(label: Label, registry: Registry) -> Plan:
    # A new date in data/ says that somebody has compared anew, so what was compared before counts no more.
    of = f"{label.set_id} {label.date}" if label.date else label.set_id
    return Plan(
        "label", label.product, of, label.place, (registry.label(label.set_id), registry.history(label.set_id)),
        lambda replies, known: judge_label(label, known, *replies), label.reference or None,
    )


def plans(course: Course, labels: Iterable[Label], registry: Registry) -> list[Plan]:
    """Everything that can be asked, references first."""
    return [
        *(
            plan for reference in course.references
            for plan in _of_reference(reference, f"{course.references.path}:{reference.line}", registry)
        ),
        *(_of_label(label, registry) for label in labels),
    ]


def _take_links(paths: Paths, file: str, course: Course, ledger: Ledger) -> int:
    """Take over what `course links` has found of addresses that are no DOI and no PMID; how many it were.

    Raises:
        RuntimeError: the report is not one.
    """
    path = paths.root / file
    if not path.exists():
        return 0
    try:
        report = json.loads(path.read_text("utf-8"))
        day = datetime.fromisoformat(report["checked-at"]).date().isoformat()
        found = {link["url"]: (Standing(link["outcome"]), str(link["reason"])) for link in report["links"]}
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise RuntimeError(f"{file} is not a report of 'course links': {error}") from error
    taken = 0
    for reference in course.references:
        for kind, _, url in reference.identifiers:
            old = ledger.get("link", reference.id)
            if kind == "url" and url in found and not (old and old.of == url and old.date > day):
                ledger.put("link", reference.id, Check(url, found[url][0], day, found[url][1]))
                taken += 1
    return taken


def _run(
    wanted: Sequence[Plan], ledger: Ledger, day: str, settings: Settings, clock: Clock, affected: Callable[[str], list[str]]
) -> list[Result]:
    """Carry out the plans; each result is on disk before the next question is asked."""
    replies: dict[str, Reply] = {}
    waiting: dict[str, list[Plan]] = {}
    for plan in wanted:
        for address in plan.addresses:
            waiting.setdefault(address, []).append(plan)
    results: list[Result] = []

    def answered(address: str, reply: Reply) -> None:
        replies[address] = reply
        for plan in waiting[address]:
            if not all(needed in replies for needed in plan.addresses):
                continue
            old = ledger.get(plan.kind, plan.key)
            known = old.version if old and old.of == plan.of else None
            judgement = plan.judge([replies[needed] for needed in plan.addresses], known)
            check = ledger.put(plan.kind, plan.key, Check(
                plan.of, judgement.standing, day, judgement.detail, judgement.version, plan.reference
            ))
            ledger.save()
            facts = affected(plan.key) if check.standing is Standing.CHANGED else []
            results.append(Result(plan, check, tuple(facts)))

    ask(list(waiting), settings, clock, answered, Progress(len(waiting), "watch").line("answers"))
    return results


def _sorted(results: Iterable[Result]) -> list[Result]:
    order = list(Standing)
    return sorted(results, key=lambda result: (
        not result.check.unexpected, order.index(result.check.standing), result.plan.key, result.plan.kind
    ))


def table(results: Iterable[Result]) -> str:
    """What a person has to look at, or may want to: everything but the results that are in order."""
    lines = []
    for result in _sorted(results):
        check, plan = result.check, result.plan
        if check.standing is Standing.OK:
            continue
        detail = f"{check.detail}; accepted: {check.accepted}" if check.accepted else check.detail
        lines.append(f"{check.standing.value:9}  {plan.kind:5}  {plan.key}  {plan.of}  {plan.place}")
        lines.append(f"           {detail}")
        lines += [f"           affected: {fact}" for fact in result.affected]
    return "\n".join(lines)


def as_json(results: Iterable[Result], checked_at: datetime) -> str:
    """All results of the run, for programs."""
    checks = [
        {
            "kind": result.plan.kind,
            "id": result.plan.key,
            "of": result.plan.of,
            "outcome": result.check.standing.value,
            "detail": result.check.detail,
            "unexpected": result.check.unexpected,
            "affected": list(result.affected),
            "place": result.plan.place,
        }
        for result in _sorted(results)
    ]
    return json.dumps({"checked-at": checked_at.isoformat(timespec="seconds"), "checks": checks}, indent=2,
                      ensure_ascii=False) + "\n"


def watch(
    paths: Paths,
    json_file: str | None = None,
    only: str | None = None,
    links_file: str | None = None,
    *,
    settings: Settings = SETTINGS,
    clock: Clock | None = None,
    registry: Registry = REGISTRY,
    network: Callable[[Iterable[str]], bool] = has_network,
    now: Callable[[], datetime] = lambda: datetime.now(UTC),
    affected: Affected = affected_by,
) -> int:
    """Ask the registries about every reference and label, or those that contain `only`; 1 if a person has to look.

    The files are relative to the root of the repository. Of `links_file`, a report of `course links`, the results for
    plain addresses are taken over.

    Raises:
        CourseError: the course cannot be read.
        RuntimeError: nothing contains `only`, or a file cannot be read or written.
    """
    started = time.perf_counter()
    course = load_course(paths)
    labels = list(labels_of(course))
    every = plans(course, labels, registry)
    wanted = [plan for plan in every if only is None or only in plan.key or only in plan.of]
    if only is not None and not wanted:
        raise RuntimeError(f"no reference or label has '{only}' in its id, DOI, PMID or set id")
    ledger = Ledger(paths, course, {label.product for label in labels})
    if links_file and (taken := _take_links(paths, links_file, course, ledger)):
        ledger.save()
        print(f"watch: took {taken} results over from {links_file}", flush=True)

    moment = now()
    day = moment.date().isoformat()
    if not wanted or network(address for plan in wanted for address in plan.addresses):
        print(f"watch: {len(wanted)} identifiers are looked up", flush=True)
        results = _run(
            wanted, ledger, day, settings, clock or Clock(), lambda product: affected(course, product)
        )
        if listing := table(results):
            print(listing)
    else:
        # Nothing was checked, so nothing is written into the file.
        print("watch: there is no network; nothing could be checked", flush=True)
        results = [Result(plan, Check(plan.of, Standing.UNKNOWN, day, NO_NETWORK)) for plan in wanted]
    if json_file:
        write_report(paths, paths.root / json_file, as_json(results, moment))

    count = Counter(result.check.standing for result in results)
    unexpected = sum(result.check.unexpected for result in results)
    words = ", ".join(
        f"{count[standing]} {standing.value}" for standing in reversed(Standing)
        if count[standing] or standing in (Standing.OK, Standing.UNKNOWN)
    )
    print(f"watch: {words}; {unexpected} to look at, {time.perf_counter() - started:.1f} s")
    return 1 if unexpected else 0
