"""Writes `data/evidence-checks.yml`: one line for each result, sorted, in one step after every result."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace

from course import atomic
from course.model import Course
from course.model.evidence import Check, Evidence, Standing, load_evidence
from course.paths import Paths

HEAD = """\
# What the registries said of our sources, and when. Written by `course watch`; see README.md and
# evidence-checks.schema.json. By hand only: `accepted: "why the result may stay as it is"` inside the braces.
"""


def _line(check: Check) -> str:
    # A string in JSON is one in YAML as well.
    fields = {
        "of": json.dumps(check.of, ensure_ascii=False),
        "outcome": check.standing.value,
        "date": json.dumps(check.date),
        "detail": json.dumps(check.detail, ensure_ascii=False),
        "version": str(check.version) if check.version else "",
        "reference": json.dumps(check.reference) if check.reference else "",
        "accepted": json.dumps(check.accepted, ensure_ascii=False) if check.accepted else "",
    }
    if check.before:
        before = check.before
        fields["before"] = (
            f"{{outcome: {before.standing.value}, date: {json.dumps(before.date)}, "
            f"detail: {json.dumps(before.detail, ensure_ascii=False)}}}"
        )
    return "{" + ", ".join(f"{name}: {value}" for name, value in fields.items() if value) + "}"


def render(evidence: Evidence) -> str:
    """The text of the file."""

    def lines() -> Iterator[str]:
        yield "references:" + ("" if evidence.references else " {}")
        for key, kinds in sorted(evidence.references.items()):
            # In quotation marks, because an id may look like a number.
            yield f"  {json.dumps(key)}:"
            yield from (f"    {kind}: {_line(check)}" for kind, check in sorted(kinds.items()))
        yield "labels:" + ("" if evidence.labels else " {}")
        yield from (f"  {json.dumps(key)}: {_line(check)}" for key, check in sorted(evidence.labels.items()))

    return HEAD + "\n".join(lines()) + "\n"


def renewed(old: Check | None, new: Check) -> Check:
    """`new` with what of `old` still holds: a check without an answer does not undo an earlier result."""
    if old is None or old.of != new.of:
        return new
    if new.standing is Standing.UNKNOWN:
        return replace(new, before=old.known, accepted=old.accepted, version=new.version or old.version)
    known = old.known
    same = known is not None and (known.standing, known.detail) == (new.standing, new.detail)
    return replace(new, accepted=old.accepted if same else None)


class Ledger:
    """The results of all runs so far, on disk after every change."""

    def __init__(self, paths: Paths, course: Course, products: set[str]):
        """Begin with what the file says, without what the course does not have any more.

        Raises:
            CourseError: the file is not YAML.
            RuntimeError: the file is not of the form of its schema; nothing may be lost by writing over it.
        """
        evidence, findings = load_evidence(paths)
        if findings:
            raise RuntimeError(f"{findings[0]}; results are not written over it")
        self._paths = paths
        self.evidence = Evidence(
            {key: dict(kinds) for key, kinds in evidence.references.items() if key in course.references},
            {key: check for key, check in evidence.labels.items() if key in products},
        )

    def get(self, kind: str, key: str) -> Check | None:
        """The last result of a kind (`doi`, `pmid`, `link`, `label`) for a reference or a product."""
        return self.evidence.labels.get(key) if kind == "label" else self.evidence.references.get(key, {}).get(kind)

    def put(self, kind: str, key: str, new: Check) -> Check:
        """Keep a result; what was made of it and of the one before."""
        check = renewed(self.get(kind, key), new)
        if kind == "label":
            self.evidence.labels[key] = check
        else:
            self.evidence.references.setdefault(key, {})[kind] = check
        return check

    def save(self) -> None:
        """Write the file.

        Raises:
            RuntimeError: it cannot be written.
        """
        try:
            atomic.write_text(self._paths.evidence_checks, render(self.evidence))
        except OSError as error:
            shown = self._paths.show(self._paths.evidence_checks)
            raise RuntimeError(f"cannot write {shown}: {error.strerror}") from error
