"""A Markdown parser that leaves out the work that finds nothing: most texts have no mark that it could be about.

Python-Markdown tries every inline pattern on every text and runs every pass over every tree. Each needs a mark in the
source, and asking for the mark is ten times faster than trying. What is not known here is always done.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

from markdown.preprocessors import Preprocessor
from markdown.treeprocessors import InlineProcessor
from markdown.util import AtomicString

from markdown import Markdown

#: A text without the mark is none in which the inline pattern of this name matches.
INLINE = {
    "backtick": "`", "escape": "\\", "reference": "[", "link": "[", "image_link": "![", "image_reference": "![",
    "short_reference": "[", "short_image_ref": "![", "autolink": "<", "automail": "<", "linebreak": "  \n", "html": "<",
    "entity": "&", "course-comment": "<", "course-literal": "](", "course-citation": "[@",
}
#: A source in which this is not found is one in whose tree the pass of this name changes nothing. A block may write into the
#: tree what stands in no source: texts of the data, headings.
PASSES = {
    "unescape": re.compile(r"\\|///"),
    "attr_list": re.compile(r"\{|///"),
    #: Headings in all their forms.
    "toc": re.compile(r"#|///|<[hH]|\n[\s>]*[=-]"),
}


class _Inline(InlineProcessor):
    """In the place of the library's processor, of which it changes one method."""

    def __init__(self, md: Markdown):
        super().__init__(md)
        names = {md.inlinePatterns.get_index_for_name(name): name for name in INLINE if name in md.inlinePatterns}
        self.marks = [INLINE.get(names.get(index, "")) for index in range(len(md.inlinePatterns))]

    def _InlineProcessor__handleInline(self, data: str, index: int = 0) -> str:  # noqa: N802
        if isinstance(data, AtomicString):
            return data
        start = 0
        while index < len(self.marks):
            mark = self.marks[index]
            matched = False
            if mark is None or mark in data:
                data, matched, start = self._InlineProcessor__applyPattern(  # type: ignore[attr-defined]
                    self.inlinePatterns[index], data, index, start
                )
            if not matched:
                index += 1
                start = 0
        return data


class _Source(Preprocessor):
    """Remembers the source that is being parsed, before any other step has changed it."""

    text = ""

    def run(self, lines: list[str]) -> list[str]:
        self.text = "\n".join(lines)
        return lines


def sparing(parser: Markdown) -> Markdown:
    """Let `parser`, which has all its extensions, do only what can find something; its output stays the same."""
    source = _Source(parser)
    parser.preprocessors.register(source, "course-source", 1000)
    parser.treeprocessors.register(_Inline(parser), "inline", 20)
    for name, mark in PASSES.items():
        if name in parser.treeprocessors:
            _only_with(mark, parser.treeprocessors[name], source)
    return parser


def _only_with(mark: re.Pattern[str], processor: Any, source: _Source) -> None:
    run: Callable[[Any], Any] = processor.run
    processor.run = lambda tree: run(tree) if mark.search(source.text) else None
