import pytest

from tests.support import CONFIG, KETTLE, Draft, assert_only

SHEET = "docs/sheets/list.md"
FRONT = "---\ntitle: A list\ndescription: A sheet for the wall of the kitchen.\nreviewed: null\n---\n\n# A list\n\nText.\n\n"
SOURCES = "/// sources\nFrom [The kettle](../chapters/kettle.md):\n///\n"


def add_sheet(draft: Draft, text: str) -> None:
    draft.write(SHEET, FRONT + text)
    draft.replace(CONFIG, "  - Products: reference", "  - A list: sheets/list.md\n  - Products: reference")


@pytest.mark.parametrize(("text", "offset", "says"), [
    ("//// columns | 5\n## A\n\n## B\n////", 0, "stands '5'"),
    ("//// columns | 2\nText.\n////", 0, "fewer than two boxes"),
    ("/// ticks | yes\n- A\n///", 0, "stands 'yes'"),
    ("/// ticks\n- A\n\nText.\n///", 3, "holds 'Text.', which is no item"),
    ("/// ticks\n///", 0, "`ticks` is empty"),
    ("/// fields | 9\n- A\n///", 0, "stands '9'"),
    ("/// fields | 2\nText.\n///", 1, "holds 'Text.'"),
    ("/// lines | 21\n///", 0, "stands '21'"),
    ("/// lines | 2\nText.\n///", 1, "`lines` holds text"),
    ("/// log | 2\n- A\n///", 0, "does not hold a table alone"),
    ("/// log | 2; 30 30\n| A | B |\n|---|---|\n///", 0, "2 widths of 60 together"),
    ("/// log | 2; 40 30 30\n| A | B |\n|---|---|\n///", 0, "2 columns and 3 widths"),
    ("/// log | 1\n| A | B |\n|---|---|\n| C | |\n| D | |\n///", 0, "2 written rows and 1 in all"),
    ("/// sources | all\nText.\n///", 0, "stands 'all'"),
])
def test_bad(draft: Draft, text: str, offset: int, says: str) -> None:
    line = draft.append(KETTLE, text)
    assert_only(draft, "sheet-block", KETTLE, line + offset, says)


def test_bad_without_sources(draft: Draft) -> None:
    add_sheet(draft, "/// lines | 2\n///\n")
    assert_only(draft, "sheet-block", SHEET, 1, "0 blocks `sources`")


def test_bad_with_sources_twice(draft: Draft) -> None:
    add_sheet(draft, f"{SOURCES}\n{SOURCES}")
    line = FRONT.count("\n") + SOURCES.count("\n") + 2
    assert_only(draft, "sheet-block", SHEET, line, "2 blocks `sources`")


def test_good(draft: Draft) -> None:
    add_sheet(draft, (
        "/// fields | 4\n- Date\n- Name\n///\n\n"
        "//// columns | 2:3\n## A\n\n/// ticks | No, Yes\n- Filled? [@adams2001]\n///\n\n"
        "/// danger | Hot\nKeep away. [@adams2001]\n///\n////\n\n/// lines | 20\n///\n\n"
        f"/// log | 4; 25 75\n| Whom | When |\n|---|---|\n| The cook | |\n///\n\n{SOURCES}"
    ))
    assert draft.findings() == []


def test_good_list_of_the_sheets(draft: Draft) -> None:
    draft.write("docs/sheets/index.md", FRONT)
    draft.replace(CONFIG, "  - Products: reference", "  - Sheets: sheets/index.md\n  - Products: reference")
    assert draft.findings() == []
