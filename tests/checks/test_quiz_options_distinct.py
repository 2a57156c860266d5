import pytest

from tests.support import KETTLE, Draft, assert_only, quiz


@pytest.mark.parametrize("text", ["100 degrees", "100   Degrees"])
def test_bad(draft: Draft, text: str) -> None:
    line = draft.replace(KETTLE, "- [ ] 110 degrees", f"- [ ] {text}")
    assert_only(draft, "quiz-options-distinct", KETTLE, line, "stands twice")


def test_good(draft: Draft) -> None:
    """The same text in another quiz is another matter."""
    draft.replace(KETTLE, "- [ ] A warm handle", "- [ ] 100 degrees")
    assert draft.findings() == []


@pytest.mark.parametrize(("first", "second", "says"), [
    ("A cup, of tea", "A cup of tea", "has the same words or the same key as another option"),
    ("One <!-- key: same -->", "Two <!-- key: same -->", "has the same words or the same key as another option"),
])
def test_bad_same_value(draft: Draft, first: str, second: str, says: str) -> None:
    options = "".join(
        f"- [{mark}] {text}\n> Because. [@adams2001]\n" for mark, text in (("x", first), (" ", second), (" ", "Other"))
    )
    line = draft.append(KETTLE, quiz(options=options))
    assert_only(draft, "quiz-options-distinct", KETTLE, line + 6, says)


@pytest.mark.parametrize("key", ["Upper", "under_score", 'quote"x', "a" * 81])
def test_bad_key(draft: Draft, key: str) -> None:
    line = draft.replace(KETTLE, "<!-- key: at-ninety -->", f"<!-- key: {key} -->")
    assert_only(draft, "quiz-options-distinct", KETTLE, line, "is not in kebab-case, or is too long")


@pytest.mark.parametrize(("first", "second"), [("-5 degrees", "5 degrees"), ("1:10", "1/10"), ("2.5 cups", "25 cups")])
def test_good_signs_tell_options_apart(draft: Draft, first: str, second: str) -> None:
    options = "".join(
        f"- [{mark}] {text}\n> Because. [@adams2001]\n" for mark, text in (("x", first), (" ", second), (" ", "Other"))
    )
    draft.append(KETTLE, quiz(options=options))
    assert draft.findings() == []


def test_good_a_former_value_as_key_keeps_the_answers(draft: Draft) -> None:
    page = draft.page(KETTLE)
    option = next(option for found in page.quizzes for option in found.options if option.text == "Away from people")
    draft.replace(KETTLE, "Away from people", f"Away from everyone at the table <!-- key: {option.value} -->")
    draft.replace(KETTLE, "everyone at the table", "all who sit there")
    changed = next(found for found in draft.page(KETTLE).quizzes if found.id == "kettle-spout")
    before = next(found for found in page.quizzes if found.id == "kettle-spout")
    assert changed.version == before.version
    assert draft.findings() == []
