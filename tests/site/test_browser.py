"""The course in Debian's Chromium, with real keys."""

from __future__ import annotations

from pathlib import Path
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, Page

SCHEMES = ("light", "dark")


@pytest.fixture
def page(chromium: Browser):
    context = chromium.new_context(viewport={"width": 1280, "height": 900})
    yield context.new_page()
    context.close()


def url_of(file: Path, site: Path, address: str) -> str:
    return address + file.relative_to(site).as_posix().removesuffix("index.html")


def test_every_page_loads_in_silence_and_from_here_alone(
    page: Page, site: Path, address: str, html_files: list[Path]
) -> None:
    noise: list[str] = []
    elsewhere: list[str] = []
    page.on("console", lambda message: noise.append(message.text) if message.type in ("error", "warning") else None)
    page.on("pageerror", lambda error: noise.append(str(error)))
    host = urlsplit(address).netloc
    page.on("request", lambda request: elsewhere.append(request.url)
            if urlsplit(request.url).netloc not in ("", host) else None)
    loaded = 0
    for file in html_files:
        response = page.goto(url_of(file, site, address), wait_until="load")
        assert response is not None
        assert response.ok, file
        assert noise == [], file
        assert elsewhere == [], file
        loaded += 1
    assert loaded == len(html_files)


@pytest.mark.parametrize("width", [320, 360, 390, 1280])
def test_no_page_scrolls_sideways(
    chromium: Browser, site: Path, address: str, html_files: list[Path], width: int
) -> None:
    context = chromium.new_context(viewport={"width": width, "height": 800})
    page = context.new_page()
    wide = {}
    for file in html_files:
        page.goto(url_of(file, site, address), wait_until="domcontentloaded")
        scroll = page.evaluate("document.documentElement.scrollWidth")
        if scroll > width:
            wide[file.relative_to(site).as_posix()] = scroll
    context.close()
    assert wide == {}


def test_the_emergency_link_stays_in_reach(chromium: Browser, address: str) -> None:
    context = chromium.new_context(viewport={"width": 320, "height": 640})
    page = context.new_page()
    page.goto(address + "practice/preparation/")
    page.mouse.wheel(0, 3000)
    page.wait_for_function("window.scrollY > 1000")
    link = page.locator("a.bar-emergency")
    box = link.bounding_box()
    assert box is not None
    assert box["y"] >= 0
    assert box["x"] + box["width"] <= 320
    assert box["height"] >= 24
    link.click()
    assert page.url.endswith("reference/emergencies/")
    context.close()


def test_a_citation_leads_to_its_source_and_back(page: Page, address: str) -> None:
    page.goto(address + "science/toxin/")
    mark = page.locator("sup.cite a").first
    anchor = mark.get_attribute("id")
    key = str(mark.get_attribute("href")).split("#")[1]
    mark.click()
    page.wait_for_url("**/reference/citations/#*")
    entry = page.locator(f"[id='{key}']")
    assert entry.is_visible()
    entry.locator(f"a[href$='science/toxin/#{anchor}']").click()
    page.wait_for_url(f"**/science/toxin/#{anchor}")
    box = page.locator(f"[id='{anchor}']").bounding_box()
    assert box is not None
    assert 0 <= box["y"] <= 900


@pytest.mark.parametrize("scheme", SCHEMES)
def test_text_has_contrast(chromium: Browser, address: str, scheme: str) -> None:
    """4.5 to 1 for body text, links, small print and the titles of the ladder on their own grounds."""
    context = chromium.new_context(color_scheme=scheme, viewport={"width": 1280, "height": 900})  # type: ignore[arg-type]
    page = context.new_page()
    page.goto(address + "practice/preparation/")
    ratios = page.evaluate(
        """() => {
          const parse = c => { const m = c.match(/[\\d.]+/g).map(Number); return {rgb: m.slice(0, 3), a: m[3] ?? 1}; };
          const lum = rgb => { const [r, g, b] = rgb.map(v => { v /= 255;
            return v <= 0.03928 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4; });
            return 0.2126 * r + 0.7152 * g + 0.0722 * b; };
          const ground = e => { for (; e; e = e.parentElement) { const c = parse(getComputedStyle(e).backgroundColor);
            if (c.a === 1) return c.rgb; } return [255, 255, 255]; };
          const chosen = ".md-typeset p, .md-typeset a, .md-typeset li, .md-typeset td, .md-typeset th, .small-print p, " +
            ".admonition-title, .bar-home, .bar-places a, .bar-emergency, .quiz label, .button, .md-sidebar a";
          return [...document.querySelectorAll(chosen)].filter(e => e.checkVisibility() && e.textContent.trim())
            .map(e => { const a = lum(parse(getComputedStyle(e).color).rgb), b = lum(ground(e));
              const name = e.className + ': ' + e.textContent.trim().slice(0, 30);
                return [(Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05), name]; });
        }"""
    )
    context.close()
    assert len(ratios) > 100
    assert [item for item in ratios if item[0] < 4.5] == []


def test_paper_is_light_in_the_dark_scheme(chromium: Browser, address: str) -> None:
    context = chromium.new_context(color_scheme="dark", viewport={"width": 1280, "height": 900})
    page = context.new_page()
    page.goto(f"{address}safety/ptosis/", wait_until="load")
    page.locator(".drawing").first.scroll_into_view_if_needed()
    page.locator(".drawing text").first.wait_for()
    colors = """() => [document.body, document.querySelector('.rung.danger'), document.querySelector('.drawing text')]
        .map(element => [getComputedStyle(element).backgroundColor, getComputedStyle(element).color,
                         getComputedStyle(element).fill])"""

    def lightness(color: str) -> float:
        return sum(float(part) for part in color.strip("rgba()").split(",")[:3]) / 3

    screen = page.evaluate(colors)
    assert lightness(screen[0][0]) < 60
    assert lightness(screen[0][1]) > 200
    page.emulate_media(media="print", color_scheme="dark")
    body, danger, words = page.evaluate(colors)
    assert lightness(body[0]) > 230
    assert lightness(body[1]) < 60
    assert lightness(danger[1]) < 60
    assert lightness(words[2]) < 110
    context.close()
