"""The sheets: each page of `docs/sheets/` as a PDF of one page, from the page that was built for the site.

The paper is A4. What is printed keeps within the height of Letter as well, so that a printer with Letter cuts nothing
off, and leaves some of it free, so that a small edit does not break a sheet.
"""

from __future__ import annotations

import base64
import copy
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any
from urllib.parse import urljoin, urlsplit

from lxml import etree
from lxml import html as lxml_html
from lxml.html import HtmlElement
from weasyprint import CSS, HTML
from weasyprint.text.fonts import FontConfiguration

from course.edition import edition
from course.editions.paper import FETCHER, dates, light
from course.findings import CourseError, Finding
from course.model import Page, load_course
from course.model.reference import References
from course.paths import Paths

STYLE = Path(__file__).with_name("sheet.css")
#: Tagged, and flagged as PDF/UA-1.
VARIANT = {"pdf_variant": "pdf/ua-1", "pdf_tags": True}
#: Millimeters that every sheet leaves free above its foot.
SPARE = 8.0
#: Sizes of the text in points, of which each sheet gets the largest that fits.
SIZES = (9.0, 9.25, 9.5, 9.75, 10.0, 10.5, 11.0, 11.5, 12.0)
#: Labels, tables and the like, in points: a little smaller than the text, and within these.
SMALL = (9.0, 10.0)
#: CSS pixels in a millimeter.
PIXELS = 96 / 25.4
#: The end of what is written, and the beginning of the foot, by which the free height is measured.
END, FOOT = "sheet-end", "sheet-foot"
#: What the site says under each page, without its first sentence: one sheet is for patients.
NOTICE = "Education, not medical advice, and no substitute for the current label or local law."
#: Parts of a built page that have no place on paper.
LEFT_OUT = ".crumbs, .edit, ul.facts, .look-up, .leans-on, .about-page"


def _address(svg: str) -> str:
    return "data:image/svg+xml;base64," + base64.b64encode(svg.encode()).decode()


def _picture(drawing: HtmlElement) -> HtmlElement:
    """An inline drawing as an image with its text alternative, in the colors of the light scheme."""
    drawing = copy.deepcopy(drawing)
    drawing.tail = None
    alternative = drawing.get("aria-label", "")
    for name in ("role", "aria-label", "focusable"):
        drawing.attrib.pop(name, None)
    drawing.set("font-family", "Atkinson Next")
    if drawing.get("xmlns") is None:
        drawing.set("xmlns", "http://www.w3.org/2000/svg")
    markup = light(etree.tostring(drawing, encoding="unicode"))
    # The HTML parser has made these names small.
    for name in ("viewBox", "clipPath", "refX", "refY", "markerWidth", "markerHeight", "markerUnits", "patternUnits",
                 "patternTransform"):
        markup = re.sub(rf"(?<=[\s<\/]){name.lower()}(?=[\s=>])", name, markup)
    image = lxml_html.Element("img")
    image.set("src", _address(markup))
    image.set("alt", alternative)
    return image


def _links(content: HtmlElement, base: str | None, references: References) -> None:
    """Citations lead to the foot, sources to where they can be read, the rest to the site if it has an address."""
    for link in content.iter("a"):
        href = link.get("href", "")
        for name in ("title", "aria-label", "id"):
            link.attrib.pop(name, None)
        if (key := link.get("data-source")) is not None:
            link.set("id", f"source-{key}")
            address = next((address for _, _, address in references[key].identifiers), None)
        elif "#ref-" in href:
            address = f"#source-{href.partition('#ref-')[2]}"
        elif urlsplit(href).scheme:
            address = href
        else:
            address = urljoin(base, href) if base else None
        if address is None:
            link.attrib.pop("href", None)
        else:
            link.set("href", address)


def _brackets(content: HtmlElement) -> None:
    """Citations in brackets, `[321, 331]`: a raised number of 9 points after a telephone number would be read with it."""
    for mark in content.cssselect("sup.cite"):
        mark.tag = "span"
        links = list(mark)
        # Kept on one line by the blank; `nowrap` would make the program break the line before too early.
        blank = " " if "cite-many" in mark.get("class", "") else "\u00a0"
        # Its blank stands in the mark: behind one before it, WeasyPrint now and then breaks at the first blank of a line.
        mark.text = " ["
        for link in links:
            link.tail = "]" if link is links[-1] else f",{blank}"
        before = mark.getprevious()
        parent = mark.getparent()
        if before is not None:
            before.tail = (before.tail or "").rstrip()
        elif parent is not None and parent.text:
            parent.text = parent.text.rstrip()


def _only(tree: HtmlElement, selector: str, file: Path) -> HtmlElement:
    found = tree.cssselect(selector)
    if not found:
        raise CourseError(Finding(
            str(file), 0, "sheet", f"the built page has no `{selector}`",
            "Build the site anew; if it stays, mend overrides/ or editions/sheets.py",
        ))
    element: HtmlElement = found[0]
    return element


def document(page: Page, file: Path, paths: Paths, references: References) -> str:
    """The HTML of one sheet, from the page `file` of the built site.

    Raises:
        CourseError: the built page has not the form that is expected.
    """
    tree = lxml_html.fromstring(file.read_text("utf-8"))
    content = copy.deepcopy(_only(tree, "article.md-content__inner", file))
    canonical = next((str(link.get("href")) for link in tree.cssselect("link[rel=canonical]")), None)
    status = _only(tree, "ul.facts li:last-child", file).text_content().strip()
    name = _only(tree, ".bar-home span:not(.icon)", file).text_content().strip()
    for element in content.cssselect(LEFT_OUT):
        element.drop_tree()
    for term in content.cssselect("a.term"):
        term.drop_tag()  # paper has no tooltip
    for drawing in content.cssselect(".drawing > svg"):
        drawing.getparent().replace(drawing, _picture(drawing))
    _links(content, canonical, references)
    _brackets(content)
    sources = list(content.cssselect(".sheet-sources"))
    for element in sources:
        element.drop_tree()
    inner = "".join(_markup(child) for child in content)
    foot = "".join(_markup(element) for element in sources)
    where = f" Current edition: {canonical}" if canonical else ""
    return (
        f'<!doctype html><html lang="{tree.get("lang", "en")}"><head><meta charset="utf-8">'
        f"<title>{_escape(page.title)} – {_escape(name)}</title>{dates(paths)}</head><body class=\"{file.parent.name}\">"
        f'<p class="brand">{_escape(name)}</p>'
        f'{inner}<div id="{END}"></div>'
        f'<div id="{FOOT}">{foot}<p class="status"><strong>{_escape(status)}.</strong> '
        f"{_escape(name)}, version {_escape(edition(paths))}. {NOTICE}{_escape(where)}</p></div></body></html>"
    )


def _markup(element: HtmlElement) -> str:
    return str(lxml_html.tostring(element, encoding="unicode"))


def _escape(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def _faces(paths: Paths) -> str:
    """The faces of the site. One declaration for each weight and file: the program that writes the PDF knows no ranges."""
    fonts = paths.docs / "assets" / "fonts"
    faces = (
        ("Atkinson Next", "atkinson-next", 400, "normal"), ("Atkinson Next", "atkinson-next", 700, "normal"),
        ("Atkinson Next", "atkinson-next-italic", 400, "italic"),
        ("Atkinson Next Ext", "atkinson-next-ext", 400, "normal"), ("Atkinson Next Ext", "atkinson-next-ext", 700, "normal"),
    )
    return "".join(
        f'@font-face {{ font-family: "{family}"; src: url("{(fonts / file).as_uri()}.woff2"); '
        f"font-weight: {weight}; font-style: {style} }}\n"
        for family, file, weight, style in faces
    )


def _spare(rendered: Any) -> float:
    """Millimeters between the end of what is written and the foot; less than none where it does not fit on one page."""
    if len(rendered.pages) > 1:
        return -1.0
    places = rendered.pages[0].anchors
    return float(places[FOOT][1] - places[END][1]) / PIXELS


def fitted(html: str, faces: CSS, fonts: FontConfiguration, page: Page) -> tuple[Any, float, float]:
    """The sheet in the largest size of text in which it fits: (document, size in points, millimeters free).

    Raises:
        CourseError: it does not fit in the smallest.
    """
    def at(size: float) -> tuple[Any, float, float]:
        small = min(max(SMALL[0], size - 0.75), SMALL[1])
        style = f":root {{ font-size: {size}pt; --small: {small}pt }}\n" + STYLE.read_text("utf-8")
        rendered = HTML(string=html, url_fetcher=FETCHER).render(
            stylesheets=[faces, CSS(string=style, url_fetcher=FETCHER)], font_config=fonts, **VARIANT,
        )
        return rendered, size, _spare(rendered)

    best = at(SIZES[0])
    if (spare := best[2]) < SPARE:
        fault = "does not fit on one page" if spare < 0 else f"leaves {spare:.1f} mm free above its foot"
        raise CourseError(Finding(
            page.source, 1, "sheet-fits", f"in the smallest text the sheet {fault}, and {SPARE:g} mm are to stay free",
            "Shorten its text, take an item out, or lower the rows of `lines` or `log`",
        ))
    fits, too_large = 0, len(SIZES)
    while too_large - fits > 1:
        middle = (fits + too_large) // 2
        found = at(SIZES[middle])
        if found[2] >= SPARE:
            best, fits = found, middle
        else:
            too_large = middle
    return best


def make(paths: Paths, site: Path, folder: Path, say: Callable[[str], None]) -> list[Path]:
    """Write `folder/sheets/<name>.pdf` for every sheet, and return the files in the order of the nav.

    `site` is a finished build, `folder` exists and is empty; `say` is told of each sheet.

    Raises:
        CourseError: a sheet does not fit on its page, or was not built.
    """
    course = load_course(paths)
    target = folder / "sheets"
    target.mkdir(parents=True, exist_ok=True)
    made: list[Path] = []
    fonts = FontConfiguration()
    faces = CSS(string=_faces(paths), font_config=fonts, url_fetcher=FETCHER)
    for page in (page for page in course.in_order if page.is_sheet):
        file = site / page.path.removesuffix(".md") / "index.html"
        if not file.is_file():
            raise CourseError(Finding(page.source, 1, "sheet", f"the site has no {page.path}", "Build the site first"))
        html = document(page, file, paths, course.references)
        rendered, size, spare = fitted(html, faces, fonts, page)
        path = target / f"{file.parent.name}.pdf"
        rendered.write_pdf(path, **VARIANT)
        made.append(path)
        say(f"{path.name}, one page, text of {size:g} pt, {spare:.0f} mm free")
    return made
