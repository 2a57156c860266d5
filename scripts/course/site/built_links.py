"""Links, anchors and identifiers of the built pages, rationales of quizzes included, and what their policy makes dead."""

from __future__ import annotations

import os
import posixpath
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

from lxml import etree

from course.findings import Finding
from course.site import policy

RULE = "built-link"
POLICY_RULE = "built-policy"
#: Values alone, because a page has hundreds; where they stand is asked only of those that are wrong.
_IDS: Any = etree.XPath("//@id", smart_strings=False)
_ADDRESSES: Any = etree.XPath("//@href | //@src", smart_strings=False)
_WITH_ID: Any = etree.XPath("//*[@id = $value]")
_WITH_ADDRESS: Any = etree.XPath("//*[@href = $value or @src = $value]")
#: The elements that a policy may be about; they are a part of a page.
_SUSPECT: Any = etree.XPath("//*[@style or @action or @formaction or contains(@href, '//') or self::style]")
#: To ask every attribute takes longest. Hardly a page has one of these, which is seen at once.
_EVENT, _SCRIPT = re.compile(rb"\s[oO][nN][A-Za-z]+\s*="), b"javascript:"
_ANY: Any = etree.XPath("//*[@* or self::style]")


@dataclass(frozen=True)
class BuiltPage:
    """One HTML file. `path` is relative to the site's folder."""

    file: Path
    path: str
    ids: frozenset[str]
    #: (id that stands more than once, line of each but the first)
    repeated: tuple[tuple[str, int], ...]
    addresses: frozenset[str]
    #: (what is wrong, what to do, line)
    faults: tuple[tuple[str, str, int], ...]

    def lines(self, address: str) -> list[int]:
        """The lines of the elements that lead to `address`."""
        return [_line(element) for element in _WITH_ADDRESS(_parsed(self.file.read_bytes()), value=address)]


def _parsed(data: bytes) -> Any:
    # Not lxml.html, which asks a function of Python for the class of each element.
    return etree.fromstring(data, parser=etree.HTMLParser(encoding="utf-8"))


def _line(element: Any) -> int:
    return int(element.sourceline or 1)


def read_page(file: Path, folder: Path) -> BuiltPage:
    """Identifiers and addresses of one file."""
    data = file.read_bytes()
    tree = _parsed(data)
    names = [name for name in _IDS(tree) if name]
    twice = sorted(name for name, number in Counter(names).items() if number > 1)
    repeated = [(name, _line(element)) for name in twice for element in _WITH_ID(tree, value=name)[1:]]
    faults: list[tuple[str, str, int]] = []
    for element in (_ANY if _EVENT.search(data) or _SCRIPT in data.lower() else _SUSPECT)(tree):
        faults.extend((what, remedy, _line(element)) for what, remedy in policy.faults(element))
    path = file.relative_to(folder).as_posix()
    return BuiltPage(file, path, frozenset(names), tuple(repeated), frozenset(_ADDRESSES(tree)), tuple(faults))


def read_site(folder: Path) -> dict[str, BuiltPage]:
    """Every HTML file below `folder`."""
    return {page.path: page for page in (read_page(file, folder) for file in sorted(folder.rglob("*.html")))}


def _entries(folder: Path) -> tuple[set[str], set[str]]:
    """The files and the folders below `folder`, as paths relative to it; asking the disk for each link takes longer."""
    files: set[str] = set()
    folders = {"."}
    for here, inner, names in os.walk(folder):
        base = os.path.relpath(here, folder).replace(os.sep, "/")
        files.update(posixpath.normpath(f"{base}/{name}") for name in names)
        folders.update(posixpath.normpath(f"{base}/{name}") for name in inner)
    return files, folders


def _resolve(path_of_page: str, address: str, base: str) -> tuple[str, str] | None:
    """(path relative to the site's folder, fragment) of an internal address; None for another host's."""
    before, _, fragment = address.partition("#")
    target = _target(path_of_page, before, base) if before else path_of_page
    return None if target is None else (target, unquote(fragment) if "%" in fragment else fragment)


@lru_cache(maxsize=20_000)
def _target(path_of_page: str, address: str, base: str) -> str | None:
    """Where an address without its fragment leads: most links of a page lead to the same few files."""
    parts = urlsplit(address)
    if parts.scheme or parts.netloc:
        return None
    path = unquote(parts.path)
    if path.startswith("/"):
        # 404.html is served from everywhere, so its addresses begin at the root of the host.
        path = path.removeprefix(base) if path.startswith(base) else path
        return posixpath.normpath(path.lstrip("/") or ".")
    return posixpath.normpath(posixpath.join(posixpath.dirname(path_of_page), path)) if path else path_of_page


def check(folder: Path, base: str = "/", *, from_disk: bool = False) -> Iterator[Finding]:
    """Every broken internal link, missing anchor, repeated identifier and breach of policy of the site in `folder`.

    `base` is the path under which the site is published; findings name the built file. With `from_disk` a link to a
    folder is a fault: without a server nothing leads from there to its `index.html`.
    """
    pages = read_site(folder)
    files, folders = _entries(folder)
    for page in pages.values():
        for name, line in page.repeated:
            yield Finding(page.path, line, RULE, f"the id '{name}' stands twice on the page", "Give one of them another id")
        for what, remedy, line in page.faults:
            yield Finding(page.path, line, POLICY_RULE, what, remedy)
        for address in sorted(page.addresses):
            for what, remedy in _wrong(page.path, address, base, pages, files, folders, from_disk=from_disk):
                for line in page.lines(address):
                    yield Finding(page.path, line, RULE, what, remedy)


def _wrong(
    path: str, address: str, base: str, pages: dict[str, BuiltPage], files: set[str], folders: set[str], *, from_disk: bool
) -> Iterator[tuple[str, str]]:
    """What is wrong with one address of a page, and what to do."""
    resolved = _resolve(path, address, base)
    if resolved is None:
        return
    target, fragment = resolved
    if target in folders:
        if from_disk:
            yield (
                f"'{address}' leads to a folder, which shows no page from a disk",
                "Name the page's source, `../part/page.md`, in Markdown or with `address_of` in a template",
            )
        target = posixpath.normpath(posixpath.join(target, "index.html"))
    if target not in files:
        yield f"'{address}' leads to no file", "Mend the link in the page's source"
    elif fragment and target in pages and fragment not in pages[target].ids:
        yield f"'{address}': {target} has no id '{fragment}'", "Mend the anchor in the source"
