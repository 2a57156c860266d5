import pytest

from tests.support import KETTLE, Draft, assert_only, quiz


def test_bad_none(draft: Draft) -> None:
    line = draft.append(KETTLE, quiz(section=None))
    assert_only(draft, "quiz-section", KETTLE, line, "the quiz 'an-id' names no section")


def test_bad_unknown(draft: Draft) -> None:
    line = draft.append(KETTLE, quiz(section="how-to-bail"))
    assert_only(draft, "quiz-section", KETTLE, line, "names 'how-to-bail', which is no heading above it")
    assert "how-to-boil" in draft.findings()[0].remedy


def test_bad_below(draft: Draft) -> None:
    """A heading after the question teaches nothing before it."""
    line = draft.append(KETTLE, quiz(section="later") + "\n## Later\n\nText.\n")
    assert_only(draft, "quiz-section", KETTLE, line, "names 'later'")


@pytest.mark.parametrize("section", ["how-to-boil", "signs"])
def test_good(draft: Draft, section: str) -> None:
    draft.append(KETTLE, quiz(section=section))
    assert draft.findings() == []
