import pytest

from tests.support import KETTLE, Draft, assert_only, quiz

OPTION = "- [{0}] Option {1}\n> Because. [@adams2001]\n"


@pytest.mark.parametrize(("options", "count"), [
    (OPTION.format("x", 1) + OPTION.format(" ", 2), 2),
    ("\n", 0),
])
def test_bad(draft: Draft, options: str, count: int) -> None:
    line = draft.append(KETTLE, quiz(options=options))
    assert_only(draft, "quiz-option-count", KETTLE, line, f"the quiz has {count} options")


@pytest.mark.parametrize("count", [3, 6])
def test_good(draft: Draft, count: int) -> None:
    options = "".join(OPTION.format("x" if number == 1 else " ", number) for number in range(count))
    draft.append(KETTLE, quiz(options=options))
    assert len(draft.page(KETTLE).quizzes[-1].options) == count
    assert draft.findings() == []
