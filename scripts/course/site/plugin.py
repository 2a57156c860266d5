"""The events of MkDocs, each handed on to a function that has tests of its own.

This folder is the only one that imports mkdocs. ProperDocs runs it unchanged.
"""

from __future__ import annotations

import logging
import os
from typing import Any

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import PluginError
from mkdocs.plugins import BasePlugin, CombinedEvent, event_priority
from mkdocs.structure.files import File, Files
from mkdocs.structure.pages import Page

from course import checks
from course.bibliography import DOWNLOADS, format_ahead
from course.findings import CourseError, as_text
from course.model import Course, load_course
from course.paths import Paths, find_root
from course.site import assets
from course.site.anchors import MismatchError, add_identifiers
from course.site.quizzes import UnexpectedQuizError, refine, searchable

log = logging.getLogger("mkdocs.plugins.course")

#: Extensions of ours that read the course; they are told where it is.
READING_EXTENSIONS = (
    "course.markdown.citations", "course.markdown.course_blocks", "course.markdown.facts", "course.markdown.figures",
    "course.markdown.glossary", "course.markdown.learning_blocks", "course.markdown.product_blocks",
    "course.markdown.sheet_blocks",
)


#: Pages with these blocks stay out of the search.
UNSEARCHED = ("references", "product")


class CoursePlugin(BasePlugin):  # type: ignore[type-arg,no-untyped-call]
    """Thin adapter between the course and the builder."""

    course: Course
    #: The final address of each style and script of ours.
    assets: dict[str, str]
    #: The content of the page that the search is reading.
    whole: str | None

    def on_config(self, config: MkDocsConfig) -> MkDocsConfig:
        """Say where the course is, and leave out what the environment does not name."""
        root = find_root(config.config_file_path and os.path.dirname(config.config_file_path))  # type: ignore[arg-type]
        for name in READING_EXTENSIONS:
            if name in config.markdown_extensions:
                config.mdx_configs.setdefault(name, {})["root"] = str(root)
        if not config.repo_url:
            config.edit_uri = None
        return config

    def on_pre_build(self, config: MkDocsConfig) -> None:
        """Run the content rules: a strict build stops on a finding, the preview names it and goes on."""
        root = find_root(os.path.dirname(config.config_file_path))  # type: ignore[arg-type]
        try:
            self.course = load_course(Paths(root))
        except CourseError as error:
            raise PluginError(str(error)) from error
        format_ahead(self.course.references, self.course.paths)
        findings = checks.run(self.course)
        if findings and config.strict:
            raise PluginError(f"{as_text(findings)}\nNothing was built; findings: {len(findings)}")
        for finding in findings:
            log.warning(str(finding))

    def on_files(self, files: Files, config: MkDocsConfig) -> Files:
        """Add the downloads of the references."""
        for download in DOWNLOADS:
            files.append(File.generated(config, download.path, content=download.write(self.course.references)))
        self.assets = assets.hashed(files)
        config.extra_css = [self.assets.get(name, name) for name in config.extra_css]
        return files

    @event_priority(100)
    def on_page_markdown(self, markdown: str, page: Page, **_: Any) -> str:
        """Switch mkdocs-quiz on where there is a quiz, so that no other page carries its scripts."""
        known = self.course.pages.get(page.file.src_uri)
        if known is not None:
            page.meta["quiz"] = {"enabled": bool(known.quizzes)}
            # Lists made from data would be most of the search index and answer no question that a chapter does not.
            page.meta["search"] = {"exclude": any(block.kind in UNSEARCHED for block in known.blocks)}
            page.meta["questions"] = len(known.quizzes)
            page.meta["chapter"] = known.path.removesuffix(".md") if known.is_chapter else None
            styles, scripts = assets.widgets(known)
            page.meta["styles"] = [self.assets[name] for name in styles if name in self.assets]
            page.meta["scripts"] = [self.assets[name] for name in scripts if name in self.assets]
            page.meta["part"] = next((entry.part for entry in self.course.nav if entry.path == known.path), None)
        return markdown

    @event_priority(-100)
    def on_page_content(self, html: str, page: Page, files: Files, **_: Any) -> str:
        """After mkdocs-quiz has put the quizzes in: identifiers for citations, and our markup for the questions."""
        known = self.course.pages.get(page.file.src_uri)
        if known is None:
            return html

        def address(path: str, anchor: str) -> str:
            target = files.get_file_from_path(path)
            return f"{target.url_relative_to(page.file) if target and target is not page.file else ''}#{anchor}"

        try:
            return refine(add_identifiers(html, known), known, self.course, address)
        except (MismatchError, UnexpectedQuizError) as error:
            raise PluginError(str(error)) from error

    @event_priority(100)
    def _before_search(self, /, context: dict[str, Any], page: Page, **_: Any) -> dict[str, Any]:
        """Before the search reads the page: it is shown the page without its questions."""
        self.whole = page.content
        page.content = searchable(page.content or "")
        return context

    @event_priority(-100)
    def _after_search(self, /, context: dict[str, Any], page: Page, **_: Any) -> dict[str, Any]:
        """After the search has read the page: readers are shown all of it."""
        page.content = self.whole
        return context

    on_page_context = CombinedEvent(_before_search, _after_search)
