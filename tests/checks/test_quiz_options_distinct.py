import pytest

from tests.support import KETTLE, Draft, assert_only


@pytest.mark.parametrize("text", ["100 degrees", "100   Degrees"])
def test_bad(draft: Draft, text: str) -> None:
    line = draft.replace(KETTLE, "- [ ] 110 degrees", f"- [ ] {text}")
    assert_only(draft, "quiz-options-distinct", KETTLE, line, "stands twice")


def test_good(draft: Draft) -> None:
    """The same text in another quiz is another matter."""
    draft.replace(KETTLE, "- [ ] A warm handle", "- [ ] 100 degrees")
    assert draft.findings() == []
