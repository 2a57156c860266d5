from course.site.anchors import number_citations
from tests.support import KETTLE, TEAPOT, Draft, markdown

import pytest


def test_numbers_count_by_key() -> None:
    html = '<a data-cite="a">1</a><a data-cite="b">2</a><p>x</p><a data-cite="a">1</a><a data-cite="a-1">3</a>'
    assert number_citations(html) == (
        '<a id="cite-a-1">1</a><a id="cite-b-1">2</a><p>x</p><a id="cite-a-2">1</a><a id="cite-a-1-1">3</a>'
    )


def test_every_page_counts_from_one() -> None:
    assert number_citations('<a data-cite="a">') == number_citations('<a data-cite="a">') == '<a id="cite-a-1">'


@pytest.mark.parametrize("html", ["", "<p>data-cite</p>", '<a href="#cite-a-1">x</a>'])
def test_the_rest_is_left_alone(html: str) -> None:
    assert number_citations(html) == html


@pytest.mark.parametrize("file", [KETTLE, TEAPOT])
def test_the_model_names_the_same_anchors_in_the_same_order(draft: Draft, file: str) -> None:
    from lxml import html as lxml_html

    page = draft.page(file)
    built = lxml_html.fragment_fromstring(number_citations(markdown(draft.paths).convert(page.body)), create_parent="div")
    ids = [element.get("id") for element in built.xpath("//sup/a")]
    assert ids == [citation.anchor for citation in page.citations]
    assert len(set(ids)) == len(ids) > 5
