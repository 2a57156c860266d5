import pytest
from lxml.html import HtmlElement

from course.findings import CourseError
from course.markdown.citations import CitationExtension, makeExtension, tooltip
from course.model import Cite, load_references
from tests.support import REFERENCES, Draft, markdown, render


def marks(tree: HtmlElement) -> list[tuple[str, str]]:
    """(key, number) of every link in a citation mark."""
    return [(link.get("data-cite"), link.text) for link in tree.xpath("//sup[contains(@class, 'cite')]/a")]


@pytest.mark.parametrize(("text", "where"), [
    ("A claim. [@board2019]", "/div/p/sup/a"),
    ("- A claim. [@board2019]", "/div/ul/li/sup/a"),
    ("1. One.\n\n    A claim. [@board2019]", "/div/ol/li/p/sup/a"),
    ("| a | b |\n|---|---|\n| 1 | x [@board2019] |", "/div/table/tbody/tr/td/div/sup/a"),
    ("| a | b [@board2019] |\n|---|---|\n| 1 | x |", "/div/table/thead/tr/th/sup/a"),
    ("/// danger | Title\nA claim. [@board2019]\n///", "/div/div/p[not(@class)]/sup/a"),
    ("/// danger | Title [@board2019]\nText.\n///", "/div/div/p[@class='admonition-title']/sup/a"),
    ("> A quotation. [@board2019]", "/div/blockquote/p/sup/a"),
    ("**A claim. [@board2019]**", "/div/p/strong/sup/a"),
    ("## Heading [@board2019]", "/div/h2/sup/a"),
])
def test_everywhere(draft: Draft, text: str, where: str) -> None:
    tree = render(text, draft.paths)
    [link] = tree.getroottree().xpath(where)
    assert (link.get("data-cite"), link.text) == ("board2019", "2")
    assert link.get("href") == "/reference/citations.md#ref-board2019"
    assert link.get("title") == "Board of Tea and Coffee 2019. Safety at the stove"
    assert link.get("aria-label") == "Reference 2"
    assert "[@" not in tree.text_content()


def test_several_keys(draft: Draft) -> None:
    tree = render("A claim. [@clark2020, p. 3; @adams2001] More.", draft.paths)
    assert marks(tree) == [("clark2020", "3"), ("adams2001", "1")]
    assert len(tree.xpath("//sup")) == 1
    assert tree.text_content() == "A claim.3 1 More."


def test_several_brackets(draft: Draft) -> None:
    tree = render("One. [@adams2001] Two. [@clark2020][@adams2001]", draft.paths)
    assert marks(tree) == [("adams2001", "1"), ("clark2020", "3"), ("adams2001", "1")]
    assert tree.text_content() == "One.1 Two.31"


@pytest.mark.parametrize("space", ["", " ", "  ", "\t"])
def test_the_blanks_before_it_are_swallowed(draft: Draft, space: str) -> None:
    assert render(f"A claim.{space}[@adams2001]", draft.paths).text_content() == "A claim.1"


def test_locator_and_funding_stand_in_the_tooltip(draft: Draft) -> None:
    [link] = render("A claim. [@clark2020, Table IV, §2]", draft.paths).xpath("//sup/a")
    assert link.get("title") == "Clark and Dean 2020. The warm pot (manufacturer-funded). Table IV, §2"
    adams = load_references(draft.paths)[0]["adams2001"]
    assert tooltip(adams, Cite("adams2001", None)) == "Adams et al. 2001. The boiling of water in kettles"
    assert tooltip(adams, Cite("adams2001", "p. 3")).endswith(" in kettles. p. 3")


@pytest.mark.parametrize("text", [
    "`[@adams2001]`", "`` [@nobody] ` ``", "```\n[@nobody]\n```", "~~~text\n[@nobody]\n~~~", "    [@nobody]",
    "\\[@nobody]", "[not @nobody]", "someone@example.org", "<!-- [@nobody] -->", "Text <!-- [@nobody] --> text.",
])
def test_not_a_citation(draft: Draft, text: str) -> None:
    assert marks(render(f"First. [@adams2001]\n\n{text}", draft.paths)) == [("adams2001", "1")]


@pytest.mark.parametrize(("text", "says"), [
    ("A claim. [@nobody]", "no reference has the id 'nobody'"),
    ("A claim. [@adams2001; @nobody]", "no reference has the id 'nobody'"),
    ("A claim. [@Adams2001]", "no reference has the id 'Adams2001'"),
    ("A claim. [@adams2001 p. 3]", "'@adams2001 p. 3' is not a citation"),
])
def test_unknown(draft: Draft, text: str, says: str) -> None:
    """The page is not built: a claim without its source would look like one with it."""
    with pytest.raises(CourseError) as caught:
        render(text, draft.paths)
    assert says in str(caught.value)


HOSTILE = (
    """<script>alert("1")</script> & 'x' &lt; **bold** [@nobody] "></a>"""
    "<img src=x onerror=alert(1)> `code` \\\\ [l](j:x)"
)


def test_hostile_title_is_text(draft: Draft) -> None:
    quoted = HOSTILE.replace("'", "''")
    draft.replace(REFERENCES, "title: Safety at the stove", f"title: '{quoted}'")
    html = markdown(draft.paths).convert('A claim. [@board2019, "><script>x</script>]')
    assert "<script" not in html
    assert "<img" not in html
    tree = render('A claim. [@board2019, "><script>x</script>]', draft.paths)
    assert {element.tag for element in tree.iter()} == {"div", "p", "sup", "a"}
    [link] = tree.xpath("//a")
    assert set(link.attrib) == {"href", "data-cite", "title", "aria-label"}
    # A character reference in a title is shown as the character it stands for; nothing else changes.
    shown = f"Board of Tea and Coffee 2019. {HOSTILE}".replace("&lt;", "<")
    assert link.get("title") == f'{shown}. "><script>x</script>'


def test_many_numbers_may_break(draft: Draft) -> None:
    three = render("A [@adams2001; @board2019; @clark2020]", draft.paths)
    four = render("A [@adams2001; @board2019; @clark2020; @adams2001, p. 2]", draft.paths)
    assert [sup.get("class") for tree in (three, four) for sup in tree.xpath("//sup")] == ["cite", "cite cite-many"]


def test_entry_point() -> None:
    extension = makeExtension(root="/somewhere")
    assert isinstance(extension, CitationExtension)
    assert extension.getConfig("root") == "/somewhere"


def test_finds_the_course_from_the_environment(draft: Draft, monkeypatch: pytest.MonkeyPatch) -> None:
    from markdown import markdown as convert

    monkeypatch.setenv("COURSE_ROOT", str(draft.paths.docs))
    assert 'data-cite="clark2020"' in convert("A claim. [@clark2020]", extensions=["course.markdown.citations"])
