"""The events of MkDocs, each handed on to a function that has tests of its own.

This folder is the only one that imports mkdocs, besides bench/, which makes no page. ProperDocs runs it unchanged.
"""

from __future__ import annotations

import hashlib
import logging
import os
from importlib.metadata import version
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemBytecodeCache, pass_context
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import PluginError
from mkdocs.plugins import BasePlugin, CombinedEvent, event_priority
from mkdocs.structure.files import File, Files
from mkdocs.structure.nav import Navigation
from mkdocs.structure.pages import Page
from mkdocs.utils.templates import TemplateContext, url_filter

from course import checks
from course.bibliography import write_downloads
from course.edition import date_of, edition
from course.editions import dist
from course.findings import CourseError, as_text
from course.markdown.editions import EDITIONS_FOLDER
from course.markdown.elements import day
from course.model import Course, load_course
from course.paths import Paths, find_root
from course.site import assets, chapters, search
from course.site.anchors import MismatchError, add_identifiers
from course.site.converter import Converter
from course.site.forms import Form, current_address, remove_unused
from course.site.furniture import Furniture
from course.site.kept import Kept
from course.site.markup import mend
from course.site.quizzes import UnexpectedQuizError, refine, searchable
from course.site.short_nav import short

log = logging.getLogger("mkdocs.plugins.course")

#: Extensions of ours that read the course; they are told where it is.
READING_EXTENSIONS = (
    "course.markdown.editions",
    "course.markdown.citations", "course.markdown.course_blocks", "course.markdown.facts", "course.markdown.figures",
    "course.markdown.glossary", "course.markdown.learning_blocks", "course.markdown.product_blocks",
    "course.markdown.sheet_blocks",
)
#: The one that is told as well whether it may list them, and where the published site is.
EDITIONS_EXTENSION = "course.markdown.editions"

#: The plugins that render the questions and read the pages for the search.
QUIZ, SEARCH = "mkdocs_quiz", "material/search"

#: Pages with these blocks stay out of the search.
UNSEARCHED = ("references", "product")


class CoursePlugin(BasePlugin):  # type: ignore[type-arg,no-untyped-call]
    """Thin adapter between the course and the builder."""

    course: Course
    furniture: Furniture
    form: Form = Form.WEB
    #: Of the preview: what it has rendered before. It runs the content rules itself, after the page is there.
    kept: Kept | None = None
    #: Of the form DISK: the address of the published site; "" where it is not known.
    current: str = ""
    #: The final address of each style and script of ours.
    assets: dict[str, str]
    converter: Converter
    nav: Navigation
    #: The content of the page that the search is reading, and how many entries it had before.
    whole: str | None
    read: int

    def on_config(self, config: MkDocsConfig) -> MkDocsConfig:
        """Say where the course is, and leave out what the environment does not name."""
        root = find_root(config.config_file_path and os.path.dirname(config.config_file_path))  # type: ignore[arg-type]
        for name in READING_EXTENSIONS:
            if name in config.markdown_extensions:
                config.mdx_configs.setdefault(name, {})["root"] = str(root)
        if not config.repo_url:
            config.edit_uri = None
        self.converter = Converter(config)
        if QUIZ in config.plugins:
            self.converter.share_with(config.plugins[QUIZ])
        if EDITIONS_EXTENSION in config.markdown_extensions:
            config.mdx_configs[EDITIONS_EXTENSION].update(listed=self.form is Form.WEB, current=config.site_url or "")
        if self.form is Form.DISK:
            paths = Paths(root)
            # The pages of a disk have no address of their own to be found under.
            self.current, config.site_url = config.site_url or "", ""
            config.use_directory_urls = False
            config.extra["offline"] = {"date": day(date_of(paths)), "version": edition(paths)}
        return config

    def on_pre_build(self, config: MkDocsConfig) -> None:
        """Run the content rules: a strict build stops on a finding, the preview names it and goes on."""
        root = find_root(os.path.dirname(config.config_file_path))  # type: ignore[arg-type]
        try:
            self.course = load_course(Paths(root))
        except CourseError as error:
            raise PluginError(str(error)) from error
        self.furniture = Furniture.of(self.course)
        if self.kept is not None:
            return
        findings = checks.run(self.course)
        if findings and config.strict:
            raise PluginError(f"{as_text(findings)}\nNothing was built; findings: {len(findings)}")
        for finding in findings:
            log.warning(str(finding))

    def on_files(self, files: Files, config: MkDocsConfig) -> Files:
        """Add the downloads: the references, and on the published site the editions; and what dots.js reads."""
        files.append(File.generated(config, chapters.PATH, content=chapters.script(self.course)))
        for path, text in write_downloads(self.course.references).items():
            files.append(File.generated(config, path, content=text))
        if self.form is Form.WEB:
            for name, source in self._editions().items():
                files.append(File.generated(config, name, abs_src_path=str(source)))
        self.assets = assets.hashed(files)
        config.extra_css = [self.assets.get(name, name) for name in config.extra_css]
        for linked in config.extra_javascript:
            if not isinstance(linked, str):
                linked.path = self.assets.get(linked.path, linked.path)
        if self.kept is not None:
            self.kept.begin(config, self.course, files)
        return files

    def on_nav(self, nav: Navigation, **_: Any) -> Navigation:
        """Remember what the sidebar is made of."""
        self.nav = nav
        return nav

    def _editions(self) -> dict[str, Path]:
        """Address on the site and file of each edition in `dist/`."""
        paths = self.course.paths
        try:
            made = dist.read(paths)
        except CourseError as error:
            raise PluginError(str(error)) from error
        names = [*(item.name for item in made.editions), dist.SUMS] if made else []
        return {f"{EDITIONS_FOLDER}/{name}": paths.dist / name for name in names}

    def on_env(self, env: Environment, config: MkDocsConfig, files: Files) -> Environment:
        """For templates: the address of a page from the name of its source, and the final name of a script of ours."""

        @pass_context
        def address_of(context: TemplateContext, src_uri: str) -> str:
            file = files.get_file_from_path(src_uri)
            if file is None:
                raise PluginError(f"overrides/: there is no page docs/{src_uri}; mend `address_of` where it is named")
            return str(url_filter(context, file.url))

        @pass_context
        def asset(_: TemplateContext, path: str) -> str:
            # With the context, because the answer changes: without, it would be compiled into the template.
            return self.assets.get(path, path)

        env.filters["address_of"] = address_of
        env.filters["asset"] = asset
        # Compiled templates, each under the digest of its source; other filters or another Jinja may compile them otherwise.
        maker = hashlib.sha256(Path(__file__).read_bytes() + version("jinja2").encode()).hexdigest()[:8]
        compiled = self.course.paths.cache / f"templates-{maker}"
        compiled.mkdir(parents=True, exist_ok=True)
        env.bytecode_cache = FileSystemBytecodeCache(str(compiled))
        if self.kept is not None:
            pages = [file.page for file in files.documentation_pages() if file.page is not None]
            self.kept.prepare(env, self.nav, [self.course.paths.overrides], pages)
        return env

    @event_priority(100)
    def on_page_markdown(self, markdown: str, page: Page, **_: Any) -> str:
        """Switch mkdocs-quiz on where there is a quiz, so that no other page carries its scripts."""
        known = self.course.pages.get(page.file.src_uri)
        if known is not None:
            found = self.kept.content(known.path) if self.kept else None
            if self.kept and found:
                self.kept.restore(page, found)
            else:
                self.converter.take_over(page)
            page.meta["quiz"] = {"enabled": bool(known.quizzes) and not found}
            # Lists made from data would be most of the search index and answer no question that a chapter does not.
            page.meta["search"] = {"exclude": any(block.kind in UNSEARCHED for block in known.blocks)}
            page.meta["questions"] = len(known.quizzes)
            page.meta["chapter"] = known.path.removesuffix(".md") if known.is_chapter else None
            styles, scripts = assets.widgets(known)
            page.meta["styles"] = [self.assets[name] for name in styles if name in self.assets]
            page.meta["scripts"] = [self.assets[name] for name in scripts if name in self.assets]
            if self.current:
                page.meta["current"] = current_address(known.path, self.current)
            # What stands around the text: overrides/partials/course-facts.html and course-end.html.
            page.meta.update(self.furniture.around(known))
            if page.is_homepage:
                page.meta["whole"] = self.furniture.whole()
            page.meta["part"] = next((entry.part for entry in self.course.nav if entry.path == known.path), None)
        return markdown

    @event_priority(-100)
    def on_page_content(self, html: str, page: Page, files: Files, **_: Any) -> str:
        """After mkdocs-quiz has put the quizzes in: identifiers for citations, and our markup for the questions."""
        known = self.course.pages.get(page.file.src_uri)
        if known is None:
            return html
        if self.kept and (found := self.kept.content(known.path)):
            return found.html

        def address(path: str, anchor: str) -> str:
            target = files.get_file_from_path(path)
            return f"{target.url_relative_to(page.file) if target and target is not page.file else ''}#{anchor}"

        try:
            refined = refine(add_identifiers(html, known), known, self.course, address)
        except (MismatchError, UnexpectedQuizError) as error:
            raise PluginError(str(error)) from error
        if self.kept:
            self.kept.keep_content(page, refined)
        return refined

    @event_priority(100)
    def _before_search(self, /, context: dict[str, Any], page: Page, config: MkDocsConfig, **_: Any) -> dict[str, Any]:
        """Before the search reads the page: it is shown the page without its questions, or none that was read before."""
        self.read = len(self._entries(config))
        self.whole = page.content
        taken = self.kept.take_output(page) if self.kept else None
        if taken:
            page.meta["kept"] = taken.html
            page.meta["search"] = {"exclude": True}
            self._entries(config).extend(taken.entries)
        else:
            page.content = searchable(page.content or "")
            context["nav"] = short(self.nav, page)
        return context

    @event_priority(-100)
    def _after_search(self, /, context: dict[str, Any], page: Page, **_: Any) -> dict[str, Any]:
        """After the search has read the page: readers are shown all of it."""
        page.content = self.whole
        return context

    on_page_context = CombinedEvent(_before_search, _after_search)

    def _entries(self, config: MkDocsConfig) -> list[dict[str, Any]]:
        """What the search has read so far; nothing where the course has no search."""
        search_plugin = config.plugins.get(SEARCH)
        entries: list[dict[str, Any]] = search_plugin.search_index.entries if search_plugin else []
        return entries

    def on_post_page(self, output: str, page: Page, config: MkDocsConfig, **_: Any) -> str:
        """Mend what the theme writes."""
        if "kept" in page.meta:
            return output
        output = mend(output)
        if self.kept:
            self.kept.keep_output(page, output, self._entries(config)[self.read:])
        return output

    def on_post_template(self, output_content: str, template_name: str, **_: Any) -> str:
        """The same for 404.html."""
        return mend(output_content) if template_name.endswith(".html") else output_content

    @event_priority(-100)
    def on_post_build(self, config: MkDocsConfig) -> None:
        """After the search has written its index."""
        search.divide(Path(config.site_dir))
        remove_unused(Path(config.site_dir), self.form)
