"""A question can be read on a phone between two patients: it, its options and its reasons have a longest length."""

from collections.abc import Iterator

from course.findings import Finding
from course.model import Course
from course.model.citation import BRACKET
from course.model.quiz import plain

RULE = "quiz-length"
QUESTION, OPTION, REASON = 75, 26, 55


def words(text: str) -> int:
    """Words of `text` as a reader counts them: no citations, no addresses."""
    return sum(1 for word in plain(BRACKET.sub("", text)).split() if any(letter.isalnum() for letter in word))


def check(course: Course) -> Iterator[Finding]:
    for page, quiz in course.quizzes:
        parts = [("question", quiz.question, QUESTION, quiz.line)]
        for option in quiz.options:
            parts.append(("option", option.text, OPTION, option.line))
            parts.append(("reason", option.rationale, REASON, option.line + 1))
        for name, text, at_most, line in parts:
            # What has no more blanks than that has no more words: hardly a text needs to be read as readers do.
            if len(text.split()) > at_most and (number := words(text)) > at_most:
                yield Finding(
                    page.source, line, RULE, f"the {name} has {number} words", f"Shorten it to {at_most} or fewer", text
                )
