"""The house notation: how a number and its unit are written (STYLE.md), and exact arithmetic on what is written."""

from __future__ import annotations

import re
from decimal import Decimal
from fractions import Fraction

#: Units that a single thing changes: 1 Unit, 2 Units.
SINGULAR = {
    "Units": "Unit", "hours": "hour", "days": "day", "weeks": "week", "months": "month", "years": "year",
    "minutes": "minute", "sites": "site", "persons": "person", "Units/kg": "Unit/kg",
    "Units per 0.1 mL": "Unit per 0.1 mL",
}
WORDS = ("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve")
EN_DASH = "–"
MINUS = "−"

Number = Decimal
Value = Number | tuple[Number, Number] | str | None


def number(value: Decimal) -> str:
    """Without trailing zeros, with a leading zero, a comma from 1,000 and a true minus sign."""
    text = f"{abs(value):,f}"
    if "." in text:
        text = text.rstrip("0").rstrip(".")
    return (MINUS if value < 0 else "") + text


def _with_unit(text: str, unit: str | None, one: bool) -> str:
    if unit is None:
        return text
    if unit == "%":
        return text + "%"
    return f"{text} {SINGULAR.get(unit, unit) if one else unit}"


def house(value: Value, unit: str | None) -> str:
    """The one way to write `value` in `unit`.

    A pair is a range, except in the unit "of", where it is a count: 16 of 665.

    Raises:
        ValueError: `value` is None.
    """
    if value is None:
        raise ValueError("nothing to write")
    if isinstance(value, str):
        return value
    if isinstance(value, tuple):
        low, high = value
        if unit == "of":
            return f"{number(low)} of {number(high)}"
        joint = f" to {number(high)}" if low < 0 or high < 0 else f"{EN_DASH}{number(high)}"
        return _with_unit(number(low) + joint, unit, False)
    return _with_unit(number(value), unit, value == 1)


def accepted(value: Value, unit: str | None) -> tuple[str, ...]:
    """Every way in which a literal may write it: the house notation first, then words, then before a noun."""
    forms = [house(value, unit)]
    if isinstance(value, Decimal) and unit is not None and unit != "%":
        if value == value.to_integral_value() and 1 <= value < len(WORDS):
            forms.append(_with_unit(WORDS[int(value)], unit, value == 1))
            forms.append(forms[-1].capitalize())
        forms.append(f"{number(value)}-{SINGULAR.get(unit, unit)}")
    return tuple(dict.fromkeys(forms))


class NotationError(ValueError):
    """A text that is not a number in the house notation, or an expression that is none."""


WRITTEN = re.compile(r"^(?P<sign>[−-]?)(?P<number>(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?)(?P<rest>(?:[ %-].*)?)$")


def read(text: str) -> tuple[Fraction, int]:
    """(value, printed decimals) of the number that `text` begins with.

    Raises:
        NotationError: it begins with none.
    """
    match = WRITTEN.match(text.strip())
    if not match:
        raise NotationError(f"'{text}' does not begin with a number")
    digits = match["number"].replace(",", "")
    value = Fraction(digits)
    return (-value if match["sign"] else value), len(digits.partition(".")[2])


TOKEN = re.compile(r"\d+(?:\.\d+)?|[-+*/×÷−]")


def evaluate(expression: str) -> Fraction:
    """The exact value of a calculation with + − × ÷ (also - * /), products before sums, without brackets.

    Raises:
        NotationError: not such an expression.
    """
    tokens = TOKEN.findall(expression)
    if "".join(tokens) != expression.replace(" ", "") or len(tokens) % 2 == 0:
        raise NotationError(f"'{expression}' is not a calculation such as 50/2.5/10")
    total, sign = Fraction(0), 1
    product: Fraction | None = None
    pending = "*"
    for index, token in enumerate(tokens):
        if index % 2 == 0:
            if not token[0].isdigit():
                raise NotationError(f"'{expression}' is not a calculation such as 50/2.5/10")
            operand = Fraction(token)
            if product is None:
                product = operand
            elif pending in "*×":
                product *= operand
            elif operand == 0:
                raise NotationError(f"'{expression}' divides by zero")
            else:
                product /= operand
        elif token in "*×/÷":
            pending = token
        elif token in "+-−" and product is not None:
            total += sign * product
            sign, product, pending = (1 if token == "+" else -1), None, "*"
        else:
            raise NotationError(f"'{expression}' is not a calculation such as 50/2.5/10")
    return total + sign * (product or 0)


def rounds_to(value: Fraction, written: str) -> bool:
    """Whether `value` is what `written` says, at the decimals that it prints (a half may go either way)."""
    shown, decimals = read(written)
    return abs(value - shown) <= Fraction(1, 2 * 10**decimals)
