"""Every objective of a chapter is examined by a quiz on the same page."""

from collections.abc import Iterator

from course.findings import Finding
from course.model import Course

RULE = "objective-examined"


def check(course: Course) -> Iterator[Finding]:
    for page in course.chapters:
        examined = {quiz.objective for quiz in page.quizzes}
        for key in page.objectives:
            if key not in examined:
                yield Finding(
                    page.source, page.objective_lines[key], RULE, f"no quiz examines the objective '{key}'",
                    f"Write one with `objective: {key}`, or drop the objective",
                )
