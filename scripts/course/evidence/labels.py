"""The labels that the products in `data/products/` are from, as far as a registry can know them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from course.model import Course


@dataclass(frozen=True)
class Label:
    """The `label:` of a product. `date` is that of the revision that was seen: a year, a month or a day."""

    product: str
    reference: str
    set_id: str
    date: str | None
    place: str


def labels_of(course: Course) -> Iterator[Label]:
    """The labels of all products that could be read; `make check` says what is wrong with the others."""
    for product in course.products.by_id.values():
        label = product.label
        yield Label(product.id, label.reference, label.set_id, label.date, product.path)
