"""The fragments of the questions, converted by one Markdown parser; mkdocs-quiz makes a new one for each question.

A parser with our extensions takes longer to make than a question takes to convert. What differs from page to page is how
links are resolved, which MkDocs' own processors do: they are registered anew for each page.
"""

from __future__ import annotations

import re
from typing import Any

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import PluginError
from mkdocs.structure.files import Files
from mkdocs.structure.pages import (
    Page,
    _ExtractAnchorsTreeprocessor,
    _ExtractTitleTreeprocessor,
    _RawHTMLPreprocessor,
    _RelativePathTreeprocessor,
)

from markdown import Markdown

#: The methods of mkdocs-quiz that we replace.
MAKE, CONVERT = "_create_fragment_markdown", "_convert_fragment_markdown"
#: One line of words and marks that mean nothing in Markdown and nothing to our extensions, and no item of a list.
PLAIN = re.compile(r"(?!\d+[.)](?:\s|$))[^\W_][^\n\\`*_{}\[\]<>#|&~^$@/]*(?<!\s)")


def share_parser(quiz: Any) -> None:
    """Let the plugin `quiz` convert all fragments of a build with one parser, and plain ones without.

    Raises:
        PluginError: the plugin has other methods than the locked version.
    """
    make, convert = getattr(quiz, MAKE, None), getattr(quiz, CONVERT, None)
    if make is None or convert is None:
        raise PluginError(
            f"mkdocs-quiz has no {MAKE} or {CONVERT}: go back to the version of requirements.lock, or change "
            "scripts/course/site/fragments.py and its tests to the new one"
        )
    parser: Markdown | None = None
    of: Page | None = None

    def shared(page: Page, config: MkDocsConfig, files: Files) -> Markdown:
        nonlocal parser, of
        if parser is None:
            parser = make(page, config, files)
        elif page is not of:
            _RawHTMLPreprocessor()._register(parser)
            _ExtractAnchorsTreeprocessor(page.file, files, config)._register(parser)
            _RelativePathTreeprocessor(page.file, files, config)._register(parser)
            _ExtractTitleTreeprocessor()._register(parser)
        of = page
        return parser

    def converted(text: str, *args: Any, **names: Any) -> str:
        return f"<p>{text}</p>" if PLAIN.fullmatch(text) else str(convert(text, *args, **names))

    setattr(quiz, MAKE, shared)
    setattr(quiz, CONVERT, converted)
