"""A maker that finds something wrong."""

from tests.editions.small_makers import find


def make(*_: object) -> None:
    find()
