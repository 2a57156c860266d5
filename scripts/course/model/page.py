"""One page of the course: its front matter and what its Markdown holds."""

from __future__ import annotations

import datetime
import json
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from pathlib import Path
from typing import Any

from course.findings import CourseError, Finding
from course.model import source, yamlfile
from course.model.citation import BRACKET, CitationSyntaxError, Cite, parse_bracket
from course.model.quiz import Quiz, parse_quizzes
from course.model.sentences import Passage, passages, without_markup
from course.model.source import Block, Heading, Link
from course.paths import Paths

FRONT_MATTER_ORDER = ("title", "description", "minutes", "law", "objectives", "reviewed")


@dataclass(frozen=True)
class Citation:
    """One place where a page cites a source.

    `ordinal` counts the citations of the same key on the page from 1; `quiz` is the id of the question it stands
    in. `anchor` is where a link to the place leads: the mark itself, or the question, because the reasons of a
    question are hidden until it is answered.
    """

    cite: Cite
    line: int
    ordinal: int
    heading: Heading | None
    quiz: str | None

    @property
    def anchor(self) -> str:
        return self.quiz or f"cite-{self.cite.key}-{self.ordinal}"


@dataclass(frozen=True)
class Review:
    """A clinician has read the page: when, who (initials and role), and when again."""

    date: datetime.date
    by: str
    next: datetime.date


@dataclass(frozen=True)
class Page:
    """One Markdown file. `path` is relative to `docs/`, `source` to the root of the repository."""

    path: str
    source: str
    title: str
    description: str
    minutes: int | None
    #: Whose law the chapter teaches; None where it teaches none.
    law: str | None
    objectives: dict[str, str]
    objective_lines: dict[str, int]
    review: Review | None
    body: str
    headings: list[Heading]
    links: list[Link]
    blocks: list[Block]
    quizzes: list[Quiz]
    citations: list[Citation]
    words: int
    findings: list[Finding] = field(default_factory=list)
    first_line: int = 1

    @property
    def is_chapter(self) -> bool:
        """A page with objectives is a chapter; the others are for looking things up."""
        return bool(self.objectives)

    @property
    def is_sheet(self) -> bool:
        """A page of `sheets/` that is printed on one page of paper; the list of the sheets is none."""
        return self.path.startswith("sheets/") and self.path != "sheets/index.md"

    @cached_property
    def prose_lines(self) -> list[tuple[int, str]]:
        """The lines of the body with their numbers in the file; code and comments are blanked."""
        return list(source.prose_lines(self.body, self.first_line))

    @cached_property
    def passages(self) -> tuple[Passage, ...]:
        """Paragraphs, items, rows and the parts of the quizzes, each with its sentences."""
        return passages(self.prose_lines, self.blocks, self.quizzes)

    @cached_property
    def readable_lines(self) -> list[tuple[int, str]]:
        """Every line that readers see, with title, description and objectives; no code, citations or addresses."""
        front = [(2, self.title), (3, self.description)]
        front += [(self.objective_lines[key], text) for key, text in self.objectives.items()]
        return front + [(number, without_markup(line)) for number, line in self.prose_lines]

    def heading_at(self, line: int) -> Heading | None:
        """The last heading above `line`."""
        above = [heading for heading in self.headings if heading.line <= line]
        return above[-1] if above else None


@lru_cache(maxsize=4)
def _schema(text: str) -> dict[str, Any]:
    schema: dict[str, Any] = json.loads(text)
    return schema


def _front_matter(text: str | None, path: str, paths: Paths) -> tuple[yamlfile.YamlFile, list[Finding]]:
    rule = "front-matter"
    if text is None:
        empty = yamlfile.YamlFile(path, {}, {})
        return empty, [Finding(path, 1, rule, "no front matter", "Begin the file with --- and the keys that STYLE.md lists")]
    try:
        file = yamlfile.parse(text, path, first_line=2)
    except CourseError as error:
        return yamlfile.YamlFile(path, {}, {}), error.findings
    if not isinstance(file.value, dict):
        return yamlfile.YamlFile(path, {}, {}), [
            Finding(path, 1, rule, "the front matter is not a list of keys", "Write `key: value` lines")
        ]
    findings = list(yamlfile.schema_findings(file, _schema(paths.front_matter_schema.read_text("utf-8")), rule))
    review = file.value.get("reviewed")
    if isinstance(review, dict):
        for name in ("date", "next"):
            if name in review and not isinstance(review[name], datetime.date):
                findings.append(Finding(
                    path, file.line("reviewed", name), rule, f"reviewed.{name} is not a date", "Write it as 2027-01-15"
                ))
    known = [key for key in file.value if key in FRONT_MATTER_ORDER]
    if known != sorted(known, key=FRONT_MATTER_ORDER.index) and not findings:
        findings.append(Finding(
            path, file.line(known[0]), rule, "the keys are not in their order", "Order: " + ", ".join(FRONT_MATTER_ORDER)
        ))
    return file, findings


def _citations(
    lines: list[tuple[int, str]], heads: list[Heading], quizzes: list[Quiz], path: str
) -> tuple[list[Citation], list[Finding]]:
    found: list[Citation] = []
    findings: list[Finding] = []
    counts: dict[str, int] = {}
    for number, line in lines:
        for bracket in BRACKET.finditer(line):
            try:
                cites = parse_bracket(bracket[1])
            except CitationSyntaxError as error:
                findings.append(Finding(
                    path, number, "citation-known", str(error), "Write [@key], [@key, §2.2] or [@first; @second]"
                ))
                continue
            above = [heading for heading in heads if heading.line <= number]
            quiz = next((quiz.id for quiz in quizzes if quiz.line <= number <= quiz.end), None)
            for cite in cites:
                counts[cite.key] = counts.get(cite.key, 0) + 1
                found.append(Citation(cite, number, counts[cite.key], above[-1] if above else None, quiz))
    return found, findings


def _words(lines: list[tuple[int, str]], quizzes: list[Quiz]) -> int:
    """Words of teaching text: neither quizzes nor citations nor addresses count."""
    within = {number for quiz in quizzes for number in range(quiz.line, quiz.end + 1)}
    text = " ".join(line for number, line in lines if number not in within)
    text = BRACKET.sub("", source.LINK.sub(lambda link: link["text"], text))
    return sum(1 for word in text.split() if any(letter.isalnum() for letter in word))


_cache: dict[Path, tuple[str, Page]] = {}


def load_page(file: Path, paths: Paths) -> Page:
    """Read one Markdown file. What is wrong with it is in `findings`; only I/O and encoding errors are raised.

    The result is kept until the text of the file or the schema of its front matter changes.
    """
    text = source.read(file, paths.show(file))
    state = f"{paths.front_matter_schema.read_text('utf-8')}\0{text}"
    kept = _cache.get(file)
    if kept and kept[0] == state:
        return kept[1]
    page = _read_page(text, file, paths)
    _cache[file] = (state, page)
    return page


def _read_page(text: str, file: Path, paths: Paths) -> Page:
    path, shown = file.relative_to(paths.docs).as_posix(), paths.show(file)
    front, body, first_line = source.split_front_matter(text)
    meta, findings = _front_matter(front, shown, paths)
    raw_lines = list(enumerate(body.split("\n"), start=first_line))
    lines = list(source.prose_lines(body, first_line))
    blanked = {number for number, line in lines if not line.strip()}
    # The comment lines of quizzes are needed here, fenced code is not.
    quizzes = parse_quizzes([
        (number, line if number not in blanked or "<!--" in line else "") for number, line in raw_lines
    ])
    heads = source.headings([
        raw if source.HEADING.match(read[1]) else read for raw, read in zip(raw_lines, lines, strict=True)
    ])
    citations, more = _citations(lines, heads, quizzes, shown)
    found_blocks, stray = source.blocks(lines)
    findings += more
    findings += [
        Finding(shown, number, "block-kind", "'///' closes no block", "Remove it, or mend the opening line")
        for number in stray
    ]
    value: dict[str, Any] = meta.value
    objectives = value.get("objectives") if isinstance(value.get("objectives"), dict) else {}
    review = value.get("reviewed")
    reviewed = None
    if isinstance(review, dict) and all(isinstance(review.get(name), datetime.date) for name in ("date", "next")):
        reviewed = Review(review["date"], str(review.get("by")), review["next"])
    minutes = value.get("minutes")
    return Page(
        path=path,
        source=shown,
        title=str(value.get("title") or (heads[0].text if heads else path)),
        description=str(value.get("description") or ""),
        minutes=minutes if isinstance(minutes, int) else None,
        law=str(value["law"]) if value.get("law") else None,
        objectives={str(key): str(text) for key, text in (objectives or {}).items()},
        objective_lines={str(key): meta.line("objectives", key) for key in (objectives or {})},
        review=reviewed,
        body=body,
        headings=heads,
        links=source.links(lines),
        blocks=found_blocks,
        quizzes=quizzes,
        citations=citations,
        words=_words(lines, quizzes),
        findings=findings,
        first_line=first_line,
    )
