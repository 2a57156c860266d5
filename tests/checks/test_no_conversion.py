import pytest

from course.checks import no_conversion
from tests.support import KETTLE, Draft, assert_only

RULE = "no-conversion"


@pytest.mark.parametrize("text", [
    "Give the equivalent dose.", "Look at dose equivalence.", "The products are equipotent.", "They are interchangeable.",
    "A conversion factor helps.", "Units can be converted.", "Convert the dose of Dysport first.", "Dysport and Xeomin: 1:1.",
    "Dysport is dosed at a ratio of three to one, a 3-to-1 rule of Units.", "Use Dysport at a ratio of 2.5.",
])
def test_bad(draft: Draft, text: str) -> None:
    line = draft.append(KETTLE, text)
    [finding] = no_conversion.check(draft.load())
    assert (finding.rule, finding.path, finding.line) == (RULE, KETTLE, line)


@pytest.mark.parametrize("text", [
    "1 Unit of Botox equals 2.5 Units of Dysport.", "20 Units of Botox = 50 Units of Dysport.",
    "One Unit of Botox is about three Units of Dysport.", "Multiply the Units of Botox by 2.5 for the Units of Dysport.",
    "Take 2.5 Units of Dysport for each Unit of Botox.", "Multiply the Botox dose by 2.5 and draw up Dysport.",
])
def test_bad_sums(draft: Draft, text: str) -> None:
    line = draft.append(KETTLE, text)
    assert [(finding.line, finding.rule) for finding in no_conversion.check(draft.load())] == [(line, RULE)]


def test_bad_is_the_only_one(draft: Draft) -> None:
    line = draft.append(KETTLE, "Give the equivalent dose of the other product.")
    assert_only(draft, "no-conversion", KETTLE, line, "'equivalent dose' converts Units")


@pytest.mark.parametrize("text", [
    "Units are never converted.", "There is no equivalent dose.", "Units of Dysport cannot be converted to those of Xeomin.",
    "Refuse to convert its Units.", "A risk ratio of 5.56 for Dysport.", "Randomized 2:1 to Dysport or placebo.",
    "They converted the office into a clinic.", "Adrenaline 1:1000 into the muscle.", "Dysport at 10:15 sharp.",
    "Botox Cosmetic takes 20 Units and Dysport 50 Units.",
])
def test_good(draft: Draft, text: str) -> None:
    draft.append(KETTLE, text)
    assert list(no_conversion.check(draft.load())) == []


def test_good_in_a_wrong_option_and_on_the_page_that_refutes(draft: Draft) -> None:
    draft.replace(KETTLE, "- [ ] A warm handle", "- [ ] An equivalent dose")
    draft.write(f"docs/{no_conversion.REFUTED_ON}", draft.read(KETTLE) + "\nThe equivalent dose of some tables.\n")
    assert list(no_conversion.check(draft.load())) == []
