"""What several test files need: a copy of a course that a test may spoil, and ways to look at what came of it."""

from __future__ import annotations

import json
import shutil
import subprocess
from collections.abc import Iterable
from pathlib import Path

from lxml import html as lxml_html

from course import checks
from course.findings import Finding
from course.model import Course, Page, load_course
from course.paths import Paths
from course.site.search import Indexed, Section
from markdown import Markdown

FIXTURE = Path(__file__).parent / "fixtures" / "course"

#: Files of the small course.
KETTLE = "docs/chapters/kettle.md"
TEAPOT = "docs/chapters/teapot.md"
INDEX = "docs/index.md"
REFERENCES = "data/references.yml"
GLOSSARY = "data/glossary.yml"
SAMOVAR = "data/products/samovar.yml"
PERCOLATOR = "data/products/percolator.yml"
CONFIG = "mkdocs.yml"
#: Files that the small course has with the fixture `exam`.
ASSESSMENT = "docs/assessment/index.md"
ASSESSMENT_DATA = "data/assessment.yml"
ASSESSMENT_FRONT = """\
---
title: Final assessment
description: Cases on the whole course of the tests.
reviewed: null
---

# Final assessment

Fictional cases.

/// exam
///
"""


def copy_course(source: Path, target: Path, schemas: Path) -> Paths:
    """Copy `mkdocs.yml`, `docs/` and `data/` of `source`, with the schemas of the real course."""
    target.mkdir(parents=True)
    shutil.copy2(source / "mkdocs.yml", target / "mkdocs.yml")
    shutil.copytree(source / "docs", target / "docs")
    shutil.copytree(source / "data", target / "data")
    for schema in sorted(schemas.glob("*.schema.json")):
        shutil.copy2(schema, target / "data" / schema.name)
    return Paths(target)


class Draft:
    """A copy of a course, to be spoilt. Files are named from its root; lines count from 1."""

    def __init__(self, paths: Paths):
        self.paths = paths

    def read(self, file: str) -> str:
        return (self.paths.root / file).read_text("utf-8")

    def write(self, file: str, text: str) -> None:
        path = self.paths.root / file
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8")

    def line_of(self, file: str, text: str) -> int:
        """The line in which `text`, which must stand there once, begins."""
        whole = self.read(file)
        assert whole.count(text) == 1, f"{text!r} stands {whole.count(text)} times in {file}"
        return whole[: whole.index(text)].count("\n") + 1

    def replace(self, file: str, old: str, new: str) -> int:
        """Replace `old`, which must stand there once; its line."""
        line = self.line_of(file, old)
        self.write(file, self.read(file).replace(old, new))
        return line

    def set_line(self, file: str, line: int, old: str, new: str) -> int:
        """Replace `old` by `new` in one line."""
        lines = self.read(file).split("\n")
        assert old in lines[line - 1], f"{old!r} is not in {lines[line - 1]!r}"
        lines[line - 1] = lines[line - 1].replace(old, new, 1)
        self.write(file, "\n".join(lines))
        return line

    def append(self, file: str, text: str) -> int:
        """Add `text` after an empty line; the line in which it begins."""
        before = self.read(file).rstrip("\n") + "\n\n"
        self.write(file, before + text.rstrip("\n") + "\n")
        return before.count("\n") + 1

    def load(self) -> Course:
        return load_course(self.paths)

    def page(self, file: str) -> Page:
        return self.load().pages[file.removeprefix("docs/")]

    def findings(self) -> list[Finding]:
        return checks.run(self.load())


def places(findings: Iterable[Finding]) -> list[tuple[str, str, int]]:
    """(rule, file, line) of each finding."""
    return [(finding.rule, finding.path, finding.line) for finding in findings]


def assert_only(draft: Draft, rule: str, file: str, line: int, says: str = "") -> None:
    """Exactly one finding of all rules: this one; its message holds `says`."""
    findings = draft.findings()
    assert places(findings) == [(rule, file, line)], "\n".join(str(finding) for finding in findings)
    assert says in findings[0].message, findings[0].message
    assert findings[0].remedy.strip()


def run_git(root: Path, *arguments: str) -> str:
    """Run git in `root` as somebody who is nobody; what it prints."""
    who = ("-c", "user.name=A. Brewer", "-c", "user.email=brewer@example.org", "-c", "commit.gpgsign=false")
    return subprocess.run(["git", *who, *arguments], cwd=root, capture_output=True, text=True, check=True).stdout


def called(file: Path) -> tuple[str, object]:
    """(name, data) with which a part of the search's index calls `courseSearch`."""
    text = file.read_text("utf-8").removeprefix("courseSearch(").removesuffix(")\n")
    name, data = json.loads(f"[{text}]")
    return name, data


def indexed(site: Path) -> list[Indexed]:
    """The pages as the search of a built site knows them."""
    files = sorted((site / "search").glob("*/page-*.js"), key=lambda file: int(file.stem.split("-")[1]))
    pages = [called(file)[1] for file in files]
    return [Indexed(address, title, [Section(*parts) for parts in sections]) for address, title, sections in pages]


def markdown(paths: Paths) -> Markdown:
    """Python-Markdown as the site has it, without a builder: MkDocs adds toc, tables and fenced_code by itself."""
    ours = tuple(f"course.markdown.{name}" for name in (
        "facts", "citations", "course_blocks", "editions", "learning_blocks", "product_blocks", "figures", "sheet_blocks",
        "glossary",
    ))
    others = ("course.markdown.ladder", "course.markdown.tables")
    return Markdown(
        extensions=["toc", "tables", "fenced_code", "attr_list", "md_in_html", *ours, *others],
        extension_configs={name: {"root": str(paths.root)} for name in ours},
    )


def render(text: str, paths: Paths) -> lxml_html.HtmlElement:
    """The element tree of what `text` becomes, inside one `div`."""
    return lxml_html.fragment_fromstring(markdown(paths).convert(text), create_parent="div")


def quiz(
    *, id: str | None = "an-id", objective: str | None = "boil-water", section: str | None = "how-to-boil",
    kind: str | None = "decision", question: str = "What is so?", options: str = "",
) -> str:
    """The source of one quiz that is right unless an argument spoils it."""
    said = {"id": id, "objective": objective, "section": section, "kind": kind}
    pairs = [f"{name}: {value}" for name, value in said.items() if value]
    comment = f"<!-- {'; '.join(pairs)} -->\n" if pairs else ""
    options = options or "".join(
        f"- [{mark}] Option {number}\n> Because. [@adams2001]\n" for number, mark in enumerate("x  ", start=1)
    )
    return f"<quiz>\n{comment}{question}\n\n{options}</quiz>\n"


def asked(number: int, objective: str = "chapters/kettle#boil-water", kind: str = "case") -> str:
    """The source of one question of the assessment."""
    rows = "".join(
        f"- [{mark}] Option {letter}\n> Because. [@adams2001]\n" for letter, mark in zip("abc", "x  ", strict=True)
    )
    comment = f"<!-- id: fa-{number}; objective: {objective}; kind: {kind} -->"
    return f"\n<quiz>\n{comment}\nFictional case {number}. What now?\n\n{rows}</quiz>\n"
