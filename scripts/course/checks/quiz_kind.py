"""Every quiz says what it asks for: a case, a decision, or recall."""

from collections.abc import Iterator

from course.findings import Finding
from course.model import Course
from course.model.quiz import KINDS

RULE = "quiz-kind"


def check(course: Course) -> Iterator[Finding]:
    for page, quiz in course.quizzes:
        if quiz.id is None or quiz.kind in KINDS:
            continue  # a quiz without its comment line has its finding from quiz-id
        said = f"says 'kind: {quiz.kind}', which is none" if quiz.kind else "does not say its kind"
        yield Finding(
            page.source, quiz.line, RULE, f"the quiz '{quiz.id}' {said}", "Put `kind: …` in its comment: " + ", ".join(KINDS)
        )
