"""What stands around every page, in Chromium with real keys: contents, skip link, focus, report, 404, targets."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from playwright.sync_api import Browser, Page

#: One page of each template.
TEMPLATES = (
    "", "practice/preparation/", "reference/emergencies/", "reference/products/", "assessment/", "assessment/progress/",
    "assessment/record/", "about/editions/", "404.html",
)


@pytest.fixture
def phone(chromium: Browser) -> Iterator[Page]:
    context = chromium.new_context(viewport={"width": 390, "height": 844}, reduced_motion="reduce")
    yield context.new_page()
    context.close()


@pytest.fixture
def desk(chromium: Browser) -> Iterator[Page]:
    context = chromium.new_context(viewport={"width": 1280, "height": 900}, reduced_motion="reduce")
    yield context.new_page()
    context.close()


def focused(page: Page) -> dict[str, Any]:
    found: dict[str, Any] = page.evaluate("""() => {
      const e = document.activeElement, box = e.getBoundingClientRect(), style = getComputedStyle(e);
      return { name: (e.getAttribute("aria-label") || e.textContent).trim().replace(/\\s+/g, " "), x: box.x, y: box.y,
               width: box.width, outline: style.outlineStyle, inside: Boolean(e.closest(".md-sidebar--primary")) };
    }""")
    return found


def test_the_contents_open_close_and_lead_on_by_keyboard(phone: Page, address: str) -> None:
    phone.goto(address + "safety/ptosis/")
    button = phone.get_by_role("button", name="Contents")
    names = []
    for _ in range(12):
        phone.keyboard.press("Tab")
        names.append(focused(phone)["name"])
        assert not focused(phone)["inside"], "what is closed cannot be reached"
    assert "Contents" in names
    assert "Emergency" in names
    button.focus()
    assert button.get_attribute("aria-expanded") == "false"
    phone.keyboard.press("Enter")
    assert button.get_attribute("aria-expanded") == "true"
    assert focused(phone)["inside"]
    phone.keyboard.press("Escape")
    assert button.get_attribute("aria-expanded") == "false"
    assert focused(phone)["name"] == "Contents"
    phone.keyboard.press("Space")
    # Every chapter of every part is reached by Tab alone.
    link = phone.locator(".md-sidebar--primary a", has_text="Australia and New Zealand")
    for _ in range(60):
        phone.keyboard.press("Tab")
        if focused(phone)["name"] == "Australia and New Zealand":
            break
    assert focused(phone)["inside"]
    assert link.is_visible()
    phone.keyboard.press("Enter")
    phone.wait_for_url("**/regulation/australia-new-zealand/")


def test_who_leaves_the_contents_closes_them(phone: Page, address: str) -> None:
    phone.goto(address + "safety/ptosis/")
    button = phone.get_by_role("button", name="Contents")
    button.click()
    phone.locator("article a").first.focus()
    assert button.get_attribute("aria-expanded") == "false"


@pytest.mark.parametrize("path", ["practice/preparation/", "404.html"])
def test_the_first_key_shows_the_way_past_the_bar(desk: Page, address: str, path: str) -> None:
    desk.goto(address + path)
    desk.keyboard.press("Tab")
    first = focused(desk)
    assert first["name"] == "Skip to content"
    assert first["width"] > 24
    assert first["y"] >= 0
    desk.keyboard.press("Enter")
    assert desk.evaluate("document.querySelector(location.hash).closest('article') !== null")


def test_the_keys_go_through_the_page_in_its_order_and_show_where_they_are(desk: Page, address: str) -> None:
    desk.goto(address + "reference/emergencies/")
    names = []
    for _ in range(9):
        desk.keyboard.press("Tab")
        now = focused(desk)
        names.append(now["name"])
        assert now["outline"] != "none", now
    assert names[:6] == ["Skip to content", "Botox Training", "Doses", "Products", "Citations", "About"]
    assert names[-1] == "Emergency"


def test_the_scheme_is_switched_by_keyboard(desk: Page, address: str) -> None:
    desk.goto(address + "404.html")
    for _ in range(7):
        desk.keyboard.press("Tab")
    scheme = "document.body.dataset.mdColorScheme"
    assert desk.evaluate(scheme) == "default"
    assert desk.evaluate("getComputedStyle(document.activeElement).outlineStyle") != "none"
    desk.keyboard.press("Enter")
    assert desk.evaluate(scheme) == "slate"
    desk.keyboard.press("Space")
    assert desk.evaluate(scheme) == "default"


@pytest.mark.parametrize("path", TEMPLATES)
def test_what_has_the_focus_shows_it(phone: Page, address: str, path: str) -> None:
    """WCAG 2.4.7: everything that a key reaches, also in what opens; a choice of a question shows it on its frame."""
    phone.goto(address + path)
    reached, hidden = phone.evaluate("""() => {
      for (const box of document.querySelectorAll("details")) box.open = true;
      const hidden = [];
      let reached = 0;
      for (const e of document.querySelectorAll("a[href], button, summary, input, select, textarea, [tabindex]")) {
        if (!e.checkVisibility({ checkVisibilityCSS: true }) || e.tabIndex < 0) continue;
        e.focus({ focusVisible: true });
        if (document.activeElement !== e) continue;
        reached += 1;
        const styles = [getComputedStyle(e), getComputedStyle(e, "::after")];
        if (e.closest("label")) styles.push(getComputedStyle(e.closest("label")));
        const shown = styles.some((style) => style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2);
        if (!shown) hidden.push(e.outerHTML.slice(0, 90));
      }
      return [reached, hidden];
    }""")
    assert reached >= 10
    assert hidden == []


@pytest.mark.parametrize("path", TEMPLATES)
def test_targets_are_large_or_stand_apart(phone: Page, address: str, path: str) -> None:
    """WCAG 2.5.8: 24 by 24 pixels, or so far from the next one; links in running text are exempt."""
    phone.goto(address + path)
    small = phone.evaluate("""() => {
      const all = [...document.querySelectorAll("a[href], button, summary, input, label.md-icon, select, textarea")]
        .filter((e) => e.checkVisibility({ checkVisibilityCSS: true }))
        .filter((e) => !e.closest("p, td, dd, .cited-in, sup, figcaption, .rung li, .figure"));
      const boxes = all.map((e) => [e, (e.closest(".look-up li, .quiz-option label") || e).getBoundingClientRect()])
        .filter(([, b]) => b.width > 0 && b.right > 0);
      const centre = (b) => [b.x + b.width / 2, b.y + b.height / 2];
      const near = (b, other) => { const [x, y] = centre(b);
        const dx = Math.max(other.x - x, 0, x - other.right), dy = Math.max(other.y - y, 0, y - other.bottom);
        return Math.hypot(dx, dy) < 12; };
      const words = (e) => e.textContent.trim();
      const inText = (e) => getComputedStyle(e).display === "inline" && words(e.parentElement) !== words(e);
      return boxes.filter(([e, b]) => (b.width < 24 || b.height < 24) && !inText(e)
          && boxes.some(([o, other]) => o !== e && !o.contains(e) && !e.contains(o) && near(b, other)))
        .map(([e, b]) => `${e.outerHTML.slice(0, 90)} ${Math.round(b.width)}x${Math.round(b.height)}`);
    }""")
    assert phone.locator("a[href]").count() > 10
    assert small == []


def test_a_wrong_address_at_any_depth_is_helped(desk: Page, address: str) -> None:
    missing: list[str] = []
    desk.on("response", lambda answer: missing.append(answer.url) if answer.status >= 400 else None)
    wrong = address + "no/such/place/at/all/"
    desk.goto(wrong)
    assert missing == [wrong], "everything that the page needs is there"
    assert desk.get_by_role("heading", level=1).inner_text() == "This page is not here"
    links = desk.evaluate("[...document.querySelectorAll('.look-up a')].map(a => [a.textContent, a.pathname])")
    assert ["Emergencies", "/reference/emergencies/"] in links
    assert ["Doses", "/reference/doses/"] in links
    desk.locator(".look-up a", has_text="Dilution").click()
    desk.wait_for_url("**/practice/preparation/#dilution")


def test_the_references_of_a_page_open_without_scripts_and_lead_to_their_entries(chromium: Browser, address: str) -> None:
    context = chromium.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(address + "safety/ptosis/")
    listed = page.locator(".leans-on li")
    summary = page.locator(".leans-on summary")
    assert summary.inner_text() == f"References on this page ({listed.count()})"
    cited = {int(number) for text in page.locator("article sup.cite").all_inner_texts() for number in text.split()}
    hidden = {int(number) for text in page.locator("details sup.cite").all_text_contents() for number in text.split()}
    assert [int(item.get_attribute("value") or "") for item in listed.all()] == sorted(cited | hidden)
    summary.click()
    listed.last.locator("a").click()
    assert re.search(r"/reference/citations/#ref-[a-z0-9-]+$", page.url)
    context.close()


def test_marked_words_go_into_the_report(desk: Page, address: str, site: Path) -> None:
    """As on a site with REPO_URL: the link is put in by the test, the script is the site's own."""
    name = next((site / "assets" / "js").glob("page.*.js")).name
    forge = "https://forge.test/team/course/issues/new?template=content-error.yml&page=safety%2Fptosis.md&version=0.1.0"
    desk.route(f"**/{name}", lambda route: route.fulfill(body=f"""
      document.querySelector(".about-page").insertAdjacentHTML("beforeend",
        '<a class="report" href="{forge}">Report</a><p class="about-hint" hidden>Mark</p>');
      {(site / "assets" / "js" / name).read_text("utf-8")}""", content_type="text/javascript"))
    asked: list[str] = []
    desk.route("https://forge.test/**", lambda route: (asked.append(route.request.url), route.fulfill(body="form")))
    desk.goto(address + "safety/ptosis/")
    assert desk.locator(".about-hint").is_visible()
    desk.locator("h2#examine ~ p").first.evaluate("found => getSelection().selectAllChildren(found)")
    words = desk.evaluate("getSelection().toString().trim()")
    desk.locator("a.report").click()
    desk.wait_for_url("https://forge.test/**")
    query = parse_qs(urlsplit(asked[0]).query)
    assert query["page"] == ["safety/ptosis.md#examine"]
    assert query["wrong"] == [f'"{words[:500]}"\n\n']
    assert query["version"] == ["0.1.0"]
