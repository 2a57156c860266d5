"""`course watch` against registries on 127.0.0.1 that answer, or fail to, in every way we tell apart."""

from __future__ import annotations

import importlib
import json
import types
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from itertools import pairwise
from typing import Any

import pytest

from course import cli
from course.evidence import watch as module
from course.evidence.ask import Reply
from course.evidence.client import Clock, Settings
from course.evidence.judge import judge_label
from course.evidence.labels import Label, labels_of
from course.evidence.ledger import render, renewed
from course.evidence.links import has_network
from course.evidence.outcome import of_status
from course.evidence.registry import REGISTRY
from course.evidence.titles import same, withdrawn
from course.evidence.watch import affected_by, plans, watch
from course.findings import CourseError
from course.model import Course
from course.model.evidence import Before, Check, Evidence, Standing, load_evidence
from course.paths import Paths
from tests.evidence import fake_registry as fake
from tests.evidence.fake_registry import HTML, MALFORMED, Answer, FakeRegistry
from tests.evidence.fake_time import FakeTime
from tests.support import REFERENCES, Draft

FILE = "data/evidence-checks.yml"
DOI, PMID, TITLE = "10.1234/kettle.2001.12", "1234567", "The boiling of water in kettles"
SET_ID = "485d9b71-6881-42c5-a620-a4360c7192ab"
PRODUCT = f"""\
brand: Kettle
generic: tea
maker: Steam Press
serotype: A
label: {{reference: board2019, set-id: {SET_ID}, date: "2024-10-18", url: "https://example.org/label"}}
groups:
  identity:
    kind: identity
    title: Identity
    from: {{source: board2019, grade: A, section: "3"}}
    facts:
      vial-1: {{value: 100, unit: Units}}
"""
NOW = datetime(2026, 11, 23, 6, 0, tzinfo=UTC)
#: The pauses are those of every day: a fake clock swallows them.
EVERYDAY = Settings(pause=0.35, timeout=5.0, deadline=10.0)


@pytest.fixture
def registry(time: FakeTime) -> Iterator[FakeRegistry]:
    """Registries that agree with the small course."""
    with fake.registry(time.now) as running:
        running.put("handles", DOI, fake.handle(DOI))
        running.put("works", DOI, fake.work(DOI, TITLE, 2001))
        running.put("pubmed", PMID, fake.summary(PMID, f"{TITLE}.", "2001 May"))
        running.put("openfda", SET_ID, fake.label(SET_ID, 34, "20241018"))
        running.put("dailymed", SET_ID, fake.history(SET_ID, (33, "Mar 12, 2024"), (34, "Oct 22, 2024")))
        yield running


@pytest.fixture
def course(draft: Draft) -> Draft:
    """The small course with one product that has a label."""
    for file in draft.paths.products.iterdir():
        file.unlink()
    draft.write("data/products/kettle.yml", PRODUCT)
    return draft


Run = Callable[..., int]


@pytest.fixture
def run(course: Draft, registry: FakeRegistry, time: FakeTime) -> Run:
    def run(**options: Any) -> int:
        defaults: dict[str, Any] = {
            "settings": EVERYDAY, "clock": time.clock, "registry": registry.addresses, "now": lambda: NOW,
            "network": lambda urls: True, "affected": lambda course, product: [f"{product}/identity/vial-1"],
        }
        return watch(course.paths, **defaults | options)

    return run


def results(paths: Paths) -> Evidence:
    evidence, findings = load_evidence(paths)
    assert findings == []
    return evidence


def one(paths: Paths, kind: str) -> Check:
    evidence = results(paths)
    return evidence.labels["kettle"] if kind == "label" else evidence.references["adams2001"][kind]


# --- in order ---------------------------------------------------------------------------------------------------------

def test_what_agrees_is_ok_with_its_date(
    run: Run, course: Draft, registry: FakeRegistry, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run() == 0
    assert sorted(registry.asked) == sorted([
        ("handles", DOI), ("works", DOI), ("pubmed", PMID), ("openfda", SET_ID), ("dailymed", SET_ID),
    ])
    assert course.read(FILE).splitlines()[2:] == [
        "references:",
        '  "adams2001":',
        f'    doi: {{of: "{DOI}", outcome: OK, date: "2026-11-23", detail: "title and year agree with Crossref"}}',
        f'    pmid: {{of: "{PMID}", outcome: OK, date: "2026-11-23", detail: "title and year agree with PubMed"}}',
        "labels:",
        f'  "kettle": {{of: "{SET_ID} 2024-10-18", outcome: OK, date: "2026-11-23", '
        'detail: "version 34 is not newer than data/", version: 34, reference: "board2019"}',
    ]
    out = capsys.readouterr().out.splitlines()
    assert out[0] == "watch: 3 identifiers are looked up"
    assert out[1].startswith("watch: 3 OK, 0 UNKNOWN; 0 to look at, ")


def test_we_keep_the_pause_and_say_who_we_are(run: Run, registry: FakeRegistry) -> None:
    run()
    moments = [request.at for request in registry.server.seen]
    assert len(moments) == 5
    # E-utilities allow three requests a second.
    assert min(later - earlier for earlier, later in pairwise(moments)) >= 1 / 3
    assert all("botox-training-course" in request.agent for request in registry.server.seen)


@pytest.mark.parametrize("theirs", [
    "THE BOILING OF WATER IN KETTLES", "The Boiling of Water in Kettles.", "The <i>boiling</i> of water\n in kettles",
    "The boiling of water&nbsp;in kettles", "The boiling — of water in kettles", "The boiling of wáter in Kettles™",
    "<jats:title>The boiling of water in kettles</jats:title>", "The boiling&amp;nbsp;of water in kettles",
])
def test_titles_are_compared_without_case_punctuation_markup_and_dashes(theirs: str) -> None:
    assert same(TITLE, [theirs])


@pytest.mark.parametrize("theirs", ["The boiling of water in kettle", "The boiling of milk in kettles", "", "p < 0.05"])
def test_other_titles_are_other_titles(theirs: str) -> None:
    assert not same(TITLE, [theirs])


def test_a_subtitle_may_be_part_of_our_title(run: Run, course: Draft, registry: FakeRegistry) -> None:
    registry.put("works", DOI, fake.work(DOI, "The boiling", 2001, subtitle=["of water in kettles"]))
    assert run() == 0
    assert one(course.paths, "doi").standing is Standing.OK


def test_the_year_of_print_or_of_the_first_appearance_will_do(run: Run, course: Draft, registry: FakeRegistry) -> None:
    registry.put("works", DOI, fake.work(
        DOI, TITLE, 2001, issued={"date-parts": [[2000, 12]]}, **{"published-online": {"date-parts": [[2000, 12, 3]]}}
    ))
    registry.put("pubmed", PMID, fake.summary(PMID, TITLE, "2002 Jan", epubdate="2001 Dec 5"))
    assert run() == 0


# --- every way of not being in order -----------------------------------------------------------------------------------

OTHER = "The boiling of milk"
DOI_CASES: list[tuple[str, Answer, Answer, Standing, str]] = [
    ("other title", fake.handle(DOI), fake.work(DOI, OTHER, 2001), Standing.MISMATCH,
     f"title: ours '{TITLE}', Crossref '{OTHER}'"),
    ("other year", fake.handle(DOI), fake.work(DOI, TITLE, 1999), Standing.MISMATCH, "year: ours 2001, Crossref 1999"),
    ("no such DOI", fake.no_handle(DOI), fake.NO_WORK, Standing.MISSING, "doi.org knows no such DOI"),
    ("retracted", fake.handle(DOI), fake.work(DOI, TITLE, 2001, **{"updated-by": fake.updated_by("retraction")}),
     Standing.RETRACTED, "Crossref: retraction 10.1234/notice.7 of 2019-07-26 (retraction-watch)"),
    ("retracted by its title", fake.handle(DOI), fake.work(DOI, f"RETRACTED ARTICLE: {TITLE}", 2001),
     Standing.RETRACTED, "Crossref: the title begins 'RETRACTED ARTICLE: T…'"),
    ("corrected", fake.handle(DOI), fake.work(DOI, TITLE, 2001, **{"updated-by": fake.updated_by("erratum", "publisher")}),
     Standing.CORRECTED, "Crossref: erratum 10.1234/notice.7 of 2019-07-26 (publisher)"),
    ("of concern", fake.handle(DOI),
     fake.work(DOI, TITLE, 2001, **{"updated-by": fake.updated_by("expression_of_concern")}),
     Standing.CORRECTED, "Crossref: expression of concern 10.1234/notice.7 of 2019-07-26 (retraction-watch)"),
    ("retracted and renamed", fake.handle(DOI),
     fake.work(DOI, OTHER, 2001, **{"updated-by": fake.updated_by("withdrawal")}), Standing.RETRACTED, f"'{OTHER}'"),
    ("another agency", fake.handle(DOI), fake.NO_WORK, Standing.UNKNOWN, "Crossref holds no record of it"),
    ("404 of something else", Answer(404, "<title>Proxy</title>"), fake.work(DOI, TITLE, 2001), Standing.UNKNOWN,
     "doi.org: 404 Not Found"),
    ("values not found", Answer(200, {"responseCode": 200, "handle": DOI}), fake.work(DOI, TITLE, 2001),
     Standing.UNKNOWN, "doi.org: the answer is not of the form that we know"),
    ("retracted, and doi.org is down", Answer(503, "down"),
     fake.work(DOI, TITLE, 2001, **{"updated-by": fake.updated_by("retraction")}), Standing.RETRACTED,
     "doi.org: 503 Service Unavailable"),
    ("without a title", fake.handle(DOI), fake.work(DOI, None, 2001), Standing.UNKNOWN, "gives no title"),
    ("forbidden", fake.handle(DOI), Answer(403, {"message": "no"}), Standing.UNKNOWN, "Crossref: 403 Forbidden"),
    ("always 500", fake.handle(DOI), Answer(500, "oops"), Standing.UNKNOWN, "Crossref: 500 Internal Server Error"),
    ("malformed", fake.handle(DOI), MALFORMED, Standing.UNKNOWN, "Crossref: the answer is not JSON"),
    ("a portal", HTML, HTML, Standing.UNKNOWN, "doi.org: the answer is not JSON"),
    ("JSON of another kind", fake.handle(DOI), Answer(200, ["no", "work"]), Standing.UNKNOWN,
     "Crossref: the answer is not of the form that we know"),
    ("JSON null", fake.handle(DOI), Answer(200, None), Standing.UNKNOWN, "Crossref: 200 OK"),
    ("cut off", fake.handle(DOI), Answer(kill=True), Standing.UNKNOWN, "Crossref: connection reset"),
]


@pytest.mark.parametrize(
    ("handle", "work", "standing", "says"), [case[1:] for case in DOI_CASES], ids=[case[0] for case in DOI_CASES]
)
def test_a_doi(
    run: Run, course: Draft, registry: FakeRegistry, handle: Answer, work: Answer, standing: Standing, says: str,
    capsys: pytest.CaptureFixture[str],
) -> None:
    registry.put("handles", DOI, handle)
    registry.put("works", DOI, work)
    unexpected = standing is not Standing.UNKNOWN
    assert run(only=DOI) == int(unexpected)
    check = one(course.paths, "doi")
    assert (check.standing, check.date, check.unexpected) == (standing, "2026-11-23", unexpected)
    assert says in check.detail
    out = capsys.readouterr().out
    assert f"{standing.value:9}  doi    adams2001  {DOI}  {REFERENCES}:{course.line_of(REFERENCES, '- id: adams2001')}" in out
    assert f"1 {standing.value}" in out.splitlines()[-1]


PMID_CASES: list[tuple[str, Answer, Standing, str]] = [
    ("other title", fake.summary(PMID, f"{OTHER}.", "2001"), Standing.MISMATCH, f"PubMed '{OTHER}.'"),
    ("other year", fake.summary(PMID, TITLE, "1998 Spring"), Standing.MISMATCH, "year: ours 2001, PubMed 1998"),
    ("other DOI", fake.summary(PMID, TITLE, "2001", articleids=[{"idtype": "doi", "idtypen": 3, "value": "10.1/x"}]),
     Standing.MISMATCH, f"DOI: ours {DOI}, PubMed 10.1/x"),
    ("translated", fake.summary(PMID, f"[{TITLE}].", "2001"), Standing.OK, "title and year agree"),
    ("no such PMID", fake.no_summary(PMID), Standing.MISSING, "PubMed knows no such PMID"),
    ("retracted", fake.summary(
        PMID, f"{TITLE}.", "2001", pubtype=["Journal Article", "Retracted Publication"],
        references=[{"refsource": "J Kettles. 2003;14:1", "reftype": "Retraction in", "pmid": 7, "note": ""}],
    ), Standing.RETRACTED, "PubMed: retraction in J Kettles. 2003;14:1"),
    ("corrected", fake.summary(
        PMID, TITLE, "2001", references=[
            {"refsource": "J Kettles. 2001;12:99", "reftype": "Erratum in", "pmid": 8, "note": ""},
            {"refsource": "J Kettles. 2001;12:98", "reftype": "Comment in", "pmid": 9, "note": ""},
        ],
    ), Standing.CORRECTED, "PubMed: erratum in J Kettles. 2001;12:99"),
    ("another error", Answer(200, {"result": {"uids": [PMID], PMID: {"uid": PMID, "error": "backend is down"}}}),
     Standing.UNKNOWN, "PubMed: backend is down"),
    ("404", Answer(404, "nothing here"), Standing.UNKNOWN, "PubMed: 404 Not Found"),
    ("malformed", MALFORMED, Standing.UNKNOWN, "PubMed: the answer is not JSON"),
    ("without the entry", Answer(200, {"result": {"uids": []}}), Standing.UNKNOWN, "not of the form that we know"),
    ("too fast for ever", Answer(429, {"error": "API rate limit exceeded", "count": "4", "limit": "3"}),
     Standing.UNKNOWN, "PubMed: 429 Too Many Requests"),
]


@pytest.mark.parametrize(
    ("answer", "standing", "says"), [case[1:] for case in PMID_CASES], ids=[case[0] for case in PMID_CASES]
)
def test_a_pmid(run: Run, course: Draft, registry: FakeRegistry, answer: Answer, standing: Standing, says: str) -> None:
    registry.put("pubmed", PMID, answer)
    run()
    check = one(course.paths, "pmid")
    assert check.standing is standing
    assert says in check.detail


LABEL_CASES: list[tuple[str, Answer, Answer, Standing, str]] = [
    ("newer in openFDA", fake.label(SET_ID, 35, "20250301"), fake.history(SET_ID, (35, "Mar 04, 2025")),
     Standing.CHANGED, "openFDA: version 35, effective 2025-03-01; data/ has 2024-10-18"),
    ("newer in DailyMed only", fake.label(SET_ID, 34, "20241018"), fake.history(SET_ID, (35, "Mar 04, 2025")),
     Standing.CHANGED, "DailyMed: version 35, published 2025-03-04; data/ has 2024-10-18"),
    ("not in openFDA", fake.NO_LABEL, fake.history(SET_ID, (34, "Oct 18, 2024")), Standing.OK, "version 34"),
    ("not in DailyMed", fake.label(SET_ID, 34, "20241018"), fake.NO_HISTORY, Standing.OK, "version 34"),
    ("nowhere", fake.NO_LABEL, fake.NO_HISTORY, Standing.MISSING, "neither openFDA nor DailyMed"),
    ("older than ours", fake.label(SET_ID, 30, "20230101"), fake.history(SET_ID, (30, "Jan 05, 2023")),
     Standing.MISMATCH, "data/ has 2024-10-18, but the newest version is of 2023-01-05"),
    ("openFDA is down", Answer(500, "x"), fake.history(SET_ID, (34, "Oct 18, 2024")), Standing.UNKNOWN,
     "openFDA: 500 Internal Server Error"),
    ("newer, and openFDA is down", Answer(500, "x"), fake.history(SET_ID, (35, "Mar 04, 2025")), Standing.CHANGED,
     "DailyMed: version 35"),
    ("another label", fake.label("0" * 8 + SET_ID[8:], 34, "20241018"), fake.history(SET_ID, (34, "Oct 18, 2024")),
     Standing.UNKNOWN, "openFDA: the answer is not of the form that we know"),
    ("no date", fake.label(SET_ID, 34, "soon"), fake.history(SET_ID, (34, "some day")), Standing.UNKNOWN,
     "DailyMed: the answer is not of the form that we know"),
    ("404 of something else", Answer(404, "proxy"), fake.NO_HISTORY, Standing.UNKNOWN, "openFDA: 404 Not Found"),
]


@pytest.mark.parametrize(
    ("fda", "daily", "standing", "says"), [case[1:] for case in LABEL_CASES], ids=[case[0] for case in LABEL_CASES]
)
def test_a_label(
    run: Run, course: Draft, registry: FakeRegistry, fda: Answer, daily: Answer, standing: Standing, says: str,
    capsys: pytest.CaptureFixture[str],
) -> None:
    registry.put("openfda", SET_ID, fda)
    registry.put("dailymed", SET_ID, daily)
    run(only="kettle", json_file="out.json")
    check = one(course.paths, "label")
    assert check.standing is standing
    assert says in check.detail
    changed = standing is Standing.CHANGED
    assert ("affected: kettle/identity/vial-1" in capsys.readouterr().out) is changed
    [label] = [item for item in json.loads(course.read("out.json"))["checks"] if item["kind"] == "label"]
    assert label["affected"] == (["kettle/identity/vial-1"] if changed else [])


@pytest.mark.parametrize(("ours", "standing"), [
    ('"2024-10"', Standing.OK), ('"2024"', Standing.OK), ('"2024-09"', Standing.CHANGED), ("null", Standing.UNKNOWN),
])
def test_a_label_is_compared_as_exactly_as_we_know_it(run: Run, course: Draft, ours: str, standing: Standing) -> None:
    course.replace("data/products/kettle.yml", '"2024-10-18"', ours)
    run()
    assert one(course.paths, "label").standing is standing


def test_a_new_version_of_the_same_date_is_a_change_until_somebody_has_compared_it(
    run: Run, course: Draft, registry: FakeRegistry
) -> None:
    course.replace("data/products/kettle.yml", '"2024-10-18"', '"2024"')
    assert run() == 0
    registry.put("openfda", SET_ID, fake.label(SET_ID, 35, "20241201"))
    assert run() == 1
    assert run() == 1
    check = one(course.paths, "label")
    assert check.detail == "version 35 has come after version 34, which was compared before"
    course.replace("data/products/kettle.yml", '"2024"', '"2024-12"')
    assert run() == 0
    assert one(course.paths, "label").version == 35


def test_a_registry_that_lags_behind_does_not_lower_the_version() -> None:
    def reply(answer: Answer) -> Reply:
        return Reply(of_status(answer.status), answer.body)

    label = Label("kettle", "", SET_ID, "2024", "")
    judged = judge_label(label, 35, reply(fake.label(SET_ID, 34, "20241018")), reply(fake.NO_HISTORY))
    assert (judged.standing, judged.version) == (Standing.OK, 35)


# --- passing troubles --------------------------------------------------------------------------------------------------

def test_429_with_retry_after_is_waited_for(run: Run, registry: FakeRegistry, course: Draft, time: FakeTime) -> None:
    registry.put("pubmed", PMID, Answer(429, {"error": "API rate limit exceeded"}, retry_after="7"),
                 fake.summary(PMID, TITLE, "2001"))
    assert run(only=PMID) == 0
    assert one(course.paths, "pmid").standing is Standing.OK
    first, second = (request.at for request in registry.server.seen)
    assert second - first >= 7


def test_a_wait_that_is_too_long_is_unknown_and_the_rest_is_not_asked(
    run: Run, registry: FakeRegistry, course: Draft, time: FakeTime
) -> None:
    registry.put("handles", DOI, Answer(429, "", retry_after="3600"))
    assert run() == 0
    assert len(registry.asked) == 1
    assert one(course.paths, "doi").detail.startswith("doi.org: 429 Too Many Requests, asks to wait 3600 s")
    assert {one(course.paths, kind).standing for kind in ("doi", "pmid", "label")} == {Standing.UNKNOWN}
    assert time.time - 1000 < 10


@pytest.mark.parametrize("trouble", [Answer(500, "oops"), MALFORMED, HTML, Answer(kill=True)],
                         ids=["500", "malformed", "portal", "reset"])
def test_what_passes_is_tried_again(run: Run, registry: FakeRegistry, course: Draft, trouble: Answer) -> None:
    registry.put("works", DOI, trouble, fake.work(DOI, TITLE, 2001))
    assert run(only=DOI) == 0
    assert one(course.paths, "doi").standing is Standing.OK
    assert registry.asked.count(("works", DOI)) == 2


def test_a_server_that_says_nothing_is_unknown(run: Run, registry: FakeRegistry, course: Draft) -> None:
    registry.put("pubmed", PMID, Answer(slow=5.0))
    assert run(only=PMID, settings=Settings(tries=2, timeout=0.2, pause=0.35)) == 0
    assert (one(course.paths, "pmid").standing, one(course.paths, "pmid").detail) == (
        Standing.UNKNOWN, "PubMed: no answer in time"
    )


def test_a_host_that_never_answers_is_given_up(
    run: Run, registry: FakeRegistry, course: Draft, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name, key in (("handles", DOI), ("works", DOI), ("pubmed", PMID), ("openfda", SET_ID), ("dailymed", SET_ID)):
        registry.put(name, key, Answer(kill=True))
    assert run() == 0
    assert len(registry.asked) == 8
    assert {one(course.paths, kind).standing for kind in ("doi", "pmid", "label")} == {Standing.UNKNOWN}
    assert "does not answer" in one(course.paths, "label").detail


def test_without_a_network_nothing_is_checked_and_nothing_is_written(
    run: Run, course: Draft, registry: FakeRegistry, capsys: pytest.CaptureFixture[str]
) -> None:
    run()
    before = course.read(FILE)
    capsys.readouterr()
    assert run(network=lambda urls: False, json_file="out.json") == 0
    assert course.read(FILE) == before
    out = capsys.readouterr().out.splitlines()
    assert out[0] == "watch: there is no network; nothing could be checked"
    assert out[1].startswith("watch: 0 OK, 3 UNKNOWN; 0 to look at, ")
    assert {item["outcome"] for item in json.loads(course.read("out.json"))["checks"]} == {"UNKNOWN"}


def test_a_network_is_looked_for_at_the_registries_themselves(run: Run, registry: FakeRegistry) -> None:
    assert run(network=has_network) == 0
    assert len(registry.asked) == 5


# --- the file ----------------------------------------------------------------------------------------------------------

def test_interrupted_in_the_middle_it_keeps_every_result(run: Run, course: Draft, registry: FakeRegistry) -> None:
    run()
    registry.put("works", DOI, fake.work(DOI, OTHER, 2001))
    time, naps = FakeTime(), iter(range(3))

    def sleep(seconds: float) -> None:
        """Somebody stops the run before the fourth question, when DOI and PMID are done and the label is not."""
        if next(naps) == 2:
            raise KeyboardInterrupt
        time.sleep(seconds)

    with pytest.raises(KeyboardInterrupt):
        run(now=lambda: datetime(2026, 11, 30, 6, 0, tzinfo=UTC), clock=Clock(time.now, sleep, lambda: 0.0))
    doi, label = one(course.paths, "doi"), one(course.paths, "label")
    assert (doi.standing, doi.date) == (Standing.MISMATCH, "2026-11-30")
    assert (label.standing, label.date) == (Standing.OK, "2026-11-23")
    assert [path.name for path in (course.paths.root / "data").iterdir() if path.name.startswith(".")] == []


def test_no_answer_does_not_undo_an_earlier_result(run: Run, course: Draft, registry: FakeRegistry) -> None:
    run()
    registry.put("works", DOI, Answer(503, "down"))
    run(now=lambda: datetime(2026, 11, 30, tzinfo=UTC))
    check = one(course.paths, "doi")
    assert (check.standing, check.date) == (Standing.UNKNOWN, "2026-11-30")
    assert check.before == Before(Standing.OK, "2026-11-23", "title and year agree with Crossref")
    run(now=lambda: datetime(2026, 12, 7, tzinfo=UTC))
    assert one(course.paths, "doi").before == check.before
    registry.put("works", DOI, fake.work(DOI, TITLE, 2001))
    run(now=lambda: datetime(2026, 12, 14, tzinfo=UTC))
    check = one(course.paths, "doi")
    assert (check.standing, check.date, check.before) == (Standing.OK, "2026-12-14", None)


def test_only_leaves_the_other_results(run: Run, course: Draft, registry: FakeRegistry) -> None:
    run()
    registry.asked.clear()
    run(only="kettle.2001", now=lambda: datetime(2026, 11, 30, tzinfo=UTC))
    assert sorted(registry.asked) == [("handles", DOI), ("works", DOI)]
    assert [one(course.paths, kind).date for kind in ("doi", "pmid", "label")] == [
        "2026-11-30", "2026-11-23", "2026-11-23",
    ]
    with pytest.raises(RuntimeError, match="no reference or label has 'teaspoon'"):
        run(only="teaspoon")


def test_what_a_person_accepted_stays_accepted_until_something_else_is_found(
    run: Run, course: Draft, registry: FakeRegistry, capsys: pytest.CaptureFixture[str]
) -> None:
    registry.put("works", DOI, fake.work(DOI, TITLE, 2001, **{"updated-by": fake.updated_by("erratum")}))
    assert run() == 1
    course.replace(FILE, '(retraction-watch)"}', '(retraction-watch)", accepted: "it concerns an author\'s name"}')
    assert run() == 0
    assert "; accepted: it concerns an author's name" in capsys.readouterr().out
    registry.put("works", DOI, Answer(500, "x"))
    assert run() == 0
    registry.put("works", DOI, fake.work(DOI, TITLE, 2001, **{"updated-by": fake.updated_by("retraction")}))
    assert run() == 1
    assert one(course.paths, "doi").accepted is None


def test_a_changed_identifier_has_no_old_result(run: Run, course: Draft, registry: FakeRegistry) -> None:
    run()
    new = "10.1234/kettle.2001.13"
    course.replace(REFERENCES, DOI, new)
    assert results(course.paths).of("adams2001", "doi", new) is None
    registry.put("handles", new, Answer(500, "x"))
    registry.put("works", new, Answer(500, "x"))
    run()
    check = one(course.paths, "doi")
    assert (check.of, check.standing, check.before) == (new, Standing.UNKNOWN, None)


def test_results_of_what_is_gone_are_dropped(run: Run, course: Draft) -> None:
    text = render(Evidence({"gone1999": {"doi": Check("10.1/x", Standing.OK, "2026-01-01", "")}},
                           {"gone": Check("x", Standing.OK, "2026-01-01", "")}))
    course.write(FILE, text)
    run()
    assert set(results(course.paths).references) == {"adams2001"}
    assert set(results(course.paths).labels) == {"kettle"}


def test_a_file_that_is_not_understood_is_not_written_over(run: Run, course: Draft, registry: FakeRegistry) -> None:
    course.write(FILE, "references: {adams2001: {doi: {of: 10.1/x}}}\nlabels: {}\n")
    before = course.read(FILE)
    with pytest.raises(RuntimeError, match=r"evidence-schema: .* results are not written over it"):
        run()
    course.write(FILE, "references: [\n")
    with pytest.raises(CourseError):
        run()
    assert registry.asked == []
    assert before != course.read(FILE)


def test_the_file_is_sorted_and_reads_back_as_it_was(course: Draft) -> None:
    awkward = 'a "quoted": text, with {braces} # and — dashes\\'
    check = Check("10.1/<x>;y", Standing.UNKNOWN, "2026-11-23", awkward, 3, "board2019", "because it is so",
                  Before(Standing.RETRACTED, "2026-11-16", awkward))
    evidence = Evidence({"board2019": {"link": check}, "1e3": {"pmid": check, "doi": check}}, {"z-x": check, "a": check})
    course.write(FILE, render(evidence))
    assert results(course.paths) == evidence
    keys = [line.strip().split(":")[0] for line in render(evidence).splitlines() if line.startswith(" ")]
    assert keys == ['"1e3"', "doi", "pmid", '"board2019"', "link", '"a"', '"z-x"']


def test_a_missing_file_is_an_empty_one(draft: Draft) -> None:
    assert not draft.paths.evidence_checks.exists()
    assert load_evidence(draft.paths) == (Evidence(), [])
    assert draft.load().evidence == Evidence()


def test_the_committed_file_is_the_one_that_is_written(repo: Paths) -> None:
    evidence, findings = load_evidence(repo)
    assert findings == []
    assert repo.evidence_checks.read_text("utf-8") == render(evidence)


def test_renewed_without_an_earlier_result() -> None:
    new = Check("x", Standing.UNKNOWN, "2026-11-23", "no answer in time")
    assert renewed(None, new) == new
    assert renewed(new, new).before is None


def test_a_file_that_cannot_be_written_is_one_clear_error(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("course.atomic.write_text", full)
    with pytest.raises(RuntimeError, match=r"cannot write data/evidence-checks\.yml: No space left on device"):
        run()


# --- links, facts, commands --------------------------------------------------------------------------------------------

def test_results_of_the_link_check_are_taken_over(
    run: Run, course: Draft, capsys: pytest.CaptureFixture[str]
) -> None:
    stove, pot = "https://example.org/stove", "https://example.org/pot"
    course.write(".cache/links.json", json.dumps({"checked-at": "2026-11-22T05:23:00+00:00", "links": [
        {"url": stove, "outcome": "OK", "reason": "200 OK"}, {"url": pot, "outcome": "BROKEN", "reason": "404 Not Found"},
        {"url": f"https://doi.org/{DOI}", "outcome": "OK", "reason": "200 OK"},
    ]}))
    assert run(links_file=".cache/links.json") == 0, "a broken link is the other report's concern"
    evidence = results(course.paths)
    assert evidence.references["board2019"] == {"link": Check(stove, Standing.OK, "2026-11-22", "200 OK")}
    assert evidence.references["clark2020"]["link"].standing is Standing.BROKEN
    assert "link" not in evidence.references["adams2001"]
    assert "watch: took 2 results over from .cache/links.json" in capsys.readouterr().out
    assert run(links_file=".cache/none.json") == 0
    course.write(".cache/links.json", "[]")
    with pytest.raises(RuntimeError, match=r"links\.json is not a report of 'course links'"):
        run(links_file=".cache/links.json")


def test_the_affected_facts_come_from_the_impact_module_or_are_the_product(
    course: Draft, monkeypatch: pytest.MonkeyPatch
) -> None:
    loaded = course.load()

    def missing(name: str) -> Any:
        raise ModuleNotFoundError(name)

    monkeypatch.setattr(importlib, "import_module", missing)
    assert affected_by(loaded, "kettle") == ["data/products/kettle.yml"]
    found = types.SimpleNamespace(affected=lambda course, product: [f"{product}/identity/vial-1", "docs/index.md:3"])
    monkeypatch.setattr(importlib, "import_module", lambda name: found)
    assert affected_by(loaded, "kettle") == ["kettle/identity/vial-1", "docs/index.md:3"]
    monkeypatch.setattr(importlib, "import_module", lambda name: types.SimpleNamespace(affected=lambda *_: []))
    assert affected_by(loaded, "kettle") == ["data/products/kettle.yml"]


def test_the_real_course_has_a_plan_for_every_identifier(real: Course) -> None:
    every = plans(real, list(labels_of(real)), REGISTRY)
    identifiers = sum(name in reference.csl for reference in real.references for name in ("DOI", "PMID"))
    assert len(every) == identifiers + len(real.products)
    addresses = [address for plan in every for address in plan.addresses]
    assert all(address.startswith("https://") and address.isascii() and " " not in address for address in addresses)
    assert "https://doi.org/api/handles/10.1016/S0161-6420%2880%2935127-0" in addresses


def test_the_command(course: Draft, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setenv("COURSE_ROOT", str(course.paths.root))
    seen: dict[str, Any] = {}

    def stand_in(paths: Paths, **options: Any) -> int:
        seen.update(options)
        return 1

    monkeypatch.setattr(module, "watch", stand_in)
    assert cli.main(["watch", "--only", "adams", "--json", "a.json", "--links", "b.json"]) == 1
    assert seen == {"only": "adams", "json_file": "a.json", "links_file": "b.json"}


def test_withdrawn_titles() -> None:
    assert withdrawn("RETRACTED ARTICLE: Tea") == (True, "Tea")
    assert withdrawn("[Retracted] Tea") == (True, "Tea")
    assert withdrawn("Withdrawn: Tea") == (True, "Tea")
    assert withdrawn("Retracted kettles of the past") == (False, "Retracted kettles of the past")
    assert withdrawn("Removed spouts: a review") == (False, "Removed spouts: a review")
