"""What the theme writes and the HTML standard does not allow, mended without a copy of the theme's templates."""

from __future__ import annotations

import re

#: An empty tabindex is no number, and says nothing.
EMPTY_TABINDEX = re.compile(r' tabindex=""')
#: A box that is ticked has no `autocomplete`. The theme means that a browser shall not tick it again after a reload,
#: which is said by the form that the box belongs to.
TOGGLES = re.compile(r'((?:<input class="md-toggle" [^>]*) autocomplete="off">\s*)+')
AUTOCOMPLETE = ' autocomplete="off">'
FORM = "toggles"


def mend(html: str) -> str:
    """The page without these faults; a page that has none as it is."""
    html = EMPTY_TABINDEX.sub("", html)
    return TOGGLES.sub(
        lambda found: f'<form id="{FORM}" autocomplete="off"></form>\n' + found[0].replace(AUTOCOMPLETE, f' form="{FORM}">'),
        html, count=1,
    )
