"""No question gives its answer away: a rare word of the stem that only the right option repeats is a clue."""

import re
from collections import Counter
from collections.abc import Iterator

from course.findings import Finding
from course.model import Course, Quiz
from course.model.quiz import plain

RULE = "quiz-leak"
#: Two words that only the right option shares with the stem. One alone is as often the subject as a clue.
AT_LEAST = 2
WORD = re.compile(r"[a-z][a-z-]{6,}")
#: A word is known by its first letters: "inject", "injected" and "injection" are the same clue.
STEM = 7


def _roots(text: str) -> set[str]:
    return {word[:STEM] for word in WORD.findall(plain(text).casefold())}


def clues(quiz: Quiz) -> list[str]:
    """The roots that stand in the question and in the right options, and in no wrong one."""
    right = set.union(set(), *(_roots(option.text) for option in quiz.options if option.correct))
    wrong = set.union(set(), *(_roots(option.text) for option in quiz.options if not option.correct))
    return sorted((_roots(quiz.question) & right) - wrong)


def check(course: Course) -> Iterator[Finding]:
    for page, quiz in course.quizzes:
        counts = Counter(option.correct for option in quiz.options)
        if not counts[True] or not counts[False]:
            continue
        found = clues(quiz)
        if len(found) >= AT_LEAST:
            yield Finding(
                page.source, quiz.line, RULE,
                f"only the right option repeats words of the question: {', '.join(f'{root}…' for root in found)}",
                "Use these words in a wrong option too, or in none", quiz.question,
            )
