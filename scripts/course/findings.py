"""What a check has to say: where, what is wrong, what to do."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True, order=True)
class Finding:
    """One fault. `path` is relative to the root of the repository, `line` counts from 1.

    `text` is what the rule has read, whole: the sentence, the row or the line. Waivers name a part of it.
    """

    path: str
    line: int
    rule: str
    message: str
    remedy: str
    text: str = ""

    def __str__(self) -> str:
        return f"{self.path}:{self.line}: {self.rule}: {self.message}. {self.remedy}"


class CourseError(Exception):
    """The course cannot be loaded or built; carries one finding or several."""

    def __init__(self, findings: Finding | Iterable[Finding]):
        self.findings = [findings] if isinstance(findings, Finding) else sorted(findings)
        super().__init__("\n".join(str(finding) for finding in self.findings))


def as_text(findings: Iterable[Finding]) -> str:
    """One line a finding, sorted by place."""
    return "\n".join(str(finding) for finding in sorted(findings))


def _escape(text: str, *, value: bool = False) -> str:
    text = text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")
    return text.replace(":", "%3A").replace(",", "%2C") if value else text


def as_github(findings: Iterable[Finding]) -> str:
    """Workflow commands that GitHub shows as annotations on the lines of a pull request."""
    return "\n".join(
        f"::error file={_escape(f.path, value=True)},line={f.line},"
        f"title={_escape(f.rule, value=True)}::{_escape(f'{f.message}. {f.remedy}')}"
        for f in sorted(findings)
    )
