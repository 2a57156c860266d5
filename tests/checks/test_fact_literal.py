import pytest

from tests.support import KETTLE, SAMOVAR, TEAPOT, Draft, assert_only, places

CONSULT = "Write that the current label must be consulted"


@pytest.mark.parametrize(("text", "says", "remedy"), [
    ("It steeps for [5 minutes](fact:samovar/study-steeping/time).",
     "'5 minutes' is not what the data says of 'samovar/study-steeping/time'", "Write '4 minutes', or mend samovar.yml"),
    ("It steeps for [4 min](fact:samovar/study-steeping/time).", "'4 min' is not", "Write '4 minutes', or mend samovar.yml"),
    ("It has [five seats](fact:samovar/glabellar-lines/sites).", "'five seats' is", "Write '5 sites', or mend samovar.yml"),
    ("It steeps for [4 minutes](fact:samovar/study-steeping/times).",
     "there is no fact 'samovar/study-steeping/times'", "Did you mean 'samovar/study-steeping/time'?"),
    ("It steeps for [4 minutes](fact:nowhere).", "there is no fact 'nowhere'", "See data/products/"),
    ("It steeps for [4 minutes](fact:).", "there is no fact ''", "See data/products/"),
    ("It holds [sugar](fact:samovar/identity/excipients).", "'samovar/identity/excipients' was not seen", CONSULT),
    ("It lasts [13 weeks](fact:samovar/spout-lines/interval).", "rests on grade C and is not taught", CONSULT),
    ("Two need [600 mL](calc:2*250).", "2*250 is 500, not '600 mL'", "Mend the figure or the calculation"),
    ("Two need [much](calc:2*250).", "'much' does not begin with a number", ""),
    ("Two need [500 mL](calc:2*x).", "'2*x' is not a calculation", ""),
    ("Two need [500 mL](calc:2/0).", "'2/0' divides by zero", ""),
])
def test_bad(draft: Draft, text: str, says: str, remedy: str) -> None:
    line = draft.append(KETTLE, f"One line.\n{text}") + 1
    findings = [finding for finding in draft.findings() if finding.message != "a checked literal that cannot be read"]
    assert places(findings) == [("fact-literal", KETTLE, line)], findings
    assert says in findings[0].message
    assert remedy in findings[0].remedy


@pytest.mark.parametrize("text", [
    "Two need [500 mL](calc:2*(200+50)) of water.",
    "Two need [500 mL](calc:2 * 250) of water.",
    "Two need [500 mL](<calc:2*250>) of water.",
    'It steeps for [4 minutes](fact:samovar/study-steeping/time "as the tin says").',
    "It steeps for [4 minutes]( fact:samovar/study-steeping/time).",
    "It steeps for [4 [long] minutes](fact:samovar/study-steeping/time).",
])
def test_bad_form(draft: Draft, text: str) -> None:
    """The builder would make a plain link of it; at least one finding says so, and all are of its line."""
    line = draft.append(KETTLE, text)
    findings = [finding for finding in draft.findings() if finding.rule == "fact-literal"]
    assert findings
    assert {(finding.path, finding.line) for finding in findings} == {(KETTLE, line)}
    assert "a checked literal that cannot be read" in {finding.message for finding in findings}


def test_bad_over_two_lines(draft: Draft) -> None:
    line = draft.append(KETTLE, "It steeps for [4\nminutes](fact:samovar/study-steeping/time).") + 1
    assert_only(draft, "fact-literal", KETTLE, line, "a checked literal that cannot be read")


@pytest.mark.parametrize(("old", "new"), [
    ("| Sea level | A hundred degrees [@adams2001] |", "| Sea level | [5 minutes](fact:samovar/study-steeping/time) |"),
    ("Keep the spout away from people.", "Keep it away for [5 minutes](fact:samovar/study-steeping/time)."),
    ("1. Large bubbles.", "1. [5 minutes](fact:samovar/study-steeping/time) of bubbles."),
    ("- [x] Large bubbles", "- [x] Bubbles for [5 minutes](fact:samovar/study-steeping/time)"),
    ("> They come at the boil.", "> They come after [5 minutes](fact:samovar/study-steeping/time)."),
    ("See [the signs](#signs) first.", "Wait [5 minutes](fact:samovar/study-steeping/time) first."),
])
def test_bad_anywhere(draft: Draft, old: str, new: str) -> None:
    line = draft.replace(KETTLE, old, new)
    assert_only(draft, "fact-literal", KETTLE, line, "'5 minutes' is not what the data says")


def test_bad_after_the_data_changed(draft: Draft) -> None:
    """Every place that says the old value, and no other."""
    draft.replace(SAMOVAR, "water: {value: 250, unit: mL}", "water: {value: 300, unit: mL}")
    text = draft.read(TEAPOT).split("\n")
    lines = [number for number, line in enumerate(text, start=1) if "fact:samovar/study-steeping/water" in line]
    assert len(lines) == 2
    findings = draft.findings()
    assert places(findings) == [("fact-literal", TEAPOT, line) for line in lines]
    assert {finding.remedy for finding in findings} == {"Write '300 mL', or mend samovar.yml"}


@pytest.mark.parametrize("text", [
    "It steeps for [4 minutes](fact:samovar/study-steeping/time).",
    "It steeps for [four minutes](fact:samovar/study-steeping/time), a [4-minute](fact:samovar/study-steeping/time) wait.",
    "It seats [twelve persons](fact:samovar/study-steeping/guests).",
    "It says [first tea 1989](fact:samovar/identity/approval).",
    "Two need [500 mL](calc:2*250), a third of one [83 mL](calc:250/3) or [83.3 mL](calc:250/3).",
    "`[5 minutes](fact:samovar/study-steeping/time)` and `[x](calc:(1))` are code.",
    "```\n[5 minutes](fact:samovar/study-steeping/time)\n```",
    "Nothing. <!-- [5 minutes](fact:nowhere) -->",
])
def test_good(draft: Draft, text: str) -> None:
    draft.append(KETTLE, text)
    assert draft.findings() == []
