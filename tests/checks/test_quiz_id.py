import pytest

from tests.support import KETTLE, TEAPOT, Draft, assert_only, quiz


@pytest.mark.parametrize("id", ["Kettle-Spout", "kettle_spout", "2nd-spout", "kettle spout", "kettle--spout"])
def test_bad_form(draft: Draft, id: str) -> None:
    draft.replace(KETTLE, "id: kettle-spout;", f"id: {id};")
    assert_only(draft, "quiz-id", KETTLE, draft.line_of(KETTLE, f"<!-- id: {id};") - 1, "is not in kebab-case")


@pytest.mark.parametrize("comment", ["", "<!-- objective: boil-water -->\n", "<!-- id: ; objective: boil-water -->\n"])
def test_bad_missing(draft: Draft, comment: str) -> None:
    line = draft.append(KETTLE, quiz(id=None, objective=None).replace("<quiz>\n", f"<quiz>\n{comment}"))
    assert_only(draft, "quiz-id", KETTLE, line, "the quiz has no id")


def test_bad_taken_on_another_page(draft: Draft) -> None:
    draft.replace(TEAPOT, "id: teapot-cold;", "id: kettle-signs;")
    line = draft.line_of(TEAPOT, "<!-- id: kettle-signs;") - 1
    first = draft.line_of(KETTLE, "<!-- id: kettle-signs;") - 1
    assert_only(draft, "quiz-id", TEAPOT, line, f"taken by {KETTLE}:{first}")


def test_good(draft: Draft) -> None:
    draft.append(KETTLE, quiz(id="kettle-spout-2"))
    assert draft.findings() == []
