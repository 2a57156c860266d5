from tests.support import KETTLE, Draft, assert_only


def test_bad_none(draft: Draft) -> None:
    draft.replace(KETTLE, "- [x] 100 degrees", "- [ ] 100 degrees")
    assert_only(
        draft, "quiz-correct", KETTLE, draft.line_of(KETTLE, "<!-- id: kettle-sea-level;") - 1, "no option is marked"
    )


def test_bad_all(draft: Draft) -> None:
    draft.replace(KETTLE, "- [ ] 90 degrees", "- [x] 90 degrees")
    draft.replace(KETTLE, "- [ ] 110 degrees", "- [X] 110 degrees")
    assert_only(
        draft, "quiz-correct", KETTLE, draft.line_of(KETTLE, "<!-- id: kettle-sea-level;") - 1, "every option is marked"
    )


def test_good(draft: Draft) -> None:
    draft.replace(KETTLE, "- [ ] 90 degrees", "- [x] 90 degrees")
    assert len(draft.page(KETTLE).quizzes[0].correct) == 2
    assert draft.findings() == []
