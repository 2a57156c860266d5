import pytest

from tests.support import KETTLE, Draft, assert_only


@pytest.mark.parametrize(("cite", "says"), [
    ("[@adams2002]", "no reference has the id 'adams2002'"),
    ("[@adams2001; @nobody, §2]", "no reference has the id 'nobody'"),
    ("[@Adams2001]", "no reference has the id 'Adams2001'"),
    ("[@adams2001; board2019]", "'board2019' is not a citation"),
    ("[@adams2001,]", "'@adams2001,' is not a citation"),
    ("[@adams2001 p. 5]", "'@adams2001 p. 5' is not a citation"),
    ("[@adams2001;]", "'' is not a citation"),
])
def test_bad(draft: Draft, cite: str, says: str) -> None:
    line = draft.append(KETTLE, f"One line.\nA claim. {cite}") + 1
    assert_only(draft, "citation-known", KETTLE, line, says)


def test_bad_names_the_nearest(draft: Draft) -> None:
    draft.append(KETTLE, "A claim. [@adams2002]")
    assert draft.findings()[0].remedy == "Did you mean 'adams2001'?"


def test_bad_in_a_reason(draft: Draft) -> None:
    line = draft.replace(KETTLE, "> They come at the boil. [@adams2001]", "> They come at the boil. [@adam]")
    assert_only(draft, "citation-known", KETTLE, line, "'adam'")


@pytest.mark.parametrize("cite", [
    "[@adams2001]", "[@adams2001, §2.2, table 1]", "[@clark2020; @board2019, p. 3]", "`[@x]`",
])
def test_good(draft: Draft, cite: str) -> None:
    draft.append(KETTLE, f"A claim. {cite}")
    assert draft.findings() == []
