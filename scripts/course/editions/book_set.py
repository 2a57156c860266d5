"""Sets the parts of the book in pages: WeasyPrint, one part after the other, so that what is set has page numbers.

A number that is not known yet, because its page comes later, is set as noughts and written in when all pages are there.
"""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pydyf
from lxml import html
from lxml.html import HtmlElement
from weasyprint import CSS, HTML
from weasyprint.document import Document, Page
from weasyprint.formatting_structure import boxes
from weasyprint.text.fonts import FontConfiguration

from course.editions.paper import FETCHER

#: Class of the element whose text is a page number still to come; `data-to` is the identifier on that page.
LATER = "later"
#: Stands for the number of all pages in the foot.
ALL_PAGES = "000"


class _Sheet(HTML):  # type: ignore[misc]
    """HTML whose elements look as book.css says, and no other way."""

    def _ua_stylesheets(self, forms: bool = False) -> list[CSS]:
        return []


class Typesetter:
    """Keeps the pages that are set and where every identifier stands (`pages`: identifier → number, from 1)."""

    def __init__(self, styles: Path, fonts: Path):
        self.fonts = FontConfiguration()
        self.css = CSS(
            string=styles.read_text("utf-8"), base_url=f"{fonts}/", font_config=self.fonts, url_fetcher=FETCHER,
        )
        self.sheets: list[Page] = []
        self.pages: dict[str, int] = {}
        self.first: Document | None = None

    def set(self, body: HtmlElement, head: str, before: int) -> list[Page]:
        """Set one part, the pages of which follow `before` pages; they are not yet part of the book (`add`)."""
        text = html.tostring(body, encoding="unicode")
        page = (
            f'<!doctype html><html lang="en"><head><meta charset="utf-8">{head}'
            f"<style>@page:first {{ counter-reset: page {before + 1} }}</style></head><body>{text}</body></html>"
        )
        document = _Sheet(string=page, url_fetcher=FETCHER).render(stylesheets=[self.css], font_config=self.fonts)
        self.first = self.first or document
        pages = list(document.pages)
        # What setting left over goes; what it made need not be looked at again.
        gc.collect()
        gc.freeze()
        return pages

    def add(self, pages: list[Page]) -> None:
        """Make `pages` the next ones of the book. What is longer than a page stands where it begins."""
        for page in pages:
            self.sheets.append(page)
            for identifier in page.anchors:
                self.pages.setdefault(identifier, len(self.sheets))

    def close(self) -> None:
        """Write in the numbers that were not known.

        Raises:
            KeyError: a number leads to an identifier that is on no page.
        """
        for page in self.sheets:
            for box in _boxes(page._page_box):
                element = box.element
                if element is not None and element.get("class") == LATER and isinstance(box, boxes.InlineBox):
                    _write(box, str(self.pages[element.get("data-to")]))
                elif isinstance(box, boxes.MarginBox):
                    _write(box, str(len(self.sheets)), ALL_PAGES)

    def write(self, target: Path, identifier: bytes) -> None:
        """Write the PDF, tagged and flagged as PDF/UA-1."""
        assert self.first is not None
        whole = self.first.copy(self.sheets)
        with _page_references_kept():
            whole.write_pdf(target, pdf_variant="pdf/ua-1", pdf_identifier=identifier)


def _boxes(box: Any) -> Iterator[Any]:
    yield box
    for child in getattr(box, "children", ()):
        yield from _boxes(getattr(child, "_box", child))


def _write(box: Any, number: str, old: str | None = None) -> None:
    """Put `number` in the place of the text in `box`, or of `old` in it."""
    for inner in _boxes(box):
        if isinstance(inner, boxes.TextBox):
            text = inner.text.replace(old, number) if old else number
            # What is drawn is made anew from this text when the page is painted.
            inner.text = inner.pango_layout.text = text


@contextmanager
def _page_references_kept() -> Iterator[None]:
    """pydyf makes the list of all pages anew for each tag: with hundreds of pages that is most of the time."""
    plain = pydyf.PDF.page_references

    def kept(pdf: Any) -> Any:
        count = len(pdf.pages["Kids"])
        if getattr(pdf, "references_kept", (None,))[0] != count:
            pdf.references_kept = count, plain.fget(pdf)
        return pdf.references_kept[1]

    pydyf.PDF.page_references = property(kept)
    try:
        yield
    finally:
        pydyf.PDF.page_references = plain


@contextmanager
def collected_by_part() -> Iterator[None]:
    """The collector looks at all boxes of a book again and again. Here it runs when a part is set (`Typesetter.set`)."""
    gc.disable()
    try:
        yield
    finally:
        gc.unfreeze()
        gc.enable()
