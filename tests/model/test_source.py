import pytest

from course.findings import CourseError
from course.model import source

BODY = """\
# Title

Text with `[code](a.md)` and [a link](b.md "with a title"), ![a picture](c.svg).

```python
# not a heading
[not](a-link.md)
/// not-a-block
```

~~~~
```
# still code
~~~
~~~~

## A *fine* [heading](d.md) { #fine }

<!-- # no heading [no](link.md) -->
<!-- several lines
## no heading
[no](link.md)
--> [after](e.md)

/// danger | Take care
[inside](<f g.md>)
///

## Twice

## Twice
"""
LINES = list(source.prose_lines(BODY, 5))


def test_front_matter_is_split() -> None:
    assert source.split_front_matter("---\na: 1\nb: 2\n---\n\n# T\n") == ("a: 1\nb: 2", "\n# T\n", 5)
    assert source.split_front_matter("---\na: 1\n...\n# T") == ("a: 1", "# T", 4)
    assert source.split_front_matter("---\n---\n# T") == ("", "# T", 3)


@pytest.mark.parametrize("text", [
    "# T\n", "", "---\na: 1\n# never closed\n", "\n---\na: 1\n---\n", "----\na: 1\n----\n",
])
def test_no_front_matter(text: str) -> None:
    assert source.split_front_matter(text) == (None, text, 1)


def test_lines_keep_their_numbers_and_columns() -> None:
    raw = BODY.split("\n")
    assert [number for number, _ in LINES] == list(range(5, 5 + len(raw)))
    for (_, line), before in zip(LINES, raw, strict=True):
        assert line in ("", before) or len(line) == len(before)


def test_headings() -> None:
    assert [(heading.level, heading.text, heading.id, heading.line) for heading in source.headings(LINES)] == [
        (1, "Title", "title", 5),
        (2, "A fine heading", "fine", 21),
        (2, "Twice", "twice", 33),
        (2, "Twice", "twice_1", 35),
    ]


@pytest.mark.parametrize(("text", "plain", "id"), [
    ("## Closed ##", "Closed", "closed"),
    ("## 20 Units: 4 × 5 mL", "20 Units: 4 × 5 mL", "20-units-4-5-ml"),
    ("## snake_case and _soft_ **strong**", "snake_case and soft strong", "snake_case-and-soft-strong"),
    ("## With `code`", "With code", "with-code"),
    ("## Kept { .note }", "Kept", "kept"),
    ("## Kept {: #given .note }", "Kept", "given"),
])
def test_heading(text: str, plain: str, id: str) -> None:
    [heading] = source.headings([(1, text)])
    assert (heading.text, heading.id) == (plain, id)


@pytest.mark.parametrize("text", ["#no-blank", "text # hash", "    # code", "####### seven", "# "])
def test_no_heading(text: str) -> None:
    assert source.headings([(1, text)]) == []


def test_a_given_id_is_not_given_again() -> None:
    lines = list(source.prose_lines("## Dose\n\n## Other { #dose }\n", 1))
    assert [heading.id for heading in source.headings(lines)] == ["dose_1", "dose"]


def test_links() -> None:
    assert [(link.text, link.target, link.line, link.image) for link in source.links(LINES)] == [
        ("a link", "b.md", 7, False),
        ("a picture", "c.svg", 7, True),
        ("heading", "d.md", 21, False),
        ("after", "e.md", 27, False),
        ("inside", "f g.md", 30, False),
    ]


@pytest.mark.parametrize(("text", "found"), [
    ("[a [b] c](x.md)", [("a [b] c", "x.md")]),
    ("[@key] (not a link)", []),
    ("[@key](x.md)", [("@key", "x.md")]),
    ("[a](x.md)[b](y.md#z)", [("a", "x.md"), ("b", "y.md#z")]),
    ("[](x.md)", [("", "x.md")]),
    ("[a]()", [("a", "")]),
])
def test_link(text: str, found: list) -> None:
    assert [(link.text, link.target) for link in source.links([(1, text)])] == found


def blocks(text: str) -> tuple[list[tuple[str, str, int, int | None]], list[int]]:
    found, stray = source.blocks(list(source.prose_lines(text, 1)))
    return [(block.kind, block.title, block.line, block.closed_at) for block in found], stray


def test_blocks() -> None:
    found, stray = source.blocks(LINES)
    [block] = found
    assert (block.kind, block.title, block.line, block.closed_at) == ("danger", "Take care", 29, 31)
    assert stray == []


@pytest.mark.parametrize(("text", "found", "stray"), [
    ("/// a | T\n///", [("a", "T", 1, 2)], []),
    ("/// a\n///", [("a", "", 1, 2)], []),
    ("/// a | T\nx", [("a", "T", 1, None)], []),
    ("/// a | T\n/// b | U\n///", [("a", "T", 1, None), ("b", "U", 2, 3)], []),
    ("//// a | T\n/// b | U\n///\n////", [("a", "T", 1, 4), ("b", "U", 2, 3)], []),
    ("x\n///\n/// a\n////\n///", [("a", "", 3, 5)], [2, 4]),
    ("/// off-label | T | U\n///", [("off-label", "T | U", 1, 2)], []),
    ("```\n/// a\n```\n`///`", [], []),
])
def test_block(text: str, found: list, stray: list) -> None:
    assert blocks(text) == (found, stray)


@pytest.mark.parametrize(("text", "prose"), [
    ("```\n[@a]\n```\n[@b]", "[@b]"),
    ("```\n~~~\n[@a]\n```\n[@b]", "[@b]"),
    ("````\n```\n[@a]\n````\n[@b]", "[@b]"),
    ("```text\n[@a]\n``` not the end\n[@a]\n```\n[@b]", "[@b]"),
    ("`[@a]` [@b]", "[@b]"),
    ("``[@a] ` [@a]`` [@b]", "[@b]"),
    ("[@b] ` alone", "[@b] ` alone"),
    ("<!-- [@a] --> [@b]", "[@b]"),
    ("<!--\n[@a]\n\n[@a] --> [@b]", "[@b]"),
    ("```\n<!--\n```\n[@b]", "[@b]"),
    ("`<!--` [@b]", "[@b]"),
])
def test_code_and_comments_are_blanked(text: str, prose: str) -> None:
    assert " ".join(line.strip() for _, line in source.prose_lines(text, 1)).strip() == prose


def test_read_leaves_the_byte_order_mark_out(tmp_path) -> None:
    file = tmp_path / "a.md"
    file.write_bytes(b"\xef\xbb\xbf---\r\ntitle: A\r\n---\r\n")
    assert source.read(file, "a.md") == "---\ntitle: A\n---\n"


def test_read_names_the_line_that_is_not_utf8(tmp_path) -> None:
    file = tmp_path / "a.md"
    file.write_bytes("one\ntwo\n5–10 Units".encode("cp1252"))
    with pytest.raises(CourseError, match=r"^docs/a\.md:3: encoding: not UTF-8"):
        source.read(file, "docs/a.md")
