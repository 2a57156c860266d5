"""What the preview has rendered before: a page is taken from here while everything that shaped it is the same.

The keys are digests of contents, never of times: of the page's own source, of every file of `data/`, of every file of
`docs/` that is no page, of the names of the pages, of `mkdocs.yml`, and of what git says of the edition. A page that shows
something of others (the citations, the syllabus, the assessment) depends on their outlines as well: all that such a page
can read of them. The finished HTML depends on the templates besides, and on what stands around the text. Versions of
packages, the environment and our code cannot change within a process; `serve.py` starts a new one.

No page is kept on the disk, so that nothing old can be found there.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from jinja2 import BaseLoader, ChoiceLoader, DictLoader, Environment
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import Files
from mkdocs.structure.nav import Navigation
from mkdocs.structure.pages import Page as BuilderPage

from course.edition import date_of, edition
from course.markdown.kinds import COURSE_BLOCKS
from course.model import Course, Page
from course.model.source import BLOCK_CLOSE, BLOCK_OPEN, HEADING, split_front_matter

#: Made from files that are none of the course's: never kept.
NEVER = ("editions",)
#: The template that writes a kept page.
TEMPLATE = "kept.html"

BRACKET = re.compile(r"\[@[^\]\n]*\]")


def digest(parts: Iterable[str | bytes]) -> str:
    """A digest of `parts`, which tells one list from every other."""
    sha = hashlib.sha256()
    for part in parts:
        data = part.encode() if isinstance(part, str) else part
        sha.update(b"%d:" % len(data))
        sha.update(data)
    return sha.hexdigest()


def outline(page: Page, text: str) -> str:
    """What other pages can show of `page`: front matter, headings, blocks, questions and the places that cite."""
    within = {number for quiz in page.quizzes for number in range(quiz.line, quiz.end + 1)}
    front, body, first = split_front_matter(text)
    kept = [page.path, front or ""]
    for number, line in enumerate(body.split("\n"), start=first):
        if number in within or HEADING.match(line) or BLOCK_OPEN.match(line) or BLOCK_CLOSE.match(line):
            kept.append(line)
        elif "[@" in line:
            kept.extend(BRACKET.findall(line))
    return digest(kept)


@dataclass(frozen=True)
class Content:
    """What is made of the Markdown of a page."""

    key: str
    html: str
    toc: Any
    title: str | None
    anchors: set[str] | None


@dataclass(frozen=True)
class Output:
    """The finished page, and what the search has read of it."""

    key: str
    html: str
    entries: list[dict[str, Any]]


@dataclass
class Kept:
    """The pages of the builds before, and the keys of the build that is going on."""

    contents: dict[str, Content] = field(default_factory=dict)
    outputs: dict[str, Output] = field(default_factory=dict)
    #: How many pages of the last build were taken from here: (contents, outputs).
    taken: tuple[int, int] = (0, 0)

    _content_keys: dict[str, str] = field(default_factory=dict)
    _output_keys: dict[str, str] = field(default_factory=dict)

    def begin(self, config: MkDocsConfig, course: Course, files: Files) -> None:
        """Work out of which state of everything this build is."""
        paths = course.paths
        texts = {path: (paths.docs / path).read_text("utf-8") for path in course.pages}
        other = [file for file in sorted(paths.docs.rglob("*")) if file.is_file() and file.suffix != ".md"]
        data = [file for file in sorted(paths.data.rglob("*")) if file.is_file()]
        settings = [config.site_url, config.repo_url, config.edit_uri, config.use_directory_urls, config.extra]
        self._world = digest([
            paths.config.read_bytes(), repr(settings), edition(paths), date_of(paths),
            *sorted(f"{file.src_uri} {file.url}" for file in files),
            *(part for file in [*other, *data] for part in (paths.show(file), file.read_bytes())),
        ])
        self._fronts = digest(split_front_matter(text)[0] or "" for text in texts.values())
        outlines = digest(outline(page, texts[path]) for path, page in course.pages.items())
        self._content_keys = {
            path: digest([self._world, texts[path], outlines if _shows_others(page, course) else ""])
            for path, page in course.pages.items() if not any(block.kind in NEVER for block in page.blocks)
        }
        self._output_keys = {}
        self.taken = (0, 0)
        for stale in [path for path in self.contents if path not in course.pages]:
            del self.contents[stale]
            self.outputs.pop(stale, None)

    def content(self, path: str) -> Content | None:
        """What was made of the page before, if it would be the same today."""
        found = self.contents.get(path)
        return found if found and found.key == self._content_keys.get(path) else None

    def restore(self, page: BuilderPage, found: Content) -> None:
        """Let the builder take `found` where it would render `page`."""

        def render(config: MkDocsConfig, files: Files) -> None:
            page.content, page.toc = found.html, found.toc
            page._title_from_render = found.title
            page.present_anchor_ids = found.anchors

        page.render = render  # type: ignore[method-assign]
        self.taken = (self.taken[0] + 1, self.taken[1])

    def keep_content(self, page: BuilderPage, html: str) -> None:
        """Keep what was made of `page`; nothing where it is never kept."""
        path = page.file.src_uri
        if key := self._content_keys.get(path):
            self.contents[path] = Content(key, html, page.toc, page._title_from_render, page.present_anchor_ids)

    def prepare(self, env: Environment, nav: Navigation, paths_of_templates: list[Path], pages: list[BuilderPage]) -> None:
        """After all pages were read: which of them need no template."""
        templates = [
            part for folder in paths_of_templates for file in sorted(folder.rglob("*")) if file.is_file()
            for part in (str(file), file.read_bytes())
        ]
        frame = digest([self._world, self._fronts, repr(_titles(nav)), *templates])
        for page in pages:
            path = page.file.src_uri
            # The search is told of a page by its meta; what it was told is no part of the page.
            meta = {name: value for name, value in page.meta.items() if name not in ("quiz", "template")}
            own = json.dumps(meta, sort_keys=True, default=str)
            self._output_keys[path] = digest([frame, page.content or "", str(page.title), str(page.edit_url), own])
            if path in self._content_keys and self.output(page) is not None:
                page.meta["template"] = TEMPLATE
        loaders = [env.loader] if isinstance(env.loader, BaseLoader) else []
        env.loader = ChoiceLoader([*loaders, DictLoader({TEMPLATE: "{{ page.meta.kept }}"})])

    def output(self, page: BuilderPage) -> Output | None:
        """The finished page of before, if it would be the same today."""
        found = self.outputs.get(page.file.src_uri)
        return found if found and found.key == self._output_keys.get(page.file.src_uri) else None

    def take_output(self, page: BuilderPage) -> Output | None:
        """The same for a page that is written with our template; counted."""
        if page.meta.get("template") != TEMPLATE:
            return None
        self.taken = (self.taken[0], self.taken[1] + 1)
        return self.output(page)

    def keep_output(self, page: BuilderPage, html: str, entries: list[dict[str, Any]]) -> None:
        """Keep the finished `page` and its `entries` for the search."""
        path = page.file.src_uri
        if path in self._content_keys:
            self.outputs[path] = Output(self._output_keys[path], html, entries)


def _shows_others(page: Page, course: Course) -> bool:
    """Whether something of other pages stands on `page`: lists made from the course, or questions about other chapters."""
    if any(block.kind in COURSE_BLOCKS for block in page.blocks):
        return True
    return any((found := course.objective_of(page, quiz)) is None or found[0] is not page for quiz in page.quizzes)


def _titles(nav: Navigation) -> list[Any]:
    """What a template can show of other pages: the titles and addresses of the nav, in their order."""

    def of(items: list[Any]) -> list[Any]:
        return [(item.title, getattr(item, "url", None), of(item.children or [])) for item in items]

    return of(nav.items)
