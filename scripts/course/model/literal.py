"""Checked literals: `[20 Units](fact:botox-cosmetic/glabellar-lines/dose)` and `[0.25 mL](calc:50/20*0.1)`."""

from __future__ import annotations

import difflib
import re
from dataclasses import dataclass

from course.model.notation import NotationError, evaluate, read, rounds_to
from course.model.product import Fact, Products

FACT = "fact:"
CALC = "calc:"
#: For inline parsers: text, kind, target.
PATTERN = r"\[([^\[\]]+)\]\((fact|calc):([^()\s]+)\)"
LITERAL = re.compile(PATTERN)
#: What was meant as one and may not be: over two lines, with brackets or blanks in its address, with a title.
MEANT = re.compile(r"\]\(\s*<?(?:fact|calc):")


@dataclass(frozen=True)
class Fault:
    """What is wrong with a literal, and what to write."""

    message: str
    remedy: str


UNREADABLE = Fault(
    "a checked literal that cannot be read",
    "Write [20 Units](fact:product/group/fact) or [0.25 mL](calc:50/20*0.1) in one line, without brackets or a title",
)


def check_fact(text: str, path: str, products: Products) -> Fact | Fault:
    """The fact that `text` states, or what is wrong with it."""
    fact = products.facts.get(path)
    if fact is None:
        near = difflib.get_close_matches(path, products.facts, n=1, cutoff=0.5)
        return Fault(f"there is no fact '{path}'", f"Did you mean '{near[0]}'?" if near else "See data/products/")
    if fact.value is None:
        return Fault(f"'{path}' was not seen in any source", "Write that the current label must be consulted")
    if not fact.taught:
        why = f"'{path}' rests on grade {fact.grade or 'none'} and is not taught"
        return Fault(why, "Write that the current label must be consulted")
    if text not in fact.accepted:
        return Fault(f"'{text}' is not what the data says of '{path}'", f"Write '{fact.text}', or mend {fact.product}.yml")
    return fact


def check_calc(text: str, expression: str) -> Fault | None:
    """What is wrong with a worked figure."""
    try:
        value = evaluate(expression)
        read(text)
    except NotationError as error:
        return Fault(str(error), "Write [0.25 mL](calc:50/20*0.1): a figure, and how it is reached")
    if not rounds_to(value, text):
        return Fault(f"{expression} is {float(value):g}, not '{text}'", "Mend the figure or the calculation")
    return None
