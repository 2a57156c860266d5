"""What the book and the sheets have in common."""

from __future__ import annotations

import re
from datetime import UTC, datetime

from weasyprint.urls import URLFetcher

from course.edition import epoch
from course.paths import Paths

#: Reads our fonts and our drawings, and nothing from a network.
FETCHER = URLFetcher(allowed_protocols=("file", "data"))
#: A color of the page with the value that it has in the light scheme.
_COLOR = re.compile(r"var\(--[\w-]+, ?(#[0-9a-fA-F]{3,8})\)")


def light(markup: str) -> str:
    """A drawing in the colors of the light scheme: paper knows no other."""
    return _COLOR.sub(r"\1", markup)


def dates(paths: Paths) -> str:
    """The moment of the edition as `<meta>`, for the properties of a PDF."""
    moment = f"{datetime.fromtimestamp(epoch(paths), UTC):%Y-%m-%dT%H:%M:%SZ}"
    return f'<meta name="dcterms.created" content="{moment}"><meta name="dcterms.modified" content="{moment}">'
