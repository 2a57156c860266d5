import pytest

from tests.support import KETTLE, Draft, assert_only


@pytest.mark.parametrize("text", [
    "Do not touch it.", "Never touch it.", "Stop.", "Steam is hot. Step back.", "If it is hot, step back.",
    "It must be cold.",
    "The rule of three: keep away.", "Wait 15 minutes.", "It is 15 times as bad as it looks.",
])
@pytest.mark.parametrize("kind", ["boxed", "danger", "warning"])
def test_bad(draft: Draft, text: str, kind: str) -> None:
    line = draft.append(KETTLE, f"/// {kind} | A title\n{text}\n///") + 1
    if any(char.isdigit() for char in text):
        text = "figure"
        assert {finding.rule for finding in draft.findings()} == {"warning-cited", "figure-cited"}
    else:
        assert_only(draft, "warning-cited", KETTLE, line, "an instruction without a source")


def test_bad_item_beside_a_good_one(draft: Draft) -> None:
    line = draft.append(KETTLE, "/// danger | A title\n1. Stop. [@adams2001]\n2. Step back.\n\nCall. [@adams2001]\n///") + 2
    assert_only(draft, "warning-cited", KETTLE, line)


def test_bad_row(draft: Draft) -> None:
    line = draft.append(KETTLE, (
        "/// warning | A title\n| When | Do |\n|---|---|\n| Hot | Wait [@adams2001] |\n| Hotter | It should wait |\n///"
    )) + 4
    assert_only(draft, "warning-cited", KETTLE, line)


@pytest.mark.parametrize("text", [
    "/// warning | A title\nDo not touch it. It is hot. [@adams2001]\n///",
    "/// warning | A title\nSteam is hot.\n///",
    "/// danger | A title\nSee [the pot](teapot.md), or read [the pot](teapot.md#warm-the-pot).\n///",
    "/// pearl | A title\nDo not touch it.\n///",
    "Do not touch it.",
])
def test_good(draft: Draft, text: str) -> None:
    draft.append(KETTLE, text)
    assert draft.findings() == []
