"""Python-Markdown extension: the blocks that a sheet of paper is made of.

    //// columns | 2
    ## First box

    /// ticks | No, Yes
    - Is this so?
    ///

    ## Second box
    ////

- `columns` puts boxes side by side: each `##` begins one, and so does each rung of the ladder;
- `ticks` is a list with a box to tick at each item, or with several, each with its word;
- `fields` is a list of labels, each over a line to write on;
- `lines` are lines to write on;
- `log` is a table whose empty rows are to be filled in;
- `sources` is the foot: a sentence on the chapters, then the sources that the sheet cites, by their numbers.

Everything is text and borders. What is to be written is written by hand: no script, nothing stored.
"""

from __future__ import annotations

import re
import xml.etree.ElementTree as etree
from pathlib import Path
from typing import Any

from markdown.treeprocessors import Treeprocessor
from pymdownx.blocks import BlocksExtension
from pymdownx.blocks.block import Block

from course.findings import CourseError, Finding
from course.markdown.elements import append, text_in
from course.markdown.kinds import SHEET_BLOCKS
from course.model.reference import References, load_references
from course.paths import Paths, find_root
from markdown import Markdown

#: The page that lists the references, relative to `docs/`.
CITATIONS_PAGE = "reference/citations.md"


def _fault(message: str) -> CourseError:
    return CourseError(Finding("a page", 0, "sheet-block", message, "Run `make check` for its place"))


class _SheetBlock(Block):  # type: ignore[misc]
    """A block whose argument has the form that `kinds.py` gives it."""

    ARGUMENT = None
    argument: str

    def on_create(self, parent: etree.Element) -> etree.Element:
        form, words = SHEET_BLOCKS[self.NAME]
        self.argument = self.argument or ""
        if not re.fullmatch(form, self.argument):
            raise _fault(f"after `{self.NAME} |` stands '{self.argument}', not {words}")
        return etree.SubElement(parent, "div", {"class": f"sheet-{self.NAME}"})

    def only(self, block: etree.Element, *tags: str) -> etree.Element:
        """The one child of the block."""
        if len(block) != 1 or block[0].tag not in tags or (block.text or "").strip():
            raise _fault(f"`{self.NAME}` holds something else than one {'table' if 'table' in tags else 'list'}")
        return block[0]


class Columns(_SheetBlock):
    """`//// columns | 2`"""

    NAME = "columns"

    def on_end(self, block: etree.Element) -> None:
        block.set("class", f"sheet-columns sheet-columns-{self.argument.replace(':', '-')}")
        box: etree.Element | None = None
        for child in list(block):
            block.remove(child)
            if "rung" in (child.get("class") or "").split():
                block.append(child)
                box = None
                continue
            if child.tag == "h2" or box is None:
                box = etree.SubElement(block, "div", {"class": "sheet-box"})
            box.append(child)
        if len(block) < 2:
            raise _fault("`columns` holds fewer than two boxes")


class Ticks(_SheetBlock):
    """`/// ticks`"""

    NAME = "ticks"

    def on_end(self, block: etree.Element) -> None:
        items = self.only(block, "ul", "ol")
        words = self.argument.split(", ") if self.argument else []
        if words:
            block.set("class", "sheet-ticks sheet-choices")
        for item in items:
            if not words:
                continue
            text = etree.Element("div", {"class": "tick-text"})
            text.text, item.text = item.text, None
            for child in list(item):
                item.remove(child)
                text.append(child)
            item.append(text)
            boxes = etree.SubElement(item, "div", {"class": "tick-boxes"})
            for word in words:
                text_in(boxes, "span", word, **{"class": "tick-box"})
                append(boxes, " ")


class Fields(_SheetBlock):
    """`/// fields | 3`"""

    NAME = "fields"

    def on_end(self, block: etree.Element) -> None:
        self.only(block, "ul", "ol")
        block.set("class", f"sheet-fields sheet-fields-{self.argument}")


class Lines(_SheetBlock):
    """`/// lines | 4`"""

    NAME = "lines"

    def on_end(self, block: etree.Element) -> None:
        if len(block):
            raise _fault("`lines` holds text")
        for _ in range(int(self.argument)):
            etree.SubElement(block, "div", {"class": "line"})


class Log(_SheetBlock):
    """`/// log | 8; 40 30 30`"""

    NAME = "log"

    def on_end(self, block: etree.Element) -> None:
        table = self.only(block, "table")
        table.set("class", "sheet-log-table")
        rows, _, widths = self.argument.partition("; ")
        heads = table.findall("./thead/tr/th")
        shares = widths.split()
        if shares:
            if len(shares) != len(heads) or sum(map(int, shares)) != 100:
                raise _fault(f"`log` has {len(heads)} columns, and widths that are not as many or not 100 together")
            group = etree.Element("colgroup")
            for share in shares:
                etree.SubElement(group, "col", {"class": f"share-{share}"})
            table.insert(0, group)
        for head in heads:
            head.set("scope", "col")
        body = table.find("tbody")
        if body is None:
            body = etree.SubElement(table, "tbody")
        for row in list(body):
            cells = list(row)
            if not any("".join(cell.itertext()).strip() for cell in cells):
                body.remove(row)  # the parser's own empty row
                continue
            # What a row is about, where the author has written it.
            cells[0].tag = "th"
            cells[0].set("scope", "row")
        for _ in range(int(rows) - len(body)):
            row = etree.SubElement(body, "tr")
            for _head in heads:
                etree.SubElement(row, "td")


class Sources(_SheetBlock):
    """`/// sources`"""

    NAME = "sources"


class SourcesProcessor(Treeprocessor):
    """After the inline patterns: writes the sources that the page has cited into its foot."""

    def __init__(self, md: Markdown, references: References):
        super().__init__(md)
        self.references = references

    def run(self, root: etree.Element) -> None:
        for foot in root.iter("div"):
            if foot.get("class") != "sheet-sources":
                continue
            keys = {link.get("data-cite", "") for link in root.iter("a") if link.get("data-cite")}
            cited = sorted((self.references[key] for key in keys), key=lambda reference: reference.number)
            if not cited:
                continue
            listing = etree.SubElement(foot, "ul", {"class": "sheet-references"})
            for reference in cited:
                item = etree.SubElement(listing, "li")
                link = etree.SubElement(item, "a", {
                    "href": f"/{CITATIONS_PAGE}#ref-{reference.id}", "title": reference.short, "data-source": reference.id,
                })
                text_in(link, "span", str(reference.number), **{"class": "sheet-number"})
                append(link, f"\u00a0{reference.brief}")


class SheetBlocksExtension(BlocksExtension):  # type: ignore[misc]
    def __init__(self, **kwargs: Any):
        self.config = {"root": ["", "Folder of the repository; empty: found from the working folder"]}
        super().__init__(**kwargs)

    def extendMarkdownBlocks(self, md: Markdown, block_mgr: Any) -> None:  # noqa: N802
        for block in (Columns, Ticks, Fields, Lines, Log, Sources):
            block_mgr.register(block, {})
        root = self.getConfig("root")
        references, _ = load_references(Paths(Path(root) if root else find_root()))
        # Below the inline processor (20), so that citations are links; above the builder's links (0).
        md.treeprocessors.register(SourcesProcessor(md, references), "course-sheet-sources", 12)


def makeExtension(**kwargs: Any) -> SheetBlocksExtension:  # noqa: N802
    """Entry point of Python-Markdown."""
    return SheetBlocksExtension(**kwargs)
