"""The sidebar of a large course: the parts around the page in the place of all.

The theme writes every title of the course into every page. Up to `WHOLE` pages that is what a reader wants; beyond it
the sidebar would be most of every page, and most of the time that a build takes.
"""

from __future__ import annotations

import copy

from mkdocs.structure import StructureItem
from mkdocs.structure.nav import Link, Navigation, Section
from mkdocs.structure.pages import Page

#: Pages of a course whose sidebar names them all.
WHOLE = 80
#: Parts before the page's own and after it that a short sidebar names.
AROUND = 4


def short(nav: Navigation, page: Page) -> Navigation:
    """`nav` as the sidebar of `page` shows it: itself, or in a large course the first entry, the parts around the page's
    own with a link to their first pages, and its own part with all of its pages."""
    if len(nav.pages) <= WHOLE:
        return nav
    own: StructureItem = page
    while own.parent is not None:
        own = own.parent
    place = nav.items.index(own) if own in nav.items else 0
    items = nav.items[max(0, place - AROUND) : place + AROUND + 1]
    if nav.items[0] not in items:
        items = [nav.items[0], *items]
    shown = copy.copy(nav)
    shown.items = [item if item is own else _led_to(item) for item in items]
    return shown


def _led_to(item: StructureItem) -> StructureItem:
    """A part as a link to its first page; another entry as it is."""
    if not isinstance(item, Section):
        return item
    first = item
    while isinstance(first, Section) and first.children:
        first = first.children[0]  # type: ignore[assignment]
    return Link(item.title, first.url) if isinstance(first, Page) else item
