"""From a built page to its chapter in the book: what only works on a screen goes, what it hid is opened.

Identifiers become unique in the whole book: `how-it-ends` on safety/ptosis.md is `safety-ptosis--how-it-ends` there.
"""

from __future__ import annotations

import copy
import posixpath
import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath

from lxml import html
from lxml.html import HtmlElement

from course.editions.paper import light
from course.model import Course, NavEntry, Page

#: What a page shows of the reader's own answers, and what only leads through the site.
SCREEN_ONLY = (
    ".crumbs", ".edit", ".home-buttons", ".syllabus", ".exam", ".downloads", ".another-look",
    ".my-data", "script", "noscript", ".quiz-read", ".look-up", ".leans-on", ".about-page",
)
#: Blocks of the Markdown that make a page a screen and nothing else.
SCREEN_PAGES = frozenset({"progress", "my-data", "record", "editions"})
#: Room for a drawing, in mm: as high as it should be, as wide as it may be, and as narrow as its letters allow
#: (drawings are 360 units wide, their letters 13: 7 pt at 70 mm).
HIGH, WIDEST, NARROWEST = 84, 104, 76
DRAWN = "{http://www.w3.org/2000/svg}"


@dataclass
class Question:
    """One question of a chapter as it is set on paper, with its number there."""

    id: str
    number: int
    stem: list[HtmlElement]
    choose: str
    #: (text of the option, its reason, whether it is right)
    options: list[tuple[HtmlElement, HtmlElement, bool]]

    @property
    def letters(self) -> str:
        """The right options: "B", or "A and D"."""
        right = ["ABCDEFGH"[place] for place, option in enumerate(self.options) if option[2]]
        return " and ".join(filter(None, (", ".join(right[:-1]), right[-1])))


@dataclass
class Chapter:
    """One page of the course in the book. `cites` has the identifiers of all marks that cite a reference."""

    entry: NavEntry
    page: Page
    body: HtmlElement
    questions: list[Question]
    cites: dict[str, list[str]] = field(default_factory=dict)

    @property
    def slug(self) -> str:
        return slug(self.page.path)

    @property
    def title(self) -> str:
        return self.entry.title or self.page.title


class BookError(RuntimeError):
    """A built page has a form that the book does not know."""


def slug(path: str) -> str:
    """The prefix of a page's identifiers."""
    return path.removesuffix(".md").replace("/", "-")


def printed(course: Course) -> dict[str, NavEntry]:
    """The pages of the book by their path, in the order of the nav: those that have anything to say on paper.

    The sheets are papers of their own.
    """
    return {
        entry.path: entry for entry in course.nav
        if entry.path in course.pages and entry.path.split("/")[0] != "sheets"  # index and sheets
        and not any(block.kind in SCREEN_PAGES for block in course.pages[entry.path].blocks)
    }


def built_file(path: str, site: Path) -> Path:
    """The HTML file of the page `path`."""
    name = path.removesuffix(".md")
    return site / (f"{name}.html" if PurePosixPath(name).name == "index" else f"{name}/index.html")


def chapters(course: Course, site: Path) -> Iterator[Chapter]:
    """The printed pages in the order of the nav, cleaned.

    Raises:
        BookError: a page is not in `site`, or has another form than expected.
    """
    pages = printed(course)
    for path, entry in pages.items():
        yield _chapter(entry, course.pages[path], pages.keys(), site)


def _chapter(entry: NavEntry, page: Page, pages: Collection[str], site: Path) -> Chapter:
    file = built_file(page.path, site)
    if not file.is_file():
        raise BookError(f"{page.path} has not been built: {file} is missing")
    found = html.parse(str(file), html.HTMLParser(encoding="utf-8")).getroot().find(".//article")
    if found is None or found.find(".//h1") is None:
        raise BookError(f"{file} has no <article> with a title")
    body: HtmlElement = found
    body.tag = "section"
    body.attrib.clear()
    body.set("class", "chapter")
    body.set("id", slug(page.path))
    chapter = Chapter(entry, page, body, [])
    _drop(body)
    _facts(body)
    _open(body)
    _tables(body)
    _draw(body)
    chapter.questions = list(_questions(body, chapter))
    _address(body, chapter, pages)
    for title in body.iter("h1"):
        title.attrib.pop("id", None)
    return chapter


def _drop(body: HtmlElement) -> None:
    for selector in SCREEN_ONLY:
        for element in body.cssselect(selector):
            element.drop_tree()
    for element in body.cssselect(".page-head, div.cell, .objectives, a.fact, a.term"):
        if "objectives" not in element.get("class", ""):
            element.drop_tag()
    for heading in body.xpath(".//h2[not(following-sibling::*[1][not(self::h2)])]"):
        heading.drop_tree()  # its only content was for the screen
    for element in body.iter():
        for name in ("data-label", "data-chapter-page", "title", "aria-label", "role", "tabindex"):
            if element.tag is not html.etree.Comment and not str(element.tag).startswith(DRAWN):
                element.attrib.pop(name, None) if element.tag != "svg" else None


def _facts(body: HtmlElement) -> None:
    """The line of facts under the title, without what the book counts itself."""
    for facts in body.find_class("facts"):
        items = [item.text_content().strip() for item in facts if not item.text_content().strip().endswith("questions")]
        facts.clear()
        facts.tag = "p"
        facts.set("class", "meta")
        facts.text = " · ".join(items)


def _tables(body: HtmlElement) -> None:
    """The title of a table is the first row of its head, so that it stands on each page of the table."""
    for table in body.iter("table"):
        table.attrib.pop("class", None)
        caption, head = table.find("caption"), table.find("thead")
        if caption is None or head is None:
            continue
        columns = max(len(row) for row in table.iter("tr"))
        title = f'<tr class="table-title"><th colspan="{columns}" scope="colgroup"></th></tr>'
        row = html.fromstring(f"<table>{title}</table>")[0]
        row[0].extend(list(caption))
        row[0].text = caption.text
        caption.drop_tree()
        head.insert(0, row)
        if columns == 2:
            table.set("class", "fields")
    for values in body.cssselect("td ul.values"):
        # One paragraph instead of a list of short lines: rows are not split, and high ones leave pages half empty.
        values.tag = "p"
        for item in values:
            item.tag = "span"
            if item.getnext() is not None:
                item.tail = "; "


def _open(body: HtmlElement) -> None:
    """Folded parts are unfolded, their summary a line of its own."""
    for details in body.xpath(".//details[not(contains(@class, 'quiz-answer'))]"):
        details.tag = "div"
        details.attrib.clear()
        for summary in details.findall("summary"):
            caption = details.find(".//caption")
            if caption is not None:
                summary.drop_tree()  # the table says so itself
            else:
                summary.tag = "p"
                summary.set("class", "summary")


def _draw(body: HtmlElement) -> None:
    """Drawings keep the colors that they have alone, and their alternative becomes their title."""
    for svg in body.iter("svg"):
        alternative = svg.get("aria-label") or ""
        for element in svg.iter():
            for name, value in element.attrib.items():
                element.set(name, light(value))
        for name in ("role", "aria-label", "focusable"):
            svg.attrib.pop(name, None)
        box = (svg.get("viewbox") or svg.get("viewBox") or "").split()
        if len(box) != 4 or not alternative:
            raise BookError("a drawing has no viewBox or no alternative text")
        wide, high = float(box[2]), float(box[3])
        width = max(NARROWEST, min(WIDEST, HIGH * wide / high)) if wide <= 400 else WIDEST
        svg.set("style", f"width:{width:.1f}mm;height:{width * high / wide:.1f}mm")
        svg.set("font-family", "Atkinson Next")
        title = html.etree.Element("title")
        title.text = alternative
        svg.insert(0, title)


def _questions(body: HtmlElement, chapter: Chapter) -> Iterator[Question]:
    """Takes the answers out of the page and leaves the questions, numbered."""
    for number, quiz in enumerate(body.cssselect("div.quiz"), 1):
        if number == 1 and (heading := quiz.getprevious()) is not None and heading.tag == "h2":
            heading.set("class", "asks")
        stem = quiz.find_class("quiz-question")[0]
        texts = [box.getnext() for box in quiz.iter("input")]
        options = []
        for text, item in zip(texts, quiz.xpath(".//details[contains(@class, 'quiz-answer')]/ol/li"), strict=True):
            reason = item.find_class("quiz-reason")[0]
            options.append((text, reason, "data-correct" in item.attrib))
        if not options or not any(right for _, _, right in options):
            raise BookError(f"{chapter.page.path}: the question '{quiz.get('id')}' has no right answer on its page")
        question = Question(quiz.get("id"), number, list(stem), quiz.findtext(".//legend"), options)
        question.options = [(copy.deepcopy(text), copy.deepcopy(reason), right) for text, reason, right in options]
        _set(quiz, question)
        yield question


def _set(quiz: HtmlElement, question: Question) -> None:
    """The question as it is printed."""
    stem = question.stem
    quiz.clear()
    quiz.tag = "div"
    quiz.set("class", "question")
    quiz.set("id", f"q-{question.id}")
    head = html.fromstring(
        f'<p class="question-head"><strong>Question {question.number}</strong> · {question.choose} · '
        f'<a href="#a-{question.id}" data-page="">Answer</a></p>'
    )
    quiz.append(head)
    quiz.extend(stem)
    listed = html.etree.SubElement(quiz, "ol")
    listed.set("class", "options")
    for text, _, _ in question.options:
        item = copy.deepcopy(text)
        item.tag = "li"
        item.tail = None
        listed.append(item)


def _address(body: HtmlElement, chapter: Chapter, pages: Collection[str]) -> None:
    """Identifiers and links of the whole book. A link to another place is followed by its page, or by its address."""
    local = chapter.slug
    for element in body.xpath(".//*[@id]"):
        if not element.get("id").startswith(("q-", "ref-")):
            element.set("id", f"{local}--{element.get('id')}")
    for link in list(body.iter("a")):
        resolve(link, chapter.page.path, pages)
    for _, reason in ((q, reason) for q in chapter.questions for _, reason, _ in q.options):
        for link in reason.iter("a"):
            resolve(link, chapter.page.path, pages)
    number_cites(body, local, chapter.cites)


def number_cites(body: HtmlElement, prefix: str, cites: dict[str, list[str]]) -> None:
    """Give every mark that cites an identifier of its own, and note it under its reference."""
    for link in body.xpath(".//sup[contains(@class, 'cite')]/a"):
        key = link.get("href").removeprefix("#ref-")
        mark = f"{prefix}-c{sum(map(len, cites.values())) + 1}"
        link.set("id", mark)
        cites.setdefault(key, []).append(mark)


def resolve(link: HtmlElement, path: str, pages: Collection[str]) -> None:
    """Turn the address of one link of the page `path` into one that holds in the book, which has `pages`."""
    address = link.get("href") or ""
    parent = link.getparent()
    in_mark = parent is not None and "cite" in (parent.get("class") or "").split()
    for name in ("title", "aria-label", "rel", "id"):
        link.attrib.pop(name, None)
    if re.match(r"[a-z]+:", address):
        shown = link.text_content().strip()
        plain = address.removeprefix("mailto:").removeprefix("tel:")
        if plain not in (shown, f"{shown}/") and not address.startswith(("tel:", "mailto:")):
            link.set("class", "outside")
            link.set("data-address", plain)
        return
    if address.startswith(("#q-", "#a-")):
        return
    where, _, fragment = address.partition("#")
    base = path.removesuffix(".md").removesuffix("index")
    target = posixpath.normpath(posixpath.join(base, where)) if where else path.removesuffix(".md")
    page = next((name for name in (f"{target}.md", posixpath.normpath(f"{target}/index.md")) if name in pages), None)
    if page is None:
        link.drop_tag()  # a file, or a page that is only for the screen
        return
    if fragment.startswith("ref-"):
        link.set("href", f"#{fragment}")
    else:
        link.set("href", f"#{slug(page)}--{fragment}" if fragment else f"#{slug(page)}")
    if not in_mark:
        link.set("data-page", "")
