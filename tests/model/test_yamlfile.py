import json

import pytest
from jsonschema import Draft202012Validator

from course.findings import CourseError, Finding
from course.model import yamlfile
from course.paths import Paths

TEXT = """\
# A comment.
references:
- id: one
  title: First
  issued: {date-parts: [[2001, 5]]}

- id: two
  custom:
    seen: "2026-11-22"
    evidence: >-
      over
      two lines
last: 1
"""


@pytest.mark.parametrize(("key", "line"), [
    ((), 2),
    (("references",), 2),
    (("references", 0), 3),
    (("references", 0, "id"), 3),
    (("references", 0, "title"), 4),
    (("references", 0, "issued", "date-parts", 0, 1), 5),
    (("references", 1), 7),
    (("references", 1, "custom"), 8),
    (("references", 1, "custom", "seen"), 9),
    (("references", 1, "custom", "evidence"), 10),
    (("last",), 13),
])
def test_line(key: tuple, line: int) -> None:
    file = yamlfile.parse(TEXT, "a.yml")
    assert key in file.lines
    assert file.line(*key) == line


def test_line_of_what_is_missing_is_that_of_its_parent() -> None:
    file = yamlfile.parse(TEXT, "a.yml")
    assert file.line("references", 1, "custom", "grade") == 8
    assert file.line("references", 9, "id") == 2
    assert file.line("nothing") == 2
    assert yamlfile.parse("", "a.yml").line("nothing") == 1


def test_first_line_moves_all_lines() -> None:
    file = yamlfile.parse("title: A\nminutes: 3", "a.md", first_line=2)
    assert (file.line("title"), file.line("minutes")) == (2, 3)


def test_value() -> None:
    assert yamlfile.parse("a: [1, b]\nc: null", "a.yml").value == {"a": [1, "b"], "c": None}
    assert yamlfile.parse("", "a.yml").value is None


@pytest.mark.parametrize(("text", "line", "says"), [
    ("a: 1\nb: 2\na: 3\n", 3, "the key 'a' stands twice"),
    ("x:\n  - b: 1\n    c: 2\n    b: 3\n", 4, "the key 'b' stands twice"),
    ("x: {a: 1, a: 2}\n", 1, "the key 'a' stands twice"),
    ("a: 1\nb: [1, 2\nc: 3\n", 3, "not valid YAML: did not find expected"),
    ("a: 'open\nb: 2\n", 3, "not valid YAML: found unexpected end of stream"),
    ("a: 1\n\tb: 2\n", 2, "not valid YAML: found a tab character"),
    ("a: 1\n b: 2\n", 2, "not valid YAML: mapping values are not allowed"),
    ("a: \x00\n", 1, "not valid YAML: "),
    ("a: *nowhere\n", 1, "not valid YAML: found undefined alias"),
    ("a: 1\nb: !!python/name:os.system\n", 2, "not valid YAML: could not determine a constructor"),
    ("a: 1\nb: {c: [x, 2027-02-30]}\n", 2, "there is no such value: day is out of range"),
])
def test_broken(text: str, line: int, says: str) -> None:
    with pytest.raises(CourseError) as caught:
        yamlfile.parse(text, "a.yml", first_line=10)
    [finding] = caught.value.findings
    assert (finding.path, finding.rule) == ("a.yml", "yaml")
    assert finding.line == line + 9
    assert finding.message.startswith(says), finding.message
    assert "\n" not in str(caught.value)


SCHEMA = {
    "type": "object",
    "required": ["title"],
    "additionalProperties": False,
    "properties": {
        "title": {"type": "string", "description": "Say its name"},
        "kind": {"enum": ["a", "b"]},
        "list": {"type": "array", "items": {"type": "integer"}},
    },
}


@pytest.mark.parametrize(("text", "expected"), [
    ("title: A", []),
    ("kind: a", [(2, "'title' is a required property", "See the schema beside the data")]),
    ("title: A\nkind: c", [(3, "kind: 'c' is not one of the known values", "Use one of: a, b")]),
    ("title: 3", [(2, "title: 3 is not of type 'string'", "Say its name")]),
    ("title: A\nlist: [1,\n  x]", [(4, "list.1: 'x' is not of type 'integer'", "See the schema beside the data")]),
    ("title: A\nfoo: 1\nbar: 2", [
        (3, "unknown key 'foo'", "Remove it, or use one of: title, kind, list"),
        (4, "unknown key 'bar'", "Remove it, or use one of: title, kind, list"),
    ]),
])
def test_schema_findings(text: str, expected: list) -> None:
    file = yamlfile.parse(text, "a.md", first_line=2)
    found = list(yamlfile.schema_findings(file, SCHEMA, "a-rule"))
    for finding, (line, says, remedy) in zip(found, expected, strict=True):
        assert (finding.path, finding.line, finding.rule, finding.remedy) == ("a.md", line, "a-rule", remedy)
        assert says in finding.message
        assert isinstance(finding, Finding)


def test_long_values_are_not_repeated_in_messages() -> None:
    file = yamlfile.parse(f"title: [{'x' * 500}]", "a.md")
    [finding] = yamlfile.schema_findings(file, SCHEMA, "a-rule")
    assert finding.message == "title: type does not hold"


def test_the_real_schemas_are_schemas(repo: Paths) -> None:
    for path in (repo.references_schema, repo.front_matter_schema):
        schema = json.loads(path.read_text("utf-8"))
        Draft202012Validator.check_schema(schema)
        assert schema["additionalProperties"] is False
