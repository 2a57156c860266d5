from tests.support import CONFIG, Draft, assert_only

PAGE = "---\ntitle: {0}\ndescription: A page that the test has added here.\nreviewed: null\n---\n\n# {0}\n"


def test_bad_page_outside_the_nav(draft: Draft) -> None:
    draft.write("docs/chapters/cup.md", PAGE.format("The cup"))
    assert_only(draft, "page-in-nav", "docs/chapters/cup.md", 1, "not in the nav")


def test_bad_nav_names_no_page(draft: Draft) -> None:
    line = draft.replace(CONFIG, "  - Citations:", "  - The cup: chapters/cup.md\n  - Citations:")
    assert_only(draft, "page-in-nav", CONFIG, line, "there is no page docs/chapters/cup.md")


def test_bad_page_twice_in_the_nav(draft: Draft) -> None:
    first = draft.line_of(CONFIG, "chapters/kettle.md")
    line = draft.replace(CONFIG, "  - Citations:", "  - Again: chapters/kettle.md\n  - Citations:")
    assert_only(draft, "page-in-nav", CONFIG, line, f"already in line {first}")


def test_good(draft: Draft) -> None:
    draft.write("docs/chapters/cup.md", PAGE.format("The cup"))
    draft.replace(CONFIG, "  - Citations:", "  - chapters/cup.md\n  - Citations:")
    assert draft.findings() == []
