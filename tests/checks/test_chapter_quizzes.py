from tests.support import INDEX, TEAPOT, Draft, assert_only


def test_bad(draft: Draft) -> None:
    text = draft.read(TEAPOT)
    last = text.rindex("<quiz>")
    draft.write(TEAPOT, text[:last])
    assert_only(draft, "chapter-quizzes", TEAPOT, 1, "the chapter asks 2 questions")


def test_good(draft: Draft) -> None:
    """A page without objectives is no chapter and asks nothing."""
    assert not draft.page(INDEX).quizzes
    assert len(draft.page(TEAPOT).quizzes) == 3
    assert draft.findings() == []
