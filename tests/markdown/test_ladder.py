import pytest

from course.markdown.kinds import LADDER
from tests.support import Draft, render


@pytest.mark.parametrize(("kind", "word"), LADDER.items())
def test_rung(draft: Draft, kind: str, word: str) -> None:
    tree = render(f"Before.\n\n/// {kind} | Take **care**\nFirst.\n\n- item\n///\n\nAfter.", draft.paths)
    [box] = tree.xpath("/html/body/div/div | /div/div") or tree.xpath("./div")
    assert box.get("class").split() == ["admonition", "rung", kind]
    assert box.get("role") == "note"
    assert box.get("aria-label").startswith(f"{word}: Take ")
    [title] = box.xpath("./p[@class='admonition-title']")
    assert title.text_content() == f"{word} Take care"
    assert title.xpath("./span[@class='rung-word']")[0].text == word
    assert title.xpath("./strong")[0].text == "care"
    assert [element.tag for element in box] == ["p", "p", "ul"]
    assert [element.text_content().strip() for element in tree][0::2] == ["Before.", "After."]


def test_words_are_six_different_ones() -> None:
    assert len(LADDER) == 6
    assert len(set(LADDER.values())) == 6
    assert all(LADDER.values())


def test_hostile_title_is_text(draft: Draft) -> None:
    tree = render('/// danger | A "quoted" <b onclick="x()">title</b> & more\nText.\n///', draft.paths)
    [box] = tree.xpath("./div")
    assert set(box.attrib) == {"class", "role", "aria-label"}
    assert box.get("aria-label") == 'Stop: A "quoted" <b onclick="x()">title</b> & more'


def test_unknown_kind_is_left_as_text(draft: Draft) -> None:
    tree = render("/// nonsense | Title\nText.\n///", draft.paths)
    assert tree.xpath("./div") == []
    assert "/// nonsense | Title" in tree.text_content()


def test_nested(draft: Draft) -> None:
    tree = render("//// danger | Outer\n/// pearl | Inner\nText.\n///\n////", draft.paths)
    [inner] = tree.xpath("./div/div")
    assert "pearl" in inner.get("class")
