"""A quiz offers three options or more."""

from collections.abc import Iterator

from course.findings import Finding
from course.model import Course

RULE = "quiz-option-count"
AT_LEAST = 3


def check(course: Course) -> Iterator[Finding]:
    for page, quiz in course.quizzes:
        if len(quiz.options) < AT_LEAST and not quiz.faults:
            yield Finding(
                page.source, quiz.line, RULE, f"the quiz has {len(quiz.options)} options", f"Offer {AT_LEAST} or more"
            )
