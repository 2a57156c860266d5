from tests.support import INDEX, KETTLE, Draft, assert_only, quiz


def test_bad_unknown(draft: Draft) -> None:
    line = draft.append(KETTLE, quiz(objective="warm-pot"))
    assert_only(draft, "quiz-objective", KETTLE, line, "names 'warm-pot', which is no objective of this page")


def test_bad_none(draft: Draft) -> None:
    line = draft.append(KETTLE, quiz(objective=None))
    assert_only(draft, "quiz-objective", KETTLE, line, "names no objective")


def test_bad_page_without_objectives(draft: Draft) -> None:
    line = draft.append(INDEX, quiz())
    assert_only(draft, "quiz-objective", INDEX, line, "'boil-water'")


def test_good(draft: Draft) -> None:
    draft.append(KETTLE, quiz(objective="tell-the-boil"))
    assert draft.findings() == []
