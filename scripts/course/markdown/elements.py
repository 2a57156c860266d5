"""Small helpers for building elements whose text is final."""

from __future__ import annotations

import xml.etree.ElementTree as etree
from datetime import date

from markdown.util import AtomicString


def text_in(parent: etree.Element, tag: str, text: str, **attributes: str) -> etree.Element:
    """A new child of `parent` with a text that no inline pattern touches."""
    element = etree.SubElement(parent, tag, attributes)
    element.text = AtomicString(text)
    return element


def append(parent: etree.Element, text: str) -> None:
    """Add `text` after what `parent` holds so far."""
    if len(parent):
        parent[-1].tail = AtomicString((parent[-1].tail or "") + text)
    else:
        parent.text = AtomicString((parent.text or "") + text)


#: Longer quantities may break; a shorter one stays on one line, a range after its dash as well.
KEPT_TOGETHER = 24


def day(value: str) -> str:
    """`2026-11-22` as `22 November 2026`."""
    parsed = date.fromisoformat(value)
    return f"{parsed.day} {parsed:%B %Y}"
