import pytest

from tests.support import KETTLE, Draft, assert_only


@pytest.mark.parametrize("text", [
    "Take 20U now.", "Take 20 U now.", "Take 20 U.", "Take 100 IU.", "Take 100\u00a0IU now.", "Take 12 iu.", "Take 4 u now.",
    "A 20-U dose.", "Write IU there.", "So many U/kg.", "Add 1 cc.", "Add 2cc.", "A 1 CC syringe.", "Measured in cc.",
    "Take **20** U now.", "Take [20 U](teapot.md) now.", "## Points of 4U",
])
def test_bad(draft: Draft, text: str) -> None:
    line = draft.append(KETTLE, text)
    assert_only(draft, "unit-notation", KETTLE, line)


@pytest.mark.parametrize(("old", "new"), [
    ("description: How water comes", "description: How 20 U of water comes"),
    ("boil-water: Bring water", "boil-water: Bring 20 U of water"),
    ("![A kettle with a plume", "![A kettle of 20 U with a plume"),
    ("/// danger | Steam scalds", "/// danger | Steam of 20 U scalds"),
    ("- [ ] A warm handle", "- [ ] A handle of 20 U"),
])
def test_bad_wherever_readers_see_it(draft: Draft, old: str, new: str) -> None:
    line = draft.replace(KETTLE, old, new)
    assert_only(draft, "unit-notation", KETTLE, line, "'20 U' is a bare unit")


@pytest.mark.parametrize("text", [
    "A hundred US clinics.", "All 100 US clinics. [@clark2020]", "The 20 U.S. clinics. [@clark2020]",
    "UK, EU and 20 UK sites. [@clark2020]",
    "12 Universities. [@clark2020]", "An account, an accident, occ.", "CC BY 4.0 it is.", "Not `20 U`, nor `cc`.",
    "A test of 25 mIU/mL. [@clark2020]",
])
def test_good(draft: Draft, text: str) -> None:
    draft.append(KETTLE, text)
    assert draft.findings() == []
