"""A parser that leaves out idle work writes what the library's parser writes."""

from __future__ import annotations

import re
import xml.etree.ElementTree as etree
from typing import Any

import pytest
from markdown.inlinepatterns import InlineProcessor
from mkdocs.config import load_config

from course.model import Course
from course.paths import Paths
from course.site.sparing import INLINE, PASSES, sparing
from markdown import Markdown

#: Every form that the library's patterns and passes know, alone, beside another and where it is none.
FORMS = (
    "plain words", "a *b* c", "a __b__ c", "a ***b*** c", "snake_case_word *", "`code` and ``co`de``",
    "a\\*b\\* \\[c\\]",
    "[text](#a)", "[text][ref] and [ref]\n\n[ref]: https://example.org", "![alt](a.svg)", "![alt][pic]\n\n[pic]: a.svg",
    "<https://example.org>", "<somebody@example.org>", "two  \nlines", "a <b>bold</b> c", "&amp; &copy; & &nope",
    "a <!-- note --> b",
    "# One {#own}\n\ntext", "One\n===\n\nTwo\n-", "> One\n> ---\n\ntext", "- item\n\n    One\n    ---", "text {.kind}",
    "para\n{: #here .kind}", "| a | b |\n|---|---|\n| `c|d` | e\\|f {.x} |", "- [ ] box\n- *item*", "1. one\n2. __two__",
    "&#35; \\# #", "a [b c", "a ] b", "a ![b", "*a [b](#c) `d*`*", "<div markdown>\n*in*\n\n### Head\n</div>",
    "/// warning | Be *careful*\nText.\n///",
)


@pytest.fixture(scope="module")
def settings(paths: Paths) -> dict[str, Any]:
    config = load_config(str(paths.config))
    return {"extensions": config.markdown_extensions, "extension_configs": config.mdx_configs}


@pytest.fixture(scope="module")
def both(settings: dict[str, Any]) -> tuple[Markdown, Markdown]:
    return Markdown(**settings), sparing(Markdown(**settings))


def converted(parser: Markdown, text: str) -> tuple[str, Any, str]:
    parser.reset()
    return parser.convert(text), getattr(parser, "toc_tokens", None), getattr(parser, "toc", "")


@pytest.mark.parametrize("text", FORMS)
def test_every_form(both: tuple[Markdown, Markdown], text: str) -> None:
    plain, spare = both
    # The library writes an empty list of headings where there is none; nobody reads it.
    (html, headings, _), (ours, found, _) = converted(plain, text), converted(spare, text)
    assert (ours, found) == (html, headings)


def test_every_page(real: Course, both: tuple[Markdown, Markdown]) -> None:
    for page in real.in_order:
        plain, spare = (converted(parser, page.body) for parser in both)
        assert spare == plain, page.path


def test_the_names_are_those_of_the_locked_versions(both: tuple[Markdown, Markdown]) -> None:
    """A pattern of another name would always be tried: then nothing is wrong, only slower."""
    plain, _ = both
    names = {item.name for item in plain.inlinePatterns._priority}
    assert names - set(INLINE) == {"em_strong"}
    assert set(INLINE) <= names
    assert set(PASSES) <= {item.name for item in plain.treeprocessors._priority}


def test_work_is_left_out(settings: dict[str, Any]) -> None:
    """It would be the library's parser else."""
    parser = Markdown(**settings)
    tried: list[str] = []
    for item in list(parser.inlinePatterns._priority):
        pattern = parser.inlinePatterns[item.name]
        compiled = pattern.getCompiledRegExp()

        def watched(name: str = item.name, compiled: re.Pattern[str] = compiled) -> re.Pattern[str]:
            tried.append(name)
            return compiled

        pattern.getCompiledRegExp = watched  # type: ignore[method-assign]
    ran: list[str] = []
    for name in PASSES:
        processor = parser.treeprocessors[name]
        processor.run = lambda tree, name=name: ran.append(name)  # type: ignore[method-assign,misc]
    sparing(parser).convert("Plain words, nothing else.")
    assert set(tried) == {"em_strong"}
    assert ran == []
    parser.convert("A [link](#a) {.x}\n\n# Head \\*")
    assert {"link", "escape"} <= set(tried)
    assert sorted(ran) == ["attr_list", "toc", "unescape"]


def test_an_unknown_pattern_is_always_tried(settings: dict[str, Any]) -> None:
    class Percent(InlineProcessor):
        def handleMatch(self, m: re.Match[str], data: str) -> tuple[etree.Element, int, int]:  # type: ignore[override]  # noqa: N802
            element = etree.Element("b")
            element.text = m[1]
            return element, m.start(), m.end()

    parser = Markdown(**settings)
    parser.inlinePatterns.register(Percent(r"%(\w+)%"), "percent", 195)
    assert sparing(parser).convert("a %b% *c*") == "<p>a <b>b</b> <em>c</em></p>"


@pytest.mark.parametrize("name", list(PASSES))
def test_what_a_block_writes_is_passed_over_whole(settings: dict[str, Any], name: str) -> None:
    """A text of the data has marks that the source of the page has not."""
    parser = Markdown(**settings)
    ran: list[str] = []
    parser.treeprocessors[name].run = lambda tree: ran.append(name)  # type: ignore[method-assign,assign,return-value]
    sparing(parser).convert("/// warning | Title\nPlain words.\n///")
    assert ran == [name]
