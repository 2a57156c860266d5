import pytest

from tests.support import KETTLE, TEAPOT, Draft, assert_only

SVG = "docs/assets/img/kettle.svg"
HEAD = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 360 100">'


def at(draft: Draft) -> int:
    return draft.line_of(KETTLE, "![A kettle")


@pytest.mark.parametrize(("svg", "says"), [
    ("<svg", "not valid XML"),
    ("<p>no drawing</p>", "its root is no <svg>"),
    (f"{HEAD}<script/></svg>", "<script> has no place in a drawing"),
    (f'{HEAD}<image href="x.png"/></svg>', "<image> has no place in a drawing"),
    (f'{HEAD}<use href="https://example.org/#x"/></svg>', "leads elsewhere"),
    (f'{HEAD}<path onclick="x()" d="M0 0"/></svg>', "the attribute onclick of <path> leads elsewhere"),
    (HEAD.replace('"0 0 360 100"', '"0 0 360"') + "</svg>", "no viewBox of four numbers"),
    (HEAD.replace("360", "800") + "</svg>", "is 800 units wide"),
    (f'{HEAD}<text font-size="9">Lid</text></svg>', "has text of 9 units"),
    (f'{HEAD}<g font-size="14"><text>Lid<tspan font-size="8">x</tspan></text></g></svg>', "has text of 8 units"),
    (f"{HEAD}<text>Lid</text></svg>", "has text of 0 units"),
    (f'{HEAD}<path fill="#123456" d="M0 0"/></svg>', 'fill="#123456" is no color of the page'),
    (f'{HEAD}<path stroke="red" d="M0 0"/></svg>', 'stroke="red" is no color of the page'),
    (f'{HEAD}<path fill="var(--no-such, #000)" d="M0 0"/></svg>', 'fill="var(--no-such, #000)" is no color of the page'),
    (f'{HEAD}<path style="fill: blue" d="M0 0"/></svg>', "<path> has a style"),
    (f'{HEAD}<use href="//example.org/x.svg#a"/></svg>', "the attribute href of <use> leads elsewhere"),
    (f'{HEAD}<text font-size="13">4 minutes</text></svg>', "the drawing says '4 minutes', the caption does not"),
    (f'{HEAD}<path d="{"M0 0 " * 7000}"/></svg>', "bytes"),
])
def test_bad_drawing(draft: Draft, svg: str, says: str) -> None:
    draft.write(SVG, svg)
    assert_only(draft, "figure-drawing", KETTLE, at(draft), says)


def test_bad_outside_a_figure(draft: Draft) -> None:
    line = draft.append(TEAPOT, "![A kettle with a plume of steam](../assets/img/kettle.svg)")
    assert_only(draft, "figure-drawing", TEAPOT, line, "stands in no figure")


def test_bad_no_caption(draft: Draft) -> None:
    draft.replace(KETTLE, "Steam leaves the spout, not the lid. [@board2019]\n///", "///")
    assert_only(draft, "figure-drawing", KETTLE, at(draft) - 1, "the figure has no caption")


def test_bad_no_image(draft: Draft) -> None:
    line = draft.append(TEAPOT, "/// figure\nA caption alone, with its source. [@adams2001]\n///")
    assert_only(draft, "figure-drawing", TEAPOT, line, "the figure has 0 images")


def test_bad_number_in_the_alternative(draft: Draft) -> None:
    line = at(draft)
    draft.replace(KETTLE, "![A kettle with a plume of steam above its spout]", "![A kettle at 100% steam]")
    assert_only(draft, "figure-drawing", KETTLE, line, "the text alternative says '100%'")


def test_bad_two_of_one_name(draft: Draft) -> None:
    draft.write("docs/chapters/kettle.svg", f"{HEAD}</svg>")
    assert_only(draft, "figure-drawing", KETTLE, at(draft), "2 files are named kettle.svg")


def test_good(draft: Draft) -> None:
    """A number that stands in the caption, and a color with the name of a token."""
    draft.write(SVG, (
        f'{HEAD}<clipPath id="face"><rect width="9" height="9" fill="none"/></clipPath>'
        '<text font-size="13" fill="var(--ink, #17222b)" clip-path="url(#face)" color="currentColor">4 minutes</text></svg>'
    ))
    literal = "[4 minutes](fact:samovar/study-steeping/time)"
    draft.replace(KETTLE, "Steam leaves the spout", f"After {literal} steam of BOP leaves the spout")
    assert draft.findings() == []
