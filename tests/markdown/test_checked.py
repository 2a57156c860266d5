"""What the citations page says of the checks."""

from __future__ import annotations

import pytest

from course.evidence.ledger import render as text_of
from course.model.evidence import Before, Check, Evidence, Standing
from tests.support import Draft, render

DOI, PMID, STOVE = "10.1234/kettle.2001.12", "1234567", "https://example.org/stove"


def doi(standing: Standing, of: str = DOI, **more: object) -> Check:
    return Check(of, standing, "2026-11-23", "as found", **more)  # type: ignore[arg-type]


def shown(draft: Draft, evidence: Evidence) -> dict[str, str]:
    """The paragraph of each reference that has one."""
    draft.write("data/evidence-checks.yml", text_of(evidence))
    tree = render("/// references\n///", draft.paths)
    return {
        item.get("id", "").removeprefix("ref-"): item.xpath("./p[@class='checked']")[0].text_content().strip()
        for item in tree.xpath("//li[starts-with(@id, 'ref-')][./p[@class='checked']]")
    }


def test_nothing_where_nothing_was_checked(draft: Draft) -> None:
    assert shown(draft, Evidence()) == {}
    assert "checked" not in {
        item.get("class") for item in render("/// references\n///", draft.paths).xpath("//p")
    }


def test_dates(draft: Draft) -> None:
    assert shown(draft, Evidence({
        "adams2001": {"doi": doi(Standing.OK), "pmid": Check(PMID, Standing.OK, "2026-11-24", "")},
        "board2019": {"link": Check(STOVE, Standing.OK, "2026-11-03", "200 OK")},
    })) == {
        "adams2001": "DOI matched 23 November 2026; PubMed record matched 24 November 2026.",
        "board2019": "Link checked 3 November 2026.",
    }


@pytest.mark.parametrize("check", [
    doi(Standing.UNKNOWN), doi(Standing.MISMATCH), doi(Standing.MISSING), doi(Standing.OK, of="10.1234/another"),
    doi(Standing.UNKNOWN, before=Before(Standing.MISMATCH, "2026-11-16", "")),
])
def test_nothing_is_claimed_that_was_not_found(draft: Draft, check: Check) -> None:
    assert shown(draft, Evidence({"adams2001": {"doi": check}})) == {}


def test_without_an_answer_the_earlier_date_stands(draft: Draft) -> None:
    check = doi(Standing.UNKNOWN, before=Before(Standing.OK, "2026-11-16", ""))
    assert shown(draft, Evidence({"adams2001": {"doi": check}})) == {"adams2001": "DOI matched 16 November 2026."}


def test_readers_learn_of_a_retraction_and_of_a_correction(draft: Draft) -> None:
    retracted = Evidence({"adams2001": {"doi": doi(Standing.RETRACTED), "pmid": Check(PMID, Standing.OK, "2026-11-23", "")}})
    assert shown(draft, retracted)["adams2001"] == (
        "Retracted, according to Crossref on 23 November 2026. PubMed record matched 23 November 2026."
    )
    corrected = Evidence({"adams2001": {"pmid": Check(PMID, Standing.CORRECTED, "2026-11-23", "")}})
    assert shown(draft, corrected)["adams2001"] == (
        "Corrected, or under an expression of concern, according to PubMed on 23 November 2026."
    )


@pytest.mark.parametrize(("standing", "says"), [
    (Standing.OK, "Label matched 23 November 2026."),
    (Standing.CHANGED, "There is a newer version of this label (openFDA or DailyMed, 23 November 2026)."),
])
def test_labels_stand_at_their_reference(draft: Draft, standing: Standing, says: str) -> None:
    check = Check("a-set-id", standing, "2026-11-23", "", 34, "board2019")
    assert shown(draft, Evidence({}, {"kettle": check})) == {"board2019": says}
