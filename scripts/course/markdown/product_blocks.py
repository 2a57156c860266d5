"""Python-Markdown extension: tables that are filled from data/products/.

- `/// product | botox-cosmetic` everything about one product, a row for each group of facts, with its id;
- `/// doses | facial lines` doses by indication, all products whose groups bear one of the named titles or ids;
- `/// dilutions`, `/// storage`, `/// adverse`, `/// comparison` one table each over all products.

Product and unit stand in every row. A cell of grade A or B carries its source; what was not seen, or rests on
grade C, says "See the current label" with its address.
"""

from __future__ import annotations

import xml.etree.ElementTree as etree
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from pymdownx.blocks import BlocksExtension
from pymdownx.blocks.block import Block

from course.findings import CourseError, Finding
from course.markdown.citations import CITATIONS_PAGE
from course.markdown.elements import KEPT_TOGETHER, append, text_in
from course.markdown.facts import row_id
from course.model.notation import EN_DASH
from course.model.product import Fact, Group, Product, Products, load_products
from course.model.reference import References, load_references
from course.model.tables import shown
from course.paths import Paths, find_root
from markdown import Markdown

#: What a reader calls a fact, in the order of the tables.
NAMES = {
    "dose": "Dose", "dose-per-side": "Dose a side", "dose-per-kg": "Dose by weight", "max-dose": "Highest dose",
    "max-dose-per-kg": "Highest dose by weight", "sites": "Sites", "sites-per-side": "Sites a side",
    "dose-per-site": "Dose a site", "volume-per-site": "Volume a site", "volume": "Volume", "interval": "Interval",
}
#: Stand under the use, so that nobody takes a dose for both sides as one for each.
PER_SIDE = ("dose-per-side", "sites-per-side")


def label_of(name: str) -> str:
    """`dose-per-site` as `Dose a site`."""
    return NAMES.get(name) or (name[0].upper() + name[1:].replace("-", " "))


class Tables:
    """Builds cells, rows and tables."""

    def __init__(self, products: Products, references: References):
        self.products, self.references = products, references

    def source(self, parent: etree.Element, fact: Fact) -> None:
        if not fact.source or fact.source not in self.references:
            return
        reference = self.references[fact.source]
        mark = etree.SubElement(parent, "sup", {"class": "cite from-data"})
        text_in(
            mark, "a", str(reference.number),
            href=f"/{CITATIONS_PAGE}#ref-{reference.id}",
            title=reference.short + fact.place,
            **{"aria-label": f"Reference {reference.number}"},
        )

    def value(self, parent: etree.Element, fact: Fact | None, product: Product) -> None:
        """One fact with its source, or the way to the label."""
        if fact is None:
            append(parent, "–")
            return
        if not fact.taught:
            text_in(parent, "a", "See the current label", href=product.label.url, rel="noopener")
            return
        short = len(fact.text) < KEPT_TOGETHER
        text = fact.text.replace(" ", "\u00a0") if short else fact.text
        if fact.limit and fact.unit:
            append(parent, f"{fact.limit} ")
        if short and EN_DASH in text:
            text_in(parent, "span", text, **{"class": "range"})
        else:
            append(parent, text)
        self.source(parent, fact)

    def table(self, parent: etree.Element, caption: str, heads: list[str]) -> etree.Element:
        table = etree.SubElement(parent, "table")
        text_in(table, "caption", caption)
        row = etree.SubElement(etree.SubElement(table, "thead"), "tr")
        for head in heads:
            text_in(row, "th", head)
        return etree.SubElement(table, "tbody")

    def row(self, body: etree.Element, first: str, cells: Sequence[Fact | str | None], product: Product) -> etree.Element:
        row = etree.SubElement(body, "tr")
        text_in(row, "td", first)
        for cell in cells:
            element = etree.SubElement(row, "td")
            if isinstance(cell, str):
                append(element, cell)
            else:
                self.value(element, cell, product)
        return row


    def facts_row(self, body: etree.Element, product: Product, group: Group) -> None:
        """All facts of a group in one row, which bears the id that literals lead to."""
        row = etree.SubElement(body, "tr", {"id": row_id(product.id, group.id)})
        text_in(row, "td", f"{product.brand}, {_title(group)}")
        self.values(etree.SubElement(row, "td"), product, group, list(group.facts.values()))

    def values(self, cell: etree.Element, product: Product, group: Group, facts: list[Fact]) -> None:
        """Facts by name in one cell, then the group's note."""
        if facts:
            listing = etree.SubElement(cell, "ul", {"class": "values"})
            for fact in facts:
                item = etree.SubElement(listing, "li")
                text_in(item, "span", f"{label_of(fact.name)}: ", **{"class": "value-name"})
                self.value(item, fact, product)
        if group.note:
            text_in(cell, "p", group.note[0].upper() + group.note[1:], **{"class": "value-note"})


def _title(group: Group) -> str:
    return f"{group.title}, {group.population}" if group.population else group.title


class ProductBlock(Block):  # type: ignore[misc]
    """Common to all blocks of this module."""

    ARGUMENT: bool | None = None
    CONFIG = {"root": ["", "Folder of the repository"]}  # noqa: RUF012 (the library's form)

    def on_create(self, parent: etree.Element) -> etree.Element:
        root = self.config.get("root")
        paths = Paths(Path(root) if root else find_root())
        products, _ = load_products(paths)
        references, _ = load_references(paths)
        box = etree.SubElement(parent, "div", {"class": f"data data-{self.NAME}"})
        self.fill(box, Tables(products, references))
        return box

    def fill(self, box: etree.Element, tables: Tables) -> None:
        raise NotImplementedError

    def named(self, tables: Tables) -> Product:
        product = tables.products.get(self.argument.strip())
        if product is None:
            raise CourseError(Finding(
                "a page", 0, "block-kind", f"there is no product '{self.argument.strip()}'",
                "Use one of: " + ", ".join(tables.products.by_id),
            ))
        return product


class ProductTables(ProductBlock):
    NAME = "product"
    ARGUMENT = True

    #: Caption and kinds of each table of a product.
    PARTS = (
        ("Identity", ("identity", "identification")),
        ("Storage", ("unopened", "reconstituted")),
        ("Dilution", ("dilution",)),
        ("Labeled doses and limits", ("indication", "limit")),
        ("Contraindications and warnings", ("contraindication", "warning")),
        ("Adverse reactions", ("adverse",)),
        ("Doses of trials and of practice outside the label", ("study",)),
    )

    def fill(self, box: etree.Element, tables: Tables) -> None:
        product = self.named(tables)
        for caption, kinds in self.PARTS:
            groups = product.of_kind(*kinds)
            if not groups:
                continue
            # Closed, so that a page of eight products can be taken in; a link to a row inside opens it.
            part = etree.SubElement(box, "details", {"open": "open"} if "indication" in kinds else {})
            text_in(part, "summary", f"{caption} ({len(groups)})")
            body = tables.table(part, f"{product.name}: {caption.lower()}", [caption, "Values, each with its source"])
            for group in groups:
                tables.facts_row(body, product, group)


class Doses(ProductBlock):
    NAME = "doses"
    ARGUMENT = True
    COLUMNS = ("dose", "sites", "dose-per-site", "volume", "interval")

    def fill(self, box: etree.Element, tables: Tables) -> None:
        heads = ["Product and use", *map(label_of, self.COLUMNS)]
        body = tables.table(box, self.argument.strip().capitalize(), heads)
        found = 0
        for product in tables.products:
            for group in shown(self.NAME, self.argument, product):
                cells = [self._cell(group, column) for column in self.COLUMNS]
                row = tables.row(body, f"{product.brand}, {_title(group)}", cells, product)
                limits = [
                    fact for fact in group.facts.values()
                    if fact not in cells and (fact.name.startswith("max-") or fact.name in PER_SIDE)
                ]
                if limits or group.note:
                    tables.values(row[0], product, group, limits)
                found += 1
        if not found:
            raise CourseError(Finding(
                "a page", 0, "block-kind", f"no indication is called '{self.argument.strip()}'",
                "Name words of the titles in data/products/",
            ))

    def _cell(self, group: Group, column: str) -> Fact | None:
        """The fact of a column; a dose by weight stands where a dose would."""
        names = {"dose": ("dose", "dose-per-kg", "max-dose", "dose-per-side")}.get(column, (column,))
        facts = [fact for name in names if (fact := group.get(name))]
        return next((fact for fact in facts if fact.value is not None), facts[0] if facts else None)


class Dilutions(ProductBlock):
    NAME = "dilutions"

    def fill(self, box: etree.Element, tables: Tables) -> None:
        body = tables.table(box, "Dilution, product by product", ["Product", "Vial", "Diluent", "Then"])
        for product in tables.products:
            rows = shown(self.NAME, "", product)
            for group in rows:
                diluent = group.get("diluent") or "None: supplied ready to use"
                tables.row(body, product.name, [group.get("vial"), diluent, group.get("concentration")], product)
            if not rows:
                tables.row(body, product.name, ["No row was seen", *[_missing(product)] * 2], product)


class Storage(ProductBlock):
    NAME = "storage"

    def fill(self, box: etree.Element, tables: Tables) -> None:
        heads = ["Product", "Unopened", "After mixing, use within", "After mixing, keep at"]
        body = tables.table(box, "Storage, product by product", heads)
        for product in tables.products:
            unopened, mixed = product.groups.get("unopened"), product.groups.get("reconstituted")
            kept = (unopened.get("temperature") or unopened.get("temperature-max")) if unopened else None
            tables.row(body, product.name, [
                kept or _missing(product),
                (mixed.get("within") if mixed else None) or _missing(product),
                (mixed.get("temperature") if mixed else None) or _missing(product),
            ], product)


class Adverse(ProductBlock):
    NAME = "adverse"

    def fill(self, box: etree.Element, tables: Tables) -> None:
        heads = ["Use and reaction", "Rate", "Events", "Comparator rate", "Comparator events"]
        for product in tables.products:
            groups = shown(self.NAME, "", product)
            if not groups:
                continue
            part = etree.SubElement(box, "details")
            text_in(part, "summary", f"{product.name} ({len(groups)})")
            body = tables.table(part, f"Adverse reactions, {product.name}", heads)
            for group in groups:
                cells = [group.get(name) for name in ("rate", "events-of", "placebo-rate", "placebo-events-of")]
                tables.row(body, f"{product.brand}, {_title(group)}", list(cells), product)


class Comparison(ProductBlock):
    NAME = "comparison"

    def fill(self, box: etree.Element, tables: Tables) -> None:
        heads = ["Product", "Serotype", "Glabellar lines", "Sites", "Interval"]
        body = tables.table(box, "Labeled glabellar dose of each product, in Units of that product", heads)
        for product in tables.products:
            group = product.groups.get("glabellar-lines")
            if group is None:
                tables.row(body, product.name, [product.serotype, "Not on the US label", "–", "–"], product)
                continue
            tables.row(
                body, product.name,
                [product.serotype, group.get("dose"), group.get("sites"), group.get("interval")], product,
            )


def _missing(product: Product) -> Fact:
    """Stands for a fact that the data does not hold."""
    return Fact(product.id, "", "", None, None, False, None, None, None, None, 0)


BLOCKS = (ProductTables, Doses, Dilutions, Storage, Adverse, Comparison)


class ProductBlocksExtension(BlocksExtension):  # type: ignore[misc]
    def __init__(self, **kwargs: Any):
        self.config = {"root": ["", "Folder of the repository; empty: found from the working folder"]}
        super().__init__(**kwargs)

    def extendMarkdownBlocks(self, md: Markdown, block_mgr: Any) -> None:  # noqa: N802
        for block in BLOCKS:
            block_mgr.register(block, self.getConfigs())


def makeExtension(**kwargs: Any) -> ProductBlocksExtension:  # noqa: N802
    """Entry point of Python-Markdown."""
    return ProductBlocksExtension(**kwargs)
