"""A chapter asks at least three questions."""

from collections.abc import Iterator

from course.findings import Finding
from course.model import Course

RULE = "chapter-quizzes"
AT_LEAST = 3


def check(course: Course) -> Iterator[Finding]:
    for page in course.chapters:
        if len(page.quizzes) < AT_LEAST:
            yield Finding(
                page.source, 1, RULE, f"the chapter asks {len(page.quizzes)} questions", f"Ask at least {AT_LEAST}"
            )
