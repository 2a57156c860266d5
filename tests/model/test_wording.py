"""Products, quantities and instructions, as the rules of medication safety read them."""

from __future__ import annotations

import pytest

from course.model import Course
from course.model.wording import PRODUCT, doses, generic_of, gives_instruction, is_fictional, products, quantities


@pytest.mark.parametrize(("text", "expected"), [
    ("20 Units", [("dose", "20 Units")]),
    ("a 100-Unit vial", [("dose", "100-Unit")]),
    ("2,500 Units in 0.5 mL", [("dose", "2,500 Units"), ("volume", "0.5 mL")]),
    ("3–6 Units/kg", [("dose", "3–6 Units/kg")]),
    ("26, 31 or 36 Units", [("dose", "26, 31 or 36 Units")]),
    ("50- or 100-Unit vials", [("dose", "50- or 100-Unit")]),
    ("5 × 4 Units", [("dose", "4 Units")]),
    ("Ten Units, twenty-five Units", [("dose", "Ten Units"), ("dose", "twenty-five Units")]),
    ("4 Units of onabotulinumtoxinA per 0.1 mL", [("dose", "4 Units of onabotulinumtoxinA per 0.1 mL")]),
    ("in 2018, 20 Units", [("dose", "20 Units")]),
    ("2–8 °C; −20 to −10 °C; 25°C", [("temperature", "2–8 °C"), ("temperature", "−20 to −10 °C"), ("temperature", "25°C")]),
    ("24 hours, 4 h, a 7-day stay", [("time", "24 hours"), ("time", "4 h"), ("time", "7-day")]),
    ("three months, 2 weeks", [("time", "three months"), ("time", "2 weeks")]),
    ("Units per 0.1 mL", []),
    ("20 ÷ 4 × 0.1 = 0.5 mL", [("volume", "0.5 mL")]),
    ("§2.2 Units, bot-65 units of study", []),
    ("MRD-1, 30 G, 5 mm, 64%", []),
])
def test_quantities(text: str, expected: list[tuple[str, str]]) -> None:
    assert [(quantity.kind, quantity.text) for quantity in quantities(text)] == expected
    for quantity in quantities(text):
        assert " ".join(text[quantity.start: quantity.end].split()) == quantity.text
        assert all(text[start:end] for start, end in quantity.numbers)


def test_numbers_of_a_list() -> None:
    [dose] = doses("26, 31 or 36 Units")
    assert dose.single("26, 31 or 36 Units") == ["26", "31", "36"]


@pytest.mark.parametrize(("text", "expected"), [
    ("Botox Cosmetic and BOTOX", {"onabotulinumtoxinA"}),
    ("PrabotulinumtoxinA-xvfs, Dysport", {"prabotulinumtoxinA", "abobotulinumtoxinA"}),
    ("botulinum toxin type A, a botox party", set()),
])
def test_products(text: str, expected: set[str]) -> None:
    assert products(text) == expected


def test_every_product_of_the_data_is_known(real: Course) -> None:
    """A product that is added to data/products/ is added to the words as well."""
    for product in real.products:
        assert PRODUCT.fullmatch(product.brand), product.brand
        assert product.generic.startswith(generic_of(product.brand))


@pytest.mark.parametrize(("text", "expected"), [
    ("Stop.", True), ("Do not inject.", True), ("It hurts; never rub it.", True), ("If it swells, call an ambulance.", True),
    ("The patient should lie down.", True), ("First, wait.", False), ("First wait.", True),
    ("Use of toxin is common.", False),
    ("Steam is hot.", False), ("The lid falls.", False),
])
def test_instructions(text: str, expected: bool) -> None:
    assert gives_instruction(text) is expected


def test_a_link_that_leads_on_is_no_instruction() -> None:
    text = "See Storage."
    assert gives_instruction(text)
    assert not gives_instruction(text, [4])


def test_fictional() -> None:
    assert is_fictional("**Fictional case:** a man")
    assert not is_fictional("A fictional case")
