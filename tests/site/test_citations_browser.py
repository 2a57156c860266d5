"""The citations page lays out what is near the window; nothing else may notice."""

from __future__ import annotations

from pathlib import Path

import pytest
from lxml import html
from playwright.sync_api import Browser

from course.site.chromium import FLAGS, executable

PAGE = "reference/citations/"
SKIPPED = "getComputedStyle(document.querySelector('.references > ol > li:last-child')).contentVisibility"


@pytest.fixture(scope="module")
def keys(site: Path) -> list[str]:
    tree = html.fromstring((site / PAGE / "index.html").read_bytes())
    found = [str(item.get("id")) for item in tree.cssselect(".references > ol > li")]
    assert len(found) > 300
    return found


@pytest.mark.parametrize("width", [390, 1280])
def test_a_link_lands_on_its_entry_and_stays_there(chromium: Browser, address: str, keys: list[str], width: int) -> None:
    context = chromium.new_context(viewport={"width": width, "height": 844})
    page = context.new_page()
    page.goto(address + PAGE)
    assert page.evaluate(SKIPPED) == "auto"
    bar = page.locator("header").bounding_box()
    assert bar
    for key in (keys[0], keys[len(keys) // 3], keys[-40]):
        page.goto("about:blank")
        page.goto(f"{address}{PAGE}#{key}")
        page.wait_for_timeout(300)
        first = page.evaluate("key => document.getElementById(key).getBoundingClientRect().top", key)
        assert bar["height"] < first < bar["height"] + 40, key
        # What was passed by and is laid out now moves nothing that is read.
        page.mouse.wheel(0, -300)
        page.wait_for_timeout(200)
        page.mouse.wheel(0, 300)
        page.wait_for_timeout(200)
        assert abs(page.evaluate("key => document.getElementById(key).getBoundingClientRect().top", key) - first) < 3, key
    context.close()


def test_what_is_far_away_can_be_found_and_is_printed(chromium: Browser, address: str, keys: list[str]) -> None:
    context = chromium.new_context(viewport={"width": 1280, "height": 844})
    page = context.new_page()
    page.goto(address + PAGE)
    text = page.locator(f"[id='{keys[-5]}'] .reference").text_content() or ""
    assert page.evaluate("text => window.find(text)", text[:40].strip())
    assert page.evaluate("scrollY") > 10_000
    page.emulate_media(media="print")
    assert page.evaluate(SKIPPED) == "visible"
    context.close()


def test_a_screen_reader_is_told_every_link(chromium: Browser, site: Path, address: str) -> None:
    """Chromium fills its tree of accessibility with what is far away when a screen reader is there."""
    links = len(html.fromstring((site / PAGE / "index.html").read_bytes()).cssselect(".references a"))
    instance = chromium.browser_type.launch(
        executable_path=executable(), headless=True, args=[*FLAGS, "--force-renderer-accessibility"]
    )
    page = instance.new_page()
    page.goto(address + PAGE)
    assert page.evaluate(SKIPPED) == "auto"
    page.wait_for_timeout(1000)
    nodes = page.context.new_cdp_session(page).send("Accessibility.getFullAXTree")["nodes"]
    instance.close()
    assert sum(node.get("role", {}).get("value") == "link" for node in nodes) >= links > 3000
