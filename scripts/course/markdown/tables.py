"""Python-Markdown extension: tables that a phone can show.

Every cell carries its column's heading as `data-label`, so that the stylesheet can turn a row into a small labelled
block, every heading cell says what it heads (`scope`), and a cell that holds nothing but sources says so.
"""

from __future__ import annotations

import xml.etree.ElementTree as etree
from typing import Any

from markdown.extensions import Extension
from markdown.treeprocessors import Treeprocessor

from markdown import Markdown


class TableProcessor(Treeprocessor):
    def run(self, root: etree.Element) -> None:
        for table in root.iter("table"):
            if table.get("class"):
                continue  # a block has built it in a form of its own
            heads = table.findall("./thead/tr/th")
            labels = ["".join(head.itertext()).strip() for head in heads]
            for head in heads:
                head.set("scope", "col")
            table.set("class", "stacks")
            for row in table.findall("./tbody/tr"):
                for label, cell in zip(labels, row.findall("td"), strict=True):
                    cell.set("data-label", label)
                    alone = len(cell) == 1 and not (cell.text or cell[0].tail or "").strip()
                    if alone and (cell[0].get("class") or "").startswith("cite"):
                        cell.set("class", "sources")
                for cell in row.findall("td")[1:]:
                    # One box beside the label, whatever the cell holds.
                    box = etree.Element("div", {"class": "cell"})
                    box.text, cell.text = cell.text, None
                    for child in list(cell):
                        cell.remove(child)
                        box.append(child)
                    cell.append(box)


class TableExtension(Extension):
    def extendMarkdown(self, md: Markdown) -> None:  # noqa: N802
        # Below the inline processor (20): the headings' text is final.
        md.treeprocessors.register(TableProcessor(md), "course-tables", 15)


def makeExtension(**kwargs: Any) -> TableExtension:  # noqa: N802
    """Entry point of Python-Markdown."""
    return TableExtension(**kwargs)
