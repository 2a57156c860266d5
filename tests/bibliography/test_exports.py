import json
import re

import pytest
import rispy
from pybtex.database import BibliographyData, parse_string

from course.bibliography import DOWNLOADS
from course.bibliography.exports import bibtex, csl_json, ris
from course.model import Course, References, load_references
from tests.support import REFERENCES, Draft


def unescaped(text: str) -> str:
    """What LaTeX prints of a field."""
    text = text.replace("\\textasciitilde\\ ", "~ ").replace("\\textasciitilde ", "~")
    return re.sub(r"\\([&%$#_])", r"\1", text).replace("{", "").replace("}", "")


def assert_bibtex(references: References) -> BibliographyData:
    parsed = parse_string(bibtex(references), "bibtex")
    assert list(parsed.entries) == [reference.id for reference in references]
    for reference in references:
        entry = parsed.entries[reference.id]
        for name, field in (("DOI", "doi"), ("PMID", "pmid"), ("URL", "url"), ("volume", "volume"), ("page", "pages")):
            assert unescaped(entry.fields.get(field, "")) == reference.csl.get(name, ""), (reference.id, name)
        assert unescaped(entry.fields["title"]) == reference.title
        assert entry.fields.get("year") == reference.year
        assert reference.seen in entry.fields["note"]
        people = entry.persons.get("author", [])
        given = reference.csl.get("author", [])
        assert len(people) == len(given), f"{reference.id}: {[str(person) for person in people]}"
        for person, author in zip(people, given, strict=True):
            last = " ".join([*person.prelast_names, *person.last_names])
            assert unescaped(last) == (author.get("literal") or author["family"]), reference.id
            assert " ".join([*person.first_names, *person.middle_names]) == author.get("given", ""), reference.id
    return parsed


def assert_ris(references: References) -> list[dict]:
    parsed = rispy.loads(ris(references))
    assert [entry["id"] for entry in parsed] == [reference.id for reference in references]
    for entry, reference in zip(parsed, references, strict=True):
        assert entry["title"] == reference.title
        assert entry.get("doi") == reference.csl.get("DOI")
        assert entry.get("year") == reference.year
        assert entry.get("volume") == reference.csl.get("volume")
        assert entry.get("journal_name") == reference.csl.get("container-title")
        assert entry.get("urls", []) == [address for _, _, address in reference.identifiers]
        assert len(entry.get("authors", [])) == len(reference.csl.get("author", []))
        assert reference.seen in entry["notes"][0]
    return parsed


def test_bibtex(draft: Draft) -> None:
    parsed = assert_bibtex(load_references(draft.paths)[0])
    adams = parsed.entries["adams2001"]
    assert adams.type == "article"
    assert dict(adams.fields) == {
        "title": "The boiling of water in kettles", "journal": "Journal of Kettles", "volume": "12", "number": "3",
        "pages": "12-19", "doi": "10.1234/kettle.2001.12", "pmid": "1234567", "year": "2001",
        "note": "Read on 2026-11-22. Seen: index record.",
    }
    assert [entry.type for entry in parsed.entries.values()] == ["article", "misc", "book"]


@pytest.mark.parametrize("name", [
    "Food and Drug Administration", "Allergan, Inc.", "Société d'Étude", "A & B 100%_#", "de Maio Institute",
    "Smith, Jones, and Others, Ltd.",
])
def test_bibtex_keeps_a_body_in_one_piece(draft: Draft, name: str) -> None:
    draft.replace(REFERENCES, "  - {literal: Board of Tea and Coffee}", f'  - {{literal: "{name}"}}')
    assert_bibtex(load_references(draft.paths)[0])


@pytest.mark.parametrize("author", [
    "{family: de Maio, given: M.}", "{family: Van Der Berg, given: A. B.}", "{family: O'Neil Smith, given: J.}",
    "{family: Müller-Lüdenscheidt, given: Ä.}", "{family: Single}", "{family: Sand, given: Anna Maria}",
])
def test_bibtex_keeps_a_name_in_its_parts(draft: Draft, author: str) -> None:
    draft.replace(REFERENCES, "  - {family: Adams, given: A. B.}", f"  - {author}")
    assert_bibtex(load_references(draft.paths)[0])


@pytest.mark.parametrize("title", [
    "Kettles & pots: 100% of_them #1 $5", "Über Käse – “quoted” × 5 µg", "A {braced} title",
    "Ends with a backslash \\\\ here",
    "Less < than > more ~ tilde ^ caret",
])
def test_titles_survive(draft: Draft, title: str) -> None:
    draft.replace(REFERENCES, "title: The boiling of water in kettles", f'title: "{title}"')
    references, _ = load_references(draft.paths)
    assert_ris(references)
    assert json.loads(csl_json(references))[0]["title"] == references["adams2001"].title
    parsed = parse_string(bibtex(references), "bibtex")
    printed = unescaped(parsed.entries["adams2001"].fields["title"])
    assert printed.replace("\\textbackslash ", "\\") == references["adams2001"].title.replace("{", "").replace("}", "")


def test_ris(draft: Draft) -> None:
    parsed = assert_ris(load_references(draft.paths)[0])
    assert [entry["type_of_reference"] for entry in parsed] == ["JOUR", "ELEC", "BOOK"]
    assert parsed[0]["authors"] == ["Adams, A. B.", "Brown, C.", "Cole, D. E."]
    assert (parsed[0]["start_page"], parsed[0]["end_page"], parsed[0]["number"]) == ("12", "19", "3")
    assert parsed[1]["authors"] == ["Board of Tea and Coffee"]


def test_csl_json(draft: Draft) -> None:
    references, _ = load_references(draft.paths)
    items = json.loads(csl_json(references))
    assert items[0] == {**references["adams2001"].csl, "note": "Read on 2026-11-22. Seen: index record."}
    assert [item["id"] for item in items] == ["adams2001", "board2019", "clark2020"]
    assert "custom" not in items[0]


def test_the_real_course(real: Course) -> None:
    assert len(real.references) >= 60
    assert len(assert_bibtex(real.references).entries) == len(real.references)
    assert len(assert_ris(real.references)) == len(real.references)
    items = json.loads(csl_json(real.references))
    assert [{name: value for name, value in item.items() if name != "note"} for item in items] == [
        reference.csl for reference in real.references
    ]


def test_downloads(draft: Draft) -> None:
    references, _ = load_references(draft.paths)
    assert [download.path.rsplit(".", 1)[-1] for download in DOWNLOADS] == ["bib", "ris", "json"]
    for download in DOWNLOADS:
        text = download.write(references)
        assert all(reference.id in text for reference in references)
        assert text.endswith("\n")
        assert download.write(references) == text
