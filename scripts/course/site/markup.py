"""What the theme writes and we cannot leave so, mended without a copy of its templates.

Some of it the HTML standard does not allow, and some would have readers ask another host.
"""

from __future__ import annotations

import re

#: An empty tabindex is no number, and says nothing.
EMPTY_TABINDEX = re.compile(r' tabindex=""')
#: A box that is ticked has no `autocomplete`. The theme means that a browser shall not tick it again after a reload,
#: which is said by the form that the box belongs to.
TOGGLES = re.compile(r'((?:<input class="md-toggle" [^>]*) autocomplete="off">\s*)+')
AUTOCOMPLETE = ' autocomplete="off">'
FORM = "toggles"
#: By this name the theme's script finds the link to the repository and asks GitHub for its stars, on every page.
STARS = ' class="md-source" data-md-component="source"'


def mend(html: str) -> str:
    """The page without these faults; a page that has none as it is."""
    html = EMPTY_TABINDEX.sub("", html).replace(STARS, ' class="md-source" rel="noopener"')
    return TOGGLES.sub(
        lambda found: f'<form id="{FORM}" autocomplete="off"></form>\n' + found[0].replace(AUTOCOMPLETE, f' form="{FORM}">'),
        html, count=1,
    )
