"""The products: `data/products/<id>.yml` as typed objects, each fact with its source, grade and section."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from functools import cached_property
from pathlib import Path
from typing import Any

from course.findings import CourseError, Finding
from course.model import source, yamlfile
from course.model.notation import Value, accepted, house
from course.paths import Paths

#: Grades that are taught as facts. C and what was not seen say "see the current label".
TAUGHT = ("A", "B")

SCHEMA_RULE = "product-schema"
ARITHMETIC_RULE = "product-arithmetic"


@dataclass(frozen=True)
class Fact:
    """One value of one product."""

    product: str
    group: str
    name: str
    value: Value
    unit: str | None
    rounded: bool
    limit: str | None
    source: str | None
    grade: str | None
    section: str | None
    line: int

    @property
    def path(self) -> str:
        return f"{self.product}/{self.group}/{self.name}"

    @property
    def taught(self) -> bool:
        return self.value is not None and self.grade in TAUGHT and self.source is not None

    @property
    def place(self) -> str:
        """The place in the source: `, §2.2` or `, table`; empty where none is known."""
        if not self.section:
            return ""
        return f", §{self.section}" if self.section[0].isdigit() else f", {self.section}"

    @cached_property
    def text(self) -> str:
        """In house notation; empty where nothing was seen."""
        return "" if self.value is None else house(self.value, self.unit)

    @cached_property
    def accepted(self) -> tuple[str, ...]:
        """How a literal may write it."""
        return () if self.value is None else accepted(self.value, self.unit)


@dataclass(frozen=True)
class Group:
    """Facts that belong together: an indication, a row of the dilution table, a storage rule."""

    id: str
    kind: str
    title: str
    population: str | None
    note: str
    sum_of: tuple[str, ...]
    facts: dict[str, Fact]
    line: int

    def get(self, name: str) -> Fact | None:
        return self.facts.get(name)


@dataclass(frozen=True)
class Label:
    """The label as it was seen. `date` is None where no revision was displayed."""

    reference: str
    set_id: str
    date: str | None
    url: str


@dataclass(frozen=True)
class Product:
    id: str
    path: str
    brand: str
    generic: str
    maker: str
    serotype: str
    label: Label
    groups: dict[str, Group]

    @property
    def name(self) -> str:
        """Generic name with the brand."""
        return f"{self.generic} ({self.brand})"

    @property
    def facts(self) -> Iterator[Fact]:
        for group in self.groups.values():
            yield from group.facts.values()

    def of_kind(self, *kinds: str) -> list[Group]:
        return [group for group in self.groups.values() if group.kind in kinds]


@dataclass(frozen=True)
class Products:
    """All products by id, and every fact by its path."""

    by_id: dict[str, Product]

    def __iter__(self) -> Iterator[Product]:
        return iter(self.by_id.values())

    def __len__(self) -> int:
        return len(self.by_id)

    def get(self, product: str) -> Product | None:
        return self.by_id.get(product)

    @cached_property
    def facts(self) -> dict[str, Fact]:
        return {fact.path: fact for product in self for fact in product.facts}

    @cached_property
    def sources(self) -> dict[str, list[tuple[Product, Group]]]:
        """The groups that rest on a reference, by its id."""
        found: dict[str, dict[tuple[str, str], tuple[Product, Group]]] = {}
        for product in self:
            for group in product.groups.values():
                for fact in group.facts.values():
                    if fact.taught and fact.source:
                        found.setdefault(fact.source, {})[product.id, group.id] = (product, group)
        return {key: list(places.values()) for key, places in found.items()}


def _value(raw: Any) -> Value:
    if raw is None or isinstance(raw, str):
        return raw
    if isinstance(raw, list):
        return Decimal(str(raw[0])), Decimal(str(raw[1]))
    return Decimal(str(raw))


def _fact(product: str, group: str, name: str, raw: dict[str, Any], default: dict[str, Any], line: int) -> Fact:
    given = {**default, **raw}
    return Fact(
        product=product,
        group=group,
        name=name,
        value=_value(raw["value"]),
        unit=raw.get("unit"),
        rounded=bool(raw.get("rounded")),
        limit="at most" if raw.get("at-most") else "at least" if raw.get("at-least") else None,
        source=given.get("source"),
        grade=given.get("grade"),
        section=given.get("section"),
        line=line,
    )


def _product(product_id: str, file: yamlfile.YamlFile) -> Product:
    raw: dict[str, Any] = file.value
    groups = {}
    for group_id, group in raw["groups"].items():
        default = group.get("from", {})
        groups[group_id] = Group(
            id=group_id,
            kind=group["kind"],
            title=group["title"],
            population=group.get("population"),
            note=group.get("note", ""),
            sum_of=tuple(group.get("sum-of", ())),
            facts={
                name: _fact(product_id, group_id, name, fact, default, file.line("groups", group_id, "facts", name))
                for name, fact in group["facts"].items()
            },
            line=file.line("groups", group_id),
        )
    label = raw["label"]
    return Product(
        id=product_id,
        path=file.path,
        brand=raw["brand"],
        generic=raw["generic"],
        maker=raw["maker"],
        serotype=raw["serotype"],
        label=Label(label["reference"], label["set-id"], label["date"], label["url"]),
        groups=groups,
    )


def _exact(fact: Fact | None) -> Fraction | None:
    return Fraction(fact.value) if fact is not None and isinstance(fact.value, Decimal) else None


def _close(product: Fraction, fact: Fact, *factors: Fact | None) -> bool:
    """Equal, or equal within what rounding to the printed decimals explains where a figure is marked as rounded."""
    total = _exact(fact)
    assert total is not None
    if product == total:
        return True
    slack = Fraction(0)
    for item in (fact, *factors):
        if item is not None and item.rounded and isinstance(item.value, Decimal):
            exponent = item.value.as_tuple().exponent
            unit = Fraction(1, 2 * 10 ** max(0, -exponent if isinstance(exponent, int) else 0))
            own = _exact(item)
            slack += unit if item is fact or not own else abs(product / own) * unit
    return abs(product - total) <= slack


def arithmetic(product: Product) -> Iterator[Finding]:
    """Every sum and product of the data that does not hold, in exact fractions."""

    def wrong(fact: Fact, message: str) -> Finding:
        return Finding(product.path, fact.line, ARITHMETIC_RULE, message, "Compare with the source, or mark `rounded: true`")

    for group in product.groups.values():
        get = group.get
        products = (
            ("sites", "dose-per-site", "dose"), ("sites", "volume-per-site", "volume"),
            ("sites-per-side", "dose-per-site", "dose-per-side"),
        )
        for count, each, total in products:
            n, one, whole = _exact(get(count)), _exact(get(each)), _exact(get(total))
            fact = get(total)
            if n is not None and one is not None and whole is not None and fact and not _close(n * one, fact, get(each)):
                yield wrong(fact, f"{group.id}: {count} × {each} is {float(n * one):g}, {total} says {float(whole):g}")
        for side, total in (("dose-per-side", "dose"), ("sites-per-side", "sites")):
            half, whole = _exact(get(side)), _exact(get(total))
            fact = get(total)
            if half is not None and whole is not None and fact and 2 * half != whole:
                yield wrong(fact, f"{group.id}: twice {side} is {float(2 * half):g}, {total} says {float(whole):g}")
        # A product that is supplied as a solution has a volume where others have a diluent.
        vial, diluent, concentration = get("vial"), get("diluent") or get("volume"), get("concentration")
        v, d, c = _exact(vial), _exact(diluent), _exact(concentration)
        if v is not None and d and c is not None and concentration and not _close(v / d / 10, concentration, diluent):
            yield wrong(concentration, f"{group.id}: vial ÷ volume ÷ 10 is {float(v / d / 10):g}, not {float(c):g}")
        for rate_name, count_name in (("rate", "events-of"), ("placebo-rate", "placebo-events-of")):
            rate, events = get(rate_name), get(count_name)
            if rate and events and isinstance(rate.value, Decimal) and isinstance(events.value, tuple):
                if not events.value[1]:
                    yield wrong(events, f"{group.id}: {events.text} is a share of nothing")
                    continue
                share = Fraction(events.value[0]) / Fraction(events.value[1]) * 100
                exponent = rate.value.as_tuple().exponent
                decimals = max(0, -exponent if isinstance(exponent, int) else 0)
                if abs(share - Fraction(rate.value)) > Fraction(1, 2 * 10**decimals):
                    yield wrong(rate, f"{group.id}: {events.text} is {float(share):.2f}%, {rate_name} says {rate.text}")
        if group.sum_of:
            for name in ("dose", "sites", "volume"):
                parts = [_exact(product.groups[part].get(name)) for part in group.sum_of if part in product.groups]
                whole, fact = _exact(get(name)), get(name)
                if fact and whole is not None and all(part is not None for part in parts):
                    total_of_parts = sum((part for part in parts if part is not None), Fraction(0))
                    if total_of_parts != whole:
                        added = f"the parts add up to {float(total_of_parts):g}"
                        yield wrong(fact, f"{group.id}: {added}, {name} says {float(whole):g}")
        for part in group.sum_of:
            if part not in product.groups:
                yield Finding(
                    product.path, group.line, SCHEMA_RULE, f"{group.id}: there is no group '{part}' to add", "Mend its name"
                )


_cache: dict[Path, tuple[tuple[tuple[str, int, int], ...], tuple[Products, list[Finding]]]] = {}


def parse_product(product_id: str, text: str, path: str, schema: dict[str, Any]) -> tuple[Product | None, list[Finding]]:
    """One product file; None where it breaks the schema.

    Raises:
        CourseError: not YAML.
    """
    file = yamlfile.parse(text, path)
    findings = list(yamlfile.schema_findings(file, schema, SCHEMA_RULE))
    if findings:
        return None, findings
    product = _product(product_id, file)
    return product, list(arithmetic(product))


def load_products(paths: Paths) -> tuple[Products, list[Finding]]:
    """All products and what is wrong with their files. The result is kept until a file changes."""
    # Every page asks: the listing of the folder is the quickest way to know that nothing has changed.
    listed = [entry for entry in os.scandir(paths.products) if entry.name.endswith(".yml")] if paths.products.is_dir() else []
    stamp = tuple(sorted((entry.name, entry.stat().st_mtime_ns, entry.stat().st_size) for entry in listed))
    kept = _cache.get(paths.products)
    if kept and kept[0] == stamp:
        return kept[1]
    files = sorted(paths.products / entry.name for entry in listed)
    findings: list[Finding] = []
    by_id: dict[str, Product] = {}
    schema = json.loads(paths.product_schema.read_text("utf-8")) if files else {}
    for file in files:
        try:
            shown = paths.show(file)
            product, found = parse_product(file.stem, source.read(file, shown), shown, schema)
        except CourseError as error:
            findings += error.findings
            continue
        findings += found
        if product:
            by_id[product.id] = product
    result = (Products(by_id), findings)
    _cache[paths.products] = (stamp, result)
    return result
