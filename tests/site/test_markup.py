"""Valid HTML: what the theme writes is mended, and what a validator would say, as far as that is cheap."""

from __future__ import annotations

from pathlib import Path

import pytest
from lxml import html
from playwright.sync_api import Browser

from course.site.build import build
from course.site.markup import mend
from course.site.server import serve_folder
from tests.conftest import CourseFactory
from tests.site.test_pages import parse


def test_what_the_theme_writes_is_mended(html_files: list[Path]) -> None:
    inputs = '<input class="md-toggle" id="a" autocomplete="off">\n    <input class="md-toggle" id="b" autocomplete="off">\n'
    page = f'<body>{inputs}<input type="text" autocomplete="off"><label tabindex="">1</label><p tabindex="-1">2</p>'
    mended = mend(page)
    assert mended == (
        '<body><form id="toggles" autocomplete="off"></form>\n<input class="md-toggle" id="a" form="toggles">\n    '
        '<input class="md-toggle" id="b" form="toggles">\n'
        '<input type="text" autocomplete="off"><label>1</label><p tabindex="-1">2</p>'
    )
    assert mend(mended) == mended
    for file in html_files:
        assert len(parse(file).cssselect("form#toggles")) == 1, file


@pytest.fixture
def published(make_course: CourseFactory, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The small course, built for a repository on GitHub."""
    monkeypatch.setenv("REPO_URL", "https://github.com/team/course")
    paths = make_course()
    text = paths.config.read_text("utf-8")
    paths.config.write_text(text + "\nrepo_url: !ENV [REPO_URL, null]\n" * ("repo_url" not in text), "utf-8")
    build(paths, paths.site)
    return paths.site


def test_the_link_to_the_repository_asks_nobody(published: Path, chromium: Browser) -> None:
    """The theme's script, which the small course has, would ask GitHub for stars and forks on each page that has its mark."""
    script = next((published / "assets" / "javascripts").glob("bundle.*.js")).read_text("utf-8")
    assert "api.github.com" in script
    links = [parse(file).cssselect("a.md-source[rel=noopener]") for file in published.rglob("*.html")]
    assert len(links) > 3
    assert all(links)
    page = chromium.new_page()
    asked: list[str] = []
    noise: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.on("console", lambda said: noise.append(said.text) if said.type == "error" else None)
    with serve_folder(published) as address:
        page.goto(address, wait_until="networkidle")
        assert len(asked) > 3
        assert [url for url in asked if not url.startswith(address)] == []
        # The index that the theme's search asks for has been divided.
        assert [said for said in noise if "404" not in said] == []
    page.close()


LABELED = {"input", "select", "textarea", "button", "meter", "output", "progress"}
UNCOMPLETED = {"checkbox", "radio", "submit", "button", "file"}
#: Elements that may not stand inside another of their kind.
NOT_NESTED = ("a", "button", "form", "label")
OBSOLETE = {"align", "bgcolor", "border", "cellpadding", "cellspacing", "valign", "frameborder", "language"}
OBSOLETE_ELEMENTS = {"center", "font", "big", "strike", "tt", "acronym", "frame", "frameset", "marquee", "nobr", "dir"}
INTERACTIVE = {"a", "button", "input", "select", "textarea", "details", "label", "iframe"}
BLOCKS = {"div", "p", "ul", "ol", "dl", "table", "section", "article", "aside", "nav", "form", "fieldset", "figure",
          "details", "h1", "h2", "h3", "h4", "h5", "h6", "blockquote", "pre", "hr", "header", "footer", "main"}


NESTING = BLOCKS | INTERACTIVE


def faults_of(tree: html.HtmlElement) -> list[str]:
    """What a validator would say, as far as a few lines can know. Repeated identifiers are found by `built_links`."""
    found: list[str] = []
    ids = {element.get("id"): element for element in tree.iter(html.etree.Element) if element.get("id") is not None}
    for element in tree.iter(html.etree.Element):
        tag, where = element.tag, f"line {element.sourceline}: <{element.tag}>"
        parent = element.getparent()
        above = {ancestor.tag for ancestor in element.iterancestors()} if tag in NESTING else set()
        found += [f"{where} has the obsolete attribute {name}" for name in OBSOLETE & set(element.attrib)]
        found += [f"{where} is obsolete"] if tag in OBSOLETE_ELEMENTS else []
        found += [f"{where} stands in another <{tag}>"] if tag in NOT_NESTED and tag in above else []
        if tag in INTERACTIVE and above & {"a", "button"}:
            found.append(f"{where} stands in a link or a button")
        if tag in BLOCKS and above & {"p", "span", "h1", "h2", "h3", "h4", "h5", "h6"}:
            found.append(f"{where} stands in a paragraph, a heading or a <span>")
        if tag == "li" and parent.tag not in ("ul", "ol", "menu"):
            found.append(f"{where} stands outside a list")
        if parent is not None and parent.tag in ("ul", "ol") and tag not in ("li", "script", "template"):
            found.append(f"{where} stands directly in a list")
        if tag in ("dt", "dd") and parent.tag not in ("dl", "div"):
            found.append(f"{where} stands outside a <dl>")
        if tag == "img" and (element.get("alt") is None or not element.get("src")):
            found.append(f"{where} lacks alt or src")
        for name in ("for", "form", "aria-labelledby", "aria-describedby", "aria-controls", "headers", "list"):
            missing = [value for value in (element.get(name) or "").split() if value not in ids]
            found += [f"{where} {name} names {value}, which is not there" for value in missing]
        if (name := element.get("for")) and name in ids and ids[name].tag not in LABELED:
            found.append(f"{where} for names a <{ids[name].tag}>")
        if any(element.get(name) == "" for name in ("id", "href", "for", "name", "tabindex", "role", "lang")):
            found.append(f"{where} has an empty attribute")
        if " " in (element.get("id") or ""):
            found.append(f"{where} has a space in its id")
        if element.get("autocomplete") is not None and element.get("type") in UNCOMPLETED:
            found.append(f"{where} has autocomplete")
        if tag == "th" and element.get("scope") not in (None, "col", "row", "colgroup", "rowgroup"):
            found.append(f"{where} has another scope")
    return found


def test_markup_is_valid_as_far_as_is_cheap(html_files: list[Path]) -> None:
    for file in html_files:
        assert faults_of(parse(file)) == [], file


@pytest.mark.parametrize(("text", "says"), [
    ('<table border="1"></table>', "obsolete attribute border"),
    ("<center>1</center>", "<center> is obsolete"),
    ("<button><a href='#'>1</a></button>", "stands in a link or a button"),
    ("<span><div>1</div></span>", "stands in a paragraph, a heading or a <span>"),
    ("<ul><div>1</div></ul>", "directly in a list"),
    ("<div><li>1</li></div>", "outside a list"),
    ("<section><dt>1</dt></section>", "outside a <dl>"),
    ("<img src='a.png'>", "lacks alt or src"),
    ("<label for='none'>1</label>", "for names none, which is not there"),
    ("<p id='a'>1</p><label for='a'>1</label>", "for names a <p>"),
    ("<p tabindex=''>1</p>", "has an empty attribute"),
    ("<p id='a b'>1</p>", "has a space in its id"),
    ("<input type='checkbox' autocomplete='off'>", "has autocomplete"),
    ("<table><tr><th scope='all'>1</th></tr></table>", "has another scope"),
])
def test_the_check_of_markup_sees_faults(text: str, says: str) -> None:
    assert any(says in fault for fault in faults_of(html.document_fromstring(f"<html><body>{text}</body></html>")))
