"""The real product data: eight products, arithmetic that holds, and literals in the pages that follow every change."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterator
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
import yaml

from course.checks import fact_literal, product_data
from course.impact import report
from course.model import Course
from course.model.product import parse_product
from course.model.source import Link
from course.paths import Paths
from tests.support import Draft, copy_course, run_git

ROOT = Path(__file__).parents[2]
IDS = ["botox", "botox-cosmetic", "daxxify", "dysport", "jeuveau", "letybo", "myobloc", "xeomin"]
BOTOX_COSMETIC = "data/products/botox-cosmetic.yml"
DOSE = "botox-cosmetic/glabellar-lines/dose"


def raw(product: str) -> dict[str, Any]:
    """A product file as plain YAML, without the package."""
    value: dict[str, Any] = yaml.safe_load((ROOT / "data" / "products" / f"{product}.yml").read_text("utf-8"))
    return value


def dilution_rows() -> Iterator[tuple[str, str, Fraction, Fraction, Fraction]]:
    """(product, group, Units, mL, Units per 0.1 mL) of every row, also of what is supplied as a solution."""
    for product in IDS:
        for group, content in raw(product)["groups"].items():
            facts = {name: fact["value"] for name, fact in content["facts"].items()}
            volume = facts.get("diluent", facts.get("volume"))
            numbers = (facts.get("vial"), volume, facts.get("concentration"))
            if all(isinstance(number, int | float) for number in numbers):
                vial, amount, concentration = (Fraction(str(number)) for number in numbers)
                yield product, group, vial, amount, concentration


ROWS = list(dilution_rows())


def test_eight_products(real: Course) -> None:
    assert sorted(real.products.by_id) == IDS
    assert sorted(file.stem for file in (ROOT / "data" / "products").glob("*.yml")) == IDS
    assert len({product.label.set_id for product in real.products}) == 8
    assert {product.id: product.serotype for product in real.products} == {**dict.fromkeys(IDS, "A"), "myobloc": "B"}
    assert list(product_data.check(real)) == []


def test_there_are_dilution_rows() -> None:
    assert len(ROWS) >= 14
    assert {product for product, *_ in ROWS} >= {"botox", "botox-cosmetic", "dysport", "jeuveau", "myobloc"}
    groups = {(product, group) for product, group, *_ in ROWS}
    assert {("myobloc", group) for group in ("supplied-2500-in-0-5", "supplied-5000-in-1", "supplied-10000-in-2")} <= groups


@pytest.mark.parametrize(("product", "group", "vial", "volume", "concentration"), ROWS)
def test_dilution_row(product: str, group: str, vial: Fraction, volume: Fraction, concentration: Fraction) -> None:
    """Units in the vial ÷ mL ÷ 10 are the Units in 0.1 mL, exactly; the id says the same as the facts."""
    assert vial / volume / 10 == concentration
    if group.startswith(("dilution-", "supplied-")):
        units, _, milliliters = group.partition("-")[2].partition("-in-")
        assert Fraction(units) == vial
        assert Fraction(milliliters.replace("-", ".")) == volume


@pytest.mark.parametrize(("product", "group"), [row[:2] for row in ROWS])
def test_a_wrong_dilution_row_is_found(product: str, group: str, real: Course, repo: Paths) -> None:
    """Ten times too much, which is how the point is lost."""
    fact = real.products.by_id[product].groups[group].facts["concentration"]
    path = repo.products / f"{product}.yml"
    text = path.read_text("utf-8").split("\n")
    value = raw(product)["groups"][group]["facts"]["concentration"]["value"]
    assert f"value: {value}," in text[fact.line - 1]
    text[fact.line - 1] = text[fact.line - 1].replace(f"value: {value},", f"value: {value * 10:g},")
    schema = json.loads(repo.product_schema.read_text("utf-8"))
    _, found = parse_product(product, "\n".join(text), repo.show(path), schema)
    [finding] = [finding for finding in found if finding.message.startswith(f"{group}: vial ÷ ")]
    assert finding.line == fact.line


@pytest.fixture
def copy(repo: Paths, tmp_path: Path) -> Draft:
    """A copy of the real course as it is now."""
    return Draft(copy_course(repo.root, tmp_path / "course", schemas=repo.data))


def test_a_seeded_dilution_row_is_a_finding(copy: Draft) -> None:
    line = copy.load().products.by_id["dysport"].groups["dilution-300-in-2-5"].facts["concentration"].line
    file = "data/products/dysport.yml"
    copy.set_line(file, line, "value: 12,", "value: 120,")
    [finding] = product_data.check(copy.load())
    assert (finding.path, finding.line, finding.rule) == (file, line, "product-data")
    assert finding.message == "dilution-300-in-2-5: vial ÷ volume ÷ 10 is 12, not 120"


def literals(course: Course, path: str) -> list[tuple[str, Link]]:
    """Every literal of the pages that uses a fact."""
    return [
        (page.source, link) for page in course.in_order for link in page.links if link.target == f"fact:{path}"
    ]


def set_value(draft: Draft, group: str, name: str, old: str, new: str) -> str:
    """Change the value of a fact of Botox Cosmetic; its path."""
    line = draft.load().products.by_id["botox-cosmetic"].groups[group].facts[name].line
    draft.set_line(BOTOX_COSMETIC, line, f"{{value: {old},", f"{{value: {new},")
    return f"botox-cosmetic/{group}/{name}"


def test_a_changed_dose_is_found_wherever_it_is_said(copy: Draft, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", "/dev/null")
    run_git(copy.paths.root, "init", "--quiet", "--initial-branch=main")
    run_git(copy.paths.root, "add", "--all")
    run_git(copy.paths.root, "commit", "--quiet", "--message", "before")
    before = copy.load()
    assert list(fact_literal.check(before)) == []
    says_dose = literals(before, DOSE)
    assert len(says_dose) > 3

    # The dose, and what it is a product or a part of.
    both = "lateral-canthal-with-glabellar-lines"
    assert set_value(copy, "glabellar-lines", "dose", "20", "24") == DOSE
    changed = {
        DOSE,
        set_value(copy, "glabellar-lines", "dose-per-site", "4", "4.8"),
        set_value(copy, both, "dose", "44", "48"),
        set_value(copy, both, "dose-per-site", "4", "4.36, rounded: true"),
    }
    after = copy.load()
    assert list(product_data.check(after)) == []

    # One finding for every literal, with its file and line, and what to write.
    found = list(fact_literal.check(after))
    assert Counter((finding.path, finding.line) for finding in found) == Counter(
        (path, link.line) for fact in changed for path, link in literals(before, fact)
    )
    of_dose = [finding for finding in found if f"'{DOSE}'" in finding.message]
    assert Counter((finding.path, finding.line) for finding in of_dose) == Counter(
        (path, link.line) for path, link in says_dose
    )
    for finding in of_dose:
        assert finding.rule == "fact-literal"
        assert finding.remedy == "Write '24 Units', or mend botox-cosmetic.yml"
        assert str(finding).startswith(f"{finding.path}:{finding.line}: fact-literal: '20")

    # The report of the change names the same places, and besides them only tables.
    text, number = report(after, BOTOX_COSMETIC)
    assert number == len(changed)
    listed: dict[str, list[str]] = {}
    change = ""
    for line in text.split("\n"):
        if line.startswith(" "):
            listed[change].append(line.strip())
        else:
            change = line.partition(":")[0]
            listed[change] = []
    assert set(listed) == changed
    said = [line for line in listed[DOSE] if " says '" in line]
    assert said == sorted(set(said), key=lambda line: (line.split(":")[0], int(line.split(":")[1]), line))
    assert {tuple(line.split(":")[:2]) for line in said} == {(path, str(link.line)) for path, link in says_dose}
    tables = [line for line in listed[DOSE] if line not in said]
    assert tables
    assert all(": table '" in line for line in tables)


def test_many_literals(real: Course) -> None:
    targets = [link.target for page in real.in_order for link in page.links]
    assert sum(target.startswith(("fact:", "calc:")) for target in targets) >= 200
    assert list(fact_literal.check(real)) == []


def test_the_glossary_defines_each_word_once(real: Course) -> None:
    terms = yaml.safe_load((ROOT / "data" / "glossary.yml").read_text("utf-8"))["terms"]
    assert len(terms) >= 60
    assert len(terms) == len(real.glossary)
    names = Counter(term["term"].lower() for term in terms)
    assert [name for name, number in names.items() if number > 1] == []
    forms = Counter(form for term in terms for form in {term["term"], *term["also"]})
    assert [form for form, number in forms.items() if number > 1] == []
    assert len({term.id for term in real.glossary}) == len(terms)


def test_no_title_prints_a_value_that_is_not_taught(real: Course) -> None:
    """A row that says "See the current label" must not give the figure away in its name."""
    looked = 0
    for product in real.products:
        for group in product.groups.values():
            for fact in group.facts.values():
                if fact.taught or fact.value is None or fact.unit is None:
                    continue
                looked += 1
                shown = [form for form in fact.accepted if re.search(rf"(?<![\d.]){re.escape(form)}(?!\w)", group.title)]
                assert shown == [], f"{product.path}:{group.line}: {group.title}"
    assert looked > 10
