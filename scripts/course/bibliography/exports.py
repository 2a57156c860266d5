"""All references as BibTeX, RIS and CSL JSON, written by the libraries that own the formats."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import rispy
from pybtex.database import BibliographyData, Entry, Person
from pybtex.database.output.bibtex import Writer

from course.model.reference import Reference, References

BIBTEX_TYPES = {"article-journal": "article", "book": "book", "report": "techreport"}
RIS_TYPES = {
    "article-journal": "JOUR", "book": "BOOK", "legal_case": "CASE", "legislation": "STAT", "report": "RPRT",
    "webpage": "ELEC",
}
BIBTEX_FIELDS = {
    "title": "title", "container-title": "journal", "publisher": "publisher", "volume": "volume", "issue": "number",
    "page": "pages", "edition": "edition", "DOI": "doi", "PMID": "pmid", "PMCID": "pmcid", "URL": "url",
}
#: What stands in LaTeX as it is; letters of other languages do where the file is UTF-8.
PLAIN = re.compile(r"[^\s#$%&_{}~^\\\"<>|`]*(?: [^\s#$%&_{}~^\\\"<>|`]*)*")


class _Writer(Writer):  # type: ignore[misc]
    """The library's writer, which looks up every letter of every field; most fields need no look."""

    def _encode(self, text: str) -> str:
        return text if PLAIN.fullmatch(text) else str(super()._encode(text))

    def check_braces(self, s: str) -> None:
        if "{" in s or "}" in s:
            super().check_braces(s)


def _note(reference: Reference) -> str:
    return f"Read on {reference.seen}. {reference.note}"


def _person(author: dict[str, str]) -> Person:
    person = Person()
    if "literal" in author:
        # Braces keep a body in one piece: its "and" parts no persons, its comma no names.
        person.last_names = ["{" + author["literal"] + "}"]
    else:
        person.first_names = author.get("given", "").split()
        person.last_names = [author["family"]]
    return person


def csl_json(references: References) -> str:
    """CSL JSON: the variables as they are, with what was seen as the note."""
    items = [{**item.csl, "note": _note(item)} for item in references]
    return json.dumps(items, ensure_ascii=False, indent=1) + "\n"


def bibtex(references: References) -> str:
    entries = {}
    for item in references:
        fields = {name: str(item.csl[csl]) for csl, name in BIBTEX_FIELDS.items() if csl in item.csl}
        if item.year:
            fields["year"] = item.year
        fields["note"] = _note(item)
        persons = {"author": [_person(author) for author in item.csl.get("author", [])]}
        entries[item.id] = Entry(BIBTEX_TYPES.get(item.csl["type"], "misc"), fields, persons if persons["author"] else {})
    return str(_Writer(encoding="UTF-8").to_string(BibliographyData(entries)))


def ris(references: References) -> str:
    entries: list[dict[str, Any]] = []
    for item in references:
        csl = item.csl
        entry: dict[str, Any] = {
            "type_of_reference": RIS_TYPES[csl["type"]],
            "id": item.id,
            "title": item.title,
            "notes": [_note(item)],
            "authors": [
                author.get("literal") or ", ".join(filter(None, (author["family"], author.get("given"))))
                for author in csl.get("author", [])
            ],
        }
        optional = {
            "journal_name": csl.get("container-title"), "publisher": csl.get("publisher"), "year": item.year,
            "volume": csl.get("volume"), "number": csl.get("issue"), "doi": csl.get("DOI"),
            "urls": [address for _, _, address in item.identifiers],
        }
        if page := csl.get("page"):
            start, _, end = str(page).partition("-")
            optional |= {"start_page": start, "end_page": end or None}
        entry |= {name: value for name, value in optional.items() if value}
        entries.append(entry)
    return str(rispy.dumps(entries)).strip() + "\n"


@dataclass(frozen=True)
class Download:
    """One file that the site offers; `path` is relative to `docs/`."""

    path: str
    label: str
    write: Callable[[References], str]


_written: tuple[References, dict[str, str]] | None = None


def write_downloads(references: References) -> dict[str, str]:
    """The text of each download by its path; the same references are written once."""
    global _written
    if _written is None or _written[0] is not references:
        _written = (references, {download.path: download.write(references) for download in DOWNLOADS})
    return _written[1]


DOWNLOADS = (
    Download("reference/references.bib", "BibTeX (.bib)", bibtex),
    Download("reference/references.ris", "RIS (.ris)", ris),
    Download("reference/references.json", "CSL JSON (.json)", csl_json),
)
