import pytest

from tests.support import KETTLE, Draft, assert_only


@pytest.mark.parametrize(("link", "says"), [
    ("[the cup](cup.md)", "there is no page docs/chapters/cup.md"),
    ("[the pot](../teapot.md)", "there is no page docs/teapot.md"),
    ("[the pot](teapot.md#lid)", "docs/chapters/teapot.md has no heading with the id 'lid'"),
    ("[above](#boiling)", "docs/chapters/kettle.md has no heading with the id 'boiling'"),
    ("[the pot](/teapot.md)", "there is no page docs/teapot.md"),
    ("[the folder](../assets/)", "there is no file docs/assets"),
    ("[here](teapot.md)", "the link text 'here' does not say"),
    ("[Click here](https://example.org)", "the link text 'Click here' does not say"),
])
def test_bad(draft: Draft, link: str, says: str) -> None:
    line = draft.append(KETTLE, f"First line,\nthen {link}.") + 1
    assert_only(draft, "link-target", KETTLE, line, says)


def test_bad_in_a_reason(draft: Draft) -> None:
    line = draft.replace(KETTLE, "> No open kettle gets there.", "> See [the cup](cup.md).")
    assert_only(draft, "link-target", KETTLE, line, "there is no page docs/chapters/cup.md")


@pytest.mark.parametrize("link", [
    "[the pot](teapot.md)",
    "[the pot](teapot.md#warm-the-pot)",
    "[the pot](/chapters/teapot.md)",
    "[a question](teapot.md#teapot-lid)",
    "[the signs](#signs)",
    "[the first source](../reference/citations.md#ref-adams2001)",
    "[the drawing](../assets/img/kettle.svg)",
    "[a site](https://example.org/x.md#y)",
    "[write to us](mailto:a@example.org)",
    "`[code](nowhere.md)`",
])
def test_good(draft: Draft, link: str) -> None:
    draft.append(KETTLE, f"See {link}.")
    assert draft.findings() == []


def test_bad_drawing(draft: Draft) -> None:
    line = draft.append(KETTLE, (
        "/// figure\n![A drawing of a cup](../assets/img/cup.svg)\n\nThe cup stands on the table. [@adams2001]\n///"
    )) + 1
    assert_only(draft, "link-target", KETTLE, line, "there is no file docs/assets/img/cup.svg")
