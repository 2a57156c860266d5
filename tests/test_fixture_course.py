"""The small course of the tests is whole, so that a fault seeded into it is the only one."""

from tests.support import CONFIG, INDEX, KETTLE, REFERENCES, TEAPOT, Draft, render


def test_it_has_no_finding(draft: Draft) -> None:
    assert draft.findings() == []


def test_it_has_some_of_everything(draft: Draft) -> None:
    course = draft.load()
    assert [page.path for page in course.in_order] == [
        "index.md", "chapters/kettle.md", "chapters/teapot.md", "reference/citations.md",
    ]
    assert [len(page.quizzes) for page in course.chapters] == [3, 3]
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
    for file in (CONFIG, INDEX, KETTLE, TEAPOT, REFERENCES):
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
