import pytest

from course.model.waiver import load_waivers
from course.paths import Paths
from tests.support import KETTLE, Draft, assert_only, places

FILE = "data/waivers.yml"
FAULT = "In a survey 64% of the guests agreed."


def waive(
    draft: Draft, *, rule: str = "figure-cited", path: str = KETTLE, text: str = "64% of the guests",
    reason: str = "Only a test of the waivers.",
) -> None:
    draft.write(FILE, f"waivers:\n- rule: {rule}\n  path: {path}\n  text: '{text}'\n  reason: {reason}\n")


def test_good(draft: Draft) -> None:
    draft.append(KETTLE, FAULT)
    waive(draft)
    assert draft.findings() == []


@pytest.mark.parametrize("fields", [
    {"rule": "dose-product"}, {"path": "docs/index.md"}, {"text": "65% of the guests"},
])
def test_bad_covers_another(draft: Draft, fields: dict[str, str]) -> None:
    line = draft.append(KETTLE, FAULT)
    waive(draft, **fields)
    assert places(draft.findings()) == [("waiver-needed", FILE, 2), ("figure-cited", KETTLE, line)]


def test_bad_no_longer_needed(draft: Draft) -> None:
    draft.append(KETTLE, FAULT.replace("agreed.", "agreed. [@clark2020]"))
    waive(draft)
    assert_only(draft, "waiver-needed", FILE, 2, "the waiver of figure-cited for docs/chapters/kettle.md covers no finding")


@pytest.mark.parametrize(("fields", "says"), [
    ({"rule": "link-target"}, "is not one of"), ({"reason": "Because."}, "too short"), ({"text": "64%"}, "too short"),
    ({"path": "docs"}, "does not match"),
])
def test_bad_form(draft: Draft, fields: dict[str, str], says: str) -> None:
    """A rule that is not one of these cannot be waived, and nothing is waived without a reason."""
    draft.append(KETTLE, FAULT)
    waive(draft, **fields)
    found = [finding for finding in draft.findings() if finding.rule == "waiver-needed"]
    assert len(found) >= 1
    assert says in found[0].message


def test_bad_too_many(draft: Draft) -> None:
    entry = (
        "- {rule: figure-cited, path: docs/chapters/kettle.md, text: the same words, reason: Only a test of the waivers.}\n"
    )
    draft.write(FILE, "waivers:\n" + entry * 15)
    assert any("Fewer than 15" in finding.remedy for finding in draft.findings())


def test_real_waivers(repo: Paths) -> None:
    """Fewer than fifteen, each for a page that exists."""
    waivers, faults = load_waivers(repo, "waiver-needed")
    assert faults == []
    assert len(waivers) < 15
    assert all((repo.root / waiver.path).is_file() for waiver in waivers)
