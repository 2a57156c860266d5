"""The parts of the book that no page of the site has: cover, contents, answer sheet, answers, references by page, index."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from html import escape

from lxml import html
from lxml.html import HtmlElement

from course.editions.book_index import Entry, page_list
from course.editions.book_page import Chapter, number_cites
from course.editions.book_set import LATER
from course.model import Course

ANSWERS, INDEX = "Answers and reasons", "Index of products and indications"


def element(text: str) -> HtmlElement:
    return html.fromstring(text)


def number(identifier: str) -> str:
    """The number of the page of `identifier`, as a link; `settle` writes it in."""
    return f'<a href="#{identifier}" class="{LATER}" data-to="{identifier}">000</a>'


def settle(body: HtmlElement, pages: Mapping[str, int], estimate: Callable[[str], int]) -> None:
    """Write in every page number of `body` that is known; the others get as many noughts as their `estimate` has digits."""
    for link in body.find_class(LATER):
        target = link.get("data-to")
        if target in pages:
            link.text = str(pages[target])
            del link.attrib["class"], link.attrib["data-to"]
        else:
            link.text = "0" * len(str(estimate(target)))


def refer(body: HtmlElement, labels: Mapping[str, str]) -> None:
    """Behind every link to another place of the book its page, behind every link out of it its address.

    Addresses of a table stand under it, each once; `labels` has the product of each label's address.
    """
    for table in body.iter("table"):
        found: dict[str, str] = {}
        for link in table.xpath(".//a[@data-address]"):
            address = link.attrib.pop("data-address")
            found.setdefault(address, labels.get(link.get("href"), link.text_content().strip()))
        if found:
            listed = "; ".join(f"{escape(words)}, {breakable(address)}" for address, words in found.items())
            table.addnext(element(f'<p class="addresses">Current labels and addresses: {listed}.</p>'))
    for link in body.xpath(".//a[@data-page]"):
        target = link.get("href").removeprefix("#")
        del link.attrib["data-page"]
        link.attrib.pop("class", None)
        _behind(link, f"<span>&#160;(p.&#160;{number(target)})</span>")
    for link in body.xpath(".//a[@data-address]"):
        address = link.attrib.pop("data-address")
        _behind(link, f'<span class="address"> ({breakable(address)})</span>')
    for link in body.xpath(".//a[starts-with(text(), 'http')]"):
        address = element(f"<span>{breakable(link.text)}</span>")
        link.text = address.text
        link.extend(list(address))


def breakable(address: str) -> str:
    """An address as HTML that may be broken where nobody would read a hyphen into it."""
    return "".join(f"{escape(char)}<wbr>" if char in "/.?&=_-%" else escape(char) for char in address)


def _behind(link: HtmlElement, text: str) -> None:
    added = element(text)
    added.tail, link.tail = link.tail, None
    link.addnext(added)


def cover(title: str, lede: str, edition: str, facts: Iterable[tuple[str, str]], rights: str) -> str:
    """The first page as HTML; `facts` are pairs of a word and what it says, `edition` stands in the feet after it."""
    rows = "".join(f"<tr><th scope='row'>{escape(name)}</th><td>{escape(value)}</td></tr>" for name, value in facts)
    return (
        f'<section class="cover"><p class="edition">{escape(edition)}</p><div class="cover-dots"></div>'
        f'<p class="cover-title">{escape(title)}</p>'
        f'<p class="cover-lede">{escape(lede)}</p><table class="cover-facts">{rows}</table>'
        f'<p class="cover-rights">{escape(rights)}</p></section>'
    )


def contents(chapters: list[Chapter], extra: list[tuple[str, str]]) -> str:
    """The table of contents as HTML; `extra` are (title, identifier) of what follows the chapters."""
    lines = ['<section class="contents" id="contents"><h1>Contents</h1><ol>']
    part = None
    for chapter in chapters:
        if chapter.entry.part != part:
            part = chapter.entry.part
            if part:
                lines.append(f'<li class="contents-part">{escape(part)}</li>')
        lines.append(_line(chapter.title, chapter.slug, inner=bool(part)))
    lines.append('<li class="contents-part">At the end</li>')
    lines += [_line(title, identifier, inner=True) for title, identifier in extra]
    return "".join([
        *lines, "</ol><p class='contents-note'>A small number after a statement is that of its reference in Citations, where "
        "the pages that cite it are listed. The answers to the questions stand at the end. Progress and learning record "
        "work only on a screen; the sheets for the wall and the chair are files of their own.</p></section>",
    ])


def _line(title: str, identifier: str, *, inner: bool) -> str:
    kind = "contents-inner" if inner else "contents-outer"
    return (
        f'<li class="{kind}"><span class="contents-title"><a href="#{identifier}">{escape(title)}</a></span>'
        f'<span class="contents-page">{number(identifier)}</span></li>'
    )


def answer_sheet(chapter: Chapter, course: Course) -> HtmlElement:
    """A page to tick answers on, behind the final assessment."""
    rule = course.assessment
    assert rule is not None
    boxes = "".join(
        f'<div class="tick"><b>{question.number}</b>'
        + "".join(f"<span>{letter}</span>" for letter in "ABCDEFGH"[: len(question.options)]) + "</div>"
        for question in chapter.questions
    )
    parts = ", ".join(f"{count} of {folder}" for folder, count in rule.blueprint.items())
    return element(
        f'<section class="sheet" id="answer-sheet"><h2>Answer sheet</h2>'
        f"<p>Choose {rule.draw} numbers before you read the questions ({parts}), answer those questions, and then compare "
        f'with the answers (p.&#160;{number("answers")}). {rule.passing}% right is a pass. It is no certificate and gives no '
        f'credit.</p><div class="ticks">{boxes}</div>'
        '<table class="lines"><tr><th scope="row">Name</th><td></td></tr><tr><th scope="row">Date</th><td></td></tr>'
        f'<tr><th scope="row">Right, of {rule.draw}</th><td></td></tr></table></section>'
    )


def _opening(title: str, kind: str, identifier: str) -> str:
    return (
        f'<section class="chapter {kind}" id="{identifier}" data-part="" data-label="{title}">'
        f'<h1 class="outer" data-label="{title}">{title}</h1></section>'
    )


def answers(chapters: list[Chapter]) -> tuple[HtmlElement, dict[str, list[str]]]:
    """The answer key, and the marks in it that cite each reference. It takes the reasons out of `chapters`."""
    body = element(_opening(ANSWERS, "key", "answers"))
    body.append(element(
        "<p>Each answer leads back to its question. A reason says why an option is right or wrong, with its source.</p>"
    ))
    for chapter in chapters:
        if not chapter.questions:
            continue
        body.append(element(f'<h2 id="answers-{chapter.slug}">{escape(chapter.title)}</h2>'))
        for question in chapter.questions:
            entry = element(
                f'<div class="answer" id="a-{question.id}"><p class="answer-head"><strong>Question {question.number}: '
                f'{question.letters}</strong> (p.&#160;{number(f"q-{question.id}")})</p></div>'
            )
            listed = html.etree.SubElement(entry, "ol")
            listed.set("class", "reasons")
            for _, reason, right in question.options:
                reason.tag = "li"
                reason.tail = None
                reason.attrib.clear()
                if right:
                    mark = element("<b>Right.</b>")
                    mark.tail, reason.text = f" {reason.text or ''}", None
                    reason.insert(0, mark)
                listed.append(reason)
            body.append(entry)
    cites: dict[str, list[str]] = {}
    number_cites(body, "key", cites)
    return body, cites


def cited_on(
    body: HtmlElement, cites: Mapping[str, list[str]], later: Mapping[str, list[str]], pages: Mapping[str, int],
) -> None:
    """Under each reference the pages that cite it: those of `cites` that are set, then one for each chapter of `later`."""
    for block in body.cssselect(".cited-in"):
        item = next(parent for parent in block.iterancestors("li"))
        key = item.get("id").removeprefix("ref-")
        found = [
            f'<a href="#{identifier}">{text}</a>' for text, identifier in page_list(cites.get(key, ()), pages)
        ]
        found += [number(identifier) for identifier in later.get(key, ())]
        tail = f"Cited on p.&#160;{', '.join(found)}." if found else "Carries facts of the tables."
        block.getparent().replace(block, element(f'<p class="cited-in">{tail}</p>'))


def index(entries: list[Entry], pages: Mapping[str, int]) -> HtmlElement:
    """The index as HTML: every entry that is named anywhere, in its group."""
    body = element(_opening(INDEX, "index", "index-of-names"))
    group = None
    for entry in entries:
        listed = page_list(entry.places, pages)
        if not listed:
            continue
        if entry.group != group:
            group = entry.group
            body.append(element(f"<h2>{escape(group)}</h2>"))
        numbers = ", ".join(f'<a href="#{identifier}">{text}</a>' for text, identifier in listed)
        body.append(element(f'<p class="index-entry">{escape(entry.words)} <span>{numbers}</span></p>'))
    return body
