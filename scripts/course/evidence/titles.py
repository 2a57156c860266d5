"""Titles as registries write them, and whether two of them are the same."""

from __future__ import annotations

import html
import re
import unicodedata
from collections.abc import Iterable

_TAG = re.compile(r"</?[A-Za-z][^<>]*>")
_MARK = re.compile("[™℠®©]")
#: Publishers put the word before the title of what they have withdrawn.
_WITHDRAWN = re.compile(r"^\W*(retracted|withdrawn|removed)(\s+(article|paper|chapter))?\s*[:.\]–—-]+\s*", re.IGNORECASE)


def plain(text: str) -> str:
    """`text` without markup, entities (some registries escape twice) and superfluous blanks."""
    return " ".join(_TAG.sub("", html.unescape(html.unescape(text))).split())


def withdrawn(title: str) -> tuple[bool, str]:
    """Whether the title says that the work was withdrawn, and the title without that word."""
    text = plain(title)
    rest = _WITHDRAWN.sub("", text)
    return rest != text, rest


def key(text: str) -> str:
    """What is left of a title when case, accents, punctuation, dashes, blanks and markup are not looked at."""
    # Compatibility forms first: they turn ligatures and subscripts into letters, and ™ would become "TM".
    decomposed = unicodedata.normalize("NFKD", _MARK.sub("", plain(text)))
    return "".join(letter for letter in decomposed.casefold() if letter.isalnum())


def same(ours: str, theirs: Iterable[str]) -> bool:
    """Whether `ours` is one of the forms that a registry gives."""
    return key(ours) in {key(title) for title in theirs}
