import pytest

from course.model.quiz import Quiz, parse_quizzes
from tests.support import quiz

SOUND = """\
<quiz>
<!-- id: first; objective: know-it -->
What is **so**?

Look twice.

- [x] This one
> Because. [@a]
> And more.
- [ ] That one
> Never. [@b]

* [X] This as well
> It is.
* [] Not this

</quiz>
"""
AFTER = quiz(id="after", objective="other")


def parse(text: str, first: int = 1) -> list[Quiz]:
    return parse_quizzes(list(enumerate(text.split("\n"), start=first)))


def test_sound() -> None:
    [found] = parse(SOUND, first=11)
    assert (found.id, found.objective) == ("first", "know-it")
    assert found.question == "What is **so**?\n\nLook twice."
    assert [(option.text, option.correct, option.rationale, option.line) for option in found.options] == [
        ("This one", True, "Because. [@a]\nAnd more.", 17),
        ("That one", False, "Never. [@b]", 20),
        ("This as well", True, "It is.", 23),
        ("Not this", False, "", 25),
    ]
    assert [option.text for option in found.correct] == ["This one", "This as well"]
    assert (found.line, found.end) == (11, 27)
    assert found.faults == ()


def test_several_and_what_stands_between() -> None:
    found = parse(f"# Head\n\n{SOUND}\nText with - [x] a box.\n\n- [x] a list outside\n\n{AFTER}")
    assert [(item.id, item.line, item.end, item.faults) for item in found] == [
        ("first", 3, 19, ()),
        ("after", 25, 35, ()),
    ]


def test_none() -> None:
    assert parse("# Head\n\nNo question here. A < b, quizzes, <q>words</q>.\n\n- [x] done") == []


@pytest.mark.parametrize(("comment", "id", "objective"), [
    ("<!-- id: a -->", "a", None),
    ("<!-- objective: b -->", None, "b"),
    ("<!--id:a;objective:b-->", "a", "b"),
    ("<!-- a remark -->", None, None),
    ("<!-- id: ; objective: b -->", None, "b"),
])
def test_comment(comment: str, id: str | None, objective: str | None) -> None:
    [found] = parse(quiz(id=None, objective=None).replace("<quiz>\n", f"<quiz>\n{comment}\n"))
    assert (found.id, found.objective) == (id, objective)
    assert found.question == "What is so?"


#: Name: (a damaged quiz, the line of the fault counted from its first line as 0, the options that are read of it).
DAMAGED = {
    "unclosed": (quiz().replace("</quiz>\n", ""), 0, 3),
    "closing tag with a slip": (quiz().replace("</quiz>", "</quizz>"), 10, 3),
    "closing tag with another letter": (quiz().replace("</quiz>", "</qiuz>"), 10, 3),
    "closing tag in capitals": (quiz().replace("</quiz>", "</QUIZ>"), 10, 3),
    "closing tag without its end": (quiz().replace("</quiz>", "</quiz"), 10, 3),
    "closing tag with a blank": (quiz().replace("</quiz>", "</ quiz>"), 10, 3),
    "closing tag with a backslash": (quiz().replace("</quiz>", "<\\quiz>"), 10, 3),
    "closing tag without its slash": (quiz().replace("</quiz>", "<quiz>"), 10, 3),
    "closing tag with the slash behind": (quiz().replace("</quiz>", "<quiz/>"), 10, 3),
    "closing tag indented": (quiz().replace("</quiz>", "  </quiz>"), 10, 3),
    "closing tag after text": (quiz().replace("\n</quiz>", "</quiz>"), 9, 3),
    "closing tag before text": (quiz().replace("</quiz>", "</quiz> Well done."), 10, 3),
    "opening tag with a slip": (quiz().replace("<quiz>", "<quizz>"), 0, 3),
    "opening tag with another letter": (quiz().replace("<quiz>", "<qiuz>"), 0, 3),
    "opening tag in capitals": (quiz().replace("<quiz>", "<Quiz>"), 0, 3),
    "opening tag with an attribute": (quiz().replace("<quiz>", "<quiz id=a>"), 0, 3),
    "opening tag indented": (quiz().replace("<quiz>", "    <quiz>"), 0, 3),
    "opening tag before text": (quiz().replace("<quiz>", "<quiz> Text."), 0, 3),
    "option with another mark": (quiz().replace("[x]", "[y]"), 4, 2),
    "option indented": (quiz().replace("- [x]", "  - [x]"), 4, 2),
    "option without a blank": (quiz().replace("- [x] ", "- [x]"), 4, 2),
    "reason after an empty line": (quiz().replace("- [x] Option 1\n", "- [x] Option 1\n\n"), 6, 3),
    "paragraph after the options": (quiz().replace("</quiz>", "Text\nand text.\n</quiz>"), 10, 3),
    "no question": (quiz(question=""), 0, 3),
    "blank to fill in": (quiz(question="What is [[so]]?"), 2, 3),
}


@pytest.mark.parametrize("name", DAMAGED)
@pytest.mark.parametrize(
    "between", ["", "A paragraph.\n\n- A list.\n\n", "## Head\n\n"], ids=["next quiz", "text", "heading"]
)
def test_damaged(name: str, between: str) -> None:
    """One fault, with the right line; the quiz before and the quiz after are whole."""
    text, offset, options = DAMAGED[name]
    before, middle, after = parse(f"{SOUND}\n{text}\n{between}{AFTER}")
    assert (before.id, before.faults) == ("first", ())
    assert [line for line, _ in middle.faults] == [19 + offset], middle.faults
    assert len(middle.options) == options
    lost = 1 if name == "reason after an empty line" else 0
    assert [option.rationale for option in middle.options].count("Because. [@adams2001]") == options - lost
    assert middle.id == "an-id"
    assert (after.id, after.faults, len(after.options)) == ("after", (), 3)
    assert middle.end < after.line


@pytest.mark.parametrize("name", DAMAGED)
def test_damaged_at_the_end_of_the_file(name: str) -> None:
    text, offset, _ = DAMAGED[name]
    [found] = parse(text)
    assert [line for line, _ in found.faults] == [1 + offset]


def test_unclosed_quiz_ends_where_its_options_do() -> None:
    found, _ = parse(f"{quiz().replace('</quiz>', '')}\nA claim. [@a]\n\nAnother.\n\n{AFTER}")
    assert found.end <= 12
    assert found.options[-1].rationale == "Because. [@adams2001]"


@pytest.mark.parametrize("line", ["</quiz>", "See the <quiz> tag.", "<quiz>What?</quiz>", "Text </quiz>"])
def test_lone_tag(line: str) -> None:
    """It is named, and nothing after it is taken for a part of it."""
    lone, after = parse(f"{line}\n\nText.\n\n{AFTER}")
    assert [number for number, _ in lone.faults] == [1]
    assert (lone.line, lone.end, lone.options) == (1, 1, ())
    assert (after.id, after.faults) == ("after", ())
