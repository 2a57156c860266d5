"""`/// figure`: a drawing becomes part of the page, with its text alternative and its caption."""

from __future__ import annotations

import pytest
from lxml import html as lxml_html

from course.model.drawing import DrawingError
from tests.support import Draft, markdown, render

SVG = "docs/assets/img/pot.svg"
TEXT = "/// figure\n![A pot, with \"its\" spout](../assets/img/pot.svg)\n\nThe *spout*. [@adams2001]\n///"
HEAD = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 360 40" width="360" height="40">'


def drawn(draft: Draft, inside: str) -> lxml_html.HtmlElement:
    draft.write(SVG, f"{HEAD}{inside}</svg>\n")
    [figure] = render(TEXT, draft.paths).xpath("//figure")
    return figure


def test_a_drawing_with_its_caption(draft: Draft) -> None:
    figure = drawn(draft, '<circle r="3"/> <text font-size="13">Lid &amp; spout</text>')
    [svg] = figure.xpath(".//*[local-name()='svg']")
    assert (svg.get("role"), svg.get("aria-label")) == ("img", 'A pot, with "its" spout')
    assert svg.get("width") is None
    assert svg.xpath("string(.//*[local-name()='text'])") == "Lid & spout"
    assert [child.tag for child in figure] == ["div", "figcaption"]
    caption = figure[1]
    assert caption.xpath("string(.//em)") == "spout"
    assert caption.xpath(".//sup/a")
    assert not figure.xpath(".//img")


def test_a_caption_without_an_empty_line_is_a_caption(draft: Draft) -> None:
    draft.write(SVG, f"{HEAD}</svg>")
    [figure] = render(TEXT.replace("\n\n", "\n"), draft.paths).xpath("//figure")
    assert [child.tag for child in figure] == ["div", "figcaption"]
    assert figure[1].xpath("string(.//em)") == "spout"
    assert figure[1].xpath(".//sup/a")


def test_blanks_between_words_of_a_drawing_stay(draft: Draft) -> None:
    figure = drawn(draft, "<g> <text><tspan>5</tspan> <tspan>mm</tspan></text> </g>")
    assert figure.xpath("string(.//*[local-name()='text'])") == "5 mm"


def test_the_case_of_attributes_is_kept(draft: Draft) -> None:
    draft.write(SVG, f'{HEAD}<clipPath id="c"><rect/></clipPath></svg>')
    html = markdown(draft.paths).convert(TEXT)
    assert 'viewBox="0 0 360 40"' in html
    assert '<clipPath id="pot-c">' in html
    assert "xmlns" not in html
    assert "ns0:" not in html


def test_ids_are_the_drawings_own(draft: Draft) -> None:
    figure = drawn(draft, (
        '<defs><g id="half"><path d="M0 0"/></g></defs><use href="#half"/><g clip-path="url(#half)"/><g fill="url(#none)"/>'
    ))
    ids = figure.xpath(".//*[@id]/@id")
    assert ids == ["pot-half"]
    assert figure.xpath(".//*[local-name()='use']/@href") == ["#pot-half"]
    assert figure.xpath(".//@clip-path") == ["url(#pot-half)"]
    assert figure.xpath(".//@fill") == ["url(#none)"]


def test_what_is_no_drawing_is_raised(draft: Draft) -> None:
    with pytest.raises(DrawingError, match="<script> has no place"):
        drawn(draft, "<script>alert(1)</script>")


def test_an_image_of_another_kind_stays_an_image(draft: Draft) -> None:
    """The rule `figure-drawing` says what is wrong; the preview goes on."""
    tree = render(TEXT.replace("pot.svg", "pot.png"), draft.paths)
    assert tree.xpath("//figure//img")


def test_no_words_of_the_glossary_are_linked_in_a_drawing(draft: Draft) -> None:
    term = next(iter(draft.load().glossary)).term
    figure = drawn(draft, f'<text font-size="13">{term}</text>')
    assert not figure.xpath(".//div//a")
