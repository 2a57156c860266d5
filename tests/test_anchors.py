import pytest
from lxml import html as lxml_html

from course.model import Page
from course.site.anchors import MismatchError, add_identifiers
from tests.support import KETTLE, TEAPOT, Draft, markdown


def built(page: Page, draft: Draft) -> str:
    """Something like what the builder hands over: each quiz becomes a `div`, its citations among the others."""
    text = page.body.replace("<quiz>", '<div class="quiz" markdown="1">\n').replace("</quiz>", "\n</div>")
    return markdown(draft.paths).convert(text)


@pytest.mark.parametrize("file", [KETTLE, TEAPOT])
def test_every_place_gets_the_identifier_that_the_model_names(draft: Draft, file: str) -> None:
    page = draft.page(file)
    tree = lxml_html.fragment_fromstring(add_identifiers(built(page, draft), page), create_parent="div")
    assert not tree.xpath("//*[@data-cite]")
    outside = [citation.anchor for citation in page.citations if not citation.quiz]
    assert [link.get("id") for link in tree.xpath("//sup/a[@id]")] == outside
    assert len(outside) > 2
    assert len(tree.xpath("//sup/a")) == len(page.citations) > len(outside)
    ids = [element.get("id") for element in tree.xpath("//*[@id]")]
    assert len(set(ids)) == len(ids)
    assert {citation.anchor for citation in page.citations if not citation.quiz} <= set(ids)


def test_marks_inside_a_question_have_no_identifier(draft: Draft) -> None:
    page = draft.page(TEAPOT)
    tree = lxml_html.fragment_fromstring(add_identifiers(built(page, draft), page), create_parent="div")
    assert tree.xpath("//div[@class='quiz']//sup/a")
    assert not tree.xpath("//div[@class='quiz']//sup/a[@id]")


def test_a_mark_more_or_less_stops_the_build(draft: Draft) -> None:
    page = draft.page(KETTLE)
    html = built(page, draft)
    mark = ' data-cite="adams2001"'
    assert html.count(mark) > 1
    with pytest.raises(MismatchError, match=r"^docs/chapters/kettle\.md: the source has \d+ citations"):
        add_identifiers(html.replace(mark, "", 1), page)
    with pytest.raises(MismatchError, match="the built page has"):
        add_identifiers(f"{html}<a{mark}>1</a>", page)


def test_marks_in_another_order_stop_the_build(draft: Draft) -> None:
    page = draft.page(KETTLE)
    html = built(page, draft).replace('data-cite="adams2001"', 'data-cite="x"', 1)
    html = html.replace('data-cite="board2019"', 'data-cite="adams2001"', 1)
    html = html.replace('data-cite="x"', 'data-cite="board2019"')
    with pytest.raises(MismatchError, match="their order differs"):
        add_identifiers(html, page)


def test_an_indented_claim_is_found_out(draft: Draft) -> None:
    """Four blanks make code of it: the model reads a citation, the reader sees brackets."""
    draft.append(TEAPOT, "Text.\n\n    A claim. [@adams2001]")
    page = draft.page(TEAPOT)
    with pytest.raises(MismatchError):
        add_identifiers(built(page, draft), page)


def test_a_page_without_any_is_left_alone(draft: Draft) -> None:
    draft.write("docs/plain.md", "# Plain\n\nText.\n")
    page = draft.page("docs/plain.md")
    assert add_identifiers("<h1>Plain</h1><p>data-cite</p>", page) == "<h1>Plain</h1><p>data-cite</p>"
