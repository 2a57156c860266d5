from tests.support import INDEX, TEAPOT, Draft, assert_only, quiz


def test_bad_few(draft: Draft) -> None:
    text = draft.read(TEAPOT)
    last = text.rindex("<quiz>")
    draft.write(TEAPOT, text[:last])
    assert_only(draft, "chapter-quizzes", TEAPOT, 1, "the chapter asks 4 questions")


def test_bad_recall(draft: Draft) -> None:
    line = draft.line_of(TEAPOT, "<!-- id: teapot-cold")
    draft.replace(TEAPOT, "section: warm-the-pot; kind: case", "section: warm-the-pot; kind: recall")
    assert_only(draft, "chapter-quizzes", TEAPOT, line - 1, "3 of the 5 questions ask for recall")


def test_good(draft: Draft) -> None:
    """Half of them may ask for recall; a page without objectives is no chapter and asks nothing."""
    assert not draft.page(INDEX).quizzes
    draft.append(TEAPOT, quiz(objective="warm-pot", section="warm-the-pot", kind="recall"))
    assert len(draft.page(TEAPOT).quizzes) == 6
    assert draft.findings() == []
