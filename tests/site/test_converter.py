"""One parser for all pages and one for all questions write what a parser for each would write."""

from __future__ import annotations

import re
from typing import Any

import pytest
from mkdocs.config import load_config
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import PluginError
from mkdocs.structure.files import get_files
from mkdocs.structure.pages import Page

from course.model import Course
from course.paths import Paths
from course.site.converter import PLAIN, Converter


class Recorder:
    """mkdocs-quiz's plugin of the real course, with every fragment that it is asked for."""

    def __init__(self, paths: Paths):
        self.config = load_config(str(paths.config))
        self.config = self.config.plugins.on_config(self.config)
        self.quiz: Any = self.config.plugins["mkdocs_quiz"]
        self.files = get_files(self.config)

    def page(self, path: str) -> Page:
        file = self.files.get_file_from_path(path)
        assert file is not None
        return Page(None, file, self.config)


@pytest.fixture(scope="module")
def shared(paths: Paths) -> Recorder:
    """The plugin as our plugin has changed it in `on_config`."""
    return Recorder(paths)


@pytest.fixture(scope="module")
def plain(paths: Paths) -> Recorder:
    """The plugin as it comes."""
    patch = pytest.MonkeyPatch()
    patch.setattr(Converter, "share_with", lambda self, quiz: None)
    recorder = Recorder(paths)
    patch.undo()
    return recorder


def test_every_fragment_of_the_course(real: Course, shared: Recorder, plain: Recorder) -> None:
    number = without = 0
    for page in [*real.chapters[:12], real.pages["assessment/index.md"]]:
        one, other = shared.page(page.path), plain.page(page.path)
        parser = plain.quiz._create_fragment_markdown(other, plain.config, plain.files)
        for quiz in page.quizzes:
            kept = shared.quiz._create_fragment_markdown(one, shared.config, shared.files)
            texts = [quiz.question, *(text for option in quiz.options for text in (option.text, option.rationale))]
            for text in texts:
                number += 1
                without += bool(PLAIN.fullmatch(text))
                now = shared.quiz._convert_fragment_markdown(text, one, shared.config, shared.files, md_inst=kept)
                assert now == plain.quiz._convert_fragment_markdown(
                    text, other, plain.config, plain.files, md_inst=parser
                ), text
    assert number > 1000
    assert without > number / 4
    assert shared.quiz._create_fragment_markdown(one, shared.config, shared.files) is kept
    assert plain.quiz._create_fragment_markdown(other, plain.config, plain.files) is not parser


def test_every_page_of_the_course(real: Course, shared: Recorder, plain: Recorder) -> None:
    """What the builder's own rendering gives a page, the parser of all pages gives it as well."""
    converter = Converter(shared.config)
    for path in ["safety/ptosis.md", "reference/doses.md", "index.md", "practice/technique.md", "safety/ptosis.md"]:
        one, other = shared.page(path), plain.page(path)
        converter.take_over(one)
        for page, recorder in ((one, shared), (other, plain)):
            page.markdown = re.sub(r"(?s)<quiz>.*?</quiz>", "", real.pages[path].body)
            page.render(recorder.config, recorder.files)
        assert one.content == other.content
        assert str(one.toc) == str(other.toc) != ""
        assert one._title_from_render == other._title_from_render is not None
        assert one.present_anchor_ids == other.present_anchor_ids


def test_a_link_that_leads_nowhere_is_left_and_named(shared: Recorder, caplog: pytest.LogCaptureFixture) -> None:
    converter, page = Converter(shared.config), shared.page("index.md")
    converter.take_over(page)
    page.markdown = "# A\n\n[a](/reference/nothing.md#a) [b](/reference/nothing.md#b) [c](/reference/doses.md#c) [d](#d)"
    with caplog.at_level("WARNING", logger="mkdocs"):
        page.render(shared.config, shared.files)
    assert re.findall('href="([^"]*)"', str(page.content))[-4:] == [
        "/reference/nothing.md#a", "/reference/nothing.md#b", "reference/doses/#c", "#d",
    ]
    assert [record.message.count("nothing.md") for record in caplog.records] == [2, 2]


def test_links_are_those_of_the_page(shared: Recorder) -> None:
    links = []
    for path in ("safety/ptosis.md", "index.md", "safety/ptosis.md"):
        page = shared.page(path)
        parser = shared.quiz._create_fragment_markdown(page, shared.config, shared.files)
        made = shared.quiz._convert_fragment_markdown(
            "See *it* [there](/reference/doses.md).", page, shared.config, shared.files, md_inst=parser
        )
        links += re.findall(r'href="([^"]*)"', made)
    assert links == ["../../reference/doses/", "reference/doses/", "../../reference/doses/"]


@pytest.mark.parametrize("text", [
    "*a*", "a_b_", "`a`", "[a](b)", "a <b>", "a & b", "1. a", "1) a", "12.", "- a", "# a", "> a", "a\nb", "a ", " a", "a | b",
    "a {b}", "a\\b", "/// a", "~~~", "", "a@b.org", "H~2~O", "x^2^", "http://a.org",
])
def test_what_may_be_markup_is_converted(text: str) -> None:
    assert not PLAIN.fullmatch(text)


@pytest.mark.parametrize("text", ["Wait two weeks", "1.5 mL: not more", "Yes (if she asks), then no; “so”", "10 days"])
def test_what_is_none_is_not(text: str) -> None:
    assert PLAIN.fullmatch(text)


def test_another_version_of_the_plugin_is_an_error() -> None:
    with pytest.raises(PluginError, match=r"mkdocs-quiz has no .*requirements\.lock"):
        Converter(MkDocsConfig()).share_with(object())
