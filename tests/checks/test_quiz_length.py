import pytest

from course.checks.quiz_length import OPTION, QUESTION, REASON, words
from tests.support import KETTLE, Draft, assert_only, quiz


def options(option: str, reason: str) -> str:
    return (
        f"- [x] {option}\n> {reason} [@adams2001]\n- [ ] Not so\n> No. [@adams2001]\n- [ ] Another\n> No. [@adams2001]\n"
    )


@pytest.mark.parametrize(("part", "most", "offset"), [
    ("question", QUESTION, 0), ("option", OPTION, 4), ("reason", REASON, 5),
])
def test_bad(draft: Draft, part: str, most: int, offset: int) -> None:
    said = {"question": "What is so?", "option": "This", "reason": "Because."} | {part: "tea " * (most + 1)}
    line = draft.append(KETTLE, quiz(question=said["question"], options=options(said["option"], said["reason"])))
    assert_only(draft, "quiz-length", KETTLE, line + offset, f"the {part} has {most + 1} words")


def test_good(draft: Draft) -> None:
    draft.append(KETTLE, quiz(question="tea " * QUESTION, options=options("pot " * OPTION, "lid " * REASON)))
    assert draft.findings() == []


def test_addresses_and_sources_are_no_words() -> None:
    assert words("Take [20 Units](fact:a/b/c) – slowly. [@adams2001, p. 12; @clark2020]") == 4
