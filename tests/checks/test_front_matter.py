import pytest

from tests.support import INDEX, KETTLE, TEAPOT, Draft, assert_only


@pytest.mark.parametrize(("old", "new", "says"), [
    ("minutes: 5", "minutes: 500", "minutes"),
    ("minutes: 5", "minutes: five", "minutes"),
    ("minutes: 5", "law: UK\nminutes: 5", "law"),
    ("title: The kettle", "title: The pot", "is not the title 'The pot'"),
    ("  boil-water: Bring", "  boil-water: bring", "objectives.boil-water"),
    ("description: How water comes to the boil, and how a person can tell.", "description: Short.", "description"),
    ("reviewed: null", "reviewed: yes", "reviewed"),
    ("reviewed: null", "reviewed: null\nauthor: A. B.", "unknown key 'author'"),
    ("reviewed: null", "reviewed: {date: soon, by: \"A. B., nurse\", next: 2028-01-15}", "reviewed.date is not a date"),
    ("reviewed: null\n", "", "'reviewed' is a required property"),
])
def test_bad(draft: Draft, old: str, new: str, says: str) -> None:
    line = draft.replace(KETTLE, old, new)
    if says.startswith("is not the title"):
        line = draft.line_of(KETTLE, "# The kettle")
    elif says.startswith("unknown key"):
        line += 1
    elif says.endswith("required property"):
        line = 2
    assert_only(draft, "front-matter", KETTLE, line, says)


def test_bad_minutes_without_objectives(draft: Draft) -> None:
    draft.replace(INDEX, "reviewed: null", "minutes: 3\nreviewed: null")
    assert_only(draft, "front-matter", INDEX, 2, "objectives")


def test_bad_order_of_keys(draft: Draft) -> None:
    draft.replace(INDEX, "reviewed: null\n", "")
    line = draft.replace(INDEX, "title: Introduction", "reviewed: null\ntitle: Introduction")
    assert_only(draft, "front-matter", INDEX, line, "order")


def test_bad_title_twice(draft: Draft) -> None:
    draft.replace(TEAPOT, "title: The teapot", "title: The kettle")
    draft.replace(TEAPOT, "# The teapot", "# The kettle")
    assert_only(draft, "front-matter", TEAPOT, 2, "also that of docs/chapters/kettle.md")


def test_bad_no_front_matter(draft: Draft) -> None:
    draft.write(INDEX, "# Introduction\n\nText. [@board2019]\n")
    assert_only(draft, "front-matter", INDEX, 1, "no front matter")


def test_bad_not_a_mapping(draft: Draft) -> None:
    draft.write(INDEX, "---\n- title\n---\n\n# Introduction\n")
    assert_only(draft, "front-matter", INDEX, 1, "not a list of keys")


@pytest.mark.parametrize(("old", "new"), [
    ("title: The kettle", "title: [The kettle"),
    ("title: The kettle", "title: 'The kettle"),
    ("minutes: 5", "minutes: 5\nminutes: 6"),
    ("reviewed: null", "reviewed: {date: 2027-02-30, by: \"A. B., nurse\", next: 2028-01-15}"),
])
def test_broken_yaml_is_one_finding(draft: Draft, old: str, new: str) -> None:
    """And none for the quizzes, whose objectives cannot be known now."""
    draft.replace(KETTLE, old, new)
    findings = draft.findings()
    assert [(finding.rule, finding.path) for finding in findings] == [("yaml", KETTLE)], findings
    assert "\n" not in str(findings[0])
    assert 2 <= findings[0].line <= 10


def test_objectives_of_a_wrong_form_are_one_finding(draft: Draft) -> None:
    """None for the quizzes that name them."""
    line = draft.replace(TEAPOT, "objectives:\n  warm-pot: Warm", "objectives: Warm")
    assert_only(draft, "front-matter", TEAPOT, line, "objectives")


@pytest.mark.parametrize(("old", "new"), [
    ("minutes: 5", "minutes: 60"),
    ("reviewed: null", "reviewed: {date: 2027-01-15, by: \"A. B., nurse\", next: 2028-01-15}"),
    ("description: How water comes to the boil, and how a person can tell.", 'description: "Water: a description."'),
])
def test_good(draft: Draft, old: str, new: str) -> None:
    draft.replace(KETTLE, old, new)
    assert draft.findings() == []
