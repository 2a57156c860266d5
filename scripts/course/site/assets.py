"""Our styles and scripts: named after their content, and linked only by the pages that use them."""

from __future__ import annotations

import hashlib
from pathlib import PurePosixPath

from mkdocs.structure.files import Files

from course.markdown.kinds import SHEET_BLOCKS
from course.model import Page

FOLDERS = ("assets/css/", "assets/js/")

#: Styles and scripts of each widget, in their order. Scripts are classic ones with `defer`: modules do not run from file://.
WIDGETS: dict[str, tuple[tuple[str, ...], tuple[str, ...]]] = {
    "quiz": (("quiz.css",), ("store.js", "quiz.js")),
    "exam": (("exam.css",), ("store.js", "quiz.js", "draw.js", "exam.js")),
    "progress": (("progress.css",), ("store.js", "progress.js")),
    "record": (("record.css",), ("store.js", "progress.js", "record.js")),
    "sheet": (("sheet.css",), ()),
}
#: The widget that a block of the Markdown needs.
BLOCK_WIDGETS = {
    "exam": "exam", "progress": "progress", "another-look": "progress", "my-data": "progress", "syllabus": "progress",
    "record": "record", **dict.fromkeys(SHEET_BLOCKS, "sheet"),
}


def hashed(files: Files) -> dict[str, str]:
    """Give every style and script of ours its final name; returns the new address for each path.

    A browser may keep such a file for good: other content has another name.
    """
    names = {}
    for file in files:
        if not file.src_uri.startswith(FOLDERS) or file.abs_src_path is None:
            continue
        path = PurePosixPath(file.src_uri)
        with open(file.abs_src_path, "rb") as source:
            digest = hashlib.sha256(source.read()).hexdigest()[:8]
        file.dest_uri = file.url = str(path.with_name(f"{path.stem}.{digest}{path.suffix}"))
        file.abs_dest_path = f"{file.dest_dir}/{file.dest_uri}"
        names[file.src_uri] = file.dest_uri
    return names


def widgets(page: Page) -> tuple[list[str], list[str]]:
    """(styles, scripts) of a page as paths below `docs/`, each once."""
    names = ["quiz"] if page.quizzes else []
    names += [BLOCK_WIDGETS[block.kind] for block in page.blocks if block.kind in BLOCK_WIDGETS]
    styles = [f"assets/css/{name}" for widget in names for name in WIDGETS[widget][0]]
    scripts = [f"assets/js/{name}" for widget in names for name in WIDGETS[widget][1]]
    return list(dict.fromkeys(styles)), list(dict.fromkeys(scripts))

