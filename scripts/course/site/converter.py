"""One Markdown parser for all pages, and one for all fragments of the questions, where MkDocs and mkdocs-quiz make one each.

A parser with our extensions takes longer to make than a question takes to convert. What differs from page to page is how
links are resolved, which MkDocs' own processors do: they are registered anew for each page.
"""

from __future__ import annotations

import re
from collections.abc import Callable
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
from mkdocs.structure.toc import get_toc

from course.site.sparing import sparing
from markdown import Markdown

#: The methods of mkdocs-quiz that we replace.
MAKE, CONVERT = "_create_fragment_markdown", "_convert_fragment_markdown"
#: One line of words and marks that mean nothing in Markdown and nothing to our extensions, and no item of a list.
PLAIN = re.compile(r"(?!\d+[.)](?:\s|$))[^\W_][^\n\\`*_{}\[\]<>#|&~^$@/]*(?<!\s)")


class _Links(_RelativePathTreeprocessor):
    """MkDocs' resolution of links, asked once for each page that a page links to: most links are citations."""

    def __init__(self, page: Page, files: Files, config: MkDocsConfig, known: dict[str, str]) -> None:
        super().__init__(page.file, files, config)
        self.known = known

    def path_to_url(self, url: str) -> str:
        path, mark, anchor = url.partition("#")
        if not mark or not path.startswith("/"):
            return super().path_to_url(url)
        if path not in self.known:
            resolved = super().path_to_url(url)
            if resolved == url or not resolved.endswith(mark + anchor):
                return resolved  # it leads nowhere, of which MkDocs has warned
            self.known[path] = resolved.removesuffix(mark + anchor)
        return f"{self.known[path]}#{anchor}"


class Converter:
    """The parsers of one build."""

    def __init__(self, config: MkDocsConfig) -> None:
        self.config = config
        self._of_pages: Markdown | None = None
        self._of_questions: Markdown | None = None
        #: What links to other pages become, for the page that was asked for last.
        self._known: dict[str, str] = {}
        self._page: Page | None = None

    def _links(self, page: Page, files: Files) -> _Links:
        if page is not self._page:
            self._page, self._known = page, {}
        return _Links(page, files, self.config, self._known)

    def take_over(self, page: Page) -> None:
        """Let `page` be rendered by the parser of all pages; what it then has is what `Page.render` of MkDocs gives it."""
        page.render = lambda config, files: self._render(page, files)  # type: ignore[method-assign]

    def _render(self, page: Page, files: Files) -> None:
        if self._of_pages is None:
            settings = self.config.mdx_configs or {}
            self._of_pages = sparing(Markdown(extensions=self.config.markdown_extensions, extension_configs=settings))
        parser = self._of_pages
        parser.reset()
        raw, anchors = _RawHTMLPreprocessor(), _ExtractAnchorsTreeprocessor(page.file, files, self.config)
        links, title = self._links(page, files), _ExtractTitleTreeprocessor()
        for processor in (raw, anchors, links, title):
            processor._register(parser)
        page.content = parser.convert(page.markdown or "")
        page.toc = get_toc(getattr(parser, "toc_tokens", []))
        page._title_from_render = title.title
        page.present_anchor_ids = anchors.present_anchor_ids | raw.present_anchor_ids
        page.links_to_anchors = links.links_to_anchors

    def share_with(self, quiz: Any) -> None:
        """Let the plugin `quiz` convert all fragments of a build with one parser, and plain ones without.

        Raises:
            PluginError: the plugin has other methods than the locked version.
        """
        make: Callable[..., Markdown] | None = getattr(quiz, MAKE, None)
        convert: Callable[..., str] | None = getattr(quiz, CONVERT, None)
        if make is None or convert is None:
            raise PluginError(
                f"mkdocs-quiz has no {MAKE} or {CONVERT}: go back to the version of requirements.lock, or change "
                "scripts/course/site/converter.py and its tests to the new one"
            )

        def shared(page: Page, config: MkDocsConfig, files: Files) -> Markdown:
            if self._of_questions is None:
                self._of_questions = sparing(make(page, config, files))
            anchors = _ExtractAnchorsTreeprocessor(page.file, files, config)
            for processor in (_RawHTMLPreprocessor(), anchors, self._links(page, files), _ExtractTitleTreeprocessor()):
                processor._register(self._of_questions)
            return self._of_questions

        def converted(text: str, *args: Any, **names: Any) -> str:
            return f"<p>{text}</p>" if PLAIN.fullmatch(text) else convert(text, *args, **names)

        setattr(quiz, MAKE, shared)
        setattr(quiz, CONVERT, converted)
