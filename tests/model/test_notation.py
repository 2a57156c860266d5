"""The house notation both ways, and the arithmetic of worked figures against `fractions.Fraction`."""

import random
import re
from decimal import Decimal
from fractions import Fraction

import pytest

from course.model.notation import SINGULAR, NotationError, Value, accepted, evaluate, house, number, read, rounds_to

D = Decimal
SEED = 20261123


@pytest.mark.parametrize(("value", "unit", "text"), [
    (D("20"), "Units", "20 Units"),
    (D("1"), "Units", "1 Unit"),
    (D("1.0"), "Units", "1 Unit"),
    (D("0"), "Units", "0 Units"),
    (D("0.5"), "Units", "0.5 Units"),
    (D("1E+2"), "Units", "100 Units"),
    (D("999"), "Units", "999 Units"),
    (D("2500"), "Units", "2,500 Units"),
    (D("1234567.80"), "Units", "1,234,567.8 Units"),
    (D("1"), "Units/kg", "1 Unit/kg"),
    (D("6"), "Units/kg", "6 Units/kg"),
    (D("4"), "Units per 0.1 mL", "4 Units per 0.1 mL"),
    (D("1"), "Units per 0.1 mL", "1 Unit per 0.1 mL"),
    (D("1"), "mL", "1 mL"),
    (D("0.10"), "mL", "0.1 mL"),
    (D("1"), "hours", "1 hour"),
    (D("24"), "hours", "24 hours"),
    (D("3"), "months", "3 months"),
    (D("1"), "sites", "1 site"),
    (D("2.4"), "%", "2.4%"),
    (D("1"), "%", "1%"),
    (D("-5"), "°C", "−5 °C"),
    (D("-0"), "°C", "0 °C"),
    (D("3.36"), None, "3.36"),
    ((D("2"), D("8")), "°C", "2–8 °C"),
    ((D("-20"), D("-10")), "°C", "−20 to −10 °C"),
    ((D("-5"), D("5")), "°C", "−5 to 5 °C"),
    ((D("1"), D("1")), "Units", "1–1 Units"),
    ((D("1000"), D("1500.5")), "Units", "1,000–1,500.5 Units"),
    ((D("32"), D("43")), "%", "32–43%"),
    ((D("0.88"), D("12.87")), None, "0.88–12.87"),
    ((D("16"), D("665")), "of", "16 of 665"),
    ((D("34"), D("3431")), "of", "34 of 3,431"),
    ("one patient, one session", None, "one patient, one session"),
    ("<1%", None, "<1%"),
])
def test_house(value: Value, unit: str | None, text: str) -> None:
    assert house(value, unit) == text
    assert accepted(value, unit)[0] == text


def test_nothing_is_not_written() -> None:
    with pytest.raises(ValueError, match="nothing to write"):
        house(None, "Units")


@pytest.mark.parametrize(("value", "unit", "texts"), [
    (D("5"), "sites", ("5 sites", "five sites", "Five sites", "5-site")),
    (D("1"), "hours", ("1 hour", "one hour", "One hour", "1-hour")),
    (D("12"), "weeks", ("12 weeks", "twelve weeks", "Twelve weeks", "12-week")),
    (D("13"), "weeks", ("13 weeks", "13-week")),
    (D("0"), "Units", ("0 Units", "0-Unit")),
    (D("100"), "Units", ("100 Units", "100-Unit")),
    (D("2500"), "Units", ("2,500 Units", "2,500-Unit")),
    (D("2.5"), "mL", ("2.5 mL", "2.5-mL")),
    (D("4"), "%", ("4%",)),
    (D("3"), None, ("3",)),
    ((D("2"), D("8")), "°C", ("2–8 °C",)),
    ((D("2"), D("8")), "of", ("2 of 8",)),
    ("do not freeze", None, ("do not freeze",)),
])
def test_accepted(value: Value, unit: str | None, texts: tuple[str, ...]) -> None:
    assert accepted(value, unit) == texts


def decimals(count: int) -> list[Decimal]:
    source = random.Random(SEED)
    drawn = [D(source.randint(-10**9, 10**9)).scaleb(-source.randint(0, 7)) for _ in range(count)]
    return [*drawn, D("0"), D("1"), D("-1"), D("999.999"), D("1000"), D("-1000"), D("0.0000001")]


def test_what_is_written_is_read_again() -> None:
    units = [None, "Units", "mL", "%", "°C", *SINGULAR]
    values = decimals(2000)
    for index, value in enumerate(values):
        text = house(value, units[index % len(units)])
        exact, printed = read(text)
        assert exact == Fraction(value), text
        assert printed == max(0, -int(value.normalize().as_tuple().exponent)), text


def test_every_number_has_its_commas_and_no_needless_zero() -> None:
    form = re.compile(r"−?\d{1,3}(,\d{3})*(\.\d*[1-9])?")
    for value in decimals(2000):
        assert form.fullmatch(number(value)), number(value)


@pytest.mark.parametrize(("text", "value", "printed"), [
    ("20 Units", Fraction(20), 0),
    ("  0.25 mL ", Fraction(1, 4), 2),
    ("0.250 mL", Fraction(1, 4), 3),
    ("2,500 Units", Fraction(2500), 0),
    ("2500 Units", Fraction(2500), 0),
    ("1,234,567.5", Fraction(2469135, 2), 1),
    ("2.4%", Fraction(12, 5), 1),
    ("100-Unit", Fraction(100), 0),
    ("−20 °C", Fraction(-20), 0),
    ("-20 °C", Fraction(-20), 0),
])
def test_read(text: str, value: Fraction, printed: int) -> None:
    assert read(text) == (value, printed)


@pytest.mark.parametrize("text", [
    "", " ", "Units", "five sites", "about 20 Units", ".5 mL", "2–8 °C", "20Units", "1,5 mL", "1,,000", "12,34", "1,0000",
    "2500,000", "1.", "1. mL", "1.5.2", "1e5", "± 3", "−", "½ mL",
])
def test_not_a_number(text: str) -> None:
    with pytest.raises(NotationError, match="does not begin with a number"):
        read(text)


@pytest.mark.parametrize(("expression", "value"), [
    ("5", Fraction(5)),
    ("50/2.5/10", Fraction(2)),
    ("50÷2.5÷10", Fraction(2)),
    ("5×0.1", Fraction(1, 2)),
    ("2+3*4", Fraction(14)),
    ("2*3+4", Fraction(10)),
    ("10-2-3", Fraction(5)),
    ("10−2+3", Fraction(11)),
    ("3-2*5", Fraction(-7)),
    ("1-1/3", Fraction(2, 3)),
    ("1/3*3", Fraction(1)),
    ("0/7", Fraction(0)),
    ("50 / 20 * 0.1", Fraction(1, 4)),
    ("0.1+0.2", Fraction(3, 10)),
])
def test_evaluate(expression: str, value: Fraction) -> None:
    assert evaluate(expression) == value


def test_evaluate_is_what_fractions_say() -> None:
    """Random calculations against Python's own grammar over `Fraction`: exact, products before sums, left to right."""
    source = random.Random(SEED)
    written = {"+": "+", "-": "-−", "*": "*×", "/": "/÷"}
    seen = set()
    for _ in range(1500):
        ours = python = ""
        for index in range(source.randint(1, 7)):
            operand = f"{source.randint(1, 500)}" + source.choice(["", f".{source.randint(0, 99):02}"])
            if index:
                sign = source.choice("+-*/")
                gap = source.choice(["", " "])
                ours += f"{gap}{source.choice(written[sign])}{gap}"
                python += sign
            ours += operand
            python += f"Fraction('{operand}')"
        result = eval(python, {"Fraction": Fraction})
        assert evaluate(ours) == result, ours
        seen.add(result)
    assert len(seen) > 1000


@pytest.mark.parametrize("expression", [
    "", " ", "+", "-5", "5-", "5--3", "5+*3", "*5", "5*", "5 5", "5 5 5", "1 2+3 4+5",
    "(5)", "2*(3+4)", "(2*3", "[5]", "5%2", "5**2", "5//2", "2^3", "2=2",
    "1,000/2", "1.5.2", ".5*2", "5.", "1e5", "0x10",
    "five", "a*2", "2*a", "20 Units", "50/2.5mL", "__import__('os')", "5;5", "5\n+\t5",
])
def test_not_a_calculation(expression: str) -> None:
    with pytest.raises(NotationError, match="is not a calculation"):
        evaluate(expression)


@pytest.mark.parametrize("expression", ["5/0", "5÷0.00", "1+2/0", "0/0", "3*4/0*2"])
def test_division_by_zero(expression: str) -> None:
    with pytest.raises(NotationError, match="divides by zero"):
        evaluate(expression)


@pytest.mark.parametrize(("value", "written", "holds"), [
    (Fraction(1, 4), "0.25 mL", True),
    (Fraction(1, 4), "0.250 mL", True),
    (Fraction(1, 4), "0.3 mL", True),      # a half may go up
    (Fraction(1, 4), "0.2 mL", True),      # or down
    (Fraction(1, 4), "0.26 mL", False),
    (Fraction(1, 4), "0.4 mL", False),
    (Fraction(251, 1000), "0.2 mL", False),
    (Fraction(5, 3), "1.7 Units", True),
    (Fraction(5, 3), "1.67 Units", True),
    (Fraction(5, 3), "1.66 Units", False),
    (Fraction(5, 3), "2 Units", True),
    (Fraction(5, 3), "1 Unit", False),
    (Fraction(5, 2), "2 Units", True),
    (Fraction(5, 2), "3 Units", True),
    (Fraction(2500), "2,500 Units", True),
    (Fraction(2500), "2,501 Units", False),
    (Fraction(-1, 3), "−0.33 °C", True),
    (Fraction(1, 3), "−0.33 °C", False),
])
def test_rounds_to(value: Fraction, written: str, holds: bool) -> None:
    assert rounds_to(value, written) is holds


def test_rounds_to_exactly_the_neighbors() -> None:
    source = random.Random(SEED)
    for _ in range(500):
        places = source.randint(0, 4)
        shown = D(source.randint(0, 99999)).scaleb(-places)
        written = f"{shown:.{places}f} mL"
        half, tiny = Fraction(1, 2 * 10**places), Fraction(1, 10**9)
        for sign in (1, -1):
            assert rounds_to(Fraction(shown) + sign * half, written), written
            assert not rounds_to(Fraction(shown) + sign * (half + tiny), written), written
