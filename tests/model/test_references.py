import os

import pytest

from course.findings import CourseError
from course.model import EVIDENCE, SEEN_AS, Course, load_references
from tests.support import REFERENCES, Draft


def test_load(draft: Draft) -> None:
    references, findings = load_references(draft.paths)
    assert findings == []
    assert references.path == REFERENCES
    assert [(item.id, item.number) for item in references] == [("adams2001", 1), ("board2019", 2), ("clark2020", 3)]
    assert len(references) == 3
    assert "adams2001" in references
    assert "nobody" not in references
    adams, board, clark = references
    assert adams.line == draft.line_of(REFERENCES, "- id: adams2001")
    assert adams.csl["DOI"] == "10.1234/kettle.2001.12"
    assert not {"custom", "note"} & set(adams.csl)
    assert (adams.evidence, adams.seen, adams.seen_as, adams.grade) == ("laboratory", "2026-11-22", "record", None)
    assert adams.note == "Seen: index record."
    assert (board.grade, board.manufacturer_funded, clark.manufacturer_funded) == ("A", False, True)


def test_short(draft: Draft) -> None:
    adams, board, clark = load_references(draft.paths)[0]
    assert adams.short == "Adams et al. 2001. The boiling of water in kettles"
    assert board.short == "Board of Tea and Coffee 2019. Safety at the stove"
    assert clark.short == "Clark and Dean 2020. The warm pot"


def test_short_without_author_or_year(draft: Draft) -> None:
    draft.replace(REFERENCES, "  author:\n  - {literal: Board of Tea and Coffee}\n", "")
    draft.replace(REFERENCES, "  issued: {date-parts: [[2019]]}\n", "")
    board = load_references(draft.paths)[0]["board2019"]
    assert (board.lead, board.year) == ("Board of Tea and Coffee", None)
    assert board.short == "Board of Tea and Coffee. Safety at the stove"
    draft.replace(REFERENCES, "  publisher: Board of Tea and Coffee\n", "")
    board = load_references(draft.paths)[0]["board2019"]
    assert (board.lead, board.short) == (None, "Safety at the stove")


def test_identifiers(draft: Draft) -> None:
    adams, board, _ = load_references(draft.paths)[0]
    assert list(adams.identifiers) == [
        ("doi", "doi:10.1234/kettle.2001.12", "https://doi.org/10.1234/kettle.2001.12"),
        ("pmid", "PMID 1234567", "https://pubmed.ncbi.nlm.nih.gov/1234567/"),
    ]
    assert list(board.identifiers) == [("url", "https://example.org/stove", "https://example.org/stove")]
    draft.replace(REFERENCES, '  PMID: "1234567"', '  PMCID: PMC77\n  URL: "https://doi.org/10.1234/kettle.2001.12"')
    adams = load_references(draft.paths)[0]["adams2001"]
    assert [kind for kind, _, _ in adams.identifiers] == ["doi", "pmcid"]


def test_not_sorted(draft: Draft) -> None:
    line = draft.replace(REFERENCES, "- id: clark2020", "- id: archer2020")
    references, findings = load_references(draft.paths)
    assert [(finding.rule, finding.line, finding.message) for finding in findings] == [
        ("reference-schema", line, "'archer2020' stands after 'board2019'")
    ]
    assert references["archer2020"].number == 3


def test_kept_while_the_file_is_the_same(draft: Draft) -> None:
    assert load_references(draft.paths)[0] is load_references(draft.paths)[0]


def test_read_again_when_the_file_changes(draft: Draft) -> None:
    before, _ = load_references(draft.paths)
    draft.replace(REFERENCES, "title: The warm pot", "title: The cold pot")
    after, _ = load_references(draft.paths)
    assert (before["clark2020"].title, after["clark2020"].title) == ("The warm pot", "The cold pot")


def test_read_again_when_only_the_size_changes(draft: Draft) -> None:
    """An editor may keep the time of a file."""
    stat = draft.paths.references.stat()
    load_references(draft.paths)
    draft.replace(REFERENCES, "title: The warm pot", "title: The warm pots")
    os.utime(draft.paths.references, ns=(stat.st_atime_ns, stat.st_mtime_ns))
    assert load_references(draft.paths)[0]["clark2020"].title == "The warm pots"


def test_a_broken_file_is_not_kept(draft: Draft) -> None:
    whole = draft.read(REFERENCES)
    load_references(draft.paths)
    draft.write(REFERENCES, whole + "- id: [\n")
    with pytest.raises(CourseError, match=r"^data/references\.yml:\d+: yaml: not valid YAML"):
        load_references(draft.paths)
    draft.write(REFERENCES, whole)
    assert len(load_references(draft.paths)[0]) == 3


@pytest.mark.parametrize("text", [
    "", "references:\n", "references: 3\n", "references: []\n", "- id: a\n", "references: [3, null]\n",
])
def test_no_list_is_a_finding(draft: Draft, text: str) -> None:
    draft.write(REFERENCES, text)
    references, findings = load_references(draft.paths)
    assert len(references) == 0
    assert findings
    assert {finding.rule for finding in findings} == {"reference-schema"}


def test_words_for_every_kind_of_the_schema(repo) -> None:
    import json

    custom = json.loads(repo.references_schema.read_text("utf-8"))
    properties = custom["properties"]["references"]["items"]["properties"]["custom"]["properties"]
    assert sorted(properties["evidence"]["enum"]) == sorted(EVIDENCE)
    assert sorted(properties["seen-as"]["enum"]) == sorted(SEEN_AS)


def test_the_real_ones(real: Course) -> None:
    ids = [item.id for item in real.references]
    assert len(ids) >= 60
    assert ids == sorted(set(ids))
    assert [item.number for item in real.references] == list(range(1, len(ids) + 1))
    assert all(list(item.identifiers) for item in real.references)
