"""The product files: what is read of them, every rule of their arithmetic, every fault of their form."""

from __future__ import annotations

import json
import os
from decimal import Decimal

import pytest

from course.findings import CourseError, Finding
from course.model.product import ARITHMETIC_RULE, SCHEMA_RULE, Product, load_products, parse_product
from course.paths import Paths
from tests.support import PERCOLATOR, SAMOVAR, Draft

HEAD = """\
brand: Urn
generic: water machine
maker: Urn Works
serotype: A
label: {reference: board2019, set-id: "00000000-0000-4000-8000-00000000000c", date: "2026", url: "https://example.org/urn"}
groups:
"""


def group(id: str, *facts: str, more: str = "") -> str:
    lines = "".join(f"      {fact}\n" for fact in facts)
    return (
        f"  {id}:\n    kind: indication\n    title: Lines\n    from: {{source: board2019, grade: A, section: null}}\n"
        f"{more}    facts:\n{lines}"
    )


def parse(text: str, repo: Paths) -> tuple[Product | None, list[Finding]]:
    return parse_product("urn", text, "data/products/urn.yml", json.loads(repo.product_schema.read_text("utf-8")))


def line_of(text: str, part: str) -> int:
    assert text.count(part) == 1, part
    return text[: text.index(part)].count("\n") + 1


def test_product(draft: Draft) -> None:
    products, findings = load_products(draft.paths)
    assert findings == []
    assert list(products.by_id) == ["percolator", "samovar"]
    assert len(products) == 2
    samovar = products.by_id["samovar"]
    assert (samovar.name, samovar.maker, samovar.serotype) == ("tea machine (Samovar)", "Urn Works", "A")
    assert (samovar.label.reference, samovar.label.date) == ("board2019", "2026-01-31")
    assert samovar.label.set_id.endswith("000a")
    assert products.by_id["percolator"].label.date is None
    assert products.get("urn") is None
    assert [found.id for found in samovar.of_kind("dilution")] == [
        "dilution-50-in-1-25", "dilution-50-in-3", "dilution-of-hearsay",
    ]
    assert samovar.groups["both-lines"].sum_of == ("glabellar-lines", "spout-lines")
    assert (samovar.groups["glabellar-lines"].population, samovar.groups["identity"].population) == ("dolls", None)
    assert samovar.groups["glabellar-lines"].line == draft.line_of(SAMOVAR, "  glabellar-lines:\n")


def test_fact(draft: Draft) -> None:
    facts = load_products(draft.paths)[0].facts
    assert len(facts) == 57
    dose = facts["samovar/glabellar-lines/dose"]
    assert (dose.value, dose.unit, dose.text, dose.limit) == (Decimal(20), "Units", "20 Units", None)
    assert (dose.source, dose.grade, dose.section, dose.place) == ("board2019", "B", "2.2", ", §2.2")
    assert dose.line == draft.line_of(SAMOVAR, "dose: {value: 20, unit: Units}")
    interval = facts["samovar/glabellar-lines/interval"]
    assert (interval.source, interval.grade, interval.section, interval.place) == ("adams2001", "A", None, "")
    assert interval.limit == "at least"
    assert facts["samovar/reconstituted/within"].limit == "at most"
    assert facts["samovar/reconstituted/within"].place == ", table"
    assert facts["samovar/unopened/temperature"].value == (Decimal(-20), Decimal(-10))
    assert facts["samovar/dilution-50-in-3/concentration"].rounded
    assert not facts["samovar/dilution-50-in-1-25/concentration"].rounded
    nothing = facts["samovar/identity/excipients"]
    assert (nothing.value, nothing.text, nothing.accepted, nothing.taught, nothing.source) == (None, "", (), False, None)


def test_what_is_taught(draft: Draft) -> None:
    facts = load_products(draft.paths)[0].facts
    untaught = {path for path, fact in facts.items() if not fact.taught}
    assert untaught == {
        "samovar/identity/excipients", "samovar/unopened/light", "samovar/spout-lines/interval",
        *(f"samovar/dilution-of-hearsay/{name}" for name in ("vial", "diluent", "concentration")),
        "percolator/reconstituted/within", "percolator/reconstituted/temperature", "percolator/filter-lines/sites",
        "percolator/adverse-grounds/placebo-rate",
    }
    # Each has the text that the checks compare with, taught or not; only what was not seen has none.
    assert facts["samovar/dilution-of-hearsay/vial"].text == "7,100 Units"


def test_sources(draft: Draft) -> None:
    sources = load_products(draft.paths)[0].sources
    assert set(sources) == {"adams2001", "board2019", "clark2020"}  # not the rumor: nothing taught rests on it
    assert [(product.id, found.id) for product, found in sources["adams2001"]] == [
        ("samovar", "glabellar-lines"), ("samovar", "adverse-scald"), ("samovar", "study-steeping"),
    ]


DILUTION = ("vial: {value: 50, unit: Units}", "diluent: {value: 1.25, unit: mL}")
RIGHT = [
    ("sites: {value: 5}", "dose-per-site: {value: 4}", "dose: {value: 20}"),
    ("sites: {value: 5}", "dose-per-site: {value: 4}"),
    ("sites: {value: 5}", "dose-per-site: {value: null}", "dose: {value: 21}"),
    ("sites: {value: [4, 5]}", "dose-per-site: {value: 4}", "dose: {value: 21}"),
    ("sites: {value: five}", "dose-per-site: {value: 4}", "dose: {value: 21}"),
    ("sites: {value: 3}", "volume-per-site: {value: 0.1}", "volume: {value: 0.3}"),
    ("sites: {value: 3}", "volume-per-site: {value: 0.033, rounded: true}", "volume: {value: 0.1}"),
    ("sites: {value: 31}", "volume-per-site: {value: 0.025}", "volume: {value: 0.78, rounded: true}"),
    ("sites: {value: 31}", "volume-per-site: {value: 0.025}", "volume: {value: 0.77, rounded: true}"),
    ("sites-per-side: {value: 3}", "dose-per-site: {value: 4}", "dose-per-side: {value: 12}"),
    ("dose-per-side: {value: 12}", "dose: {value: 24}"),
    ("sites-per-side: {value: 3}", "sites: {value: 6}"),
    ("sites-per-side: {value: null}", "sites: {value: 7}"),
    (*DILUTION, "concentration: {value: 4}"),
    (*DILUTION, "concentration: {value: null}"),
    ("vial: {value: 50}", "diluent: {value: 3}", "concentration: {value: 1.7, rounded: true}"),
    ("vial: {value: 50}", "diluent: {value: 3}", "concentration: {value: 2, rounded: true}"),
    ("vial: {value: 100}", "diluent: {value: 1.67, rounded: true}", "concentration: {value: 6}"),
    ("vial: {value: 200}", "volume: {value: 0.5}", "concentration: {value: 40}"),
    ("vial: {value: 200}", "volume: {value: 0}", "concentration: {value: 40}"),
    ("rate: {value: 2.4}", "events-of: {value: [16, 665]}"),
    ("rate: {value: 2}", "events-of: {value: [16, 665]}"),
    ("rate: {value: 2.5}", "events-of: {value: [1, 40]}"),
    ("rate: {value: 2}", "events-of: {value: [1, 40]}"),
    ("rate: {value: 3}", "events-of: {value: [1, 40]}"),
    ("rate: {value: <1%}", "events-of: {value: [16, 665]}"),
    ("rate: {value: 0}", "events-of: {value: [0, 665]}"),
    ("placebo-rate: {value: 0.1}", "placebo-events-of: {value: [1, 1359]}"),
]
WRONG = [
    (RIGHT[0], "dose: {value: 20}", "dose: {value: 24}", "sites × dose-per-site is 20, dose says 24"),
    (RIGHT[5], "volume: {value: 0.3}", "volume: {value: 0.31}", "sites × volume-per-site is 0.3, volume says 0.31"),
    (RIGHT[6], "volume: {value: 0.1}", "volume: {value: 0.11}", "sites × volume-per-site is 0.099, volume says 0.11"),
    (RIGHT[6], "volume: {value: 0.1}", "volume: {value: 0.097}", "sites × volume-per-site is 0.099, volume says 0.097"),
    (RIGHT[7], "volume: {value: 0.78, rounded: true}", "volume: {value: 0.78}", "is 0.775, volume says 0.78"),
    (RIGHT[7], "volume: {value: 0.78, rounded: true}", "volume: {value: 0.79, rounded: true}", "is 0.775, volume says 0.79"),
    (RIGHT[9], "dose-per-side: {value: 12}", "dose-per-side: {value: 13}",
     "sites-per-side × dose-per-site is 12, dose-per-side says 13"),
    (RIGHT[10], "dose: {value: 24}", "dose: {value: 25}", "twice dose-per-side is 24, dose says 25"),
    (RIGHT[11], "sites: {value: 6}", "sites: {value: 5}", "twice sites-per-side is 6, sites says 5"),
    (RIGHT[13], "concentration: {value: 4}", "concentration: {value: 40}", "vial ÷ volume ÷ 10 is 4, not 40"),
    (RIGHT[13], "concentration: {value: 4}", "concentration: {value: 4.1, rounded: true}", "is 4, not 4.1"),
    (RIGHT[15], "concentration: {value: 1.7, rounded: true}", "concentration: {value: 1.7}", "is 1.66667, not 1.7"),
    (RIGHT[15], "concentration: {value: 1.7, rounded: true}", "concentration: {value: 1.6, rounded: true}", "not 1.6"),
    (RIGHT[18], "concentration: {value: 40}", "concentration: {value: 4}", "vial ÷ volume ÷ 10 is 40, not 4"),
    (RIGHT[20], "rate: {value: 2.4}", "rate: {value: 2.5}", "16 of 665 is 2.41%, rate says 2.5"),
    (RIGHT[22], "rate: {value: 2.5}", "rate: {value: 4}", "1 of 40 is 2.50%, rate says 4"),
    (RIGHT[26], "rate: {value: 0}", "rate: {value: 1}", "0 of 665 is 0.00%, rate says 1"),
    (RIGHT[27], "placebo-rate: {value: 0.1}", "placebo-rate: {value: 1}", "1 of 1,359 is 0.07%, placebo-rate says 1"),
]


def facts_of(*facts: str) -> list[str]:
    """The figures of a count are in the unit `of`."""
    return [fact.replace("]}", "], unit: of}") if "events-of" in fact else fact for fact in facts]


@pytest.mark.parametrize("facts", RIGHT)
def test_right(facts: tuple[str, ...], repo: Paths) -> None:
    product, findings = parse(HEAD + group("lines", *facts_of(*facts)), repo)
    assert findings == []
    assert product is not None
    assert len(product.groups["lines"].facts) == len(facts)


@pytest.mark.parametrize(("facts", "old", "new", "says"), WRONG)
def test_wrong(facts: tuple[str, ...], old: str, new: str, says: str, repo: Paths) -> None:
    assert old in facts
    text = HEAD + group("lines", *facts_of(*(new if fact == old else fact for fact in facts)))
    product, [finding] = parse(text, repo)
    assert product is not None  # the rest of the product is still there to be shown
    assert (finding.path, finding.rule) == ("data/products/urn.yml", ARITHMETIC_RULE)
    assert finding.line == line_of(text, f"      {new}")
    assert finding.message.startswith("lines: ")
    assert finding.message.endswith(says) or says in finding.message
    assert "rounded: true" in finding.remedy


def test_a_share_of_nobody(repo: Paths) -> None:
    text = HEAD + group("lines", "rate: {value: 2.4}", "events-of: {value: [0, 0], unit: of}")
    _, [finding] = parse(text, repo)
    assert (finding.rule, finding.line) == (ARITHMETIC_RULE, line_of(text, "events-of"))
    assert finding.message == "lines: 0 of 0 is a share of nothing"


PARTS = (
    group("a", "dose: {value: 20}", "sites: {value: 5}", "volume: {value: 0.1}"),
    group("b", "dose: {value: 24}", "sites: {value: 6}", "volume: {value: 0.2}"),
)
SUM = "    sum-of: [a, b]\n"


def test_sum_right(repo: Paths) -> None:
    whole = group("both", "dose: {value: 44}", "sites: {value: 11}", "volume: {value: 0.3}", more=SUM)
    assert parse(HEAD + "".join(PARTS) + whole, repo)[1] == []


@pytest.mark.parametrize(("fact", "says"), [
    ("dose: {value: 40}", "both: the parts add up to 44, dose says 40"),
    ("sites: {value: 12}", "both: the parts add up to 11, sites says 12"),
    ("volume: {value: 0.31}", "both: the parts add up to 0.3, volume says 0.31"),
])
def test_sum_wrong(fact: str, says: str, repo: Paths) -> None:
    text = HEAD + "".join(PARTS) + group("both", fact, more=SUM)
    _, [finding] = parse(text, repo)
    assert (finding.rule, finding.line, finding.message) == (ARITHMETIC_RULE, line_of(text, fact), says)


def test_a_part_without_the_figure_says_nothing_about_the_sum(repo: Paths) -> None:
    part = group("b", "dose: {value: null}", "sites: {value: 6}")
    whole = group("both", "dose: {value: 99}", "sites: {value: 11}", "volume: {value: 9}", more=SUM)
    assert parse(HEAD + PARTS[0] + part + whole, repo)[1] == []


def test_a_part_that_is_not_there(repo: Paths) -> None:
    text = HEAD + PARTS[0] + group("both", "dose: {value: 20}", more="    sum-of: [a, c]\n")
    _, [finding] = parse(text, repo)
    assert (finding.rule, finding.line) == (SCHEMA_RULE, line_of(text, "  both:"))
    assert finding.message == "both: there is no group 'c' to add"


LABEL = HEAD.splitlines()[4]


@pytest.mark.parametrize(("old", "new", "at", "says"), [
    ("serotype: A\n", "serotype: C\n", "serotype: C", "serotype: 'C' is not one of the known values"),
    ("maker: Urn Works\n", "maker: 3\n", "maker: 3", "maker: 3 is not of type 'string'"),
    ("maker: Urn Works\n", "", "brand: Urn", "'maker' is a required property"),
    ("brand: Urn\n", "brand: Urn\ncolor: blue\n", "color: blue", "unknown key 'color'"),
    ("00000000-0000-4000-8000-00000000000c", "0000", "label: {", "label.set-id: "),
    ('date: "2026"', "date: 2026-01-31", "label: {", "label.date: "),
    ('date: "2026"', 'date: "May 2026"', "label: {", "label.date: "),
    ("https://example.org/urn", "javascript:alert(1)", "label: {", "label.url: "),
    ("https://example.org/urn", "example.org/urn", "label: {", "label.url: "),
    ("kind: indication", "kind: rumor", "kind: rumor", "groups.lines.kind: 'rumor' is not one of the known values"),
    ("    title: Lines\n", "", "  lines:", "groups.lines: 'title' is a required property"),
    ("grade: A", "grade: D", "    from: ", "groups.lines.from.grade: 'D' is not one of the known values"),
    ("{value: 5, unit: sites}", "{unit: sites}", "      sites:", "groups.lines.facts.sites: 'value' is a required property"),
    ("{value: 5, unit: sites}", "{value: 5, unit: IU}", "      sites:", "facts.sites.unit: 'IU' is not one of"),
    ("{value: 5, unit: sites}", "{value: [5], unit: sites}", "      sites:", "groups.lines.facts.sites.value: "),
    ("{value: 5, unit: sites}", "{value: [1, 2, 3]}", "      sites:", "groups.lines.facts.sites.value: "),
    ("{value: 5, unit: sites}", "{value: no}", "      sites:", "groups.lines.facts.sites.value: "),
    ("{value: 5, unit: sites}", '{value: ""}', "      sites:", "groups.lines.facts.sites.value: "),
    ("{value: 5, unit: sites}", "{value: 2026-01-31}", "      sites:", "groups.lines.facts.sites.value: "),
    ("{value: 5, unit: sites}", "{value: 5, rounded: false}", "      sites:", "groups.lines.facts.sites.rounded: "),
    ("{value: 5, unit: sites}", "{value: 5, source: [a]}", "      sites:", "groups.lines.facts.sites.source: "),
    ("{value: 5, unit: sites}", "{value: 5, remark: x}", "      sites:", "unknown key 'remark'"),
    ("      sites:", "      Number_of_sites:", "    facts:", "groups.lines.facts: 'Number_of_sites' does not match"),
    ("  lines:", "  Lines:", "groups:", "groups: 'Lines' does not match"),
])
def test_schema_fault(old: str, new: str, at: str, says: str, repo: Paths) -> None:
    """The product is left out: half of its facts would look like all of them."""
    text = HEAD + group("lines", "dose: {value: 20, unit: Units}", "sites: {value: 5, unit: sites}")
    assert parse(text, repo)[1] == []
    assert text.count(old) == 1
    text = text.replace(old, new)
    product, [finding] = parse(text, repo)
    assert product is None
    assert (finding.path, finding.rule, finding.line) == ("data/products/urn.yml", SCHEMA_RULE, line_of(text, at))
    assert says in finding.message
    assert finding.remedy


@pytest.mark.parametrize("text", ["", "# nothing\n", "- a\n", "text\n", HEAD, HEAD + "  {}\n"])
def test_no_product_at_all(text: str, repo: Paths) -> None:
    product, findings = parse(text, repo)
    assert product is None
    assert {finding.rule for finding in findings} == {SCHEMA_RULE}


@pytest.mark.parametrize(("text", "line"), [
    (HEAD + "  lines: [\n", 8),
    (HEAD + group("lines", "dose: {value: 20}", "dose: {value: 24}"), 13),
    (HEAD + group("lines", "dose: {value: 20}") + group("lines", "dose: {value: 24}"), 13),
])
def test_not_yaml(text: str, line: int, repo: Paths) -> None:
    with pytest.raises(CourseError) as caught:
        parse(text, repo)
    [finding] = caught.value.findings
    assert (finding.path, finding.rule, finding.line) == ("data/products/urn.yml", "yaml", line)


def test_faults_of_all_files_are_gathered(draft: Draft) -> None:
    draft.replace(SAMOVAR, "serotype: A", "serotype: C")
    draft.replace(PERCOLATOR, "concentration: {value: 40,", "concentration: {value: 4,")
    draft.write("data/products/urn.yml", HEAD + "  lines: [\n")
    (draft.paths.products / "tap.yml").write_bytes(HEAD.replace("Urn", "Ürn").encode("cp1252"))
    products, findings = load_products(draft.paths)
    assert list(products.by_id) == ["percolator"]
    assert sorted((finding.path, finding.rule) for finding in findings) == [
        (PERCOLATOR, ARITHMETIC_RULE), (SAMOVAR, SCHEMA_RULE), ("data/products/tap.yml", "encoding"),
        ("data/products/urn.yml", "yaml"),
    ]


def test_no_products(draft: Draft) -> None:
    for file in draft.paths.products.iterdir():
        file.unlink()
    assert len(load_products(draft.paths)[0]) == 0
    draft.paths.products.rmdir()
    products, findings = load_products(draft.paths)
    assert (list(products), findings) == ([], [])


def test_the_cache_is_kept_and_refreshed(draft: Draft) -> None:
    first = load_products(draft.paths)
    assert load_products(draft.paths)[0] is first[0]
    draft.replace(SAMOVAR, "time: {value: 4,", "time: {value: 5,")  # as long as before
    file = draft.paths.root / SAMOVAR
    os.utime(file, ns=(file.stat().st_atime_ns, file.stat().st_mtime_ns + 1))
    second = load_products(draft.paths)[0]
    assert second.facts["samovar/study-steeping/time"].text == "5 minutes"
    draft.write("data/products/urn.yml", HEAD + group("lines", "dose: {value: 20}"))
    assert "urn/lines/dose" in load_products(draft.paths)[0].facts
    (draft.paths.root / PERCOLATOR).unlink()
    assert list(load_products(draft.paths)[0].by_id) == ["samovar", "urn"]


def test_two_courses_do_not_share_their_products(make_course) -> None:
    one, other = Draft(make_course("one")), Draft(make_course("other"))
    other.replace(SAMOVAR, "time: {value: 4,", "time: {value: 6,")
    path = "samovar/study-steeping/time"
    texts = [load_products(draft.paths)[0].facts[path].text for draft in (one, other, one)]
    assert texts == ["4 minutes", "6 minutes", "4 minutes"]
