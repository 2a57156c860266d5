import pytest

from tests.support import KETTLE, Draft, assert_only, quiz


def options(*texts: str) -> str:
    return "".join(
        f"- [{'x' if index == 0 else ' '}] {text}\n> Because. [@adams2001]\n" for index, text in enumerate(texts)
    )


@pytest.mark.parametrize(("text", "says"), [
    ("All of the above", "'All of the above' refers to the other options"),
    ("None of these", "'None of these' refers to the other options"),
    ("A and B", "'A and B' refers to the other options"),
    ("The lid is always on", "'always' gives an option away"),
    ("**Never** do so", "'Never' gives an option away"),
    ("It is impossible", "'impossible' gives an option away"),
])
def test_bad_option(draft: Draft, text: str, says: str) -> None:
    line = draft.append(KETTLE, quiz(options=options("Lift it", "Leave it", text)))
    assert_only(draft, "quiz-wording", KETTLE, line + 8, says)


@pytest.mark.parametrize("question", [
    "Which of these is not a kettle?", "Steam comes. Which sign is wrong?", "What do you do **then**, except wait?",
])
def test_bad_negative(draft: Draft, question: str) -> None:
    line = draft.append(KETTLE, quiz(question=question))
    assert_only(draft, "quiz-wording", KETTLE, line, "which is easily overlooked")


@pytest.mark.parametrize("question", [
    "Which of these is **not** a kettle?", "It does not boil. Which sign tells you?", "Is it not hot?",
    "The lid is wrong. What do you do?",
])
def test_good_question(draft: Draft, question: str) -> None:
    draft.append(KETTLE, quiz(question=question))
    assert draft.findings() == []


def test_good(draft: Draft) -> None:
    draft.append(KETTLE, quiz(options=options("All the water", "None", "The lid above the spout", "Neverland")))
    assert draft.findings() == []
