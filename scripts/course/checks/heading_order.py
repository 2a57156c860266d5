"""Each page has one first-level heading, at its top, and no heading skips a level."""

from collections.abc import Iterator

from course.findings import Finding
from course.model import Course

RULE = "heading-order"


def check(course: Course) -> Iterator[Finding]:
    for page in course.in_order:
        if not page.headings or page.headings[0].level != 1:
            line = page.headings[0].line if page.headings else 1
            yield Finding(page.source, line, RULE, "the page begins without a first-level heading", "Begin with `# Title`")
        level = 1
        for index, heading in enumerate(page.headings):
            if heading.level == 1 and index > 0:
                yield Finding(page.source, heading.line, RULE, "a second first-level heading", "Use ## and below")
            elif heading.level > level + 1:
                yield Finding(
                    page.source, heading.line, RULE,
                    f"a heading of level {heading.level} follows one of level {level}",
                    f"Use {'#' * (level + 1)} here",
                )
            level = heading.level
