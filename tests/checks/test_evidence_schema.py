import pytest

from tests.support import Draft, assert_only

FILE = "data/evidence-checks.yml"
GOOD = """\
references:
  "adams2001":
    doi: {of: "10.1234/kettle.2001.12", outcome: OK, date: "2026-11-23", detail: "title and year agree"}
labels: {}
"""


@pytest.mark.parametrize(("old", "new", "says"), [
    ("outcome: OK", "outcome: FINE", "'FINE' is not one of"),
    ('date: "2026-11-23"', 'date: "23 November 2026"', "does not match"),
    ("    doi:", "    isbn:", "unknown key 'isbn'"),
    ('detail: "title and year agree"', 'detail: "", accepted: "yes"', "accepted"),
    (', detail: "title and year agree"', "", "'detail' is a required property"),
])
def test_bad(draft: Draft, old: str, new: str, says: str) -> None:
    draft.write(FILE, GOOD)
    draft.replace(FILE, old, new)
    assert_only(draft, "evidence-schema", FILE, 3, says)


def test_bad_without_labels(draft: Draft) -> None:
    draft.write(FILE, GOOD.replace("labels: {}\n", ""))
    assert_only(draft, "evidence-schema", FILE, 1, "'labels' is a required property")


@pytest.mark.parametrize("text", [GOOD, "references: {}\nlabels: {}\n"])
def test_good(draft: Draft, text: str) -> None:
    draft.write(FILE, text)
    assert draft.findings() == []


def test_good_without_the_file(draft: Draft) -> None:
    assert not (draft.paths.root / FILE).exists()
    assert draft.findings() == []
