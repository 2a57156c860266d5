import pytest

from tests.support import Draft, assert_only

FILE = "data/audits/chapters-kettle.csv"
HEAD = "statement,source,verdict,note\n"
GOOD = HEAD + (
    '"Water boils, sooner or later.","@adams2001, p. 3; @board2019",supported,\n'
    "Twice one is two.,@adams2001,calculated,\n"
    "Fictional case: a kettle.,,no claim,\n"
    "Do not touch it.,,advice,\n"
    "Steam is cold.,,mended,the source says hot\n"
)


@pytest.mark.parametrize(("old", "new", "line", "says"), [
    (",supported,", ",fine,", 2, "'fine' is no verdict"),
    ("@adams2001,calculated", ",calculated", 3, "'calculated' without a source"),
    ("@adams2001,calculated", "@nobody1999,calculated", 3, "there is no reference 'nobody1999'"),
    ("@adams2001,calculated", "adams2001,calculated", 3, "'adams2001' is not a citation"),
    (",mended,the source says hot", ",mended,", 6, "'mended' without a note"),
    ("Do not touch it.", "Twice one is two.", 5, "this statement is listed twice"),
    ("Do not touch it.,", "Do not, ever, touch it.,", 5, "a row has 6 columns instead of 4"),
    ('"Water boils,', '"Water "boils,', 2, "not valid CSV"),
    (HEAD, "statement,verdict\n", 1, "the columns are not those of an audit"),
])
def test_bad(draft: Draft, old: str, new: str, line: int, says: str) -> None:
    draft.write(FILE, GOOD)
    draft.replace(FILE, old, new)
    assert_only(draft, "audit-list", FILE, line, says)


def test_bad_without_a_page(draft: Draft) -> None:
    draft.write("data/audits/chapters-samovar.csv", GOOD)
    assert_only(draft, "audit-list", "data/audits/chapters-samovar.csv", 1, "no page has this audit")


@pytest.mark.parametrize("text", [GOOD, HEAD])
def test_good(draft: Draft, text: str) -> None:
    draft.write(FILE, text)
    assert draft.findings() == []
