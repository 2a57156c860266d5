"""The questions as a whole: lengths, positions, kinds, and which objective each one examines on which sources.

Thresholds and where they come from are in STYLE.md, "Quizzes".
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from functools import cached_property

from course.model.citation import BRACKET, ITEM
from course.model.course import Course
from course.model.page import Page
from course.model.quiz import KINDS, Quiz, plain

LETTERS = "ABCD"
#: Share of the four-option questions in which the right option may stand at one place.
POSITION = (0.20, 0.30)
#: Share of all questions in which the longest option may be a right one, and the same for the shortest.
LENGTH = 0.35
#: Words with which an option argues. Where only wrong options argue, they give themselves away: at least this share of
#: the options that argue is right.
ARGUES = re.compile(r"\b(?:because|since)\b", re.IGNORECASE)
ARGUING = 0.15
#: Below this number a share says nothing.
ENOUGH = 40


def _lengths(quiz: Quiz, *, correct: bool) -> list[int]:
    """Characters as readers see them, of the right options or of the wrong ones."""
    return [len(plain(option.text)) for option in quiz.options if option.correct == correct]


def longest_is_right(quiz: Quiz) -> bool:
    """Whether a right option is longer than every wrong one."""
    return max(_lengths(quiz, correct=True)) > max(_lengths(quiz, correct=False))


def shortest_is_right(quiz: Quiz) -> bool:
    """Whether a right option is shorter than every wrong one."""
    return min(_lengths(quiz, correct=True)) < min(_lengths(quiz, correct=False))


def sources(quiz: Quiz) -> list[str]:
    """The ids of the sources that the reasons cite, in order, each once."""
    text = "\n".join(option.rationale for option in quiz.options)
    items = (item.strip() for bracket in BRACKET.finditer(text) for item in bracket[1].split(";"))
    return list(dict.fromkeys(match["key"] for match in map(ITEM.match, items) if match))


@dataclass(frozen=True)
class Bank:
    """Every question of the course with its page."""

    course: Course

    @cached_property
    def questions(self) -> list[tuple[Page, Quiz]]:
        """Those that have both a right and a wrong option."""
        return [
            (page, quiz) for page, quiz in self.course.quizzes if 0 < len(quiz.correct) < len(quiz.options)
        ]

    @cached_property
    def four(self) -> list[tuple[Page, Quiz]]:
        """Those with four options and one right one."""
        return [(page, quiz) for page, quiz in self.questions if len(quiz.options) == 4 and len(quiz.correct) == 1]

    @cached_property
    def positions(self) -> dict[str, list[tuple[Page, Quiz]]]:
        """The questions of `four` by the letter of the right option."""
        found: dict[str, list[tuple[Page, Quiz]]] = {letter: [] for letter in LETTERS}
        for page, quiz in self.four:
            found[LETTERS[quiz.options.index(quiz.correct[0])]].append((page, quiz))
        return found

    @cached_property
    def longest(self) -> list[tuple[Page, Quiz]]:
        """The questions whose longest option is a right one."""
        return [(page, quiz) for page, quiz in self.questions if longest_is_right(quiz)]

    @cached_property
    def shortest(self) -> list[tuple[Page, Quiz]]:
        """The questions whose shortest option is a right one."""
        return [(page, quiz) for page, quiz in self.questions if shortest_is_right(quiz)]

    @cached_property
    def arguing(self) -> list[tuple[Page, Quiz, bool]]:
        """(page, question, whether the option is right) for every option that argues."""
        return [
            (page, quiz, option.correct)
            for page, quiz in self.questions for option in quiz.options if ARGUES.search(plain(option.text))
        ]

    @cached_property
    def kinds(self) -> Counter[str]:
        return Counter(quiz.kind for _, quiz in self.questions if quiz.kind in KINDS)

    @cached_property
    def matrix(self) -> list[tuple[Page, str, list[tuple[Page, Quiz]]]]:
        """(chapter, objective, the questions that examine it), in the order of reading."""
        rows: dict[tuple[str, str], list[tuple[Page, Quiz]]] = {}
        for page, quiz in self.course.quizzes:
            if found := self.course.objective_of(page, quiz):
                rows.setdefault((found[0].path, found[1]), []).append((page, quiz))
        return [
            (chapter, key, rows.get((chapter.path, key), []))
            for chapter in self.course.chapters for key in chapter.objectives
        ]
