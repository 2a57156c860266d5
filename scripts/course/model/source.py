"""Markdown source read line by line: what a rule needs to know, without a builder.

It knows the course's own conventions (fences with three backticks or tildes, headings with #, inline links), not
the whole of Markdown; `tests/model/test_parity.py` holds it against what Python-Markdown makes of the same pages.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from markdown.extensions.toc import slugify, unique

from course.findings import CourseError, Finding

FENCE = re.compile(r"^\s*(`{3,}|~{3,})")
INLINE_CODE = re.compile(r"(?<!`)(`+)(?!`)(.+?)(?<!`)\1(?!`)")
HEADING = re.compile(r"^(#{1,6})[ \t]+(.+?)[ \t]*#*[ \t]*$")
ATTRIBUTES = re.compile(r"[ \t]*\{:?[ \t]*([^{}]*?)[ \t]*\}[ \t]*$")
ID_ATTRIBUTE = re.compile(r"#([A-Za-z0-9_-]+)")
LINK = re.compile(r"(?P<bang>!?)\[(?P<text>(?:[^\[\]]|\[[^\[\]]*\])*)\]\((?P<target><[^>]*>|[^()\s]*)(?:\s+\"[^\"]*\")?\)")
BLOCK_OPEN = re.compile(r"^(/{3,})[ \t]*([A-Za-z][\w-]*)[ \t]*(?:\|[ \t]*(.*))?$")
BLOCK_CLOSE = re.compile(r"^(/{3,})[ \t]*$")
COMMENT = re.compile(r"<!--.*?-->")
EMPHASIS = re.compile(r"[*`]|(?<![^\W_])_+|_+(?![^\W_])")


@dataclass(frozen=True)
class Heading:
    level: int
    text: str
    id: str
    line: int


@dataclass(frozen=True)
class Link:
    """A link or, with `image`, an image."""

    text: str
    target: str
    line: int
    image: bool


@dataclass(frozen=True)
class Block:
    """A `/// kind | title` block. `closed_at` is None where the closing line is missing."""

    kind: str
    title: str
    line: int
    closed_at: int | None


def read(file: Path, shown: str) -> str:
    """The text of `file`, without a byte order mark, as the builder reads it.

    Raises:
        CourseError: not UTF-8.
    """
    try:
        return file.read_text("utf-8-sig")
    except UnicodeDecodeError as error:
        line = file.read_bytes()[: error.start].count(b"\n") + 1
        raise CourseError(Finding(shown, line, "encoding", "not UTF-8", "Save the file as UTF-8")) from error


def split_front_matter(text: str) -> tuple[str | None, str, int]:
    """(front matter or None, body, number of the body's first line)."""
    lines = text.split("\n")
    if lines[0].rstrip() != "---":
        return None, text, 1
    for index, line in enumerate(lines[1:], start=1):
        if line.rstrip() in ("---", "..."):
            return "\n".join(lines[1:index]), "\n".join(lines[index + 1:]), index + 2
    return None, text, 1


def prose_lines(body: str, first_line: int) -> Iterator[tuple[int, str]]:
    """The lines of `body` with their numbers; code, fenced or inline, and comments are blanked, not moved."""
    fence = ""
    comment_goes_on = False
    for number, line in enumerate(body.split("\n"), start=first_line):
        match = FENCE.match(line)
        if comment_goes_on:
            comment_goes_on = "-->" not in line
            yield number, "" if comment_goes_on else " " * (line.index("-->") + 3) + line[line.index("-->") + 3:]
        elif fence:
            if match and match[1][0] == fence[0] and len(match[1]) >= len(fence) and not line.strip(" \t`~"):
                fence = ""
            yield number, ""
        elif match:
            fence = match[1]
            yield number, ""
        else:
            if "`" in line:
                line = INLINE_CODE.sub(lambda code: " " * len(code[0]), line)
            if "<!--" in line:
                line = COMMENT.sub(lambda comment: " " * len(comment[0]), line)
            comment_goes_on = line.startswith("<!--")
            yield number, "" if comment_goes_on else line


def headings(lines: list[tuple[int, str]]) -> list[Heading]:
    """All headings with the ids that Python-Markdown's `toc` and `attr_list` give them.

    The lines of headings are to be as they were written: inline code is part of an id.
    """
    found: list[Heading] = []
    given = {
        match[1] for _, line in lines
        if HEADING.match(line) and (attributes := ATTRIBUTES.search(line)) and (match := ID_ATTRIBUTE.search(attributes[1]))
    }
    used = set(given)
    for number, line in lines:
        match = HEADING.match(line)
        if not match:
            continue
        text, explicit = match[2], None
        if attributes := ATTRIBUTES.search(text):
            named = ID_ATTRIBUTE.search(attributes[1])
            explicit = named[1] if named else None
            text = text[: attributes.start()]
        plain = EMPHASIS.sub("", LINK.sub(lambda link: link["text"], COMMENT.sub("", text))).strip()
        found.append(Heading(len(match[1]), plain, explicit or unique(slugify(plain, "-"), used), number))
    return found


def links(lines: list[tuple[int, str]]) -> list[Link]:
    """All inline links and images."""
    return [
        Link(match["text"], match["target"].strip("<>"), number, bool(match["bang"]))
        for number, line in lines
        for match in LINK.finditer(line)
    ]


def blocks(lines: list[tuple[int, str]]) -> tuple[list[Block], list[int]]:
    """All `///` blocks, and the lines of closings that close nothing."""
    found: list[Block] = []
    open_blocks: list[tuple[int, int]] = []
    stray: list[int] = []
    for number, line in lines:
        if opened := BLOCK_OPEN.match(line):
            found.append(Block(opened[2], (opened[3] or "").strip(), number, None))
            open_blocks.append((len(opened[1]), len(found) - 1))
        elif closed := BLOCK_CLOSE.match(line):
            if open_blocks and open_blocks[-1][0] == len(closed[1]):
                index = open_blocks.pop()[1]
                found[index] = Block(found[index].kind, found[index].title, found[index].line, number)
            else:
                stray.append(number)
    return found, stray
