import pytest

from tests.support import KETTLE, Draft, assert_only


@pytest.mark.parametrize("text", [
    "In a survey 64% agreed.",
    "One thing is so. [@clark2020] In a survey 64% agreed.",
    "In a survey 16 of 665 agreed.",
    "A study of 386 injectors.",
    "It lasted 120 days.",
    "- Wait for 15 minutes.",
    "At least 2019 people took part.",
    "At 320 pixels 64% agreed.",
    "It fell by 3–7 days.",
    "The ratio was 1.53 (1.2–2.1).",
])
def test_bad(draft: Draft, text: str) -> None:
    line = draft.append(KETTLE, text)
    assert_only(draft, "figure-cited", KETTLE, line, "has no citation in its own sentence")


def test_bad_in_a_row(draft: Draft) -> None:
    line = 3 + draft.append(
        KETTLE, "| What | Rate | Source |\n|---|---|---|\n| Tea | 5% | [@clark2020] |\n| Cocoa | 6% | none |"
    )
    assert_only(draft, "figure-cited", KETTLE, line, "the figure 6")


def test_bad_in_a_reason(draft: Draft) -> None:
    line = draft.replace(KETTLE, "> So the table says. [@adams2001, p. 12]", "> So 9 of 10 say. The table does. [@adams2001]")
    assert_only(draft, "figure-cited", KETTLE, line, "the figure 9")


@pytest.mark.parametrize("text", [
    "In a survey 64% agreed. [@clark2020]",
    "In a survey 64% agreed [@clark2020], and nobody else.",
    "As of 22 November 2026, and 2021–2024; on April 7.",
    "The guideline of 2016 was retired.",
    "At 10:30 the phase 3 trial of SNAP-25 began.",
    "Form 3500, section 5, claims 24 to 26, table 4 and §2.2.",
    "Call 1-800-332-1088 or 770-488-7100.",
    "There are 72 claims on 12 pages.",
    "By WCAG 2.2, at 320, 390 and 1,280 pixels.",
    "So [42%](calc:84/2) remain.",
    "Vial ÷ mL of diluent ÷ 10 gives Units per 0.1 mL.",
    "| No. | Claim |\n|---|---|\n| 65 | None |",
    "## In a survey 64% agreed",
])
def test_good(draft: Draft, text: str) -> None:
    draft.append(KETTLE, text)
    assert draft.findings() == []


def test_good_question_and_options(draft: Draft) -> None:
    draft.replace(KETTLE, "Where does the spout point?", "In a survey 64% asked: where does the spout point?")
    draft.replace(KETTLE, "* [ ] To the guests", "* [ ] To 64% of the guests")
    assert draft.findings() == []
