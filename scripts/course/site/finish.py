"""What makes a built site light: one stylesheet, lean pages without idle blanks, compressed copies where they are wanted."""

from __future__ import annotations

import gzip
import re
from collections.abc import Iterator
from pathlib import Path

import brotli

from course.site import lean, styles

#: What is text and is served compressed.
TEXT = (".html", ".css", ".js", ".json", ".svg", ".txt", ".xml", ".bib", ".ris")
#: Smaller files are not worth a second one, in bytes.
LEAST = 256

#: Stretches that need no change come first: tags with single blanks between their attributes, and text with single blanks.
#: Scripts, styles and preformatted text are copied as they are, tags without the blanks between their attributes.
PIECE = re.compile(
    r"(?P<kept>(?:</?(?!(?:script|style|pre|textarea)\b)[A-Za-z][\w:-]*(?: [\w:.-]+(?:=\"[^\"]*\")?)*>|[^\s<]+| (?=\S))+)"
    r"|(?P<raw><(?P<name>script|style|pre|textarea)\b.*?</(?P=name)\s*>)|(?P<comment><!--.*?-->)"
    r"|(?P<tag></?[A-Za-z](?:[^>\"']|\"[^\"]*\"|'[^']*')*>)|(?P<text>[^<]+|<)",
    re.DOTALL | re.IGNORECASE,
)
INSIDE = re.compile(r"(\"[^\"]*\"|'[^']*')|\s+(/?>)|\s+")
BLANKS = re.compile(r"[ \t\r\n\f]+")


def minify(page: str) -> str:
    """`page` without comments, with one blank where there were more.

    No blank is removed altogether, because styles may make it visible: the document tree stays the same.
    """

    def piece(match: re.Match[str]) -> str:
        if match["comment"]:
            return ""
        if match["tag"]:
            tag = match[0]
            idle = "\n" in tag or "  " in tag or " >" in tag or " />" in tag or "\t" in tag or "\r" in tag or "\f" in tag
            return INSIDE.sub(lambda found: found[1] or found[2] or " ", tag) if idle else tag
        return BLANKS.sub(" ", match[0]) if match["text"] else match[0]

    return PIECE.sub(piece, page).strip() + "\n"


def finish(site: Path, *, whole: bool = False) -> None:
    """Join the styles and minify the pages of a site that was just built; with `whole` the pages keep all they show."""
    pages = {file: file.read_text("utf-8") for file in sorted(site.rglob("*.html"))}
    drawings: dict[str, str] = {}
    for file, page in styles.join(site, pages).items():
        if not whole:
            root = "../" * (len(file.relative_to(site).parts) - 1)
            page = lean.without_drawings(lean.without_hooks(lean.without_titles(page)), root, drawings)
        file.write_text(minify(page), "utf-8", newline="\n")
    for path, drawing in drawings.items():
        (site / path).parent.mkdir(parents=True, exist_ok=True)
        (site / path).write_text(drawing, "utf-8", newline="\n")


def compressible(site: Path) -> Iterator[Path]:
    """The files that a server sends compressed, in their order."""
    for file in sorted(site.rglob("*")):
        if file.suffix in TEXT and file.is_file() and file.stat().st_size >= LEAST:
            yield file


def compress(site: Path) -> tuple[int, int]:
    """Write a `.br` and a `.gz` beside each text file, for servers that send such copies; (files, bytes of all `.br`)."""
    number = size = 0
    for file in list(compressible(site)):
        content = file.read_bytes()
        small = brotli.compress(content, quality=11)
        file.with_name(f"{file.name}.br").write_bytes(small)
        file.with_name(f"{file.name}.gz").write_bytes(gzip.compress(content, 9, mtime=0))
        number += 1
        size += len(small)
    return number, size
