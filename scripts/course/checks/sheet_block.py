"""The blocks of a sheet have the form that paper needs, and every sheet ends with its sources."""

import re
from collections.abc import Iterator

from course.findings import Finding
from course.markdown.kinds import SHEET_BLOCKS
from course.model import Block, Course, Page

RULE = "sheet-block"
_ITEM = re.compile(r"^\s*(?:[-*+]|\d+[.)])\s+\S")
_BOX = re.compile(r"^(?:##\s|/{3,}\s*(?:boxed|danger|warning|off-label|evidence|pearl)\b)")


def _content(page: Page, block: Block) -> list[tuple[int, str]]:
    last = block.closed_at or block.line
    return [(number, line) for number, line in page.prose_lines if block.line < number < last and line.strip()]


def _columns(lines: list[tuple[int, str]]) -> Iterator[tuple[int, str, str]]:
    if sum(1 for _, line in lines if _BOX.match(line)) < 2:
        yield 0, "`columns` holds fewer than two boxes", "Begin each box with `## Heading`, or with a rung of the ladder"


def _list_only(kind: str, lines: list[tuple[int, str]]) -> Iterator[tuple[int, str, str]]:
    if not lines:
        yield 0, f"`{kind}` is empty", "Write a list into it, one line for each item"
    for number, line in lines:
        if not _ITEM.match(line):
            yield number, f"`{kind}` holds '{line.strip()[:30]}', which is no item of a list", "Begin the line with `- `"
            return


def _log(title: str, lines: list[tuple[int, str]]) -> Iterator[tuple[int, str, str]]:
    if len(lines) < 2 or not all(line.lstrip().startswith("|") for _, line in lines):
        yield 0, "`log` does not hold a table alone", "Write the row of headings and the row of dashes into it"
        return
    heads = len(lines[0][1].strip().strip("|").split("|"))
    rows, _, widths = title.partition("; ")
    shares = [int(share) for share in widths.split()]
    if shares and (len(shares) != heads or sum(shares) != 100):
        fault = f"`log` has {heads} columns and {len(shares)} widths of {sum(shares)} together"
        yield 0, fault, "Give each column one, 100 in all"
    if len(lines) - 2 > int(rows):
        yield 0, f"`log` has {len(lines) - 2} written rows and {rows} in all", "Raise the number after `log |`"


def _of_block(page: Page, block: Block) -> Iterator[tuple[int, str, str]]:
    form, words = SHEET_BLOCKS[block.kind]
    if not re.fullmatch(form, block.title):
        yield 0, f"after `{block.kind} |` stands '{block.title}'", f"Write {words}"
        return
    lines = _content(page, block)
    if block.kind == "columns":
        yield from _columns(lines)
    elif block.kind in ("ticks", "fields"):
        yield from _list_only(block.kind, lines)
    elif block.kind == "lines" and lines:
        yield lines[0][0], "`lines` holds text", "Put the text before it"
    elif block.kind == "log":
        yield from _log(block.title, lines)


def check(course: Course) -> Iterator[Finding]:
    for page in course.in_order:
        for block in page.blocks:
            if block.kind in SHEET_BLOCKS and block.closed_at is not None:
                for line, fault, remedy in _of_block(page, block):
                    yield Finding(page.source, line or block.line, RULE, fault, remedy)
        if page.is_sheet:
            found = [block for block in page.blocks if block.kind == "sources"]
            if len(found) != 1:
                yield Finding(
                    page.source, found[1].line if found else 1, RULE, f"the sheet has {len(found)} blocks `sources`",
                    "End it with one: `/// sources`, a sentence that links to its chapters, `///`",
                )
