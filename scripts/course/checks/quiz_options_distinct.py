"""No two options of a quiz have the same text: mkdocs-quiz would mark both as right when one is."""

from collections.abc import Iterator

from course.findings import Finding
from course.model import Course

RULE = "quiz-options-distinct"


def check(course: Course) -> Iterator[Finding]:
    for page, quiz in course.quizzes:
        seen: set[str] = set()
        for option in quiz.options:
            text = " ".join(option.text.lower().split())
            if text in seen:
                yield Finding(page.source, option.line, RULE, f"'{option.text}' stands twice", "Make the options differ")
            seen.add(text)
