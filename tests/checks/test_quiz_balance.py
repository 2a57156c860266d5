import re

import pytest

from course import checks
from tests.support import KETTLE, Draft

LETTERS = "ABCD"
RULE = "quiz-balance"


def bank(places: str, *, longest: int = 0) -> str:
    """One four-option question for each letter, which is where the right option stands; `longest` of them are clues."""
    found = []
    for number, place in enumerate(places):
        rows = []
        for letter in LETTERS:
            right = letter == place
            text = f"Answer {letter} {number:03d}" + (" and much more" if right and number < longest else "")
            rows.append(f"- [{'x' if right else ' '}] {text}\n> Because. [@adams2001]\n")
        found.append(
            f"<quiz>\n<!-- id: bank-{number}; objective: boil-water; section: how-to-boil; kind: case -->\nWhat?\n\n"
            f"{''.join(rows)}</quiz>\n"
        )
    return "\n".join(found)


def found(draft: Draft, text: str) -> list[str]:
    draft.append(KETTLE, text)
    return [finding.message for finding in checks.run(draft.load()) if finding.rule == RULE]


def test_bad_positions(draft: Draft) -> None:
    assert sorted(found(draft, bank("A" * 20 + "B" * 10 + "C" * 5 + "D" * 5))) == [
        "the right option is A in 20 of 40 questions with four (50%)",
        "the right option is C in 5 of 40 questions with four (12%)",
        "the right option is D in 5 of 40 questions with four (12%)",
    ]


def test_bad_longest(draft: Draft) -> None:
    [message] = found(draft, bank("ABCD" * 10, longest=20))
    assert message.startswith("the longest option is a right one in 2")


def test_bad_shortest(draft: Draft) -> None:
    text = bank("ABCD" * 10)
    for number, place in enumerate("ABCD" * 10):
        if number < 20:
            text = text.replace(f"Answer {place} {number:03d}\n", f"{number}\n")
    [message] = found(draft, text)
    assert message.startswith("the shortest option is a right one in 2")


@pytest.mark.parametrize("word", ["because", "since"])
def test_bad_only_wrong_options_argue(draft: Draft, word: str) -> None:
    text = bank("ABCD" * 15)
    wrong = re.sub(r"(- \[ \] Answer . \d+)", rf"\1, {word} it is so", text)
    right = wrong.replace("- [x] Answer", "- [x] The longer answer")  # so that lengths say nothing
    messages = [message for message in found(draft, right) if "argue" in message]
    assert messages == ["of 180 options that argue with 'because' or 'since', 0 are right"]


def test_good_all_argue(draft: Draft) -> None:
    text = re.sub(r"(- \[.\] Answer . \d+)", r"\1, because it is so", bank("ABCD" * 15))
    assert [message for message in found(draft, text) if "argue" in message] == []


def test_good_few(draft: Draft) -> None:
    """Below forty questions a share says nothing."""
    assert found(draft, bank("A" * 20)) == []


def test_good(draft: Draft) -> None:
    assert found(draft, bank("ABCD" * 10, longest=10)) == []
