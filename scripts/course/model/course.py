"""The whole course: `load_course()`."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any

import yaml

from course.findings import CourseError, Finding
from course.model import source
from course.model.assessment import Assessment, load_assessment
from course.model.evidence import Evidence, load_evidence
from course.model.glossary import Glossary, load_glossary
from course.model.page import Citation, Page, load_page
from course.model.product import Products, load_products
from course.model.quiz import Quiz
from course.model.reference import References, load_references
from course.model.source import Heading
from course.paths import Paths


@dataclass(frozen=True)
class NavEntry:
    """One page in the order of reading, with its title there and that of the part it belongs to."""

    path: str
    title: str | None
    part: str | None
    line: int


@dataclass(frozen=True)
class Course:
    """Everything an author wrote, and what could not be read of it (`findings`)."""

    paths: Paths
    pages: dict[str, Page]
    nav: list[NavEntry]
    references: References
    products: Products
    glossary: Glossary
    findings: list[Finding]
    evidence: Evidence = field(default_factory=Evidence)
    assessment: Assessment | None = None

    @cached_property
    def in_order(self) -> list[Page]:
        """The pages in the order of the nav; pages outside it come last."""
        order = {entry.path: index for index, entry in enumerate(self.nav)}
        return sorted(self.pages.values(), key=lambda page: (order.get(page.path, len(order)), page.path))

    @cached_property
    def chapters(self) -> list[Page]:
        return [page for page in self.in_order if page.is_chapter]

    @cached_property
    def quizzes(self) -> list[tuple[Page, Quiz]]:
        return [(page, quiz) for page in self.in_order for quiz in page.quizzes]

    def objective_of(self, page: Page, quiz: Quiz) -> tuple[Page, str] | None:
        """The chapter and the id of the objective that `quiz` on `page` names; None where there is no such objective."""
        path, separator, key = (quiz.objective or "").rpartition("#")
        if separator and page.objectives:
            return None
        chapter = self.pages.get(f"{path}.md") if separator else page
        return (chapter, key) if chapter and key in chapter.objectives else None

    def section_of(self, page: Page, quiz: Quiz) -> tuple[Page, Heading] | None:
        """The chapter and the heading that teach what `quiz` asks: its own, or those of its objective's first question."""
        found = self.objective_of(page, quiz)
        if found is None:
            return None
        chapter, key = found
        own = [quiz] if chapter is page and quiz.section else []
        sections = [other.section for other in [*own, *chapter.quizzes] if other in own or other.objective == key]
        heading = next((h for h in chapter.headings for s in sections[:1] if h.id == s), None)
        return (chapter, heading) if heading else None

    @cached_property
    def cited(self) -> dict[str, list[tuple[Page, Citation]]]:
        """Every place that cites a key, in the order of reading."""
        places: dict[str, list[tuple[Page, Citation]]] = {}
        for page in self.in_order:
            for citation in page.citations:
                places.setdefault(citation.cite.key, []).append((page, citation))
        return places


class _ConfigLoader(yaml.SafeLoader):
    """Reads mkdocs.yml for its nav; tags such as !ENV and !!python/name are none of our business here."""


_ConfigLoader.add_multi_constructor("", lambda loader, suffix, node: None)


def _nav(paths: Paths) -> list[NavEntry]:
    loader = _ConfigLoader(source.read(paths.config, paths.show(paths.config)))
    try:
        root = loader.get_single_node()
    finally:
        loader.dispose()
    entries: list[NavEntry] = []

    def walk(node: Any, part: str | None) -> None:
        for item in node.value if isinstance(node, yaml.SequenceNode) else []:
            if isinstance(item, yaml.ScalarNode):
                entries.append(NavEntry(item.value, None, part, item.start_mark.line + 1))
                continue
            for name, value in item.value if isinstance(item, yaml.MappingNode) else []:
                if isinstance(value, yaml.SequenceNode):
                    walk(value, name.value)
                else:
                    entries.append(NavEntry(value.value, name.value, part, value.start_mark.line + 1))

    for name, value in root.value if isinstance(root, yaml.MappingNode) else []:
        if name.value == "nav":
            walk(value, None)
    return entries


Stamp = tuple[tuple[str, int, int], ...]

_cache: dict[Path, tuple[Stamp, Course]] = {}


def _stamp(paths: Paths) -> Stamp:
    """The state of every file that a course is read from."""
    files = [paths.config, *sorted(paths.docs.rglob("*.md")), *sorted(paths.data.rglob("*.*"))]
    return tuple((str(file), stat.st_mtime_ns, stat.st_size) for file in files if (stat := file.stat()))


def load_course(paths: Paths) -> Course:
    """Read `mkdocs.yml`, `docs/` and `data/`.

    Faults of content are collected in `Course.findings`, so that one run can report all of them. The result is kept
    until one of the files changes: the plugin and several blocks of one build ask for it.

    Raises:
        CourseError: `mkdocs.yml` or a file of `data/` cannot be read at all.
    """
    stamp = _stamp(paths)
    kept = _cache.get(paths.root)
    if kept and kept[0] == stamp:
        return kept[1]
    course = _read_course(paths)
    _cache[paths.root] = (stamp, course)
    return course


def _read_course(paths: Paths) -> Course:
    """What `load_course` says, without looking whether anything has changed.

    Raises:
        CourseError: `mkdocs.yml` or a file of `data/` cannot be read at all.
    """
    try:
        nav = _nav(paths)
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        problem = getattr(error, "problem", None) or " ".join(str(error).split())
        raise CourseError(Finding(
            paths.show(paths.config), (mark.line if mark else 0) + 1, "yaml", f"not valid YAML: {problem}",
            "Mend the indentation or the quotation marks",
        )) from error
    references, findings = load_references(paths)
    evidence, of_evidence = load_evidence(paths)
    products, product_findings = load_products(paths)
    glossary, glossary_findings = load_glossary(paths)
    assessment, assessment_findings = load_assessment(paths)
    pages = {}
    for file in sorted(paths.docs.rglob("*.md")):
        page = load_page(file, paths)
        pages[page.path] = page
    of_pages = (finding for page in pages.values() for finding in page.findings)
    every = [*findings, *of_evidence, *product_findings, *glossary_findings, *assessment_findings, *of_pages]
    return Course(paths, pages, nav, references, products, glossary, every, evidence, assessment)


__all__ = ["Course", "NavEntry", "load_course"]
