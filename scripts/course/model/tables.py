"""Which groups of facts a data block shows: the one place that the tables and the impact report ask."""

from __future__ import annotations

from course.model.product import Group, Product


def shows(kind: str, argument: str, product: Product, group: Group) -> bool:
    """Whether the block `/// kind | argument` has a row for `group` of `product`."""
    if kind == "product":
        return argument.strip() == product.id
    if kind == "doses":
        words = [word for part in argument.split(",") if (word := part.strip().lower())]
        return group.kind == "indication" and any(word in group.title.lower() for word in words)
    if kind == "dilutions":
        return "vial" in group.facts and "concentration" in group.facts
    if kind == "storage":
        return group.id in ("unopened", "reconstituted")
    if kind == "adverse":
        return group.kind == "adverse"
    return kind == "comparison" and group.id == "glabellar-lines"


def shown(kind: str, argument: str, product: Product) -> list[Group]:
    """The groups of `product` that the block shows, in the order of the data."""
    return [group for group in product.groups.values() if shows(kind, argument, product, group)]
