"""Our reader of Markdown source against what Python-Markdown makes of the same text."""

from __future__ import annotations

import pytest
from lxml.html import HtmlElement

from course.markdown.kinds import LADDER, PRODUCT_BLOCKS
from course.model import Course, Page
from course.paths import Paths
from tests.support import KETTLE, TEAPOT, Draft, render


def heading_ids(tree: HtmlElement) -> list[str]:
    return [element.get("id") for element in tree.iter("h1", "h2", "h3", "h4", "h5", "h6")]


def cited(tree: HtmlElement) -> list[str]:
    return [link.get("data-cite") for link in tree.xpath("//sup/a[@data-cite]")]


def assert_parity(page: Page, paths: Paths) -> None:
    tree = render(page.body, paths)
    assert heading_ids(tree) == [heading.id for heading in page.headings], page.path
    assert cited(tree) == [citation.cite.key for citation in page.citations], page.path
    rendered = tree.xpath("//div[contains(@class, 'rung')]")
    assert len(rendered) == sum(block.kind in LADDER for block in page.blocks), page.path
    filled = tree.xpath("//div[contains(@class, 'data-')] | //dl[@class='glossary']")
    assert len(filled) == sum(block.kind in ("glossary", *PRODUCT_BLOCKS) for block in page.blocks), page.path
    # A drawing is part of the page, with its text alternative.
    drawings = [drawing.get("aria-label") for drawing in tree.xpath("//figure//*[local-name()='svg'][@role='img']")]
    assert drawings == [link.text for link in page.links if link.image], page.path
    assert not tree.xpath("//img"), page.path


def test_every_real_page(real: Course, repo: Paths) -> None:
    assert len(real.pages) > 20
    for page in real.in_order:
        assert page.headings, page.path
        assert_parity(page, repo)
    assert sum(len(page.citations) for page in real.pages.values()) > 500
    assert sum(len(page.headings) for page in real.pages.values()) > 100


@pytest.mark.parametrize("file", [KETTLE, TEAPOT, "docs/reference/products.md", "docs/reference/glossary.md"])
def test_the_small_course(draft: Draft, file: str) -> None:
    page = draft.page(file)
    assert page.citations or page.blocks
    assert_parity(page, draft.paths)


@pytest.mark.parametrize("text", [
    "## Kettles & pots: 20 × 5 mL – \"quoted\" and 'so'",
    "## Same\n\n## Same\n\n## Same",
    "## Given { #same }\n\n## Same",
    "## With `code_here` and *stress* and **weight**",
    "## snake_case and _soft_",
    "## A [link](teapot.md) in it",
    "## Closed ##",
    "## Über die Küche 100 °C",
    "## Comment <!-- left out -->",
    "Claim. [@adams2001][@board2019] [@adams2001; @clark2020, p. 3] More [@adams2001].",
    "- one [@adams2001]\n- two\n\n    still two [@board2019]\n\n1. three [@clark2020]",
    "> A quotation. [@adams2001]\n\n**Bold [@board2019]** and *soft [@clark2020]*",
    "| a | b |\n|---|---|\n| x [@adams2001] | [@board2019; @clark2020] |",
    "/// warning | Title with [@adams2001]\nText. [@board2019]\n\n- item [@clark2020]\n///",
    "`[@adams2001]` and ``[@board2019] ` `` then [@clark2020]",
    "```text\n[@adams2001]\n# no\n```\n\n~~~\n[@board2019]\n~~~\n\n[@clark2020]",
    "Text <!-- [@adams2001] [@nobody] --> after. [@board2019]",
    "<!-- [@adams2001] -->\n\nText. [@board2019]",
    "<!--\n## No heading\n\nA claim. [@adams2001] [@nobody]\n-->\n\nText. [@board2019]",
    "[A link](teapot.md) and [@adams2001] (not a link)",
    "Mail someone@example.org, or [not @adams2001].",
])
def test_samples(draft: Draft, text: str) -> None:
    draft.append(KETTLE, text)
    page = draft.page(KETTLE)
    assert_parity(page, draft.paths)
