"""Every quiz has an id, in kebab-case, that no other quiz of the course has.

The id names the question for good: links, reports and whatever a reader keeps of it."""

import re
from collections.abc import Iterator

from course.findings import Finding
from course.model import Course

RULE = "quiz-id"
KEBAB = re.compile(r"^(?=.{1,80}$)[a-z][a-z0-9]*(-[a-z0-9]+)*$")


def check(course: Course) -> Iterator[Finding]:
    seen: dict[str, str] = {}
    for page, quiz in course.quizzes:
        if quiz.id is None:
            if not quiz.faults:
                yield Finding(
                    page.source, quiz.line, RULE, "the quiz has no id",
                    "Put `<!-- id: …; objective: … -->` in the line after <quiz>",
                )
        elif not KEBAB.match(quiz.id):
            yield Finding(
                page.source, quiz.line, RULE, f"the id '{quiz.id}' is not in kebab-case, or too long", "Write it like-this"
            )
        elif quiz.id in seen:
            yield Finding(
                page.source, quiz.line, RULE, f"the id '{quiz.id}' is taken by {seen[quiz.id]}", "Choose another one"
            )
        else:
            seen[quiz.id] = f"{page.source}:{quiz.line}"
