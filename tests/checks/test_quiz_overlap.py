import pytest

from tests.support import KETTLE, Draft, assert_only, quiz


def options(*texts: str) -> str:
    return "".join(
        f"- [{'x' if index == 0 else ' '}] {text}\n> Because. [@adams2001]\n" for index, text in enumerate(texts)
    )


@pytest.mark.parametrize(("right", "wrong", "says"), [
    ("Lift the lid", "Lift the lid and wait", "'Lift the lid' is contained in 'Lift the lid and wait'"),
    ("About 5 minutes", "3–7 minutes", "'About 5 minutes' lies within '3–7 minutes'"),
])
def test_bad(draft: Draft, right: str, wrong: str, says: str) -> None:
    line = draft.append(KETTLE, quiz(options=options(right, wrong, "Do nothing")))
    assert_only(draft, "quiz-overlap", KETTLE, line + 4, says)


def test_bad_the_other_way_round(draft: Draft) -> None:
    line = draft.append(KETTLE, quiz(options=options("Lift the lid and wait", "Lift the lid", "Do nothing")))
    assert_only(draft, "quiz-overlap", KETTLE, line + 6, "'Lift the lid' is contained in")


@pytest.mark.parametrize(("right", "wrong"), [
    ("5 minutes", "7–9 minutes"), ("5 minutes", "3–7 hours"), ("3 minutes", "3–7 minutes"), ("The lid", "Lidless"),
])
def test_good(draft: Draft, right: str, wrong: str) -> None:
    draft.append(KETTLE, quiz(options=options(right, wrong, "Do nothing")))
    assert draft.findings() == []
