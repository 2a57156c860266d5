import pytest

from tests.support import KETTLE, Draft, assert_only, quiz


def test_bad_none(draft: Draft) -> None:
    line = draft.append(KETTLE, quiz(kind=None))
    assert_only(draft, "quiz-kind", KETTLE, line, "the quiz 'an-id' does not say its kind")


def test_bad_unknown(draft: Draft) -> None:
    line = draft.append(KETTLE, quiz(kind="riddle"))
    assert_only(draft, "quiz-kind", KETTLE, line, "says 'kind: riddle', which is none")


@pytest.mark.parametrize("kind", ["case", "decision", "recall"])
def test_good(draft: Draft, kind: str) -> None:
    draft.append(KETTLE, quiz(kind=kind))
    assert draft.findings() == []
