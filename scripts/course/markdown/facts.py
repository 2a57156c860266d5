"""Python-Markdown extension: checked literals.

A fact becomes a link to its row in the product tables, with product, indication, source and section as its tooltip;
a worked figure shows how it is reached. A literal that does not hold raises.
"""

from __future__ import annotations

import re
import xml.etree.ElementTree as etree
from pathlib import Path
from typing import Any

from markdown.extensions import Extension
from markdown.inlinepatterns import InlineProcessor
from markdown.treeprocessors import Treeprocessor
from markdown.util import AtomicString

from course.findings import CourseError, Finding
from course.markdown.elements import KEPT_TOGETHER
from course.model.literal import CALC, FACT, PATTERN, UNREADABLE, Fault, check_calc, check_fact
from course.model.product import Fact, Products, load_products
from course.model.reference import References, load_references
from course.paths import Paths, find_root
from markdown import Markdown

#: The page that holds a row for every fact, relative to `docs/`.
PRODUCTS_PAGE = "reference/products.md"


def row_id(product: str, group: str) -> str:
    """The id of the row of a group on the products page."""
    return f"{product}--{group}"


def tooltip(fact: Fact, products: Products, references: References) -> str:
    """Product, indication and population, source and section."""
    product = products.by_id[fact.product]
    group = product.groups[fact.group]
    what = ", ".join(part for part in (product.name, group.title, group.population) if part)
    source = references[fact.source].short if fact.source and fact.source in references else str(fact.source)
    return f"{what}. {source}{fact.place}"


class LiteralProcessor(InlineProcessor):
    def __init__(self, md: Markdown, products: Products, references: References):
        super().__init__(PATTERN, md)
        self.products, self.references = products, references

    def handleMatch(  # type: ignore[override]  # noqa: N802
        self, m: re.Match[str], data: str
    ) -> tuple[etree.Element, int, int]:
        text, kind, target = m.group(1), m.group(2), m.group(3)
        found: Fact | Fault | None = (
            check_fact(text, target, self.products) if kind == "fact" else check_calc(text, target)
        )
        if isinstance(found, Fault):
            raise CourseError(Finding("a page", 0, "fact-literal", found.message, found.remedy))
        # A line never breaks between a number and its unit.
        short = len(text) < KEPT_TOGETHER
        shown = AtomicString(text.replace(" ", "\u00a0") if short else text)
        if found is None:
            worked = etree.Element("span", {"class": "worked", "title": f"{target.replace('*', ' × ').replace('/', ' ÷ ')}"})
            worked.text = shown
            return worked, m.start(0), m.end(0)
        link = etree.Element("a", {
            "class": "fact" if short else "fact fact-long",
            "href": f"/{PRODUCTS_PAGE}#{row_id(found.product, found.group)}",
            "title": tooltip(found, self.products, self.references),
        })
        link.text = shown
        return link, m.start(0), m.end(0)


class LeftoverProcessor(Treeprocessor):
    """A literal in another form than ours would be a plain link, unchecked and leading nowhere."""

    def run(self, root: etree.Element) -> None:
        for link in root.iter("a"):
            if str(link.get("href", "")).startswith((FACT, CALC)):
                message = f"{UNREADABLE.message}: '{''.join(link.itertext())}'"
                raise CourseError(Finding("a page", 0, "fact-literal", message, UNREADABLE.remedy))


class FactsExtension(Extension):
    def __init__(self, **kwargs: Any):
        self.config = {"root": ["", "Folder of the repository; empty: found from the working folder"]}
        super().__init__(**kwargs)

    def extendMarkdown(self, md: Markdown) -> None:  # noqa: N802
        root = self.getConfig("root")
        paths = Paths(Path(root) if root else find_root())
        products, _ = load_products(paths)
        references, _ = load_references(paths)
        # Above links (160) and citations (175), below backticks (190): code stays code.
        md.inlinePatterns.register(LiteralProcessor(md, products, references), "course-literal", 177)
        # Below the inline processor (20): all links are there.
        md.treeprocessors.register(LeftoverProcessor(md), "course-literal-leftover", 13)


def makeExtension(**kwargs: Any) -> FactsExtension:  # noqa: N802
    """Entry point of Python-Markdown."""
    return FactsExtension(**kwargs)
