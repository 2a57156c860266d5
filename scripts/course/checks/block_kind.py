"""Every `///` block is of a known kind, has a title where readers see one, and is closed."""

from collections.abc import Iterator

from course.findings import Finding
from course.markdown.kinds import ALL_BLOCKS, LADDER
from course.model import Course

RULE = "block-kind"


def check(course: Course) -> Iterator[Finding]:
    for page in course.in_order:
        yield from (finding for finding in page.findings if finding.rule == RULE)
        for block in page.blocks:
            if block.kind not in ALL_BLOCKS:
                yield Finding(
                    page.source, block.line, RULE, f"'{block.kind}' is no kind of block",
                    "Use one of: " + ", ".join(ALL_BLOCKS),
                )
            elif block.closed_at is None:
                yield Finding(page.source, block.line, RULE, "the block is not closed", "Put a line `///` after it")
            elif block.kind in LADDER and not block.title:
                yield Finding(
                    page.source, block.line, RULE, "the block has no title", f"Write `/// {block.kind} | Title`"
                )
