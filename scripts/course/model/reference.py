"""The references: `data/references.yml` as typed objects."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

from course.findings import Finding
from course.model import source, yamlfile
from course.paths import Paths

#: What a reader is told about the kind of a source; the keys are the values that the schema allows.
EVIDENCE = {
    "label": "label (regulator's copy)",
    "label-copy": "copy of a label",
    "manufacturer": "manufacturer's page",
    "drug-reference": "drug reference",
    "statute": "statute",
    "case-law": "judgment",
    "regulator": "regulator",
    "public-health": "public health body",
    "professional-body": "professional body",
    "guideline": "guideline",
    "systematic-review": "systematic review",
    "trial": "clinical trial",
    "observational": "observational study",
    "case-report": "case report or series",
    "anatomy": "anatomical study",
    "laboratory": "laboratory study",
    "consensus": "consensus or expert opinion",
    "narrative-review": "narrative review",
    "book": "book",
    "trade": "trade or news report",
}

#: So many characters of a name or a title stand in the foot of a sheet.
BRIEF = 48
#: What was read of a source.
SEEN_AS = {
    "record": "only the bibliographic record was seen",
    "abstract": "the abstract or index record was seen, not the whole paper",
    "excerpt": "part of the text was seen, in an archived copy",
}


@dataclass(frozen=True)
class Reference:
    """One source. `csl` holds its CSL variables as written, without `custom` and `note`."""

    id: str
    number: int
    line: int
    csl: dict[str, Any]
    evidence: str
    seen: str
    seen_as: str
    grade: str | None
    manufacturer_funded: bool
    note: str

    @cached_property
    def title(self) -> str:
        return str(self.csl.get("title", self.id))  # the schema names the entry that has none

    @cached_property
    def year(self) -> str | None:
        parts = self.csl.get("issued", {}).get("date-parts", [[None]])
        return str(parts[0][0]) if parts[0][0] else None

    @cached_property
    def lead(self) -> str | None:
        """The name a reader knows it by: first author, or publisher."""
        authors = self.csl.get("author") or []
        if authors:
            first = authors[0].get("family") or authors[0].get("literal")
            return f"{first} et al." if len(authors) > 2 else (
                f"{first} and {authors[1].get('family') or authors[1].get('literal')}" if len(authors) == 2 else first
            )
        return self.csl.get("publisher")

    @cached_property
    def short(self) -> str:
        """Lead, year and title in one line, for tooltips."""
        lead = " ".join(part for part in (self.lead, self.year) if part)
        return f"{lead}. {self.title}" if lead else self.title

    @cached_property
    def brief(self) -> str:
        """Lead and year alone, for the foot of a sheet; the beginning of the title where nobody is named."""
        name = self.lead or self.title
        if len(name) > BRIEF:
            name = name[:BRIEF].rsplit(" ", 1)[0] + " …"
        return f"{name} {self.year}" if self.year else name

    @property
    def identifiers(self) -> Iterator[tuple[str, str, str]]:
        """(kind, text, address) of every way to reach the source."""
        if doi := self.csl.get("DOI"):
            yield "doi", f"doi:{doi}", f"https://doi.org/{doi}"
        if pmid := self.csl.get("PMID"):
            yield "pmid", f"PMID {pmid}", f"https://pubmed.ncbi.nlm.nih.gov/{pmid}/"
        if pmcid := self.csl.get("PMCID"):
            yield "pmcid", str(pmcid), f"https://pmc.ncbi.nlm.nih.gov/articles/{pmcid}/"
        url = self.csl.get("URL")
        if url and not any(str(self.csl.get(name, "\0")) in url for name in ("DOI", "PMID", "PMCID")):
            yield "url", url, url


class References:
    """All references by id, in the order of the file, which is the order of their numbers."""

    def __init__(self, items: list[Reference], path: str):
        self.path = path
        self.by_id = {item.id: item for item in items}

    def __len__(self) -> int:
        return len(self.by_id)

    def __iter__(self) -> Iterator[Reference]:
        return iter(self.by_id.values())

    def __contains__(self, key: str) -> bool:
        return key in self.by_id

    def __getitem__(self, key: str) -> Reference:
        return self.by_id[key]


def _schema(paths: Paths) -> dict[str, Any]:
    schema: dict[str, Any] = json.loads(paths.references_schema.read_text("utf-8"))
    return schema


_cache: dict[Path, tuple[tuple[int, int], tuple[References, list[Finding]]]] = {}


def load_references(paths: Paths) -> tuple[References, list[Finding]]:
    """The references of the course and what is wrong with their file.

    The result is kept until the file changes: every page and every quiz asks for it.

    Raises:
        CourseError: the file is not YAML.
    """
    stat = paths.references.stat()
    stamp = (stat.st_mtime_ns, stat.st_size)
    kept = _cache.get(paths.references)
    if kept and kept[0] == stamp:
        return kept[1]
    path = paths.show(paths.references)
    file = yamlfile.parse(source.read(paths.references, path), path)
    findings = list(yamlfile.schema_findings(file, _schema(paths), "reference-schema"))
    broken = {finding.line for finding in findings}
    entries = file.value.get("references") if isinstance(file.value, dict) else None
    items: list[Reference] = []
    seen: dict[str, int] = {}
    previous = ""
    for index, entry in enumerate(entries if isinstance(entries, list) else []):
        line = file.line("references", index)
        if not isinstance(entry, dict) or not isinstance(entry.get("id"), str):
            continue  # the schema has said so
        key = entry["id"]
        if key in seen:
            findings.append(Finding(
                path, line, "reference-duplicate", f"the id '{key}' stands already in line {seen[key]}",
                "Keep one of the two entries",
            ))
            continue
        if key < previous and line not in broken:
            findings.append(Finding(
                path, line, "reference-schema", f"'{key}' stands after '{previous}'",
                "Keep the list sorted by id: the numbers of the citations follow it",
            ))
        seen[key], previous = line, max(previous, key)
        given = entry.get("custom")
        custom: dict[str, Any] = given if isinstance(given, dict) else {}
        items.append(Reference(
            id=key,
            number=len(items) + 1,
            line=line,
            csl={name: value for name, value in entry.items() if name not in ("custom", "note")},
            evidence=str(custom.get("evidence", "")),
            seen=str(custom.get("seen", "")),
            seen_as=str(custom.get("seen-as", "")),
            grade=custom.get("grade"),
            manufacturer_funded=custom.get("funding") == "manufacturer",
            note=str(entry.get("note", "")),
        ))
    result = (References(items, path), findings)
    _cache[paths.references] = (stamp, result)
    return result
