"""The blocks that a sheet of paper is made of: Markdown in, HTML out."""

from __future__ import annotations

import pytest
from lxml.html import HtmlElement

from course.findings import CourseError
from tests.support import Draft, render


def block(draft: Draft, text: str) -> HtmlElement:
    [root] = render(text, draft.paths)
    return root


def test_columns_begin_a_box_at_each_heading_and_each_rung(draft: Draft) -> None:
    root = block(draft, (
        "//// columns | 3:2\n## One\n\nText.\n\n- a\n\n/// danger | Hot\nMind it. [@adams2001]\n///\n\n## Two\n\nMore.\n////"
    ))
    assert root.get("class") == "sheet-columns sheet-columns-3-2"
    assert [child.get("class") for child in root] == ["sheet-box", "admonition rung danger", "sheet-box"]
    assert [child.tag for child in root[0]] == ["h2", "p", "ul"]
    assert [child.text_content() for child in root[2]] == ["Two", "More."]


def test_headings_inside_have_ids(draft: Draft) -> None:
    root = block(draft, "//// columns | 2\n## First box\n\nText.\n\n## Second box\n\nText.\n////")
    assert root.xpath(".//h2/@id") == ["first-box", "second-box"]


def test_ticks_are_a_list(draft: Draft) -> None:
    root = block(draft, "/// ticks\n- *Filled*? [@adams2001]\n- Warm?\n///")
    assert (root.get("class"), root[0].tag) == ("sheet-ticks", "ul")
    assert [item.text_content() for item in root.xpath("./ul/li")] == ["Filled?1", "Warm?"]
    assert not root.xpath(".//*[@class='tick-box']")


def test_ticks_with_words_have_a_box_for_each(draft: Draft) -> None:
    root = block(draft, "/// ticks | No, Yes\n- Filled? [@adams2001]\n- Warm?\n///")
    for item in root.xpath("./ul/li"):
        assert item.xpath("./div[@class='tick-boxes']/span/text()") == ["No", "Yes"]
    assert root.xpath("./ul/li/div[@class='tick-text']/sup/a/@data-cite") == ["adams2001"]
    assert root.xpath("string(./ul/li[2]/div[1])") == "Warm?"


def test_fields_say_their_columns(draft: Draft) -> None:
    root = block(draft, "/// fields | 3\n- Date\n- Kettle, lot\n///")
    assert root.get("class") == "sheet-fields sheet-fields-3"
    assert root.xpath("./ul/li/text()") == ["Date", "Kettle, lot"]


def test_lines(draft: Draft) -> None:
    root = block(draft, "/// lines | 12\n///")
    assert [child.get("class") for child in root] == ["line"] * 12
    assert root.text_content().strip() == ""


def test_a_log_has_its_rows(draft: Draft) -> None:
    root = block(draft, "/// log | 3; 30 70\n| Date | Boiled |\n|---|---|\n///")
    [table] = root
    assert table.get("class") == "sheet-log-table"
    assert table.xpath("./colgroup/col/@class") == ["share-30", "share-70"]
    assert table.xpath("./thead/tr/th/@scope") == ["col", "col"]
    assert [len(row) for row in table.xpath("./tbody/tr")] == [2, 2, 2]
    assert table.xpath("string(./tbody)").strip() == ""
    assert not table.xpath(".//@data-label")


def test_a_log_with_written_rows_names_them(draft: Draft) -> None:
    root = block(draft, "/// log | 3\n| Whom | When |\n|---|---|\n| The cook | |\n| The guest | |\n///")
    assert root.xpath(".//tbody/tr/th[@scope='row']/text()") == ["The cook", "The guest"]
    assert [len(row) for row in root.xpath(".//tbody/tr")] == [2, 2, 2]
    assert not root.xpath(".//colgroup")


def test_sources_are_what_the_page_cites(draft: Draft) -> None:
    text = "Text. [@clark2020; @adams2001]\n\n/// sources\nFrom [The kettle](k.md):\n///\n\nMore. [@adams2001, p. 3]"
    root = render(text, draft.paths)
    references = draft.load().references
    [foot] = root.xpath("//div[@class='sheet-sources']")
    assert [child.tag for child in foot] == ["p", "ul"]
    assert foot.xpath("./ul/li/a/@data-source") == ["adams2001", "clark2020"]
    assert foot.xpath("./ul/li/a/@href") == [f"/reference/citations.md#ref-{key}" for key in ("adams2001", "clark2020")]
    shown = [f"{references[key].number}\u00a0{references[key].brief}" for key in ("adams2001", "clark2020")]
    assert [item.text_content() for item in foot.xpath("./ul/li")] == shown
    assert not foot.xpath(".//@data-cite"), "they are no citations of the page"


def test_sources_without_citations_are_a_sentence(draft: Draft) -> None:
    [foot] = render("/// sources\nFrom nowhere.\n///", draft.paths)
    assert [child.tag for child in foot] == ["p"]


def test_a_brief_reference_is_brief(draft: Draft) -> None:
    for reference in draft.load().references:
        name = reference.brief.removesuffix(f" {reference.year}")
        assert len(name) <= 50
        assert name.removesuffix(" …") in (reference.lead or reference.title)


@pytest.mark.parametrize(("text", "says"), [
    ("//// columns | 5\n## A\n\n## B\n////", "after `columns |` stands '5'"),
    ("//// columns\n## A\n\n## B\n////", "after `columns |` stands ''"),
    ("//// columns | 2\n## A\n\nText.\n////", "fewer than two boxes"),
    ("/// ticks | yes\n- A\n///", "after `ticks |` stands 'yes'"),
    ("/// ticks\nText.\n///", "something else than one list"),
    ("/// ticks\nText.\n\n- A\n///", "something else than one list"),
    ("/// fields | 9\n- A\n///", "after `fields |` stands '9'"),
    ("/// fields | 2\n///", "something else than one list"),
    ("/// lines | many\n///", "after `lines |` stands 'many'"),
    ("/// lines | 2\nText.\n///", "`lines` holds text"),
    ("/// log | 2\n- A\n///", "something else than one table"),
    ("/// log | 2; 50 55\n| A | B |\n|---|---|\n///", "not 100 together"),
    ("/// log | 2; 100\n| A | B |\n|---|---|\n///", "after `log |` stands '2; 100'"),
    ("/// log | 2; 40 30 30\n| A | B |\n|---|---|\n///", "2 columns"),
    ("/// sources | all\nText.\n///", "after `sources |` stands 'all'"),
])
def test_what_has_another_form_is_refused(draft: Draft, text: str, says: str) -> None:
    with pytest.raises(CourseError) as caught:
        render(text, draft.paths)
    [finding] = caught.value.findings
    assert finding.rule == "sheet-block"
    assert says in finding.message
