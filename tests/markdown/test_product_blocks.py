"""The tables filled from data: product and unit in every row, a source on every value, no value that is not taught."""

from __future__ import annotations

import re

import pytest
from lxml.html import HtmlElement

from course.findings import CourseError
from course.markdown.facts import row_id
from course.markdown.kinds import PRODUCT_BLOCKS
from course.markdown.product_blocks import BLOCKS, label_of
from course.model import Course
from course.model.product import Fact, Product
from course.paths import Paths
from tests.support import PERCOLATOR, SAMOVAR, Draft, markdown, render

SAMOVAR_LABEL = "https://example.org/samovar?a=1&b=2"
PERCOLATOR_LABEL = "https://example.org/percolator"
SEE = "See the current label"
KINDS = ("product | samovar", "product | percolator", "doses | lines", "dilutions", "storage", "adverse", "comparison")
ALL = "\n\n".join(f"/// {kind}\n///" for kind in KINDS)


def text_of(element: HtmlElement) -> str:
    """What a reader reads, with the number of the source in brackets."""
    parts = []
    for piece in element.xpath(".//text()"):
        number = piece.strip() and not piece.is_tail and piece.getparent().xpath("ancestor-or-self::sup")
        parts.append(f"[{piece}]" if number else f" {piece}" if piece.getparent().tag == "p" else str(piece))
    return " ".join("".join(parts).replace("\u00a0", " ").split())


def rows(tree: HtmlElement) -> list[list[str]]:
    return [[text_of(cell) for cell in row.xpath("./td")] for row in tree.xpath("//tbody/tr")]


def block(draft: Draft, text: str) -> HtmlElement:
    return render(f"Before.\n\n/// {text}\n///\n\nAfter.", draft.paths)


def test_every_kind_has_its_block() -> None:
    assert [found.NAME for found in BLOCKS] == list(PRODUCT_BLOCKS)


def test_dilutions(draft: Draft) -> None:
    tree = block(draft, "dilutions")
    assert rows(tree) == [
        ["coffee machine (Percolator)", "200 Units[3]", "None: supplied ready to use", "40 Units per 0.1 mL[3]"],
        ["tea machine (Samovar)", "50 Units[2]", "1.25 mL[2]", "4 Units per 0.1 mL[2]"],
        ["tea machine (Samovar)", "50 Units[2]", "3 mL[2]", "1.7 Units per 0.1 mL[2]"],
        ["tea machine (Samovar)", SEE, SEE, SEE],
    ]
    assert [head.text for head in tree.xpath("//thead//th")] == ["Product", "Vial", "Diluent", "Then"]
    [box] = tree.xpath("./div")
    assert box.get("class") == "data data-dilutions"
    assert tree.xpath("//caption")[0].text


def test_dilutions_of_a_product_without_any(draft: Draft) -> None:
    draft.replace(PERCOLATOR, "      vial: {value: 200, unit: Units}\n", "")
    [row, *others] = rows(block(draft, "dilutions"))
    assert row == ["coffee machine (Percolator)", "No row was seen", SEE, SEE]
    assert len(others) == 3


def test_doses(draft: Draft) -> None:
    tree = block(draft, "doses | lines")
    found = rows(tree)
    assert [row[0] for row in found] == [
        "Percolator, Filter lines, young dolls Highest dose: at most 340 Units[3]",
        "Samovar, Glabellar lines of a china doll, dolls Two in each eyebrow, one between",
        "Samovar, Lines beside the spout Sites a side: 3 sites[2] Dose a side: 12 Units[2]",
        "Samovar, Spout and glabellar lines, dolls",
    ]
    assert [row[1:] for row in found] == [
        ["1 Unit/kg[3]", SEE, "–", "–", "–"],
        ["20 Units[2]", "5 sites[2]", "4 Units[2]", "0.5 mL[2]", "at least 3 months[1]"],
        ["24 Units[2]", "6 sites[2]", "4 Units[2]", "0.6 mL[2]", SEE],
        ["44 Units[2]", "11 sites[2]", "–", "1.1 mL[2]", "–"],
    ]
    assert [head.text for head in tree.xpath("//thead//th")] == [
        "Product and use", "Dose", "Sites", "Dose a site", "Volume", "Interval",
    ]


@pytest.mark.parametrize(("argument", "titles"), [
    ("spout", ["Lines beside the spout", "Spout and glabellar lines"]),
    ("FILTER, beside the spout", ["Filter lines", "Lines beside the spout"]),
    ("filter, ", ["Filter lines"]),
    (" , filter", ["Filter lines"]),
])
def test_doses_by_words_of_the_title(draft: Draft, argument: str, titles: list[str]) -> None:
    found = [row[0] for row in rows(block(draft, f"doses | {argument}"))]
    assert len(found) == len(titles)
    assert all(title in row for title, row in zip(titles, found, strict=True))


@pytest.mark.parametrize(("kind", "says"), [
    ("product | urn", "there is no product 'urn'. Use one of: percolator, samovar"),
    ("product | Samovar", "there is no product 'Samovar'"),
    ("doses | steam", "no indication is called 'steam'"),
    ("doses | steeping", "no indication is called 'steeping'"),  # a study is no indication
    ("doses | ,", "no indication is called ','"),
])
def test_unknown(draft: Draft, kind: str, says: str) -> None:
    with pytest.raises(CourseError) as caught:
        block(draft, kind)
    [finding] = caught.value.findings
    assert finding.rule == "block-kind"
    assert says in str(finding)


def test_storage(draft: Draft) -> None:
    assert rows(block(draft, "storage")) == [
        ["coffee machine (Percolator)", "at most 25 °C[3]", SEE, SEE],
        ["tea machine (Samovar)", "−20 to −10 °C[2]", "at most 24 hours[2]", "2–8 °C[2]"],
    ]


def test_storage_that_nobody_saw(draft: Draft) -> None:
    text = draft.read(PERCOLATOR)
    begin, end = text.index("  unopened:"), text.index("  filter-lines:")
    draft.write(PERCOLATOR, text[:begin] + text[end:])
    tree = block(draft, "storage")
    assert rows(tree)[0] == ["coffee machine (Percolator)", SEE, SEE, SEE]
    assert {link.get("href") for link in tree.xpath("//tr[1]/td//a")} == {PERCOLATOR_LABEL}


def test_adverse(draft: Draft) -> None:
    assert rows(block(draft, "adverse")) == [
        ["Percolator, Grounds in the cup", "<1%[3]", "–", SEE, "–"],
        ["Samovar, Scald, dolls", "2.4%[1]", "16 of 665[1]", "0.1%[1]", "1 of 1,359[1]"],
    ]


def test_comparison(draft: Draft) -> None:
    tree = block(draft, "comparison")
    assert rows(tree) == [
        ["coffee machine (Percolator)", "B", "Not on the US label", "–", "–"],
        ["tea machine (Samovar)", "A", "20 Units[2]", "5 sites[2]", "at least 3 months[1]"],
    ]
    assert "in Units of that product" in tree.xpath("//caption")[0].text


def test_product(draft: Draft) -> None:
    tree = block(draft, "product | samovar")
    assert [element.text for element in tree.xpath("//details/summary")] == [
        "Identity (2)", "Storage (2)", "Dilution (3)", "Labeled doses and limits (4)", "Contraindications and warnings (2)",
        "Adverse reactions (1)", "Doses of trials and of practice outside the label (1)",
    ]
    assert [part.get("open") for part in tree.xpath("//details")] == [None, None, None, "open", None, None, None]
    assert all(caption.text.startswith("tea machine (Samovar): ") for caption in tree.xpath("//caption"))
    found = {row.get("id"): [text_of(cell) for cell in row.xpath("./td")] for row in tree.xpath("//tbody/tr")}
    assert found["samovar--identity"] == [
        "Samovar, Tins and license",
        "Vial 1: 50 Units[2] Vial 2: 2,500 Units[2] Approval: first tea 1989[2] Excipients: See the current label",
    ]
    assert found["samovar--spout-lines"] == [
        "Samovar, Lines beside the spout",
        "Dose: 24 Units[2] Sites: 6 sites[2] Sites a side: 3 sites[2] Dose a site: 4 Units[2] Dose a side: 12 Units[2] "
        "Volume: 0.6 mL[2] Interval: See the current label",
    ]
    assert found["samovar--glabellar-lines"][1].endswith("Interval: at least 3 months[1] Two in each eyebrow, one between")
    assert found["samovar--ceiling"] == ["Samovar, Ceiling, dolls", "Dose: at most 400 Units[2] Period: 84 days[2]"]
    assert found["samovar--dilution-of-hearsay"][1] == f"Vial: {SEE} Diluent: {SEE} Concentration: {SEE}"


@pytest.mark.parametrize(("name", "label"), [
    ("dose", "Dose"), ("max-dose-per-kg", "Highest dose by weight"), ("volume-per-site", "Volume a site"),
    ("vial-1", "Vial 1"),
    ("freezer", "Freezer"),
])
def test_label_of(name: str, label: str) -> None:
    assert label_of(name) == label


def assert_facts(tree: HtmlElement, product: Product, course: Course) -> int:
    """Every fact of `product` stands once, in the row of its group, with its source or the way to the label."""
    groups = list(product.groups.values())
    ids = [row.get("id") for row in tree.xpath("//tbody/tr")]
    assert sorted(ids) == sorted(row_id(product.id, group.id) for group in groups)
    assert len(set(ids)) == len(ids)
    taught = 0
    for group in groups:
        [row] = tree.xpath(f"//tr[@id='{row_id(product.id, group.id)}']")
        assert text_of(row.xpath("./td")[0]).startswith(f"{product.brand}, {group.title}"[:40].strip())
        items = row.xpath(".//ul[@class='values']/li")
        for fact, item in zip(group.facts.values(), items, strict=True):
            taught += assert_fact(item, fact, product, course)
    return taught


def assert_fact(item: HtmlElement, fact: Fact, product: Product, course: Course) -> bool:
    [name] = item.xpath("./span[@class='value-name']")
    rest = text_of(item).removeprefix(text_of(name)).strip()
    marks = item.xpath("./sup/a")
    if not fact.taught:
        assert rest == SEE, fact.path
        [link] = item.xpath("./a")
        assert link.get("href") == product.label.url
        assert marks == []
        return False
    reference = course.references[str(fact.source)]
    [mark] = marks
    assert mark.get("href") == f"/reference/citations.md#ref-{reference.id}"
    assert mark.get("title") == reference.short + fact.place
    limit = f"{fact.limit} " if fact.limit and fact.unit else ""
    assert rest == f"{limit}{' '.join(fact.text.split())}[{reference.number}]", fact.path
    return True


@pytest.mark.parametrize("name", ["samovar", "percolator"])
def test_every_fact_of_the_small_course(draft: Draft, name: str) -> None:
    course = draft.load()
    tree = block(draft, f"product | {name}")
    assert assert_facts(tree, course.products.by_id[name], course) >= 7


def test_every_fact_of_the_real_course(repo: Paths, real: Course) -> None:
    assert len(real.products) == 8
    taught = [
        assert_facts(render(f"/// product | {product.id}\n///", repo), product, real) for product in real.products
    ]
    assert min(taught) > 20
    assert sum(taught) == sum(fact.taught for fact in real.products.facts.values()) > 900


def test_the_products_page_has_a_row_for_every_literal(repo: Paths, real: Course) -> None:
    page = real.pages["reference/products.md"]
    assert sorted(found.title for found in page.blocks if found.kind == "product") == sorted(real.products.by_id)
    tree = render(page.body, repo)
    ids = tree.xpath("//@id")
    assert len(set(ids)) == len(ids)
    wanted = {
        row_id(*link.target.removeprefix("fact:").split("/")[:2])
        for other in real.pages.values() for link in other.links if link.target.startswith("fact:")
    }
    assert len(wanted) > 40
    assert wanted <= set(ids)
    assert set(real.products.by_id) <= set(ids)  # headings that the back-links of labels lead to


@pytest.mark.parametrize("grade", ["C", "null"])
def test_what_is_not_taught_is_nowhere_in_the_page(draft: Draft, grade: str) -> None:
    """Neither in a cell nor in a tooltip, an attribute or a caption, of any block."""
    hidden = ["7,100", "7100", "14.2", "13 weeks", "13\u00a0weeks", "37", "41%"]
    for file in (SAMOVAR, PERCOLATOR):
        draft.write(file, draft.read(file).replace("grade: C", f"grade: {grade}"))
    course = draft.load()
    untaught = [fact for fact in course.products.facts.values() if not fact.taught and fact.value is not None]
    assert {fact.text for fact in untaught} == {
        "7,100 Units", "14.2 mL", "50 Units per 0.1 mL", "13 weeks", "37 hours", "41%",
    }
    html = markdown(draft.paths).convert(ALL)
    for text in hidden:
        assert text not in html, text
    assert "50\u00a0Units\u00a0per" not in html
    assert html.count(SEE) == 10 + 1 + 1 + 3 + 2 + 1


def test_every_value_says_its_unit_and_every_row_its_product(draft: Draft) -> None:
    tree = render(ALL, draft.paths)
    units = re.compile(
        r"^(at most |at least )?(−?[\d.,]+( to −|–)?[\d.,]* "
        r"(Units?( per 0\.1 mL|/kg)?|mL|°C|hours|days|weeks|months|minutes|sites|persons)|<?[\d.]+%|\d+ of [\d,]+)\[\d\]$"
    )
    values = 0
    for row in tree.xpath("//tbody/tr"):
        cells = row.xpath("./td")
        assert re.search(r"Samovar|Percolator", text_of(cells[0]))
        items = row.xpath(".//li") or cells[1:]
        for item in items:
            text = text_of(item).partition(": ")[2] if item.tag == "li" else text_of(item)
            if re.search(r"\d", text.rpartition("[")[0]) and not text.startswith("first tea"):
                assert units.match(text), text
                values += 1
    assert values > 60


def test_every_table_says_what_heads_a_cell(draft: Draft) -> None:
    """For phones: each cell bears the heading of its column."""
    tree = render(ALL, draft.paths)
    assert len(tree.xpath("//table")) == 7 + 4 + 6  # adverse reactions have one for each product
    for table in tree.xpath("//table"):
        heads = [text_of(head) for head in table.xpath("./thead/tr/th")]
        assert all(heads)
        for row in table.xpath("./tbody/tr"):
            assert [cell.get("data-label") for cell in row.xpath("./td")] == heads


def test_changed_data_change_the_table(draft: Draft) -> None:
    before = rows(block(draft, "storage"))
    draft.replace(SAMOVAR, "within: {value: 24, unit: hours", "within: {value: 36, unit: hours")
    after = rows(block(draft, "storage"))
    assert (before[1][2], after[1][2]) == ("at most 24 hours[2]", "at most 36 hours[2]")


HOSTILE = """<script>alert("1")</script> & 'x' **bold** [@nobody] [y](fact:z) plume "></a><img src=x onerror=alert(1)>"""


def test_hostile_data_are_text(draft: Draft) -> None:
    quoted = HOSTILE.replace("'", "''")
    for old, new in [
        ("brand: Samovar", f"brand: '{quoted}'"),
        ("generic: tea machine", f"generic: '{quoted}'"),
        ("title: Tins and license", f"title: '{quoted}'"),
        ("approval: {value: first tea 1989}", f"approval: {{value: '{quoted}'}}"),
        ("note: two in each eyebrow, one between", f"note: '{quoted}'"),
        ("title: Glabellar lines of a china doll\n    population: dolls", f"title: Lines\n    population: '{quoted}'"),
    ]:
        draft.replace(SAMOVAR, old, new)
    tree = render(f"# Title\n\n{ALL}", draft.paths)
    assert not tree.xpath("//script | //img | //strong | //em | //a[@class='term'] | //a[@class='fact']")
    assert HOSTILE in text_of(tree)
    assert {name for link in tree.xpath("//a") for name in link.attrib} == {"href", "title", "aria-label", "rel"}
