"""Our reader of quizzes against mkdocs-quiz's own, over every quiz of the real course and some odd ones."""

from __future__ import annotations

import logging
from textwrap import dedent

import pytest
from mkdocs_quiz.parsing import find_quizzes, mask_code_blocks
from mkdocs_quiz.plugin import MkDocsQuizPlugin

from course.model import Course, Page, Quiz
from course.model.quiz import KEY, META, parse_quizzes
from tests.support import KETTLE, Draft

Facts = tuple[str, list[str], list[bool], list[str]]


def theirs(body: str) -> list[Facts]:
    """(question without our comment line, options, which are correct, reasons) of each quiz in `body`."""
    plugin, found = MkDocsQuizPlugin(), []
    masked, _ = mask_code_blocks(body)
    for match in find_quizzes(masked):
        assert not plugin._is_fill_in_blank_quiz(match[1])
        lines = dedent(match[1]).strip("\n").splitlines()
        question, options, correct, reasons, end = plugin._parse_quiz_question_and_answers(lines)
        assert not "".join(lines[end:]).strip(), "mkdocs-quiz would show a part of the quiz as content"
        question = "\n".join(line for line in question.split("\n") if not META.match(line)).strip()
        found.append((
            question, [KEY.sub("", text).strip() for text in options], [text in correct for text in options],
            [reason.strip() for reason in reasons],
        ))
    return found


def ours(quizzes: list[Quiz]) -> list[Facts]:
    return [
        (
            quiz.question, [option.text for option in quiz.options], [option.correct for option in quiz.options],
            [option.rationale for option in quiz.options],
        )
        for quiz in quizzes
    ]


def test_every_quiz_of_the_real_course(real: Course) -> None:
    pages: list[Page] = [page for page in real.in_order if page.quizzes or "<quiz>" in page.body]
    assert len(pages) >= 15
    compared = 0
    for page in pages:
        read = ours(page.quizzes)
        assert read == theirs(page.body), page.path
        assert all(len(options) > 2 and sum(marks) > 0 and all(reasons) for _, options, marks, reasons in read)
        compared += len(read)
    assert compared == len(real.quizzes) >= 50


def test_every_quiz_of_the_small_course(draft: Draft) -> None:
    page = draft.page(KETTLE)
    assert ours(page.quizzes) == theirs(page.body)
    assert [len(quiz.options) for quiz in page.quizzes] == [3] * 5


@pytest.mark.parametrize("inside", [
    "Q?\n- [x] a\n> r\n- [ ] b\n> r",
    "\n\nQ?\n\n* [X] a\n> r\n>  more\n\n* [] b\n> r\n\n",
    "Q with a list:\n\n- one\n- two\n\n- [ ] a\n- [x] b\n  > indented reason",
    "Q?\n\n> A quotation in the question.\n\n- [x] a\n>no blank\n- [ ] a [link](b.md) and `code`\n>\n> r",
])
def test_odd_ones(inside: str) -> None:
    body = f"Text.\n\n<quiz>\n{inside}\n</quiz>\n\nText."
    quizzes = parse_quizzes(list(enumerate(body.split("\n"), start=1)))
    assert [quiz.faults for quiz in quizzes] == [()]
    assert ours(quizzes) == theirs(body)
    assert len(quizzes[0].options) == 2


@pytest.mark.parametrize("inside", [
    "Q?\n- [y] a\n- [x] b", "Q?\n- [x] a\n\n> late\n- [ ] b", "Q [[blank]]?\n- [x] a\n- [ ] b", "Q?\n- [x] a\n\nText.",
])
def test_what_they_refuse_or_read_otherwise_is_a_fault_for_us(inside: str) -> None:
    logging.getLogger("mkdocs").setLevel(logging.ERROR)
    body = f"<quiz>\n{inside}\n</quiz>\n"
    with pytest.raises((ValueError, AssertionError)):
        theirs(body)
    [quiz] = parse_quizzes(list(enumerate(body.split("\n"), start=1)))
    assert len(quiz.faults) == 1


def test_code_outside_quizzes_is_no_quiz(draft: Draft) -> None:
    draft.append(KETTLE, "```html\n<quiz>\nQ?\n- [x] a\n</quiz>\n```")
    page = draft.page(KETTLE)
    assert len(theirs(page.body)) == len(page.quizzes) == 5
