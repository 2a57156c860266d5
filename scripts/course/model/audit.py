"""What an audit traced: `data/audits/`, one CSV file a page, one row a statement with its source and a verdict.

A statement is one sentence, list item or table row as readers see it, the reasons of the questions included; a question
and its options claim nothing that its reasons do not say. An audit holds for the words it read: a statement that has
changed since then is a new one.
"""

from __future__ import annotations

import csv
import io
import re
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from course.findings import Finding
from course.model import source
from course.model.citation import CitationSyntaxError, parse_bracket
from course.model.course import Course
from course.model.page import Page
from course.model.sentences import CHOICE, QUESTION, ROW, Sentence
from course.paths import Paths

COLUMNS = ("statement", "source", "verdict", "note")
#: What an audit says of a statement, and whether it then names a source.
VERDICTS = {
    "supported": True,    # the source says so
    "calculated": True,   # follows by arithmetic from what the source says
    "advice": False,      # the course's own instruction or judgment, and marked by its words as such
    "no claim": False,    # a fictional case, a signpost, a question: nothing to trace
    "mended": False,      # did not hold and was rewritten; the note says how it was wrong
    "removed": False,     # did not hold and was taken out; the note says why
}
#: Verdicts on statements that no longer stand.
GONE = ("mended", "removed")
RULE = "audit-list"


@dataclass(frozen=True)
class Row:
    """One statement of an audit, with the line of its file."""

    statement: str
    source: str
    verdict: str
    note: str
    line: int

    @property
    def keys(self) -> list[str]:
        """The ids of the references that it names.

        Raises:
            CitationSyntaxError: `source` is not `@key, place; @key`.
        """
        return [cite.key for cite in parse_bracket(self.source)] if self.source else []


@dataclass(frozen=True)
class Audit:
    """The audit of one page. `path` is that of the file from the root of the repository."""

    path: str
    page: str
    rows: tuple[Row, ...]

    @cached_property
    def statements(self) -> frozenset[str]:
        """What was read and still counts."""
        return frozenset(row.statement for row in self.rows if row.verdict not in GONE)


def file_of(page: Page, paths: Paths) -> Path:
    """Where the audit of `page` is kept."""
    return paths.audits / page.path.replace("/", "-").replace(".md", ".csv")


def statement(sentence: Sentence, kind: str) -> str:
    """A sentence as an audit names it: what readers see of it, without marks and gaps."""
    words = re.sub(r"\s+([.,;:!?)])|(?<=\()\s+", r"\1", " ".join(sentence.prose.split()))
    return re.sub(r"\s*\|\s*", " | ", words.strip("| ")) if kind == ROW else words


def statements(page: Page) -> list[tuple[int, str, Sentence]]:
    """(line, statement, sentence) for everything on `page` that may claim something, each once, in order."""
    found: dict[str, tuple[int, str, Sentence]] = {}
    for passage in page.passages:
        if passage.kind not in (QUESTION, CHOICE):
            for sentence in passage.sentences:
                if words := statement(sentence, passage.kind):
                    found.setdefault(words, (sentence.line, words, sentence))
    return list(found.values())


def load(page: Page, paths: Paths) -> tuple[Audit | None, list[Finding]]:
    """The audit of `page`, None where there is no file, and what is wrong with its form.

    Raises:
        CourseError: the file is not UTF-8.
    """
    file = file_of(page, paths)
    shown = paths.show(file)
    if not file.is_file():
        return None, []
    reader = csv.reader(io.StringIO(source.read(file, shown)), strict=True)
    rows: list[Row] = []
    findings: list[Finding] = []
    try:
        header = next(reader, [])
        if tuple(header) != COLUMNS:
            remedy = f"Write as its first line: {','.join(COLUMNS)}"
            return Audit(shown, page.path, ()), [Finding(shown, 1, RULE, "the columns are not those of an audit", remedy)]
        before = reader.line_num
        for cells in reader:
            line, before = before + 1, reader.line_num
            if len(cells) != len(COLUMNS):
                findings.append(Finding(
                    shown, line, RULE, f"a row has {len(cells)} columns instead of {len(COLUMNS)}",
                    "Put a text with a comma or a quotation mark between quotation marks",
                ))
            else:
                words, cited, verdict, note = cells
                rows.append(Row(words, cited, verdict, note, line))
    except csv.Error as error:
        findings.append(Finding(shown, reader.line_num, RULE, f"not valid CSV: {error}", "Mend the quotation marks"))
    return Audit(shown, page.path, tuple(rows)), findings


def faults(audit: Audit, course: Course) -> list[Finding]:
    """What is wrong with the content of an audit."""
    findings: list[Finding] = []
    seen: set[str] = set()

    def fault(row: Row, message: str, remedy: str) -> None:
        findings.append(Finding(audit.path, row.line, RULE, message, remedy, row.statement))

    for row in audit.rows:
        if row.verdict not in VERDICTS:
            fault(row, f"'{row.verdict}' is no verdict", f"Write one of: {', '.join(VERDICTS)}")
            continue
        if row.statement in seen:
            fault(row, "this statement is listed twice", "Keep one row")
        seen.add(row.statement)
        try:
            keys = row.keys
        except CitationSyntaxError as error:
            fault(row, str(error), "Write sources as in a citation, without brackets: @key, §2.2; @key")
            continue
        for key in keys:
            if key not in course.references:
                fault(row, f"there is no reference '{key}'", "Write the id of an entry of data/references.yml")
        if VERDICTS[row.verdict] and not keys:
            fault(row, f"'{row.verdict}' without a source", "Name the source: @key, §2.2")
        if row.verdict in GONE and not row.note:
            fault(row, f"'{row.verdict}' without a note", "Say in the note what did not hold")
    return findings
