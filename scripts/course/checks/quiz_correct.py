"""A quiz has a correct option and a wrong one."""

from collections.abc import Iterator

from course.findings import Finding
from course.model import Course

RULE = "quiz-correct"


def check(course: Course) -> Iterator[Finding]:
    for page, quiz in course.quizzes:
        if not quiz.options or quiz.faults:
            continue
        if not quiz.correct:
            yield Finding(page.source, quiz.line, RULE, "no option is marked as correct", "Mark it `- [x]`")
        elif len(quiz.correct) == len(quiz.options):
            yield Finding(page.source, quiz.line, RULE, "every option is marked as correct", "Mark the wrong ones `- [ ]`")
