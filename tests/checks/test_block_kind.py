import pytest

from course.markdown.kinds import LADDER
from tests.support import KETTLE, Draft, assert_only


@pytest.mark.parametrize(("text", "offset", "says"), [
    ("/// tip | A title\nText.\n///", 0, "'tip' is no kind of block"),
    ("/// Danger | A title\nText.\n///", 0, "'Danger' is no kind of block"),
    ("/// danger | A title\nText.", 0, "the block is not closed"),
    ("/// danger | A title\nText.\n\n/// pearl | Another\nText.\n///", 0, "the block is not closed"),
    ("/// danger\nText.\n///", 0, "the block has no title"),
    ("Text.\n///", 1, "'///' closes no block"),
])
def test_bad(draft: Draft, text: str, offset: int, says: str) -> None:
    line = draft.append(KETTLE, text)
    assert_only(draft, "block-kind", KETTLE, line + offset, says)


@pytest.mark.parametrize("kind", list(LADDER))
def test_good(draft: Draft, kind: str) -> None:
    draft.append(KETTLE, f"/// {kind} | A title\nText.\n///")
    draft.append(KETTLE, "```\n/// nonsense\n```")
    draft.append(KETTLE, "//// danger | Outer\n/// pearl | Inner\nText.\n///\n////")
    assert draft.findings() == []
