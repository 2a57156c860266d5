"""The small course of the tests is whole, so that a fault seeded into it is the only one."""

import json

from course.markdown.kinds import PRODUCT_BLOCKS
from tests.support import (
    CONFIG,
    GLOSSARY,
    INDEX,
    KETTLE,
    PERCOLATOR,
    REFERENCES,
    SAMOVAR,
    TEAPOT,
    Draft,
    render,
)


def test_it_has_no_finding(draft: Draft) -> None:
    assert draft.findings() == []


def test_it_has_some_of_everything(draft: Draft) -> None:
    course = draft.load()
    assert [page.path for page in course.in_order] == [
        "index.md", "chapters/kettle.md", "chapters/teapot.md", "reference/products.md", "reference/glossary.md",
        "reference/citations.md",
    ]
    assert [len(page.quizzes) for page in course.chapters] == [5, 5]
    assert len(course.references) == 3
    assert set(course.cited) == set(course.references.by_id)
    kettle = course.pages["chapters/kettle.md"]
    assert kettle.headings
    assert kettle.blocks
    assert kettle.objectives
    assert {link.image for link in kettle.links} == {True, False}
    assert any(citation.quiz for citation in kettle.citations)
    assert any(citation.cite.locator for citation in kettle.citations)
    assert course.pages["chapters/teapot.md"].review is not None
    assert [len(product.groups) for product in course.products] == [5, 15]
    schema = json.loads(draft.paths.product_schema.read_text("utf-8"))
    kinds = schema["properties"]["groups"]["additionalProperties"]["properties"]["kind"]["enum"]
    assert {group.kind for product in course.products for group in product.groups.values()} == set(kinds)
    assert {fact.grade for fact in course.products.facts.values()} == {"A", "B", "C", None}
    assert {block.kind for block in course.pages["reference/products.md"].blocks} == set(PRODUCT_BLOCKS)
    assert len(course.glossary) == 4
    literals = [(link.text, link.target.partition(":")[0]) for page in course.in_order for link in page.links]
    assert [literal for literal in literals if literal[1] in ("fact", "calc")] == [
        ("4 minutes", "fact"), ("250 mL", "fact"), ("500 mL", "calc"), ("250 mL", "fact"),
    ]
    for file in (CONFIG, INDEX, KETTLE, TEAPOT, REFERENCES, GLOSSARY, SAMOVAR, PERCOLATOR):
        assert draft.read(file)


def test_it_renders(draft: Draft) -> None:
    page = draft.page(KETTLE)
    marks = render(page.body, draft.paths).xpath("//sup[@class='cite']/a")
    assert len(marks) == len(page.citations) > 0


def test_each_copy_is_its_own(make_course) -> None:
    first, second = Draft(make_course("first")), Draft(make_course("second"))
    first.append(KETTLE, "![](missing.svg)")
    assert len(first.findings()) > 0
    assert second.findings() == []
