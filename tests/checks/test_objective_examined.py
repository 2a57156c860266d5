from tests.support import KETTLE, TEAPOT, Draft, assert_only


def test_bad(draft: Draft) -> None:
    draft.replace(KETTLE, "id: kettle-signs; objective: tell-the-boil", "id: kettle-signs; objective: boil-water")
    assert_only(
        draft, "objective-examined", KETTLE, draft.line_of(KETTLE, "  tell-the-boil: "),
        "no quiz examines the objective 'tell-the-boil'",
    )


def test_bad_another_page_examines_it(draft: Draft) -> None:
    line = draft.replace(TEAPOT, "  warm-pot: Warm", "  boil-water: Boil the water.\n  warm-pot: Warm")
    assert_only(draft, "objective-examined", TEAPOT, line, "'boil-water'")


def test_good(draft: Draft) -> None:
    draft.replace(TEAPOT, "  warm-pot: Warm", "  use-lid: Use the lid.\n  warm-pot: Warm")
    draft.replace(TEAPOT, "id: teapot-lid; objective: warm-pot", "id: teapot-lid; objective: use-lid")
    assert draft.findings() == []
