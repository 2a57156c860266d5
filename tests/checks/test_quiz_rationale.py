import pytest

from tests.support import KETTLE, Draft, assert_only


@pytest.mark.parametrize("reason", ["", ">\n"])
def test_bad_no_reason(draft: Draft, reason: str) -> None:
    line = draft.replace(
        KETTLE, "- [ ] 110 degrees\n> No open kettle gets there. [@adams2001]\n", f"- [ ] 110 degrees\n{reason}"
    )
    assert_only(draft, "quiz-rationale", KETTLE, line, "the option has no reason")


@pytest.mark.parametrize("reason", ["No open kettle gets there.", "None does. (adams2001)"])
def test_bad_no_source(draft: Draft, reason: str) -> None:
    line = draft.replace(KETTLE, "> No open kettle gets there. [@adams2001]", f"> {reason}")
    assert_only(draft, "quiz-rationale", KETTLE, line, "the reason cites no source")


def test_good(draft: Draft) -> None:
    """A source in the second line of the reason is enough."""
    draft.replace(KETTLE, "> No open kettle gets there. [@adams2001]", "> None does.\n> So it is said. [@adams2001]")
    assert draft.findings() == []
