"""Checked literals on the page: where they are read, where they lead, what stops the build."""

import re

import pytest
from lxml.html import HtmlElement

from course.findings import CourseError
from course.markdown.facts import FactsExtension, makeExtension, row_id
from course.model import Course
from course.paths import Paths
from tests.support import REFERENCES, SAMOVAR, Draft, markdown, render

DOSE = "[20 Units](fact:samovar/glabellar-lines/dose)"
NBSP = "\u00a0"


def facts(tree: HtmlElement) -> list[tuple[str, str, str]]:
    """(text, address, tooltip) of every fact."""
    return [(link.text, link.get("href"), link.get("title")) for link in tree.xpath("//a[@class='fact']")]


@pytest.mark.parametrize(("text", "where"), [
    (f"Take {DOSE} of it.", "/div/p/a"),
    (f"- Take {DOSE}.", "/div/ul/li/a"),
    (f"1. One.\n\n    Take {DOSE}.", "/div/ol/li/p/a"),
    (f"| a | b |\n|---|---|\n| 1 | {DOSE} |", "/div/table/tbody/tr/td/div/a"),
    (f"| a | {DOSE} |\n|---|---|\n| 1 | x |", "/div/table/thead/tr/th/a"),
    (f"/// danger | Title\nTake {DOSE}.\n///", "/div/div/p[not(@class)]/a"),
    (f"/// danger | Take {DOSE}\nText.\n///", "/div/div/p[@class='admonition-title']/a"),
    (f"> Take {DOSE}.", "/div/blockquote/p/a"),
    (f"**Take {DOSE}**", "/div/p/strong/a"),
    (f"## {DOSE}", "/div/h2/a"),
])
def test_everywhere(draft: Draft, text: str, where: str) -> None:
    tree = render(text, draft.paths)
    [link] = tree.getroottree().xpath(where)
    assert (link.get("class"), link.text) == ("fact", f"20{NBSP}Units")
    assert link.get("href") == "/reference/products.md#samovar--glabellar-lines"
    assert link.get("title") == (
        "tea machine (Samovar), Glabellar lines of a china doll, dolls. "
        "Board of Tea and Coffee 2019. Safety at the stove, §2.2"
    )
    assert "fact:" not in tree.text_content()


@pytest.mark.parametrize("fragment", [
    f"What of {DOSE}?", f"{DOSE}", f"Because {DOSE} are right. [@adams2001]", f"<p>x</p>\n\n{DOSE}",
])
def test_in_a_fragment_of_a_quiz(draft: Draft, fragment: str) -> None:
    """The question, the options and the reasons are converted one by one, by the same Markdown."""
    converter = markdown(draft.paths)
    converter.convert("# The page itself")
    converter.reset()
    assert '<a class="fact" href="/reference/products.md#samovar--glabellar-lines"' in converter.convert(fragment)
    with pytest.raises(CourseError, match="'20 Unit' is not what the data says"):
        converter.reset().convert(fragment.replace("20 Units", "20 Unit"))


def test_several_in_one_line(draft: Draft) -> None:
    text = f"{DOSE}[2–8 °C](fact:samovar/reconstituted/temperature), ([5×4](teapot.md)) [20 Units](calc:5*4)."
    tree = render(text, draft.paths)
    assert [fact[0] for fact in facts(tree)] == [f"20{NBSP}Units", f"2–8{NBSP}°C"]
    assert tree.text_content() == f"20{NBSP}Units2–8{NBSP}°C, (5×4) 20{NBSP}Units."


def test_tooltip_and_place(draft: Draft) -> None:
    text = (
        "[first tea 1989](fact:samovar/identity/approval) [24 hours](fact:samovar/reconstituted/within) "
        "[3 months](fact:samovar/glabellar-lines/interval) [1 Unit/kg](fact:percolator/filter-lines/dose-per-kg) "
        "[a rusty tap, or a crack](fact:samovar/contraindication-rust/rust)"
    )
    board, clark = "Board of Tea and Coffee 2019. Safety at the stove", "Clark and Dean 2020. The warm pot"
    assert facts(render(text, draft.paths)) == [
        (f"first{NBSP}tea{NBSP}1989", "/reference/products.md#samovar--identity",
         f"tea machine (Samovar), Tins and license. {board}, §3"),
        (f"24{NBSP}hours", "/reference/products.md#samovar--reconstituted",
         f"tea machine (Samovar), After the water goes in. {board}, table"),
        (f"3{NBSP}months", "/reference/products.md#samovar--glabellar-lines",
         "tea machine (Samovar), Glabellar lines of a china doll, dolls. Adams et al. 2001. The boiling of water in kettles"),
        (f"1{NBSP}Unit/kg", "/reference/products.md#percolator--filter-lines",
         f"coffee machine (Percolator), Filter lines, young dolls. {clark}, §2"),
        (f"a{NBSP}rusty{NBSP}tap,{NBSP}or{NBSP}a{NBSP}crack", "/reference/products.md#samovar--contraindication-rust",
         f"tea machine (Samovar), Contraindication. {board}, §4"),
    ]
    assert row_id("samovar", "identity") == "samovar--identity"


def test_a_long_text_may_break(draft: Draft) -> None:
    tree = render("[a steam plume under the lid](fact:samovar/identification/stamp)", draft.paths)
    [fact] = tree.xpath("//a[@class='fact fact-long']")
    assert fact.text == "a steam plume under the lid"


@pytest.mark.parametrize(("text", "shown", "worked"), [
    ("[0.25 mL](calc:50/20*0.1)", f"0.25{NBSP}mL", "50 ÷ 20 × 0.1"),
    ("[4 Units](calc:50÷1.25÷10)", f"4{NBSP}Units", "50÷1.25÷10"),
    ("[2.4%](calc:16/665*100)", "2.4%", "16 ÷ 665 × 100"),
])
def test_calc(draft: Draft, text: str, shown: str, worked: str) -> None:
    tree = render(text, draft.paths)
    [span] = tree.xpath("//span[@class='worked']")
    assert (span.text, span.get("title")) == (shown, worked)
    assert not tree.xpath("//a")


@pytest.mark.parametrize("text", [
    f"`{DOSE}`", "`` [x](fact:nowhere) ` ``", "```\n[x](fact:nowhere)\n```", "~~~\n[x](calc:1/0)\n~~~",
    "    [x](fact:nowhere)",
    "\\[x](fact:nowhere)", "<!-- [x](fact:nowhere) -->", "Text <!-- [x](fact:nowhere) --> text.", "fact:nowhere (calc:1/0)",
    "[x] (fact:nowhere)",
])
def test_not_a_literal(draft: Draft, text: str) -> None:
    tree = render(f"First. {DOSE}\n\n{text}", draft.paths)
    assert [fact[0] for fact in facts(tree)] == [f"20{NBSP}Units"]
    assert not tree.xpath("//span[@class='worked']")


FAULTS = [
    ("[20 Units](fact:samovar/glabellar-lines/doses)", "there is no fact 'samovar/glabellar-lines/doses'. "
     "Did you mean 'samovar/glabellar-lines/dose'?"),
    ("[20 Units](fact:nowhere)", "there is no fact 'nowhere'. See data/products/"),
    ("[21 Units](fact:samovar/glabellar-lines/dose)", "'21 Units' is not what the data says of "
     "'samovar/glabellar-lines/dose'. Write '20 Units', or mend samovar.yml"),
    ("[**20 Units**](fact:samovar/glabellar-lines/dose)", "'**20 Units**' is not what the data says"),
    (f"[20{NBSP}Units](fact:samovar/glabellar-lines/dose)", "is not what the data says"),
    ("[20\nUnits](fact:samovar/glabellar-lines/dose)", "is not what the data says"),
    ("[sugar](fact:samovar/identity/excipients)", "'samovar/identity/excipients' was not seen in any source. "
     "Write that the current label must be consulted"),
    ("[7,100 Units](fact:samovar/dilution-of-hearsay/vial)", "'samovar/dilution-of-hearsay/vial' rests on grade C and is not "
     "taught. Write that the current label must be consulted"),
    ("[0.26 mL](calc:50/20*0.1)", "50/20*0.1 is 0.25, not '0.26 mL'. Mend the figure or the calculation"),
    ("[0.25 mL](calc:50/0)", "'50/0' divides by zero"),
    ("[much](calc:50/20)", "'much' does not begin with a number"),
    # In a form that our pattern does not take, a plain link would come of it.
    ("[6 mL](calc:2*(1+2))", "a checked literal that cannot be read: '6 mL'"),
    ("[20 Units](fact:)", "a checked literal that cannot be read: '20 Units'"),
    ("[99 Units](<fact:samovar/glabellar-lines/dose>)", "a checked literal that cannot be read: '99 Units'"),
    ('[99 Units](fact:samovar/glabellar-lines/dose "x")', "a checked literal that cannot be read: '99 Units'"),
    ("[99 Units][d]\n\n[d]: fact:samovar/glabellar-lines/dose", "a checked literal that cannot be read: '99 Units'"),
]


@pytest.mark.parametrize(("literal", "says"), FAULTS)
def test_fault(draft: Draft, literal: str, says: str) -> None:
    """The page is not built: a wrong dose would look like a checked one."""
    with pytest.raises(CourseError) as caught:
        render(f"Take {literal}", draft.paths)
    [finding] = caught.value.findings
    assert finding.rule == "fact-literal"
    assert says in str(finding)


HOSTILE = """<script>alert("1")</script> & 'x' **bold** [@nobody] "></a><img src=x onerror=alert(1)>"""


def test_hostile_data_is_text(draft: Draft) -> None:
    quoted = HOSTILE.replace("'", "''")
    draft.replace(SAMOVAR, "generic: tea machine", f"generic: '{quoted}'")
    draft.replace(SAMOVAR, "title: Glabellar lines of a china doll\n    population: dolls", (
        f"title: '{quoted}'\n    population: '{quoted}'"
    ))
    draft.replace(SAMOVAR, 'grade: B, section: "2.2"', f"grade: B, section: '{quoted}'")
    draft.replace(REFERENCES, "title: Safety at the stove", f"title: '{quoted}'")
    html = markdown(draft.paths).convert(DOSE)
    assert "<script" not in html
    assert "<img" not in html
    tree = render(DOSE, draft.paths)
    assert {element.tag for element in tree.iter()} == {"div", "p", "a"}
    [link] = tree.xpath("//a")
    assert set(link.attrib) == {"class", "href", "title"}
    assert link.get("title") == (
        f"{HOSTILE} (Samovar), {HOSTILE}, {HOSTILE}. Board of Tea and Coffee 2019. {HOSTILE}, {HOSTILE}"
    )


def test_hostile_value_is_text(draft: Draft) -> None:
    """The text of a fact is shown as it is: no Markdown, no HTML."""
    hostile = """<b onclick="x()">q</b> & *em* <i>x</i>"""
    draft.replace(SAMOVAR, "{value: steam scalds}", "{value: '" + hostile + "'}")
    tree = render(f"It says [{hostile}](fact:samovar/warning-steam/steam).", draft.paths)
    [link] = tree.xpath("./p/a")
    assert link.text == hostile
    assert {element.tag for element in tree.iter()} == {"div", "p", "a"}


def test_unknown_source_is_named(draft: Draft) -> None:
    """The rule product-data says so; the page is shown all the same."""
    draft.replace(SAMOVAR, "time: {value: 4, unit: minutes}", "time: {value: 4, unit: minutes, source: nobody}")
    [fact] = facts(render("[4 minutes](fact:samovar/study-steeping/time)", draft.paths))
    assert fact[2].endswith(". nobody")


def test_entry_point() -> None:
    extension = makeExtension(root="/somewhere")
    assert isinstance(extension, FactsExtension)
    assert extension.getConfig("root") == "/somewhere"


def test_finds_the_course_from_the_environment(draft: Draft, monkeypatch: pytest.MonkeyPatch) -> None:
    from markdown import markdown as convert

    monkeypatch.setenv("COURSE_ROOT", str(draft.paths.docs))
    assert 'class="fact"' in convert(DOSE, extensions=["course.markdown.facts"])


def test_every_literal_of_the_real_course_is_rendered(real: Course, repo: Paths) -> None:
    """As many facts and worked figures as the model reads; the page of each is built without an error."""
    number = 0
    for page in real.in_order:
        literals = [link for link in page.links if link.target.startswith(("fact:", "calc:"))]
        if literals:
            tree = render(re.sub(r"(?m)^</?quiz>$|^<!-- id:.*-->$", "", page.body), repo)
            rendered = tree.xpath("//a[starts-with(@class, 'fact')] | //span[@class='worked']")
            assert len(rendered) == len(literals), page.path
            number += len(literals)
    assert number >= 200
