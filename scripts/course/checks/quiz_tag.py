"""Quiz tags are written `<quiz>` and `</quiz>`, each alone on its line, and everything between them is read.

A mistyped closing tag would publish the question with its answers marked, and no builder would complain.
"""

from collections.abc import Iterator

from course.findings import Finding
from course.model import Course

RULE = "quiz-tag"


def check(course: Course) -> Iterator[Finding]:
    for page, quiz in course.quizzes:
        for line, fault in quiz.faults:
            yield Finding(
                page.source, line, RULE, fault,
                "A quiz is <quiz>, a question, options `- [x] …` or `- [ ] …` each with `> reason` under it, </quiz>",
            )
