import pytest

from tests.support import REFERENCES, Draft, assert_only


@pytest.mark.parametrize(("old", "new", "says"), [
    ("  type: article-journal", "  type: paper", "'paper' is not one of"),
    ('  DOI: "10.1234/kettle.2001.12"', '  DOI: "https://doi.org/10.1234/kettle.2001.12"', "does not match"),
    ('  PMID: "1234567"', "  PMID: 1234567", "not of type 'string'"),
    ('  volume: "12"', "  volume: 12", "not of type 'string'"),
    ('  URL: "https://example.org/stove"', '  URL: "example.org/stove"', "does not match"),
    ("    grade: A", "    grade: C", "'C' is not one of"),
    ("    evidence: laboratory", "    evidence: rumour", "'rumour' is not one of"),
    ('    seen: "2026-11-21"', '    seen: "21 November 2026"', "does not match"),
    ("    seen-as: record", "    seen-as: whole", "'whole' is not one of"),
    ("  publisher: Pot Press", "  printer: Pot Press", "unknown key 'printer'"),
    ("  - {literal: Board of Tea and Coffee}", "  - {given: Board}", "references.1.author.0"),
])
def test_bad(draft: Draft, old: str, new: str, says: str) -> None:
    line = draft.replace(REFERENCES, old, new)
    assert_only(draft, "reference-schema", REFERENCES, line, says)


@pytest.mark.parametrize("line", [
    '  note: "Seen: index record."\n',
    "  title: The boiling of water in kettles\n",
    "  type: article-journal\n",
])
def test_bad_entry_without_a_field(draft: Draft, line: str) -> None:
    """One finding, and none for the pages that cite the entry."""
    draft.replace(REFERENCES, line, "")
    field = line.split(":")[0].strip()
    assert_only(draft, "reference-schema", REFERENCES, draft.line_of(REFERENCES, "- id: adams2001"), f"'{field}'")


def test_bad_entry_without_an_address(draft: Draft) -> None:
    draft.replace(REFERENCES, '  URL: "https://example.org/pot"\n', "")
    assert_only(draft, "reference-schema", REFERENCES, draft.line_of(REFERENCES, "- id: clark2020"))


def test_bad_order(draft: Draft) -> None:
    text = draft.read(REFERENCES)
    first = text.index("- id: adams2001")
    second, third = text.index("- id: board2019"), text.index("- id: clark2020")
    draft.write(REFERENCES, text[:first] + text[second:third] + text[first:second] + text[third:])
    assert_only(
        draft, "reference-schema", REFERENCES, draft.line_of(REFERENCES, "- id: adams2001"),
        "'adams2001' stands after 'board2019'",
    )


@pytest.mark.parametrize(("old", "new"), [
    ("  type: article-journal", "  type: report"),
    ('  PMID: "1234567"', '  PMID: "1234567"\n  PMCID: PMC123'),
    ("    seen-as: record", "    seen-as: record\n    title-seen: false"),
])
def test_good(draft: Draft, old: str, new: str) -> None:
    draft.replace(REFERENCES, old, new)
    assert draft.findings() == []
