"""No option contains another: where one is right, the other would be right as well."""

import re
from collections.abc import Iterator
from itertools import permutations

from course.findings import Finding
from course.model import Course
from course.model.quiz import plain

RULE = "quiz-overlap"
RANGE = re.compile(r"(\d+(?:\.\d+)?)\s*[–-]\s*(\d+(?:\.\d+)?)\s*([A-Za-z°%]+)")
NUMBER = re.compile(r"^[^\d]*(\d+(?:\.\d+)?)\s*([A-Za-z°%]+)[^\d]*$")


def _words(text: str) -> str:
    return " ".join(re.findall(r"[\w.%°–-]+", text.casefold())).rstrip(".")


def _within(number: float, unit: str, text: str) -> bool:
    return any(
        float(low) < number < float(high) and unit == other for low, high, other in RANGE.findall(text)
    )


def check(course: Course) -> Iterator[Finding]:
    for page, quiz in course.quizzes:
        options = [(option, plain(option.text)) for option in quiz.options]
        for (first, a), (second, b) in permutations(options, 2):
            said = ""
            if first.correct != second.correct and f" {_words(a)} " in f" {_words(b)} " and _words(a) != _words(b):
                said = f"'{a[:60]}' is contained in '{b[:60]}'"
            elif (number := NUMBER.match(a)) and not RANGE.search(a) and _within(float(number[1]), number[2], b):
                said = f"'{a[:60]}' lies within '{b[:60]}'"
            if said:
                yield Finding(page.source, first.line, RULE, said, "Make the options exclude each other", first.text)
