"""Every quiz in a chapter names one of the chapter's objectives."""

from collections.abc import Iterator

from course.findings import Finding
from course.model import Course

RULE = "quiz-objective"


def check(course: Course) -> Iterator[Finding]:
    for page, quiz in course.quizzes:
        if quiz.id is None or (quiz.objective in page.objectives):
            continue  # a quiz without its comment line has its finding from quiz-id
        if not page.objectives and any(finding.rule in ("front-matter", "yaml") for finding in page.findings):
            continue  # the page may well have objectives, which cannot be read
        named = f"names '{quiz.objective}', which is no objective of this page" if quiz.objective else "names no objective"
        yield Finding(
            page.source, quiz.line, RULE, f"the quiz '{quiz.id}' {named}",
            "Use one of: " + ", ".join(page.objectives) if page.objectives else "Give the page objectives",
        )
