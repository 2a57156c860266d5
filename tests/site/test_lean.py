"""What a published page leaves to its scripts is told in the same words elsewhere, and drawings come when they are near."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from lxml import etree, html
from playwright.sync_api import Browser, Page, Request

from course.model import Course
from course.site import lean
from tests.editions.pdf import Pdf

#: The page with the most and largest drawings.
FACES = "practice/anatomy/"

LIST = (
    '<details class="leans-on"><summary>References (1)</summary><ol><li value="7"><a href="../c/#ref-a">A 2001. Pots &#38; '
    "&#34;pans&#34;</a></li></ol></details>"
)


def cited(title: str, key: str = "a") -> str:
    return f'<sup class="cite"><a aria-label="Reference 7" id="cite-a-1" href="../c/#ref-{key}" title="{title}">7</a></sup>'


def test_a_citation_keeps_what_the_list_does_not_say() -> None:
    told = "A 2001. Pots &amp; &quot;pans&quot;"
    bare = '<sup class="cite"><a id="cite-a-1" href="../c/#ref-a">7</a></sup>'
    more = bare.replace('#ref-a"', '#ref-a" data-more=". &lt;§2&gt;"')
    assert lean.without_titles(cited(told) + LIST) == bare + LIST
    assert lean.without_titles(cited(told + ". &lt;§2&gt;") + LIST) == more + LIST


@pytest.mark.parametrize("page", [cited("A 2001. Pots"), cited("Another 1999") + LIST, cited("A 2001", "b") + LIST])
def test_a_title_that_stands_nowhere_else_stays(page: str) -> None:
    assert lean.without_titles(page) == page.replace(' aria-label="Reference 7"', "")


def test_another_label_than_the_number_stays() -> None:
    page = '<sup class="cite"><a aria-label="Reference 7" href="#ref-a">8</a> <a aria-label="Label" href="#ref-b">9</a></sup>'
    assert lean.without_titles(page) == page


def test_hooks_go_where_nobody_looks_for_them() -> None:
    page = '<main data-md-component="main"><p data-md="x">a</p></main> <div class="md-dialog"> <div></div> </div> <p>c</p>'
    assert lean.without_hooks(page) == '<main><p data-md="x">a</p></main> <p>c</p>'
    themed = page + '<script src="../assets/javascripts/bundle.1.min.js"></script>'
    assert lean.without_hooks(themed) == themed


def test_a_small_drawing_stays_and_a_large_one_is_a_file() -> None:
    alternative = "Pots &amp; <b>pans</b>".replace("<b>", "&lt;b&gt;").replace("</b>", "&lt;/b&gt;")
    head = f'viewBox="0 0 360 120" role="img" aria-label="{alternative}" focusable="false"'
    small, large = '<path d="M0 0"/>', f'<path d="{"M0 0" * lean.LARGE}"/>'
    files: dict[str, str] = {}
    page = f'<div class="drawing"><svg {head}>{small}</svg></div>'
    assert lean.without_drawings(page, "../", files) == page
    moved = lean.without_drawings(page.replace(small, large), "../", files)
    [(path, drawing)] = files.items()
    assert re.fullmatch(r"assets/drawings/drawing\.[0-9a-f]{8}\.svg", path)
    root = etree.fromstring(drawing)
    assert root.tag == "{http://www.w3.org/2000/svg}svg"
    assert root.get("aria-label") == "Pots & <b>pans</b>"
    assert len(root) == 1
    [frame] = html.fragments_fromstring(moved)
    assert frame.get("data-drawing") == f"../{path}"
    assert frame.find("svg").get("viewbox") == "0 0 360 120"
    assert frame.find("svg").get("aria-label") == "Pots & <b>pans</b>"
    picture = frame.find("noscript/img")
    assert dict(picture.attrib) == {"src": f"../{path}", "alt": "Pots & <b>pans</b>", "width": "360", "height": "120"}


def test_the_glossary_tells_what_the_titles_of_terms_would(site: Path, real: Course) -> None:
    """theme.js reads the element after the term, without its sources."""
    tree = html.parse(str(site / "reference" / "glossary" / "index.html"), html.HTMLParser(encoding="utf-8")).getroot()
    for term in real.glossary:
        meaning = tree.get_element_by_id(term.id).getnext()
        for source in meaning.cssselect("sup"):
            source.drop_tree()
        assert meaning.text_content().strip() == term.text


def test_the_real_drawings(site: Path, real: Course) -> None:
    """Every figure of every page has its drawing, in the page or in a file, with the words for who does not see it."""
    inside = outside = 0
    for file in sorted(site.rglob("*.html")):
        tree = html.parse(str(file), html.HTMLParser(encoding="utf-8")).getroot()
        for drawing in tree.cssselect(".drawing"):
            svg = drawing.find("svg")
            assert svg.get("role") == "img"
            assert svg.get("aria-label")
            if drawing.get("data-drawing") is None:
                assert len(svg) > 0
                inside += 1
                continue
            assert len(svg) == 0
            root = etree.parse(str(file.parent / drawing.get("data-drawing"))).getroot()
            assert root.get("viewBox") == svg.get("viewbox")
            assert root.get("aria-label") == svg.get("aria-label") == drawing.find("noscript/img").get("alt")
            assert len(etree.tostring(root)) > lean.LARGE
            outside += 1
    assert inside + outside == sum(block.kind == "figure" for page in real.in_order for block in page.blocks)
    assert outside > 20


@pytest.fixture
def desk(chromium: Browser) -> Iterator[Page]:
    context = chromium.new_context(viewport={"width": 1280, "height": 900}, reduced_motion="reduce")
    yield context.new_page()
    context.close()


def drawings(asked: list[Request]) -> list[str]:
    return [path for path in (urlsplit(request.url).path for request in asked) if "/drawings/" in path]


def filled(page: Page) -> list[int]:
    count = "all => all.map(frame => frame.firstChild.childElementCount)"
    found: list[int] = page.eval_on_selector_all("[data-drawing]", count)
    return found


def test_a_drawing_comes_when_it_is_near_and_moves_nothing(desk: Page, address: str) -> None:
    asked: list[Request] = []
    desk.on("request", lambda request: asked.append(request))
    desk.goto(address + FACES, wait_until="networkidle")
    below = "all => all.every((frame) => frame.getBoundingClientRect().top > innerHeight)"
    assert desk.eval_on_selector_all("[data-drawing]", below)
    assert len(filled(desk)) == 6
    assert drawings(asked) == []
    # From the first movement on they come a window ahead.
    first = desk.locator("[data-drawing]").first
    desk.mouse.move(640, 450)
    desk.mouse.wheel(0, 20)
    first.locator("svg > *").first.wait_for(state="attached")
    assert first.evaluate("frame => frame.getBoundingClientRect().top > innerHeight")
    height = desk.evaluate("document.body.scrollHeight")
    for number in range(6):
        frame = desk.locator("[data-drawing]").nth(number)
        frame.scroll_into_view_if_needed()
        frame.locator("svg > *").first.wait_for(state="attached")
    assert desk.evaluate("document.body.scrollHeight") == height
    assert len(drawings(asked)) == len(set(drawings(asked))) == 6
    assert min(filled(desk)) > 0
    # In the colors of the page.
    line = "document.querySelector('[data-drawing] [stroke]')"
    before = desk.evaluate(f"getComputedStyle({line}).stroke")
    desk.evaluate("document.body.dataset.mdColorScheme = 'slate'")
    assert desk.evaluate(f"getComputedStyle({line}).stroke") != before


def test_paper_has_every_drawing(desk: Page, address: str, tmp_path: Path) -> None:
    """Printed at once, from the top of the page: nothing is missing."""
    desk.goto(address + FACES)
    desk.pdf(path=str(tmp_path / "page.pdf"))
    assert min(filled(desk)) > 0
    text = " ".join(Pdf(tmp_path / "page.pdf").texts)
    for word in ("corrugator", "platysma"):
        assert word in text.lower()


def test_a_drawing_that_does_not_come_leaves_its_words_and_a_link(desk: Page, address: str) -> None:
    desk.route("**/drawings/*", lambda route: route.abort())
    desk.goto(address + FACES)
    frame = desk.locator("[data-drawing]").first
    frame.scroll_into_view_if_needed()
    link = frame.get_by_role("link")
    link.wait_for()
    assert desk.get_by_role("img", name=str(frame.locator("svg").get_attribute("aria-label"))).count() == 1
    desk.unroute("**/drawings/*")
    assert desk.request.get(str(link.evaluate("link => link.href"))).ok


@pytest.mark.parametrize("body", ["<html><p>Sign in to the hospital network</p></html>", "", "<svg", "{}"])
def test_something_else_in_its_place_is_no_drawing(desk: Page, address: str, body: str) -> None:
    desk.route("**/drawings/*", lambda route: route.fulfill(status=200, body=body, content_type="text/html"))
    desk.goto(address + FACES)
    frame = desk.locator("[data-drawing]").first
    frame.scroll_into_view_if_needed()
    frame.get_by_role("link").wait_for()
    assert frame.locator("svg > *").count() == 0


def test_without_scripts_the_drawing_is_a_picture(chromium: Browser, address: str) -> None:
    context = chromium.new_context(viewport={"width": 390, "height": 844}, java_script_enabled=False)
    page = context.new_page()
    page.goto(address + FACES)
    picture = page.locator("[data-drawing] img").first
    picture.scroll_into_view_if_needed()
    box: Any = picture.bounding_box()
    assert box["width"] > 300
    assert box["height"] > 200
    assert not page.locator("[data-drawing] svg").first.is_visible()
    assert page.get_by_role("img", name=str(picture.get_attribute("alt"))).count() == 1
    context.close()
