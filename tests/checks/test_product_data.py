import pytest

from tests.support import PERCOLATOR, SAMOVAR, Draft, assert_only, places


@pytest.mark.parametrize(("old", "new", "says"), [
    ("      concentration: {value: 4, unit: Units per 0.1 mL}", "      concentration: {value: 40, unit: Units per 0.1 mL}",
     "dilution-50-in-1-25: vial ÷ volume ÷ 10 is 4, not 40"),
    ("      dose: {value: 44, unit: Units}", "      dose: {value: 40, unit: Units}",
     "both-lines: the parts add up to 44, dose says 40"),
    ("      rate: {value: 2.4, unit: \"%\"}", "      rate: {value: 24, unit: \"%\"}", "16 of 665 is 2.41%, rate says 24%"),
    ("      dose-per-side: {value: 12, unit: Units}", "      dose-per-side: {value: 12, unit: Units, source: nobody}",
     "spout-lines/dose-per-side: no reference has the id 'nobody'"),
    ("      guests: {value: 12, unit: persons}", "      guests: {value: 12, unit: persons, source: null}",
     "study-steeping/guests has a value but no source or no grade"),
    ("      guests: {value: 12, unit: persons}", "      guests: {value: 12, unit: persons, grade: null}",
     "study-steeping/guests has a value but no source or no grade"),
])
def test_bad(draft: Draft, old: str, new: str, says: str) -> None:
    line = draft.replace(SAMOVAR, old, new)
    assert_only(draft, "product-data", SAMOVAR, line, says)


def test_bad_label(draft: Draft) -> None:
    draft.replace(SAMOVAR, "label: {reference: board2019", "label: {reference: nobody")
    assert_only(draft, "product-data", SAMOVAR, 1, "no reference has the id 'nobody'")


@pytest.mark.parametrize(("old", "new", "says"), [
    ("serotype: B", "serotype: X", "serotype: 'X' is not one of the known values"),
    ("unit: Units/kg", "unit: IU/kg", "'IU/kg' is not one of the known values"),
    ("    title: Filter lines", "    sum-of: [a]\n    title: Filter lines", "groups.filter-lines.sum-of: "),
])
def test_bad_form(draft: Draft, old: str, new: str, says: str) -> None:
    line = draft.replace(PERCOLATOR, old, new)
    assert_only(draft, "product-data", PERCOLATOR, line, says)


@pytest.mark.parametrize(("content", "line", "says"), [
    (b"brand: [\n", 2, "not valid YAML"),
    (b"brand: Urn\nbrand: Urn\n", 2, "the key 'brand' stands twice"),
    ("brand: Urn\nmaker: Ürn\n".encode("cp1252"), 2, "not UTF-8"),
])
def test_bad_file(draft: Draft, content: bytes, line: int, says: str) -> None:
    (draft.paths.products / "urn.yml").write_bytes(content)
    assert_only(draft, "product-data", "data/products/urn.yml", line, says)


def test_bad_in_several_files(draft: Draft) -> None:
    first = draft.replace(PERCOLATOR, "concentration: {value: 40,", "concentration: {value: 4,")
    second = draft.replace(SAMOVAR, "placebo-rate: {value: 0.1,", "placebo-rate: {value: 0.2,")
    third = draft.replace(SAMOVAR, "dose: {value: 24, unit: Units}", "dose: {value: 25, unit: Units}")
    # One for the product of sites and dose, one for twice the side, one for the sum.
    whole = draft.line_of(SAMOVAR, "dose: {value: 44, unit: Units}")
    assert places(draft.findings()) == sorted([
        ("product-data", PERCOLATOR, first), ("product-data", SAMOVAR, second), ("product-data", SAMOVAR, third),
        ("product-data", SAMOVAR, third), ("product-data", SAMOVAR, whole),
    ], key=lambda place: place[1:])


@pytest.mark.parametrize(("old", "new"), [
    ("      guests: {value: 12, unit: persons}", "      guests: {value: null}"),
    ("      guests: {value: 12, unit: persons}", "      guests: {value: 13, unit: persons, source: null, grade: C}"),
    ("      guests: {value: 12, unit: persons}", "      guests: {value: 12, unit: persons, source: board2019}"),
    ("      volume: {value: 1.1, unit: mL}", "      volume: {value: null, source: null, grade: null}"),
    ("value: 1.7, unit: Units per 0.1 mL, rounded: true", "value: 1.67, unit: Units per 0.1 mL, rounded: true"),
])
def test_good(draft: Draft, old: str, new: str) -> None:
    draft.replace(SAMOVAR, old, new)
    assert draft.findings() == []
