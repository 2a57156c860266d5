"""Identifiers in the final HTML of one page: for the places that cite, and for the questions."""

from __future__ import annotations

import re
from html import escape

from course.model import Page

MARK = re.compile(r' data-cite="([^"]+)"')
QUESTION = re.compile(r'<div class="quiz"')


class MismatchError(Exception):
    """The built page does not hold what its source holds."""


def _matched(what: str, expected: list[str], found: list[str], page: Page) -> None:
    if expected != found:
        raise MismatchError(
            f"{page.source}: the source has {len(expected)} {what}, the built page has {len(found)}; "
            f"only in one of them: {sorted(set(expected) ^ set(found)) or 'none, but their order differs'}. "
            "Look for Markdown that is not what it seems, such as an indented line"
        )


def add_identifiers(html: str, page: Page) -> str:
    """Give every mark the id that back-links lead to, and every question its author's id.

    Marks inside a question get none: its reasons are hidden until it is answered, so links lead to the question.

    Raises:
        MismatchError: citations or questions of the source and of the built page are not the same.
    """
    _matched("citations", [citation.cite.key for citation in page.citations], MARK.findall(html), page)
    citations = iter(page.citations)

    def mark(_: re.Match[str]) -> str:
        citation = next(citations)
        return "" if citation.quiz else f' id="{escape(citation.anchor)}"'

    html = MARK.sub(mark, html)
    questions = QUESTION.findall(html)
    _matched("questions", ["<div class=\"quiz\""] * len(page.quizzes), questions, page)
    quizzes = iter(page.quizzes)

    def question(match: re.Match[str]) -> str:
        name = next(quizzes).id
        return f'<span class="quiz-anchor" id="{escape(name)}"></span>{match[0]}' if name else match[0]

    return QUESTION.sub(question, html)
