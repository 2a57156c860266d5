"""Identifiers in the final HTML of one page, for the places that cite."""

from __future__ import annotations

import re
from html import escape

from course.model import Page

MARK = re.compile(r' data-cite="([^"]+)"')


class MismatchError(Exception):
    """The built page does not hold what its source holds."""


def add_identifiers(html: str, page: Page) -> str:
    """Give every mark the id that back-links lead to.

    Marks inside a question get none: its reasons are hidden until it is answered, so links lead to the question.

    Raises:
        MismatchError: the citations of the source and of the built page are not the same.
    """
    expected = [citation.cite.key for citation in page.citations]
    found = MARK.findall(html)
    if expected != found:
        raise MismatchError(
            f"{page.source}: the source has {len(expected)} citations, the built page has {len(found)}; "
            f"only in one of them: {sorted(set(expected) ^ set(found)) or 'none, but their order differs'}. "
            "Look for Markdown that is not what it seems, such as an indented line"
        )
    citations = iter(page.citations)

    def mark(_: re.Match[str]) -> str:
        citation = next(citations)
        return "" if citation.quiz else f' id="{escape(citation.anchor)}"'

    return MARK.sub(mark, html)
