"""A chapter asks five questions or more, and at least half of them are cases or decisions, not recall."""

from collections.abc import Iterator

from course.findings import Finding
from course.model import Course

RULE = "chapter-quizzes"
AT_LEAST = 5


def check(course: Course) -> Iterator[Finding]:
    for page in course.chapters:
        if len(page.quizzes) < AT_LEAST:
            yield Finding(
                page.source, 1, RULE, f"the chapter asks {len(page.quizzes)} questions", f"Ask at least {AT_LEAST}"
            )
        recall = [quiz for quiz in page.quizzes if quiz.kind == "recall"]
        if 2 * len(recall) > len(page.quizzes):
            yield Finding(
                page.source, recall[0].line, RULE, f"{len(recall)} of the {len(page.quizzes)} questions ask for recall",
                "Ask for a decision, or put the fact into a fictional case",
            )
