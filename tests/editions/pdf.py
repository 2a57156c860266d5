"""What a PDF holds: pypdfium2 for what stands on its pages, pikepdf for what it declares."""

from __future__ import annotations

import ctypes
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

import pikepdf
import pypdfium2
import pypdfium2.raw as raw

Box = tuple[float, float, float, float]


@dataclass
class Element:
    """One element of the structure tree: its kind, what it says, and its elements."""

    kind: str
    alternative: str | None
    page: int | None
    texts: list[str] = field(default_factory=list)
    children: list[Element] = field(default_factory=list)

    @property
    def text(self) -> str:
        """Its words; where a line ends there is one blank more."""
        return " ".join(self.texts)

    def walk(self) -> Iterator[Element]:
        yield self
        for child in self.children:
            yield from child.walk()


@dataclass(frozen=True)
class Link:
    """An internal link: its page, the name of the place it leads to, the page of that place, and the words under it."""

    page: int
    name: str
    target: int | None
    words: str


class Pdf:
    """A PDF file. Pages count from 1; boxes are left, bottom, right, top in points."""

    def __init__(self, file: Path):
        self.document = pypdfium2.PdfDocument(file)
        self.declared = pikepdf.open(file)
        self.numbers = {page.objgen: number for number, page in enumerate(self.declared.pages, 1)}

    def __len__(self) -> int:
        return len(self.document)

    @cached_property
    def texts(self) -> list[str]:
        """What stands on each page."""
        return [page.get_textpage().get_text_range() for page in self.document]

    @cached_property
    def names(self) -> dict[str, int]:
        """The page of every named place."""
        found = {}
        if "/Names" in self.declared.Root and "/Dests" in self.declared.Root.Names:
            for name, place in pikepdf.NameTree(self.declared.Root.Names.Dests).items():
                found[str(name)] = self.numbers[place[0].objgen]
        return found

    @cached_property
    def links(self) -> list[Link]:
        """Every internal link."""
        found = []
        for number, page in enumerate(self.declared.pages, 1):
            text = self.document[number - 1].get_textpage()
            for annotation in page.get("/Annots", []):
                if annotation.Subtype != "/Link" or "/Dest" not in annotation:
                    continue
                left, low, right, high = (float(value) for value in annotation.Rect)
                low, high = sorted((low, high))
                words = text.get_text_bounded(left + 0.5, low + 0.5, right - 0.5, max(low + 1, high - 0.5))
                name = str(annotation.Dest)
                found.append(Link(number, name, self.names.get(name), words.strip()))
        return found

    @cached_property
    def outline(self) -> list[tuple[int, str]]:
        """(depth from 0, title) of every entry of the outline."""
        return [(item.level, item.get_title()) for item in self.document.get_toc()]

    def characters(self, page: int) -> Iterator[tuple[str, Box, float]]:
        """(character, box, size) of everything that is drawn on `page`."""
        text = self.document[page - 1].get_textpage()
        for index in range(text.count_chars()):
            char = text.get_text_range(index, 1)
            if char.strip():
                yield char, text.get_charbox(index), raw.FPDFText_GetFontSize(text, index)

    @cached_property
    def fonts(self) -> dict[str, bool]:
        """Every font, and whether its file is embedded."""
        found = {}
        for page in self.declared.pages:
            for font in page.Resources.get("/Font", {}).values():
                base = font.DescendantFonts[0] if "/DescendantFonts" in font else font
                descriptor = base.get("/FontDescriptor", {})
                found[str(font.BaseFont)] = any(key in descriptor for key in ("/FontFile", "/FontFile2", "/FontFile3"))
        return found

    @cached_property
    def structure(self) -> Element:
        """The structure tree, with the words of each element."""
        marked = [self._marked(number) for number in range(1, len(self) + 1)]

        def read(item: pikepdf.Object) -> Element:
            page = self.numbers[item.Pg.objgen] if "/Pg" in item else None
            alternative = str(item.Alt) if "/Alt" in item else None
            element = Element(str(item.S).removeprefix("/"), alternative, page)
            kids = item.get("/K", [])
            for kid in kids if isinstance(kids, pikepdf.Array) else [kids]:
                if isinstance(kid, int):
                    element.texts.append(marked[(page or 1) - 1].get(kid, ""))
                elif isinstance(kid, pikepdf.Dictionary) and "/S" in kid:
                    child = read(kid)
                    element.children.append(child)
                    element.texts += child.texts
            return element

        return read(self.declared.Root.StructTreeRoot.K[0])

    def _marked(self, number: int) -> dict[int, str]:
        """What stands under each number of marked content."""
        page = self.document[number - 1]
        text = page.get_textpage()
        found: dict[int, str] = {}
        value = ctypes.c_int()
        for item in page.get_objects(filter=[raw.FPDF_PAGEOBJ_TEXT], max_depth=1):
            for place in range(raw.FPDFPageObj_CountMarks(item.raw)):
                mark = raw.FPDFPageObj_GetMark(item.raw, place)
                if raw.FPDFPageObjMark_GetParamIntValue(mark, b"MCID", value):
                    length = raw.FPDFTextObj_GetText(item.raw, text, None, 0)
                    buffer = ctypes.create_string_buffer(length)
                    raw.FPDFTextObj_GetText(item.raw, text, ctypes.cast(buffer, ctypes.POINTER(ctypes.c_ushort)), length)
                    found[value.value] = found.get(value.value, "") + buffer.raw.decode("utf-16-le").rstrip("\0")
        return found


def letters(text: str) -> str:
    """Only the letters of a text: neither breaks nor numbers of pages that were added make two texts different."""
    return re.sub(r"\(p\.\s*\d+\)|[^a-zà-ÿ]", "", text.casefold())
