"""What the registries said of our sources, and when: `data/evidence-checks.yml` as typed objects.

`course watch` writes the file; the citations page shows it. A file that is not there is an empty one.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from course.findings import Finding
from course.model import source, yamlfile
from course.paths import Paths

RULE = "evidence-schema"


class Standing(StrEnum):
    """How a source stood when it was checked, in the order of urgency."""

    RETRACTED = "RETRACTED"  #: withdrawn by its publisher
    MISSING = "MISSING"  #: the registry knows no such identifier
    MISMATCH = "MISMATCH"  #: the identifier leads to another title or year than ours
    CHANGED = "CHANGED"  #: a label that is newer than the one our facts are from
    CORRECTED = "CORRECTED"  #: a correction or an expression of concern was published
    BROKEN = "BROKEN"  #: the address is gone
    UNKNOWN = "UNKNOWN"  #: no answer to rely on
    OK = "OK"


@dataclass(frozen=True)
class Before:
    """The last result that was one, kept while later checks get no answer."""

    standing: Standing
    date: str
    detail: str


@dataclass(frozen=True)
class Check:
    """The result for one identifier: `of` is what was checked, so that a changed identifier has no old result."""

    of: str
    standing: Standing
    date: str
    detail: str
    #: Of a label: the version that was compared, and the reference that the label is.
    version: int | None = None
    reference: str | None = None
    #: Why a result that needs a person may stay as it is; written by that person.
    accepted: str | None = None
    before: Before | None = None

    @property
    def known(self) -> Before | None:
        """The latest result that is one; None where there never was an answer."""
        if self.standing is Standing.UNKNOWN:
            return self.before
        return Before(self.standing, self.date, self.detail)

    @property
    def unexpected(self) -> bool:
        """Whether a person has to look at it."""
        return self.standing not in (Standing.OK, Standing.UNKNOWN) and not self.accepted


@dataclass(frozen=True)
class Evidence:
    """All results: of references by id and kind (`doi`, `pmid`, `link`), of labels by the id of the product."""

    references: dict[str, dict[str, Check]] = field(default_factory=dict)
    labels: dict[str, Check] = field(default_factory=dict)

    def of(self, reference: str, kind: str, identifier: str) -> Check | None:
        """The result for an identifier that a reference has now."""
        check = self.references.get(reference, {}).get(kind)
        return check if check and check.of == identifier else None

    def of_label(self, reference: str) -> list[Check]:
        """The results of the labels that are this reference."""
        return [check for check in self.labels.values() if check.reference == reference]


def _check(entry: dict[str, Any]) -> Check:
    before = entry.get("before")
    return Check(
        of=entry["of"],
        standing=Standing(entry["outcome"]),
        date=entry["date"],
        detail=entry["detail"],
        version=entry.get("version"),
        reference=entry.get("reference"),
        accepted=entry.get("accepted"),
        before=Before(Standing(before["outcome"]), before["date"], before["detail"]) if before else None,
    )


def load_evidence(paths: Paths) -> tuple[Evidence, list[Finding]]:
    """The results, and what is wrong with their file; a file with a fault gives no results at all.

    Raises:
        CourseError: the file is not YAML.
    """
    if not paths.evidence_checks.exists():
        return Evidence(), []
    path = paths.show(paths.evidence_checks)
    file = yamlfile.parse(source.read(paths.evidence_checks, path), path)
    schema = json.loads(paths.evidence_checks_schema.read_text("utf-8"))
    if findings := list(yamlfile.schema_findings(file, schema, RULE)):
        return Evidence(), findings
    return Evidence(
        {key: {kind: _check(entry) for kind, entry in kinds.items()} for key, kinds in file.value["references"].items()},
        {key: _check(entry) for key, entry in file.value["labels"].items()},
    ), []
