"""Python-Markdown extension: the ladder of warnings, `/// danger | Title` … `///`.

A rung is told apart by its word, icon and edge, never by colour alone; the word is text, so that it reaches
paper, screen readers and the clipboard.
"""

from __future__ import annotations

import xml.etree.ElementTree as etree
from typing import Any

from markdown.util import AtomicString
from pymdownx.blocks import BlocksExtension
from pymdownx.blocks.block import Block

from course.markdown.kinds import LADDER
from markdown import Markdown


class Rung(Block):  # type: ignore[misc]
    """One kind of the ladder; a subclass for each is made below."""

    ARGUMENT = True
    WORD = ""

    def on_create(self, parent: etree.Element) -> etree.Element:
        title = self.argument.strip()
        box = etree.SubElement(parent, "div", {
            "class": f"admonition rung {self.NAME}", "role": "note", "aria-label": f"{self.WORD}: {title}",
        })
        head = etree.SubElement(box, "p", {"class": "admonition-title"})
        word = etree.SubElement(head, "span", {"class": "rung-word"})
        word.text = AtomicString(self.WORD)
        word.tail = f" {title}"
        return box


RUNGS = [type(f"Rung{index}", (Rung,), {"NAME": kind, "WORD": word}) for index, (kind, word) in enumerate(LADDER.items())]


class LadderExtension(BlocksExtension):  # type: ignore[misc]
    def extendMarkdownBlocks(self, md: Markdown, block_mgr: Any) -> None:  # noqa: N802
        for rung in RUNGS:
            block_mgr.register(rung, self.getConfigs())


def makeExtension(**kwargs: Any) -> LadderExtension:  # noqa: N802
    """Entry point of Python-Markdown."""
    return LadderExtension(**kwargs)
