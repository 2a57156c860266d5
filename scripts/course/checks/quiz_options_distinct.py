"""No two options of a quiz are the same: mkdocs-quiz would mark both as right when one is, and answers could not be kept."""

import re
from collections.abc import Iterator

from course.findings import Finding
from course.model import Course

RULE = "quiz-options-distinct"
#: What the script of the questions stores.
KEY = re.compile(r"^[a-z0-9][a-z0-9-]{0,79}$")


def check(course: Course) -> Iterator[Finding]:
    for page, quiz in course.quizzes:
        seen: set[str] = set()
        values: set[str] = set()
        for option in quiz.options:
            text = " ".join(option.text.lower().split())
            if text in seen:
                yield Finding(page.source, option.line, RULE, f"'{option.text}' stands twice", "Make the options differ")
            elif option.value in values:
                yield Finding(
                    page.source, option.line, RULE, f"'{option.text}' has the same words or the same key as another option",
                    "Make the options differ in more than their punctuation, and their keys differ",
                )
            if option.key is not None and not KEY.match(option.key):
                yield Finding(
                    page.source, option.line, RULE, f"the key '{option.key}' is not in kebab-case, or is too long",
                    "Write it in small letters, digits and hyphens, 80 at most",
                )
            seen.add(text)
            values.add(option.value)
