"""Python-Markdown extension: the glossary.

The first use of a term on a page becomes a link to its entry with the meaning as its tooltip; `/// glossary` is
the list of all terms. An author who wants another word to lead there writes `[lid droop](term:ptosis)`.
"""

from __future__ import annotations

import xml.etree.ElementTree as etree
from pathlib import Path
from typing import Any

from markdown.treeprocessors import Treeprocessor
from markdown.util import AtomicString
from pymdownx.blocks import BlocksExtension
from pymdownx.blocks.block import Block

from course.findings import CourseError, Finding
from course.markdown.citations import CITATIONS_PAGE
from course.markdown.elements import append, text_in
from course.model.glossary import Glossary, Term, load_glossary
from course.model.reference import load_references
from course.paths import Paths, find_root
from markdown import Markdown

#: The page that holds the list, relative to `docs/`.
GLOSSARY_PAGE = "reference/glossary.md"
TERM = "term:"
#: Inside these nothing is marked: links lead elsewhere already, headings and table heads are labels.
LEFT_ALONE = {"a", "code", "pre", "h1", "h2", "h3", "h4", "h5", "h6", "th", "caption", "summary", "sup", "dl", "button"}


LEFT_ALONE_CLASSES = {"references", "admonition-title", "data"}


def _paths(root: str) -> Paths:
    return Paths(Path(root) if root else find_root())


class TermProcessor(Treeprocessor):
    def __init__(self, md: Markdown, glossary: Glossary):
        super().__init__(md)
        self.glossary = glossary

    def run(self, root: etree.Element) -> None:
        for link in root.iter("a"):
            if str(link.get("href", "")).startswith(TERM):
                self._named(link)
        # A page has a title; the fragments of a quiz, which are converted on their own, have none.
        if root.find("h1") is None or not len(self.glossary):
            return
        self._walk(root, set())

    def _named(self, link: etree.Element) -> None:
        name = str(link.get("href")).removeprefix(TERM)
        term = self.glossary.named(name)
        if term is None:
            raise CourseError(Finding("a page", 0, "glossary-terms", f"no term is called '{name}'", "See data/glossary.yml"))
        self._dress(link, term)

    def _dress(self, link: etree.Element, term: Term) -> None:
        link.set("class", "term")
        link.set("href", f"/{GLOSSARY_PAGE}#{term.id}")
        link.set("title", term.text)

    def _walk(self, element: etree.Element, used: set[str]) -> None:
        if element.tag in LEFT_ALONE or not LEFT_ALONE_CLASSES.isdisjoint(str(element.get("class", "")).split()):
            return
        self._mark(element, None, used)
        for child in list(element):
            self._walk(child, used)
            self._mark(element, child, used)

    def _mark(self, parent: etree.Element, before: etree.Element | None, used: set[str]) -> None:
        """Turn the first uses in the text after `before` (or at the start of `parent`) into links."""
        text = parent.text if before is None else before.tail
        if not text or isinstance(text, AtomicString):
            return
        position = 0 if before is None else list(parent).index(before) + 1
        done = 0
        pieces: list[tuple[str, Term, str]] = []
        for start, end, term in self.glossary.find(text):
            if term.id not in used:
                used.add(term.id)
                pieces.append((text[done:start], term, text[start:end]))
                done = end
        if not pieces:
            return
        rest = text[done:]
        if before is None:
            parent.text = pieces[0][0]
        else:
            before.tail = pieces[0][0]
        for index, (_, term, shown) in enumerate(pieces):
            link = etree.Element("a")
            self._dress(link, term)
            link.text = AtomicString(shown)
            link.tail = pieces[index + 1][0] if index + 1 < len(pieces) else rest
            parent.insert(position + index, link)


class GlossaryList(Block):  # type: ignore[misc]
    """`/// glossary`"""

    NAME = "glossary"
    ARGUMENT = None
    CONFIG = {"root": ["", "Folder of the repository"]}  # noqa: RUF012 (the library's form)

    def on_create(self, parent: etree.Element) -> etree.Element:
        paths = _paths(self.config.get("root"))
        glossary, _ = load_glossary(paths)
        references, _ = load_references(paths)
        listing = etree.SubElement(parent, "dl", {"class": "glossary"})
        for term in glossary:
            name = text_in(listing, "dt", term.term, id=term.id)
            if term.also:
                text_in(name, "span", f" also: {', '.join(term.also)}", **{"class": "glossary-also"})
            meaning = text_in(listing, "dd", term.text)
            if term.source and term.source in references:
                reference = references[term.source]
                mark = etree.SubElement(meaning, "sup", {"class": "cite from-data"})
                text_in(
                    mark, "a", str(reference.number), href=f"/{CITATIONS_PAGE}#ref-{reference.id}",
                    title=reference.short, **{"aria-label": f"Reference {reference.number}"},
                )
            append(meaning, "")
        return listing


class GlossaryExtension(BlocksExtension):  # type: ignore[misc]
    def __init__(self, **kwargs: Any):
        self.config = {"root": ["", "Folder of the repository; empty: found from the working folder"]}
        super().__init__(**kwargs)

    def extendMarkdownBlocks(self, md: Markdown, block_mgr: Any) -> None:  # noqa: N802
        block_mgr.register(GlossaryList, self.getConfigs())
        glossary, _ = load_glossary(_paths(self.getConfig("root")))
        # Below the inline processor (20), so that citations and literals are links already.
        md.treeprocessors.register(TermProcessor(md, glossary), "course-glossary", 12)


def makeExtension(**kwargs: Any) -> GlossaryExtension:  # noqa: N802
    """Entry point of Python-Markdown."""
    return GlossaryExtension(**kwargs)
