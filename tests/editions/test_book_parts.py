"""What the book is made of: cleaned pages, page numbers, the index."""

from __future__ import annotations

import pytest
from lxml import html

from course.editions import book_index, book_parts
from course.editions.book_page import resolve, slug
from course.editions.book_set import LATER
from course.model import Course

PAGES = ("index.md", "safety/ptosis.md", "safety/how-often.md", "assessment/index.md", "reference/citations.md")


def link(address: str, words: str = "words", around: str = "p") -> html.HtmlElement:
    return html.fromstring(f'<div><{around}>See <a href="{address}" title="x">{words}</a>.</{around}></div>')


@pytest.mark.parametrize(("path", "address", "becomes"), [
    ("safety/ptosis.md", "../how-often/", "#safety-how-often"),
    ("safety/ptosis.md", "../how-often/#range", "#safety-how-often--range"),
    ("safety/ptosis.md", "#examine", "#safety-ptosis--examine"),
    ("safety/ptosis.md", "../../assessment/", "#assessment-index"),
    ("safety/ptosis.md", "../../", "#index"),
    ("index.md", "safety/ptosis/#brow", "#safety-ptosis--brow"),
    ("assessment/index.md", "../safety/ptosis/", "#safety-ptosis"),
    ("assessment/index.md", "#safety", "#assessment-index--safety"),
])
def test_links_hold_in_the_book(path: str, address: str, becomes: str) -> None:
    body = link(address)
    resolve(body.find(".//a"), path, PAGES)
    found = body.find(".//a")
    assert found.get("href") == becomes
    assert "data-page" in found.attrib
    assert "title" not in found.attrib


def test_a_link_to_a_page_that_is_not_printed_is_text() -> None:
    body = link("../../assessment/progress/")
    resolve(body.find(".//a"), "safety/ptosis.md", PAGES)
    assert body.find(".//a") is None
    assert body.text_content() == "See words."


def test_pages_and_addresses_stand_behind_links() -> None:
    body = link("../how-often/")
    resolve(body.find(".//a"), "safety/ptosis.md", PAGES)
    outside = link("https://example.org/a?b=1", "their page")
    resolve(outside.find(".//a"), "safety/ptosis.md", PAGES)
    body.append(outside)
    book_parts.refer(body, {})
    assert body.text_content() == "See words\xa0(p.\xa0000).See their page (https://example.org/a?b=1)."
    book_parts.settle(body, {"safety-how-often": 37}, lambda identifier: 5)
    assert body.text_content().startswith("See words\xa0(p.\xa037).")
    assert body.find_class(LATER) == []


def test_addresses_of_a_table_stand_once_under_it() -> None:
    body = html.fromstring(
        '<div><table><tr><td><a data-address="https://label.example/1" href="https://label.example/1">See the label</a></td>'
        '<td><a data-address="https://label.example/1" href="https://label.example/1">See the label</a></td></tr>'
        '</table></div>'
    )
    book_parts.refer(body, {"https://label.example/1": "Samovar"})
    assert body.find("table").text_content() == "See the labelSee the label"
    assert body.find_class("addresses")[0].text_content() == "Current labels and addresses: Samovar, https://label.example/1."


def test_a_number_to_come_has_as_many_digits_as_its_page() -> None:
    body = html.fromstring(f"<p>{book_parts.number('later')}</p>")
    book_parts.settle(body, {}, lambda identifier: 42)
    assert body.text_content() == "00"
    assert body.find_class(LATER)[0].get("data-to") == "later"


@pytest.mark.parametrize(("numbers", "expected"), [
    ([], []), ([4], [(4, 4)]), ([6, 4, 5, 9, 4], [(4, 6), (9, 9)]), ([1, 3, 5], [(1, 1), (3, 3), (5, 5)]),
])
def test_ranges(numbers: list[int], expected: list[tuple[int, int]]) -> None:
    assert book_index.ranges(numbers) == expected


def test_page_list_leads_to_the_first_place_of_each_range() -> None:
    pages = {"a": 4, "b": 4, "c": 5, "d": 9}
    assert book_index.page_list(["b", "a", "c", "d", "unknown"], pages) == [("4–5", "b"), ("9", "d")]


def test_the_index_tells_botox_from_botox_cosmetic(real: Course) -> None:
    index = book_index.entries(real)
    by_words = {entry.words: entry for entry in index}
    body = html.fromstring(
        "<div><p>Botox Cosmetic in the glabella.</p><p>Botox for chronic migraine.</p><p>A teapot.</p>"
        "<ul><li>onabotulinumtoxinA</li></ul></div>"
    )
    book_index.mark(body, "x", index)
    assert by_words["Botox Cosmetic (onabotulinumtoxinA)"].places == ["x-n1"]
    assert by_words["Botox (onabotulinumtoxinA)"].places == ["x-n2"]
    assert by_words["onabotulinumtoxinA"].places == ["x-n3"]
    assert by_words["glabella"].places == ["x-n1"]
    assert by_words["chronic migraine"].places == ["x-n2"]
    assert body.findall("p")[2].get("id") is None
    titles = {group.title for product in real.products for group in product.of_kind("indication")}
    assert len([entry for entry in index if entry.group == book_index.INDICATIONS]) > 10
    for title in titles:
        assert any(entry.pattern.search(title) for entry in index if entry.group == book_index.INDICATIONS), title


def test_slugs_are_distinct(real: Course) -> None:
    assert len({slug(path) for path in real.pages}) == len(real.pages) > 40
