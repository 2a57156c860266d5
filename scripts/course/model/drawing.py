"""Drawings: SVG files beside the chapters, which become part of the page.

A drawing uses the colors of the page, `fill="var(--fig-muscle, #e3d3c4)"`, so that it follows its scheme; what stands
after the comma is for programs that show the file alone.
"""

from __future__ import annotations

import re
import xml.etree.ElementTree as etree
from dataclasses import dataclass
from pathlib import Path

SVG = "{http://www.w3.org/2000/svg}"
#: Elements that a drawing is made of. No script, no style, no picture from elsewhere.
ELEMENTS = frozenset({
    "svg", "g", "path", "line", "polyline", "polygon", "rect", "circle", "ellipse", "text", "tspan", "title", "desc",
    "defs", "marker", "use", "symbol", "clipPath", "pattern",
})


class DrawingError(Exception):
    """The file is no drawing of the course's form; says why."""


@dataclass(frozen=True)
class Drawing:
    """One file. `width` and `height` are in units of the view box, `size` in bytes."""

    file: Path
    root: etree.Element
    size: int
    width: float
    height: float

    @property
    def texts(self) -> list[str]:
        """The words in it, one entry for each text."""
        return [" ".join("".join(text.itertext()).split()) for text in self.root.iter(f"{SVG}text")]

    @property
    def smallest_text(self) -> float | None:
        """The smallest font size in it, in units of the view box; None where it has no text."""
        sizes: list[float] = []

        def walk(element: etree.Element, inherited: str | None) -> None:
            size = element.get("font-size") or inherited
            if element.tag in (f"{SVG}text", f"{SVG}tspan") and "".join(element.itertext()).strip():
                try:
                    sizes.append(float((size or "0").removesuffix("px")))
                except ValueError:
                    sizes.append(0)
            for child in element:
                walk(child, size)

        walk(self.root, None)
        return min(sizes, default=None)


def read_drawing(file: Path) -> Drawing:
    """Read one SVG file.

    Raises:
        DrawingError: not XML, not SVG, no view box, or an element that a drawing may not have.
        OSError: the file cannot be read.
    """
    data = file.read_bytes()
    try:
        root = etree.fromstring(data)
    except etree.ParseError as error:
        raise DrawingError(f"not valid XML: {error}") from error
    if root.tag != f"{SVG}svg":
        raise DrawingError("its root is no <svg> of the SVG namespace")
    for element in root.iter():
        name = str(element.tag).removeprefix(SVG)
        if name not in ELEMENTS:
            raise DrawingError(f"<{name}> has no place in a drawing")
        for attribute, value in element.items():
            leads = attribute.endswith("href") and not value.startswith("#")
            if attribute.startswith("on") or leads or re.search(r"\b(?:javascript|data|https?):|url\((?!#)", value):
                raise DrawingError(f"the attribute {attribute} of <{name}> leads elsewhere")
            if attribute in ("style", "class"):
                raise DrawingError(f"<{name}> has a {attribute}: colors and sizes are attributes of their own")
    box = (root.get("viewBox") or "").split()
    if len(box) != 4 or not all(re.fullmatch(r"-?\d+(\.\d+)?", number) for number in box):
        raise DrawingError("it has no viewBox of four numbers")
    return Drawing(file, root, len(data), float(box[2]), float(box[3]))
