from tests.support import KETTLE, Draft, assert_only


def test_bad_none(draft: Draft) -> None:
    draft.replace(KETTLE, "- [x] 100 °C", "- [ ] 100 °C")
    assert_only(
        draft, "quiz-correct", KETTLE, draft.line_of(KETTLE, "<!-- id: kettle-sea-level;") - 1, "no option is marked"
    )


def test_bad_all(draft: Draft) -> None:
    draft.replace(KETTLE, "- [ ] 90 °C", "- [x] 90 °C")
    draft.replace(KETTLE, "- [ ] 110 °C", "- [X] 110 °C")
    assert_only(
        draft, "quiz-correct", KETTLE, draft.line_of(KETTLE, "<!-- id: kettle-sea-level;") - 1, "every option is marked"
    )


def test_good(draft: Draft) -> None:
    draft.replace(KETTLE, "- [ ] 90 °C", "- [x] 90 °C")
    assert len(draft.page(KETTLE).quizzes[0].correct) == 2
    assert draft.findings() == []
