"""What a published page leaves to its scripts: explanations that stand somewhere else already, and large drawings.

A page that fits into what a server sends at once (some 14 kB) stands there after one exchange on a slow line. The title of
a citation is told by the list of references on the same page, that of a term by the glossary, and a large drawing, a file of
its own, is fetched when a reader comes near it (theme.js and page.js). Without scripts a citation and a term lead to the same
words, and the drawing is a picture. A site on a disk, where nothing can be fetched, keeps everything in its pages.
"""

from __future__ import annotations

import hashlib
import re
from html import escape, unescape

#: Where the drawings go, below the site's folder.
FOLDER = "assets/drawings"
#: Drawings with more characters than that are files.
LARGE = 2_000

_REFERENCES = re.compile(r'<details class="leans-on">.*?</details>', re.DOTALL)
_REFERENCE = re.compile(r'<a href="[^"]*#(ref-[^"]+)">(.*?)</a>', re.DOTALL)
_CITATIONS = re.compile(r'<sup class="cite[^"]*">.*?</sup>', re.DOTALL)
_CITATION = re.compile(r'(<a [^>]*?href="[^"]*#(ref-[^"]+)"[^>]*?) title="([^"]*)"')
_LABEL = re.compile(r'<a aria-label="Reference (\d+)"(?P<rest>[^>]*>\1</a>)')
_TERM = re.compile(r'(<a class="term" href="[^"]*") title="[^"]*"')
_DRAWING = re.compile(
    r'<div class="drawing"><svg(?P<attributes>[^>]*? aria-label="(?P<alternative>[^"]*)"[^>]*)>(?P<content>.*?)</svg></div>',
    re.DOTALL,
)
_HOOK = re.compile(r' data-md-component="[a-z]+"')
_DIALOG, _DIALOG_END = '<div class="md-dialog"', re.compile(r"</div>\s*</div>\s*")
_SIZE = re.compile(r' viewBox="\S+ \S+ (\S+) (\S+)"')


def without_titles(page: str) -> str:
    """`page` without the titles of citations that its list of references tells, and of terms; and without their labels.

    What a title says besides, the place in the source, stays with the citation. A label says "Reference" before the number.
    """
    found = _REFERENCES.search(page)
    told = {key: unescape(text) for key, text in _REFERENCE.findall(found[0])} if found else {}

    def citation(match: re.Match[str]) -> str:
        link, key, title = match[1], match[2], unescape(match[3])
        if key not in told or not title.startswith(told[key]):
            return match[0]
        more = title.removeprefix(told[key])
        return f'{link} data-more="{escape(more)}"' if more else link

    def mark(match: re.Match[str]) -> str:
        return _LABEL.sub(r"<a\g<rest>", _CITATION.sub(citation, match[0]))

    return _TERM.sub(r"\1", _CITATIONS.sub(mark, page))


def without_hooks(page: str) -> str:
    """`page` without what the theme's script alone looks for, where that script is not."""
    if "assets/javascripts/bundle." in page:
        return page
    page = _HOOK.sub("", page)
    start = page.find(_DIALOG)
    end = _DIALOG_END.search(page, start) if start >= 0 else None
    return page[:start] + page[end.end():] if end else page


def without_drawings(page: str, root: str, files: dict[str, str]) -> str:
    """`page` with an empty drawing of the same size in the place of each large one, which is added to `files` by its path.

    `root` leads from the page to the site's folder, "../../" or "".
    """

    def moved(match: re.Match[str]) -> str:
        attributes, content = match["attributes"], match["content"]
        size = _SIZE.search(attributes)
        if len(content) < LARGE or size is None:
            return match[0]
        whole = f'<svg xmlns="http://www.w3.org/2000/svg"{attributes}>{content}</svg>\n'
        path = f"{FOLDER}/drawing.{hashlib.sha256(whole.encode()).hexdigest()[:8]}.svg"
        files[path] = whole
        picture = f'<img src="{root}{path}" alt="{match["alternative"]}" width="{size[1]}" height="{size[2]}">'
        return (
            f'<div class="drawing" data-drawing="{root}{path}"><svg{attributes}></svg><noscript>{picture}</noscript></div>'
        )

    return _DRAWING.sub(moved, page)
