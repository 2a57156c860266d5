"""The book: `botox-course.pdf`, set from the built pages."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Callable
from html import escape
from pathlib import Path

from lxml import html
from lxml.html import HtmlElement

from course.edition import date_of, edition
from course.editions import book_index, book_parts
from course.editions.book_page import Chapter
from course.editions.book_page import chapters as read_chapters
from course.editions.book_set import Typesetter, collected_by_part
from course.editions.paper import dates
from course.markdown.elements import day
from course.model import Course, load_course
from course.model.assessment import PAGE as ASSESSMENT
from course.paths import Paths

NAME = "botox-course.pdf"
STYLES = Path(__file__).with_name("book.css")
TITLE = "Botox training for medical professionals"
CITATIONS = "reference/citations.md"
#: Words on a page, to guess how many digits a page number has that is still to come.
WORDS = 330


def make(paths: Paths, site: Path, folder: Path, say: Callable[[str], None]) -> list[Path]:
    """Set the book from the pages in `site` and write it into `folder`.

    Raises:
        BookError: a built page has a form that the book does not know.
    """
    with collected_by_part():
        return [_make(paths, site, folder, say)]


def _make(paths: Paths, site: Path, folder: Path, say: Callable[[str], None]) -> Path:
    course = load_course(paths)
    parts = list(read_chapters(course, site))
    names = book_index.entries(course)
    for part in parts:
        if part.page.path != CITATIONS:
            book_index.mark(part.body, part.slug, names)
    answers, answer_cites = book_parts.answers(parts)
    labels = {product.label.url: product.brand for product in course.products}
    setter = Typesetter(STYLES, paths.docs / "assets" / "fonts")
    which = edition(paths)
    foot = f"Botox Training {which}"
    estimate = _estimate(parts)

    def put(body: HtmlElement, head: str = "") -> None:
        book_parts.refer(body, labels)
        book_parts.settle(body, setter.pages, estimate)
        if body.get("class") != "front":
            body.insert(0, book_parts.element(f'<p class="edition">{foot}</p>'))
        setter.add(setter.set(body, head, len(setter.sheets)))

    put(_opening(course, parts, which, foot, site), _head(course, which))
    cites: dict[str, list[str]] = {}
    for place, part in enumerate(parts):
        if part.page.path == CITATIONS:
            # What comes later has no pages yet: each later part is named by its first mark alone.
            later = {key: list(marks[:1]) for key, marks in answer_cites.items()}
            for other in reversed(parts[place + 1:]):
                for key, marks in other.cites.items():
                    later[key] = [marks[0], *later.get(key, ())]
            book_parts.cited_on(part.body, cites, later, setter.pages)
        if part.page.path == ASSESSMENT:
            part.body.append(book_parts.answer_sheet(part, course))
        _begin(part, parts[place - 1] if place else None)
        put(part.body)
        for key, marks in part.cites.items():
            cites.setdefault(key, []).extend(marks)
        say(f"{part.title}, page {len(setter.sheets)}")
    put(answers)
    put(book_parts.index(names, setter.pages))
    say("writing the file")
    setter.close()
    target = folder / NAME
    setter.write(target, hashlib.sha256(which.encode()).digest()[:16])
    say(f"{len(setter.sheets)} pages, {target.stat().st_size / 1e6:.1f} MB")
    return target


def _opening(course: Course, parts: list[Chapter], which: str, foot: str, site: Path) -> HtmlElement:
    """Cover and contents."""
    reviewed = sum(part.page.review is not None for part in parts)
    facts = [
        ("Version", which),
        ("Date", day(date_of(course.paths))),
        ("Review", f"{reviewed} of {len(parts)} parts reviewed by a clinician" if reviewed
         else "Not yet reviewed by a clinician"),
    ]
    if address := os.environ.get("SITE_URL"):
        facts.append(("Current edition", address))
    home = html.parse(str(site / "index.html"), html.HTMLParser(encoding="utf-8")).getroot()
    rights = " ".join((home.cssselect(".small-print p")[0].text or "").split())
    extra = [(book_parts.ANSWERS, "answers"), (book_parts.INDEX, "index-of-names")]
    return book_parts.element(
        f'<div class="front">{book_parts.cover(TITLE, course.pages["index.md"].description, foot, facts, rights)}'
        f"{book_parts.contents(parts, extra)}</div>"
    )


def _head(course: Course, which: str) -> str:
    """What the file says of itself."""
    return (
        f'<title>{TITLE}</title><meta name="description" content="{escape(course.pages["index.md"].description)}">'
        f'<meta name="generator" content="Botox Training {escape(which)}">'
        f"{dates(course.paths)}"
    )


def _begin(part: Chapter, before: Chapter | None) -> None:
    """The name of the part over the title, and what outline and running heads say."""
    name = part.entry.part
    part.body.set("data-part", name or TITLE)
    part.body.set("data-label", part.title)
    title = part.body.find(".//h1")
    title.set("data-label", part.title)
    title.set("class", "inner" if name else "outer")
    if not part.page.is_chapter and part.page.path != ASSESSMENT:
        part.body.set("class", "chapter looked-up")
    if name:
        opens = " opens" if before is None or before.entry.part != name else ""
        part.body.insert(0, book_parts.element(f'<p class="crumb{opens}">{escape(name)}</p>'))


def _estimate(parts: list[Chapter]) -> Callable[[str], int]:
    """Roughly on which page an identifier will stand; the number of its digits is what is wanted."""
    pages: dict[str, int] = {}
    at = 4.0  # cover and contents
    for part in parts:
        pages[part.slug] = int(at)
        at += len(part.body.text_content().split()) / WORDS + 0.5
    return lambda identifier: pages.get(identifier.split("--")[0], int(at))
