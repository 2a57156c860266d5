"""Under every option stands its reason, with a source: who picks the wrong one must learn why in the same place."""

from collections.abc import Iterator

from course.findings import Finding
from course.model import Course
from course.model.citation import BRACKET

RULE = "quiz-rationale"


def check(course: Course) -> Iterator[Finding]:
    for page, quiz in course.quizzes:
        for option in quiz.options:
            if not option.rationale:
                if quiz.faults:
                    continue  # quiz-tag names the line that got lost
                yield Finding(
                    page.source, option.line, RULE, "the option has no reason", "Put a line `> why, with a source` under it"
                )
            elif not BRACKET.search(option.rationale):
                yield Finding(
                    page.source, option.line + 1, RULE, "the reason cites no source", "Add [@key] at its end"
                )
