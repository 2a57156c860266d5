"""The grammar of citations: `[@key]`, `[@key, §2.2]`, `[@a; @b, p. 5]`."""

from __future__ import annotations

import re
from dataclasses import dataclass

#: One bracket. The key ends at a comma (a locator follows), a semicolon (another one follows) or the bracket.
BRACKET = re.compile(r"\[(@[^\[\]\n]+)\]")
#: The same, with the blanks before it, which the rendered mark swallows.
BRACKET_WITH_SPACE = r"[ \t]*\[(@[^\[\]\n]+)\]"
ITEM = re.compile(r"^@(?P<key>[A-Za-z0-9][A-Za-z0-9_.-]*)(?:\s*,\s*(?P<locator>[^@]+))?$")


@dataclass(frozen=True)
class Cite:
    """One source inside a bracket, with the place in it if the author gave one."""

    key: str
    locator: str | None


class CitationSyntaxError(ValueError):
    """A bracket that begins like a citation and is none."""


def parse_bracket(inside: str) -> list[Cite]:
    """The sources named in `@a, §2; @b`.

    Raises:
        CitationSyntaxError: an item that is not `@key` or `@key, locator`.
    """
    cites = []
    for item in inside.split(";"):
        match = ITEM.match(item.strip())
        if match is None:
            raise CitationSyntaxError(f"'{item.strip()}' is not a citation")
        cites.append(Cite(match["key"], match["locator"].strip() if match["locator"] else None))
    return cites
