from tests.support import KETTLE, Draft, assert_only, quiz

QUESTION = "The thermometer on the mountain shows ninety. What do you believe?"


def options(right: str, wrong: str) -> str:
    return (
        f"- [x] {right}\n> Because. [@adams2001]\n- [ ] {wrong}\n> No. [@adams2001]\n- [ ] Nothing\n> No. [@adams2001]\n"
    )


def test_bad(draft: Draft) -> None:
    text = quiz(question=QUESTION, options=options("The thermometers of mountains", "The handle"))
    line = draft.append(KETTLE, text)
    assert_only(draft, "quiz-leak", KETTLE, line, "only the right option repeats words of the question: mountai…, thermom…")


def test_good_one_word(draft: Draft) -> None:
    """One word is as often the subject as a clue."""
    draft.append(KETTLE, quiz(question=QUESTION, options=options("The thermometer", "The handle")))
    assert draft.findings() == []


def test_good(draft: Draft) -> None:
    both = options("The thermometer of the mountain", "The mountain's thermometer")
    draft.append(KETTLE, quiz(question=QUESTION, options=both))
    assert draft.findings() == []
