"""Identifiers for the places that cite, in the final HTML of one page."""

from __future__ import annotations

import re

MARK = re.compile(r'data-cite="([^"]+)"')


def number_citations(html: str) -> str:
    """Replace each `data-cite="key"` by `id="cite-key-n"`, n counting the key's marks on the page from 1.

    The model counts the citations of the source in the same order (`course.model.Citation.anchor`).
    """
    counts: dict[str, int] = {}

    def identifier(match: re.Match[str]) -> str:
        counts[match[1]] = counts.get(match[1], 0) + 1
        return f'id="cite-{match[1]}-{counts[match[1]]}"'

    return MARK.sub(identifier, html)
