"""Words of the glossary on the page: the first use only, and not where a link or a mark would be in the way."""

import pytest
from lxml.html import HtmlElement

from course.findings import CourseError
from course.markdown.glossary import GlossaryExtension, makeExtension
from course.model import Course
from course.paths import Paths
from tests.support import GLOSSARY, KETTLE, Draft, markdown, quiz, render

#: Text before what a test adds: only pages with a title are marked.
TITLE = "# A page\n\n"


def terms(tree: HtmlElement) -> list[tuple[str, str]]:
    """(text, address) of every marked word."""
    return [(link.text_content(), link.get("href")) for link in tree.xpath("//a[@class='term']")]


def marked(draft: Draft, text: str) -> list[str]:
    return [word for word, _ in terms(render(TITLE + text, draft.paths))]


PLUME = "/reference/glossary.md#term-plume"


def test_mark(draft: Draft) -> None:
    tree = render(f"{TITLE}Watch the plume rise.", draft.paths)
    [link] = tree.xpath("//a")
    assert dict(link.attrib) == {"class": "term", "href": PLUME, "title": "Steam that leaves the spout."}
    assert (link.text, link.tail) == ("plume", " rise.")
    assert tree.xpath("./p")[0].text_content() == "Watch the plume rise."


@pytest.mark.parametrize(("text", "words"), [
    ("A plume, then a plume.\n\nAnd a plume.", ["plume"]),
    ("Leaves, a leaf, more leaves.", ["Leaves"]),
    ("The plume over the leaf at sea level, and a plume.", ["plume", "leaf", "sea level"]),
    ("A leaf; **a leaf in bold**.", ["leaf"]),
    ("*A leaf* and a plume *and a leaf*.", ["leaf", "plume"]),
    ("- a leaf\n- a plume\n- a leaf", ["leaf", "plume"]),
    ("> A leaf.\n\nA leaf.", ["leaf"]),
    ("| word |\n|---|\n| leaf |\n\nA leaf.", ["leaf"]),
    ("/// danger | Stop\nA plume.\n///\n\nA plume.", ["plume"]),
    ("A leaflet, tea-leaf, plumes, sea levels.", []),
    ("A leaf [@adams2001] and a plume.", ["leaf", "plume"]),
    # Abbreviations are told apart by their capitals, other words are not.
    ("A bop, a Bop, a BOP.", ["BOP"]),
    ("Broken Orange Pekoe is BOP.", ["Broken Orange Pekoe"]),
    ("SEA LEVEL", ["SEA LEVEL"]),
])
def test_first_use(draft: Draft, text: str, words: list[str]) -> None:
    assert marked(draft, text) == words


@pytest.mark.parametrize("text", [
    "## A leaf\n\n### A leaf in it",
    "[a leaf](chapters/kettle.md)",
    "[**a leaf**](chapters/kettle.md)",
    "`a leaf`",
    "``` \na leaf\n```",
    "    a leaf",
    "| a leaf |\n|---|\n| x |",
    "![a leaf](assets/img/kettle.svg)",
    "<!-- a leaf -->",
    "<details><summary>a leaf</summary></details>",
    "[20 Units](fact:samovar/glabellar-lines/dose)",
    "[4 leaves](calc:2*2)",
    "/// danger | A leaf in a title\nText.\n///",
    "/// product | samovar\n///",
    "/// glossary\n///",
    "/// references\n///",
])
def test_left_alone(draft: Draft, text: str) -> None:
    """Nothing is marked there, and it is no first use: the next one is marked."""
    assert marked(draft, text) == []
    assert "leaf" in marked(draft, f"{text}\n\nAfter it a leaf.")


def test_the_title_is_left_alone(draft: Draft) -> None:
    tree = render("# The leaf\n\nA leaf.", draft.paths)
    assert not tree.xpath("//h1//a")
    assert terms(tree) == [("leaf", "/reference/glossary.md#term-leaf")]


@pytest.mark.parametrize("fragment", ["Which leaf?", "A leaf", "- A leaf\n- A plume", "## A heading\n\nA leaf."])
def test_not_in_a_quiz(draft: Draft, fragment: str) -> None:
    """Question, options and reasons are converted one by one, without a title: a mark would give hints and break labels."""
    assert terms(render(fragment, draft.paths)) == []


def test_a_named_word_is_a_link_even_in_a_quiz(draft: Draft) -> None:
    assert terms(render("Which [cloud](term:plume)?", draft.paths)) == [("cloud", PLUME)]


@pytest.mark.parametrize(("text", "address"), [
    ("[steam](term:plume)", PLUME),
    ("[steam](term:Plume)", PLUME),
    ("[**the** steam](term:plume)", PLUME),
    ("[high up](term:sea-level)", "/reference/glossary.md#term-sea-level"),
    ("[a grade](term:BOP)", "/reference/glossary.md#term-bop"),
    ("[a grade](term:broken-orange-pekoe)", "/reference/glossary.md#term-bop"),
    ("[it](term:leaves)", "/reference/glossary.md#term-leaf"),
])
def test_link(draft: Draft, text: str, address: str) -> None:
    tree = render(TITLE + text, draft.paths)
    [(_, found)] = terms(tree)
    assert found == address
    assert tree.xpath("//a/@title")[0].endswith(".")


def test_link_to_a_word_with_a_hyphen(draft: Draft) -> None:
    draft.replace(GLOSSARY, "- term: plume", "- term: off-menu")
    assert terms(render("[not listed](term:off-menu)", draft.paths)) == [
        ("not listed", "/reference/glossary.md#term-off-menu")
    ]


@pytest.mark.parametrize("name", ["cloud", "plumes", "sea", ""])
def test_unknown_link(draft: Draft, name: str) -> None:
    with pytest.raises(CourseError) as caught:
        render(f"[a word](term:{name})", draft.paths)
    [finding] = caught.value.findings
    assert (finding.rule, finding.message) == ("glossary-terms", f"no term is called '{name}'")


def test_each_page_begins_anew(draft: Draft) -> None:
    converter = markdown(draft.paths)
    for _ in range(2):
        assert converter.reset().convert(f"{TITLE}A leaf.").count('class="term"') == 1


def test_list(draft: Draft) -> None:
    tree = render("/// glossary\n///", draft.paths)
    [listing] = tree.xpath("./dl[@class='glossary']")
    assert [element.tag for element in listing] == ["dt", "dd"] * 4
    assert [name.get("id") for name in listing.xpath("./dt")] == ["term-bop", "term-leaf", "term-plume", "term-sea-level"]
    assert [name.text_content() for name in listing.xpath("./dt")] == [
        "BOP also: broken orange pekoe", "leaf also: leaves", "plume", "sea level",
    ]
    assert [meaning.text_content() for meaning in listing.xpath("./dd")] == [
        "A grade of tea with small leaves.", "What is steeped & then thrown away.1", "Steam that leaves the spout.",
        "Where water boils at the usual temperature.2",
    ]
    assert [(link.get("href"), link.get("title")) for link in listing.xpath(".//sup/a")] == [
        ("/reference/citations.md#ref-adams2001", "Adams et al. 2001. The boiling of water in kettles"),
        ("/reference/citations.md#ref-board2019", "Board of Tea and Coffee 2019. Safety at the stove"),
    ]


HOSTILE = """<script>alert("1")</script> & 'x' **bold** [@nobody] "></a><img src=x onerror=alert(1)>."""


def test_hostile_text_is_text(draft: Draft) -> None:
    quoted = HOSTILE.replace("'", "''")
    draft.replace(GLOSSARY, '"Steam that leaves the spout."', f"'{quoted}'")
    draft.replace(GLOSSARY, "- term: plume\n  also: []", f"- term: plume\n  also: ['{quoted}']")
    tree = render(f"{TITLE}A plume.\n\n/// glossary\n///", draft.paths)
    assert not tree.xpath("//script | //img | //strong")
    [link] = tree.xpath("//a[@class='term']")
    assert link.get("title") == HOSTILE
    assert tree.xpath("//dd")[2].text_content() == HOSTILE
    assert tree.xpath("//dt/span")[2].text == f" also: {HOSTILE}"


def test_entry_point() -> None:
    extension = makeExtension(root="/somewhere")
    assert isinstance(extension, GlossaryExtension)
    assert extension.getConfig("root") == "/somewhere"


def test_without_a_glossary(draft: Draft) -> None:
    draft.paths.glossary.unlink()
    assert marked(draft, "A leaf.") == []


def test_a_page_of_the_small_course(draft: Draft) -> None:
    tree = render(draft.page(KETTLE).body.partition("## Check yourself")[0], draft.paths)
    assert [word for word, _ in terms(tree)] == ["sea level", "plume", "leaves"]
    assert terms(render(quiz(question="A plume at sea level?"), draft.paths)) == []


def test_every_term_of_the_real_course_is_listed_once(real: Course, repo: Paths) -> None:
    tree = render(real.pages["reference/glossary.md"].body, repo)
    ids = tree.xpath("//dl/dt/@id")
    assert ids == [term.id for term in real.glossary]
    assert len(set(ids)) == len(ids) >= 60


def test_no_page_of_the_real_course_marks_a_word_twice(real: Course, repo: Paths) -> None:
    number = 0
    known = {f"/reference/glossary.md#{term.id}" for term in real.glossary}
    for page in real.chapters:
        explicit = sum(link.target.startswith("term:") for link in page.links)
        found = terms(render(page.body, repo))
        addresses = [address for _, address in found]
        assert set(addresses) <= known, page.path
        assert len(addresses) - len(set(addresses)) <= explicit, page.path
        number += len(found)
    assert number > 100
