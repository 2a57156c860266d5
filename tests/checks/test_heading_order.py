import pytest

from tests.support import INDEX, KETTLE, Draft, assert_only


@pytest.mark.parametrize(("old", "new", "says"), [
    ("### Signs { #signs }", "#### Signs { #signs }", "level 4 follows one of level 2"),
    ("## How to boil", "### How to boil", "level 3 follows one of level 1"),
    ("## Check yourself", "# Check yourself", "a second first-level heading"),
])
def test_bad(draft: Draft, old: str, new: str, says: str) -> None:
    line = draft.replace(KETTLE, old, new)
    assert_only(draft, "heading-order", KETTLE, line, says)


def test_bad_page_begins_with_second_level(draft: Draft) -> None:
    line = draft.replace(INDEX, "\n# Introduction", "\n## Introduction") + 1
    assert_only(draft, "heading-order", INDEX, line, "without a first-level heading")


def test_bad_page_without_heading(draft: Draft) -> None:
    draft.replace(INDEX, "\n# Introduction\n", "\n")
    assert_only(draft, "heading-order", INDEX, 1, "without a first-level heading")


def test_good(draft: Draft) -> None:
    """Deeper by one step, back by several; a # in code is no heading."""
    draft.append(KETTLE, "### Deeper\n\n#### Deeper still\n\n## Back\n\n```\n##### code\n```")
    assert draft.findings() == []
