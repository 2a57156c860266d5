"""`course reference add` against registries on 127.0.0.1."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date
from typing import Any

import pytest
import yaml

from course import cli
from course.evidence import reference_add as module
from course.evidence.client import Settings
from course.evidence.reference_add import Identifier, add, identifier, insert, new_id, render
from course.model import load_references
from tests.evidence import fake_registry as fake
from tests.evidence.fake_registry import MALFORMED, Answer, FakeRegistry
from tests.evidence.fake_time import FakeTime
from tests.support import REFERENCES, Draft

DOI, PMID = "10.1234/spout.2010.7", "7654321"
TITLE = "Spouts: a study"
Run = Callable[..., int]


@pytest.fixture
def registry(time: FakeTime) -> Iterator[FakeRegistry]:
    with fake.registry(time.now) as running:
        running.put("works", DOI, fake.work(DOI, TITLE, 2010))
        running.put("pubmed", PMID, fake.summary(PMID, f"{TITLE}.", "2010 May"))
        yield running


@pytest.fixture
def run(draft: Draft, registry: FakeRegistry, time: FakeTime) -> Run:
    def run(text: str, key: str | None = None, **options: Any) -> int:
        defaults: dict[str, Any] = {
            "settings": Settings(pause=0.35, timeout=5.0), "clock": time.clock, "registry": registry.addresses,
            "network": lambda urls: True, "today": lambda: date(2026, 11, 23),
        }
        return add(draft.paths, text, key, **defaults | options)

    return run


FROM_CROSSREF = f"""\
- id: adams2010
  type: article-journal
  author:
  - {{family: Adams, given: Ada B.}}
  - {{family: Brown, given: C.}}
  - {{literal: Kettle Study Group}}
  title: "Spouts: a study"
  container-title: Journal of Kettles
  issued: {{date-parts: [[2010]]}}
  volume: "12"
  issue: "3"
  page: "12-19"
  DOI: "{DOI}"
  URL: "https://doi.org/{DOI}"
  note: "Seen: Crossref record."
  custom:
    evidence: TO-FILL-IN
    seen: "2026-11-23"
    seen-as: record
"""


def test_a_doi_becomes_an_entry_at_its_place_and_nothing_else_changes(
    run: Run, draft: Draft, capsys: pytest.CaptureFixture[str]
) -> None:
    before = draft.read(REFERENCES)
    assert run(DOI) == 0
    assert draft.read(REFERENCES) == before.replace("- id: board2019", FROM_CROSSREF + "- id: board2019")
    out = capsys.readouterr().out
    assert out.startswith(FROM_CROSSREF)
    line = draft.line_of(REFERENCES, "- id: adams2010")
    assert f"reference: added 'adams2010' in {REFERENCES}:{line}. To check or to fill in by you:" in out
    assert "custom.evidence: the record does not say of what kind the evidence is" in out


def test_what_is_left_to_the_author_cannot_be_overlooked(run: Run, draft: Draft) -> None:
    run(DOI)
    [finding] = load_references(draft.paths)[1]
    assert (finding.rule, finding.line) == ("reference-schema", draft.line_of(REFERENCES, "evidence: TO-FILL-IN"))
    assert "systematic-review" in finding.remedy
    draft.replace(REFERENCES, "TO-FILL-IN", "trial")
    assert load_references(draft.paths)[1] == []


def test_a_pmid_becomes_an_entry(run: Run, draft: Draft, registry: FakeRegistry) -> None:
    registry.put("pubmed", PMID, fake.summary(
        PMID, f"{TITLE}.", "2010 May", pubtype=["Journal Article", "Randomized Controlled Trial"],
        articleids=[
            {"idtype": "pubmed", "idtypen": 1, "value": PMID}, {"idtype": "doi", "idtypen": 3, "value": DOI},
            {"idtype": "pmc", "idtypen": 8, "value": "PMC123456"},
        ],
    ))
    assert run(f"https://pubmed.ncbi.nlm.nih.gov/{PMID}/") == 0
    references, findings = load_references(draft.paths)
    assert findings == []
    assert list(references.by_id) == ["adams2001", "adams2010", "board2019", "clark2020"]
    added = references["adams2010"]
    assert added.csl == {
        "id": "adams2010", "type": "article-journal", "title": TITLE, "container-title": "Journal of kettles",
        "author": [
            {"family": "Adams", "given": "A. B."}, {"family": "van der Berg", "given": "C."},
            {"literal": "Kettle Study Group"},
        ],
        "issued": {"date-parts": [[2010]]}, "volume": "12", "issue": "3", "page": "12-9", "DOI": DOI, "PMID": PMID,
        "PMCID": "PMC123456", "URL": f"https://doi.org/{DOI}",
    }
    assert (added.evidence, added.seen, added.seen_as, added.note) == (
        "trial", "2026-11-23", "record", "Seen: PubMed summary."
    )


@pytest.mark.parametrize(("types", "evidence"), [
    (["Journal Article", "Meta-Analysis", "Randomized Controlled Trial"], "systematic-review"),
    (["Case Reports", "Journal Article"], "case-report"),
    (["Practice Guideline", "Review"], "guideline"),
    (["Journal Article", "Review"], "TO-FILL-IN"),
    (["Journal Article"], "TO-FILL-IN"),
])
def test_the_kind_of_evidence_is_what_the_record_says(
    run: Run, draft: Draft, registry: FakeRegistry, types: list[str], evidence: str
) -> None:
    registry.put("pubmed", PMID, fake.summary(PMID, TITLE, "2010", pubtype=types))
    run(PMID)
    assert f"    evidence: {evidence}\n" in draft.read(REFERENCES)


def test_a_book_and_a_type_of_no_kind_of_ours(run: Run, draft: Draft, registry: FakeRegistry) -> None:
    registry.put("works", DOI, fake.work(DOI, "The kettle", 2010, type="monograph", author=[]))
    assert run(DOI) == 0
    book = load_references(draft.paths)[0]["kettle2010"]
    assert (book.csl["type"], book.csl["publisher"], book.evidence) == ("book", "Steam Press", "book")
    other = "10.1234/set"
    registry.put("works", other, fake.work(other, "The data", 2011, type="dataset"))
    run(other)
    assert "type: TO-FILL-IN" in draft.read(REFERENCES)
    assert [finding.rule for finding in load_references(draft.paths)[1]] == ["reference-schema"] * 2


def test_awkward_text_is_kept(run: Run, draft: Draft, registry: FakeRegistry) -> None:
    title = "Tea &amp; <i>coffee</i>: \"hot\", #1 — {or} 50 % [not] 'cold'"
    registry.put("works", DOI, fake.work(
        DOI, title, 2010, subtitle=["yes: no"],
        author=[{"family": "D'Souza, Jr", "given": "Renée #2"}, {"family": "Yes", "given": "No"}],
    ))
    assert run(DOI, "yes") == 0
    csl = load_references(draft.paths)[0]["yes"].csl
    assert csl["title"] == "Tea & coffee: \"hot\", #1 — {or} 50 % [not] 'cold': yes: no"
    assert csl["author"] == [{"family": "D'Souza, Jr", "given": "Renée #2"}, {"family": "Yes", "given": "No"}]


@pytest.mark.parametrize(("text", "says"), [
    ("10.1234/KETTLE.2001.12", "DOI 10.1234/KETTLE.2001.12 stands already in data/references.yml:3, as 'adams2001'"),
    ("https://doi.org/10.1234/kettle.2001.12", "as 'adams2001'"),
    ("PMID: 1234567", "PMID 1234567 stands already in data/references.yml:3, as 'adams2001'"),
    ("kettles", "'kettles' is neither a DOI"),
    ("123456789", "'123456789' is neither a DOI"),
])
def test_what_is_there_already_and_what_is_nothing_is_refused_before_anybody_is_asked(
    run: Run, draft: Draft, registry: FakeRegistry, text: str, says: str
) -> None:
    before = draft.read(REFERENCES)
    with pytest.raises(RuntimeError, match=says):
        run(text)
    assert registry.asked == []
    assert draft.read(REFERENCES) == before


def test_a_pmid_of_a_doi_that_is_there_is_refused(run: Run, draft: Draft, registry: FakeRegistry) -> None:
    registry.put("pubmed", PMID, fake.summary(
        PMID, TITLE, "2010", articleids=[{"idtype": "doi", "idtypen": 3, "value": "10.1234/Kettle.2001.12"}]
    ))
    before = draft.read(REFERENCES)
    with pytest.raises(RuntimeError, match=r"stands already in data/references\.yml:3, as 'adams2001'"):
        run(PMID)
    assert draft.read(REFERENCES) == before


def test_ids(run: Run, draft: Draft, registry: FakeRegistry) -> None:
    with pytest.raises(RuntimeError, match=r"the id 'board2019' stands already in data/references\.yml:22"):
        run(DOI, "board2019")
    with pytest.raises(RuntimeError, match="'Board 2019' cannot be an id"):
        run(DOI, "Board 2019")
    assert run(DOI, "zoe2010") == 0
    assert draft.read(REFERENCES).endswith(FROM_CROSSREF.replace("adams2010", "zoe2010"))
    entry = {"author": [{"family": "Cerón Bohórquez"}], "title": "The effect of tea", "issued": 2009}
    assert new_id(entry, []) == "ceronbohorquez2009"
    assert new_id(entry, ["ceronbohorquez2009"]) == "ceronbohorquez2009effect"
    assert new_id({"author": [], "title": "Tea", "issued": None}, []) == "tea"
    with pytest.raises(RuntimeError, match="choose another one with --id"):
        new_id(entry, ["ceronbohorquez2009", "ceronbohorquez2009effect"])


def test_a_retracted_work_is_refused_and_a_corrected_one_is_said(
    run: Run, draft: Draft, registry: FakeRegistry, capsys: pytest.CaptureFixture[str]
) -> None:
    before = draft.read(REFERENCES)
    registry.put("works", DOI, fake.work(DOI, TITLE, 2010, **{"updated-by": fake.updated_by("retraction")}))
    with pytest.raises(RuntimeError, match=r"was retracted, nothing was added: retraction 10\.1234/notice\.7"):
        run(DOI)
    assert draft.read(REFERENCES) == before
    registry.put("works", DOI, fake.work(DOI, TITLE, 2010, **{"updated-by": fake.updated_by("erratum")}))
    assert run(DOI) == 0
    assert "reference: Crossref names a correction; read it too: erratum" in capsys.readouterr().out


@pytest.mark.parametrize(("registry_name", "text", "answer"), [
    ("works", DOI, fake.NO_WORK), ("pubmed", PMID, fake.no_summary(PMID)),
])
def test_no_such_record(
    run: Run, draft: Draft, registry: FakeRegistry, registry_name: str, text: str, answer: Answer
) -> None:
    registry.put(registry_name, text, answer)
    before = draft.read(REFERENCES)
    with pytest.raises(RuntimeError, match="has no record of"):
        run(text)
    assert draft.read(REFERENCES) == before


@pytest.mark.parametrize(("answer", "reason"), [
    (None, "there is no network"), (Answer(500, "x"), "500 Internal Server Error"), (MALFORMED, "the answer is not JSON"),
    (fake.work(DOI, None, 2010), "Crossref gives no title"),
])
def test_without_an_answer_there_is_one_line_and_the_form(
    run: Run, draft: Draft, registry: FakeRegistry, answer: Answer | None, reason: str,
    capsys: pytest.CaptureFixture[str],
) -> None:
    before = draft.read(REFERENCES)
    if answer:
        registry.put("works", DOI, answer)
    assert run(DOI, network=lambda urls: answer is not None) == 1
    out, err = capsys.readouterr()
    assert err == (
        f"reference: nothing was fetched: {reason}; fill in this form and put it into {REFERENCES}, at the place of its "
        "id in the alphabet\n"
    )
    [form] = yaml.safe_load(out.replace("[[TO-FILL-IN]]", "[[2010]]"))
    assert form["DOI"] == DOI
    assert form["custom"] == {"evidence": "TO-FILL-IN", "seen": "2026-11-23", "seen-as": "TO-FILL-IN"}
    assert draft.read(REFERENCES) == before


def test_429_is_waited_for(run: Run, registry: FakeRegistry) -> None:
    registry.put("works", DOI, Answer(429, "", retry_after="7"), fake.work(DOI, TITLE, 2010))
    assert run(DOI) == 0
    first, second = (request.at for request in registry.server.seen)
    assert second - first >= 7


def test_comments_stay_with_their_entries() -> None:
    text = "# Head\nreferences:\n# of b\n- id: b # why\n  x: 1\n\n# of d\n# still of d\n- id: d\n  x: 2"
    assert insert(text, "a", "- id: a\n") == text.replace("# of b\n", "- id: a\n# of b\n") + "\n"
    assert insert(text, "c", "- id: c\n") == text.replace("# of d\n", "- id: c\n# of d\n", 1) + "\n"
    assert insert(text, "e", "- id: e\n") == f"{text}\n- id: e\n"


@pytest.mark.parametrize("text", [
    "references:\n  - id: b\n", "references: [{id: b}]\n", "references:\n- {id: b}\n- id: d\n",
])
def test_a_file_of_another_form_is_left_alone(text: str) -> None:
    with pytest.raises((RuntimeError, yaml.YAMLError)):
        insert(text, "c", "- id: c\n")


def test_every_entry_of_the_real_file_can_be_written_anew_and_found_again(real: Any) -> None:
    """The house order and the quotation marks are those of the file."""
    text = real.paths.references.read_text("utf-8")
    lines = render({
        "id": "zzz-new", "type": "article-journal", "author": [], "title": "A title", "issued": 2026, "DOI": "10.1/x",
        "note": "Seen: nothing.", "evidence": "trial",
    }, date(2026, 11, 23))
    assert insert(text, "zzz-new", lines) == text + lines
    middle = insert(text, "m-new", lines.replace("zzz-new", "m-new"))
    assert middle.replace(lines.replace("zzz-new", "m-new"), "") == text
    order = [name for name in yaml.safe_load(lines)[0] if name != "custom"]
    assert order == [name for name in module.ORDER if name in order]
    for entry in yaml.safe_load(text)["references"]:
        assert list(entry) == sorted(entry, key=module.ORDER.index)


@pytest.mark.parametrize(("text", "found"), [
    ("10.1000/x(1)2", Identifier("DOI", "10.1000/x(1)2")), ("doi: 10.1000/x", Identifier("DOI", "10.1000/x")),
    ("DOI:10.1000/x", Identifier("DOI", "10.1000/x")), ("http://dx.doi.org/10.1000/x", Identifier("DOI", "10.1000/x")),
    ("12", Identifier("PMID", "12")), ("pmid 12", Identifier("PMID", "12")), ("PMID:12", Identifier("PMID", "12")),
])
def test_identifiers(text: str, found: Identifier) -> None:
    assert identifier(text) == found


def test_the_command(draft: Draft, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setenv("COURSE_ROOT", str(draft.paths.root))
    assert cli.main(["reference", "add", "10.1234/kettle.2001.12"]) == 1
    assert capsys.readouterr().err == (
        "reference: DOI 10.1234/kettle.2001.12 stands already in data/references.yml:3, as 'adams2001'\n"
    )
    with pytest.raises(SystemExit):
        cli.main(["reference", "remove", "12"])
