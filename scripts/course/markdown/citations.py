"""Python-Markdown extension: `[@key, §2.2]` becomes a numbered link with the short reference as its tooltip.

Configuration in `mkdocs.yml`: `- course.markdown.citations`, with `root` (folder of the repository) where the working
folder is another one. Links are written relative to `docs/` with a leading slash, which the builder makes relative to
the page (`validation.links.absolute_links: relative_to_docs`).

Each mark carries `data-cite`; the site adapter turns that into the identifier that back-links lead to, because
only there body and quizzes of a page are together in their final order.
"""

from __future__ import annotations

import re
import xml.etree.ElementTree as etree
from pathlib import Path
from typing import Any

from markdown.extensions import Extension
from markdown.inlinepatterns import HtmlInlineProcessor, InlineProcessor
from markdown.util import AtomicString

from course.findings import CourseError, Finding
from course.model.citation import BRACKET_WITH_SPACE, CitationSyntaxError, Cite, parse_bracket
from course.model.reference import Reference, References, load_references
from course.paths import Paths, find_root
from markdown import Markdown

#: So many numbers stay on one line; more may break.
KEPT_TOGETHER = 3
#: The page that lists the references, relative to `docs/`.
CITATIONS_PAGE = "reference/citations.md"


def tooltip(reference: Reference, cite: Cite) -> str:
    """What a reader sees of the source without leaving the page."""
    funded = " (manufacturer-funded)" if reference.manufacturer_funded else ""
    return reference.short + funded + (f". {cite.locator}" if cite.locator else "")


class CitationProcessor(InlineProcessor):
    """Renders one bracket."""

    def __init__(self, md: Markdown, references: References):
        super().__init__(BRACKET_WITH_SPACE, md)
        self.references = references

    def handleMatch(  # type: ignore[override]  # noqa: N802
        self, m: re.Match[str], data: str
    ) -> tuple[etree.Element, int, int]:
        try:
            cites = parse_bracket(m.group(1))
        except CitationSyntaxError as error:
            raise CourseError(Finding("a page", 0, "citation-known", str(error), "Run `make check` for its place")) from error
        mark = etree.Element("sup", {"class": "cite" if len(cites) <= KEPT_TOGETHER else "cite cite-many"})
        for index, cite in enumerate(cites):
            if cite.key not in self.references:
                raise CourseError(Finding(
                    "a page", 0, "citation-known", f"no reference has the id '{cite.key}'", "Run `make check` for its place"
                ))
            reference = self.references[cite.key]
            link = etree.SubElement(mark, "a", {
                "href": f"/{CITATIONS_PAGE}#ref-{cite.key}",
                "data-cite": cite.key,
                "title": tooltip(reference, cite),
                "aria-label": f"Reference {reference.number}",
            })
            link.text = AtomicString(str(reference.number))
            if index + 1 < len(cites):
                link.tail = AtomicString(" ")
        return mark, m.start(0), m.end(0)


class CitationExtension(Extension):
    def __init__(self, **kwargs: Any):
        self.config = {"root": ["", "Folder of the repository; empty: found from the working folder"]}
        super().__init__(**kwargs)

    def extendMarkdown(self, md: Markdown) -> None:  # noqa: N802
        root = self.getConfig("root")
        references, _ = load_references(Paths(Path(root) if root else find_root()))
        # Above links (160) and references (170), below backticks (190) and escapes (180): code stays code.
        md.inlinePatterns.register(CitationProcessor(md, references), "course-citation", 175)
        md.inlinePatterns.register(HtmlInlineProcessor(r"(<!--.*?-->)", md), "course-comment", 178)


def makeExtension(**kwargs: Any) -> CitationExtension:  # noqa: N802
    """Entry point of Python-Markdown."""
    return CitationExtension(**kwargs)
