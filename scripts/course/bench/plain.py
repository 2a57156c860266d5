"""HTML that our extensions make of data, as the Markdown that an author without them would have written.

It knows what those blocks consist of (headings, paragraphs, lists, tables, definition lists, drawings), not all of HTML.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from lxml import etree
from lxml import html as lxml_html

#: Elements that hold blocks and are none themselves in Markdown.
AROUND = {"div", "section", "article", "figure", "figcaption", "details", "form", "fieldset", "nav", "dd", "aside", "header"}
HEADINGS = {"h1", "h2", "h3", "h4", "h5", "h6"}
#: What only works with a script, or says nothing.
DROPPED = {"script", "style", "template", "input", "button", "textarea", "select", "option", "noscript"}
BLOCKS = AROUND | HEADINGS | {"p", "ul", "ol", "table", "dl", "svg", "hr", "summary", "dt", "legend", "label", "pre"}
MARKS = {"strong": "**", "b": "**", "em": "*", "i": "*", "code": "`"}
SPECIAL = re.compile(r"([\\*_`\[\]|])")
BEGINS = re.compile(r"^(\d+)\.(?=\s)|^([#+>-])(?=\s)")

#: The address in an `href` -> that of a link in Markdown, or None where the text alone is to stand there.
Address = Callable[[str], str | None]
#: The `href` of a citation -> its mark in Markdown.
Cite = Callable[[str], str]


def escape(text: str) -> str:
    """`text` such that Markdown takes no character of it for a sign."""
    return SPECIAL.sub(r"\\\1", text).replace("<", "&lt;")


def paragraph(line: str) -> str:
    """`line` such that its beginning is that of no list, heading or quotation."""
    return BEGINS.sub(lambda found: f"{found[1]}\\." if found[1] else f"\\{found[2]}", " ".join(line.split()))


class Converter:
    """Turns fragments of HTML into Markdown; `address` and `cite` say what becomes of links and citations."""

    def __init__(self, address: Address, cite: Cite):
        self.address, self.cite = address, cite

    def convert(self, html: str) -> str:
        """The Markdown of the fragment `html`: blocks with an empty line between them."""
        root = lxml_html.fragment_fromstring(html, create_parent="div")
        return "\n\n".join(self._blocks(root))

    def _line(self, element: lxml_html.HtmlElement) -> str:
        """Everything in `element` as one line."""
        text = escape(element.text or "")
        for child in element:
            text += self._inline(child) + escape(child.tail or "")
        return " ".join(text.split())

    def _inline(self, element: lxml_html.HtmlElement) -> str:
        if not isinstance(element.tag, str) or element.tag in DROPPED:
            return ""
        if element.tag == "svg":
            return etree.tostring(element, encoding="unicode", with_tail=False)
        if element.tag == "sup" and "cite" in (element.get("class") or "").split():
            return "".join(self.cite(link.get("href", "")) for link in element.iter("a"))
        inside = self._line(element)
        if element.tag == "a" and inside:
            target = self.address(element.get("href", ""))
            return f"[{inside}]({target})" if target else inside
        if element.tag in MARKS and inside:
            return f"{MARKS[element.tag]}{inside}{MARKS[element.tag]}"
        # A blank that the line has lost must stay between two words.
        around = " " if element.tag in BLOCKS or element.tag in ("br", "li") else ""
        before = " " if (element.text or "")[:1].isspace() else around
        after = " " if "".join(element.itertext())[-1:].isspace() else around
        return f"{before}{inside}{after}"

    def _blocks(self, element: lxml_html.HtmlElement) -> Iterator[str]:
        line = escape(element.text or "")
        for child in element:
            if isinstance(child.tag, str) and child.tag in BLOCKS:
                if line.strip():
                    yield paragraph(line)
                line = ""
                yield from self._block(child)
            else:
                line += self._inline(child)
            line += escape(child.tail or "")
        if line.strip():
            yield paragraph(line)

    def _block(self, element: lxml_html.HtmlElement) -> Iterator[str]:
        tag = str(element.tag)
        if tag in HEADINGS:
            yield f"{'#' * int(tag[1])} {self._line(element)}"
        elif tag in ("ul", "ol"):
            yield self._list(element)
        elif tag == "table":
            yield from self._table(element)
        elif tag == "dl":
            yield from self._blocks(element)
        elif tag in ("dt", "summary", "legend"):
            if line := self._line(element):
                yield f"**{line}**"
        elif tag == "svg":
            yield f"<figure>{etree.tostring(element, encoding='unicode', with_tail=False)}</figure>"
        elif tag == "hr":
            yield "---"
        elif tag in AROUND:
            yield from self._blocks(element)
        elif line := self._line(element):
            yield paragraph(line)

    def _list(self, element: lxml_html.HtmlElement) -> str:
        items = []
        for number, item in enumerate(element.iterchildren("li"), start=1):
            mark = f"{number}." if element.tag == "ol" else "-"
            first, *others = list(self._blocks(item)) or [""]
            items.append(f"{mark:<4}{first}".rstrip())
            items += ["\n".join(f"    {line}" if line else "" for line in f"\n{block}".split("\n")) for block in others]
        return "\n".join(items)

    def _table(self, element: lxml_html.HtmlElement) -> Iterator[str]:
        if (caption := element.find("caption")) is not None:
            yield self._line(caption)
        rows = [self._row(row) for row in element.iter("tr")]
        width = max(map(len, rows), default=0)
        if not width:
            return
        filled = [row + [""] * (width - len(row)) for row in rows]
        head, *body = [f"| {' | '.join(row)} |" for row in filled]
        yield "\n".join([head, "|" + "---|" * width, *body])

    def _row(self, row: lxml_html.HtmlElement) -> list[str]:
        cells: list[str] = []
        for cell in row:
            if cell.tag in ("td", "th"):
                cells += [self._line(cell), *[""] * (int(cell.get("colspan", "1")) - 1)]
        return cells
