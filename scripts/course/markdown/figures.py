"""Python-Markdown extension: `/// figure`, a drawing with its caption.

    /// figure
    ![what the drawing teaches, in words](sites.svg)

    A caption, with its source. [@key]
    ///

The drawing becomes part of the page: only so can it follow the page's colors, and be printed and read aloud with it.
"""

from __future__ import annotations

import copy
import posixpath
import re
import xml.etree.ElementTree as etree
from pathlib import Path
from typing import Any

from markdown.treeprocessors import Treeprocessor
from markdown.util import AtomicString
from pymdownx.blocks import BlocksExtension
from pymdownx.blocks.block import Block

from course.model.drawing import SVG, read_drawing
from course.paths import Paths, find_root
from markdown import Markdown

CLASS = "figure"
ID_USE = re.compile(r"^url\(#([^)]+)\)$")


class Figure(Block):  # type: ignore[misc]
    """`/// figure`"""

    NAME = "figure"

    def on_create(self, parent: etree.Element) -> etree.Element:
        return etree.SubElement(parent, "figure", {"class": CLASS})


def inline(file: Path, alternative: str) -> str:
    """The drawing as markup for the page, its ids made the drawing's own.

    Raises:
        DrawingError: see `read_drawing`.
    """
    root = copy.deepcopy(read_drawing(file).root)
    names = {element.get("id") for element in root.iter()} - {None}
    for element in root.iter():
        element.tag = str(element.tag).removeprefix(SVG)
        for name, value in list(element.items()):
            used = ID_USE.match(value)
            if name == "id":
                element.set(name, f"{file.stem}-{value}")
            elif name == "href" and value.removeprefix("#") in names:
                element.set(name, f"#{file.stem}-{value.removeprefix('#')}")
            elif used and used[1] in names:
                element.set(name, f"url(#{file.stem}-{used[1]})")
    for name in ("width", "height", "role", "aria-label"):
        root.attrib.pop(name, None)
    root.set("role", "img")
    root.set("aria-label", alternative)
    root.set("focusable", "false")
    for element in root.iter():
        if element.tag not in ("text", "tspan"):  # in them a blank is a blank
            element.text = (element.text or "").strip() or None
            for child in element:
                child.tail = (child.tail or "").strip() or None
    return etree.tostring(root, encoding="unicode")


class FigureProcessor(Treeprocessor):
    """After the inline patterns: puts drawings in the place of their images, and captions under them."""

    def __init__(self, md: Markdown, paths: Paths):
        super().__init__(md)
        self.paths = paths

    def _file(self, source: str) -> Path | None:
        """The file of an image. Names of drawings are unique in the course, so that a page need not know where it is."""
        name = posixpath.basename(source)
        return next(iter(sorted(self.paths.docs.rglob(name))), None) if name.endswith(".svg") else None

    def run(self, root: etree.Element) -> None:
        for figure in root.iter("figure"):
            if figure.get("class") != CLASS:
                continue
            caption = etree.Element("figcaption")
            for child in list(figure):
                image = child.find("img")
                file = self._file(image.get("src", "")) if image is not None else None
                if image is None or file is None:
                    figure.remove(child)
                    caption.append(child)
                    continue
                drawing = etree.Element("div", {"class": "drawing"})
                drawing.text = AtomicString(self.md.htmlStash.store(inline(file, image.get("alt", ""))))
                figure[list(figure).index(child)] = drawing
                # A caption that follows without an empty line is a part of the image's paragraph.
                child.text = image.tail
                child.remove(image)
                if (child.text or "").strip() or len(child):
                    caption.append(child)
            figure.append(caption)


class FiguresExtension(BlocksExtension):  # type: ignore[misc]
    def __init__(self, **kwargs: Any):
        self.config = {"root": ["", "Folder of the repository; empty: found from the working folder"]}
        super().__init__(**kwargs)

    def extendMarkdownBlocks(self, md: Markdown, block_mgr: Any) -> None:  # noqa: N802
        block_mgr.register(Figure, {})
        root = self.getConfig("root")
        paths = Paths(Path(root) if root else find_root())
        # Below the inline processor (20), so that images are images; above the builder's links (0).
        md.treeprocessors.register(FigureProcessor(md, paths), "course-figures", 14)


def makeExtension(**kwargs: Any) -> FiguresExtension:  # noqa: N802
    """Entry point of Python-Markdown."""
    return FiguresExtension(**kwargs)
