"""theme.js and search.js with real keys: the scheme, the contents that follow, tooltips, the search."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page

from course.model import Course

SCHEME = "document.body.dataset.mdColorScheme"


@pytest.fixture
def page(chromium: Browser) -> Iterator[Page]:
    # `wait_for_function` evaluates a text, which the policy of the pages does not let run.
    context = chromium.new_context(viewport={"width": 1280, "height": 900}, color_scheme="dark", bypass_csp=True)
    yield context.new_page()
    context.close()


def test_the_scheme_is_the_systems_until_it_is_chosen(page: Page, address: str) -> None:
    # Set before the body's content is read: nothing is painted in the other scheme.
    page.add_init_script("addEventListener('DOMContentLoaded', () => window.early = document.body.dataset.mdColorScheme)")
    page.goto(address + "safety/ptosis/")
    assert page.evaluate(SCHEME) == page.evaluate("early") == "slate"
    page.emulate_media(color_scheme="light")
    page.wait_for_function(f"{SCHEME} === 'default'")
    page.get_by_role("button", name="Switch to the dark scheme").focus()
    page.keyboard.press("Enter")
    assert page.evaluate(SCHEME) == "slate"
    page.goto(address + "about/course/")
    assert page.evaluate(SCHEME) == page.evaluate("early") == "slate"
    page.get_by_title("Switch to the light scheme").click()
    page.emulate_media(color_scheme="dark")
    assert page.evaluate(SCHEME) == "default"


@pytest.mark.parametrize("stored", ["{", "null", "1", '{"color":{"scheme":"<b>"}}', '{"color":null}'])
def test_a_spoilt_choice_is_none(page: Page, address: str, stored: str) -> None:
    errors: list[str] = []
    page.on("pageerror", lambda error: errors.append(str(error)))
    page.goto(address + "about/course/")
    page.evaluate("text => localStorage.setItem('/.__palette', text)", stored)
    page.reload()
    assert page.evaluate(SCHEME) == "slate"
    assert errors == []


def test_the_contents_follow_the_text(page: Page, address: str) -> None:
    page.goto(address + "safety/ptosis/")
    marked = page.locator(".md-sidebar--secondary [aria-current]")
    assert marked.count() == 0
    page.evaluate("document.getElementById('pathway').scrollIntoView()")
    page.get_by_text("The order of decisions").locator("visible=true").first.wait_for()
    page.wait_for_function("document.querySelector('.md-sidebar--secondary [aria-current]')")
    assert marked.all_inner_texts() == ["The order of decisions"]
    page.evaluate("scrollTo(0, document.documentElement.scrollHeight)")
    last = "document.querySelector('.md-sidebar--secondary [aria-current]').hash"
    page.wait_for_function(f"{last} === '#check-yourself'")


def test_a_tooltip_can_be_read_in_peace(page: Page, address: str) -> None:
    page.goto(address + "safety/ptosis/")
    link = page.locator("article sup.cite a").first
    assert link.get_attribute("title") is None
    title = page.evaluate("""() => {
      const mark = document.querySelector("article sup.cite a");
      return [...document.querySelectorAll(".leans-on a")].find(({ href }) => href === mark.href).textContent;
    }""")
    tip = page.get_by_role("tooltip")
    link.hover()
    tip.wait_for()
    assert tip.inner_text() == title
    assert link.get_attribute("title") is None
    assert page.evaluate("document.activeElement === document.body")
    tip.hover()
    page.wait_for_timeout(400)
    assert tip.is_visible()
    page.keyboard.press("Escape")
    assert not tip.is_visible()
    assert link.get_attribute("title") == title
    page.mouse.move(2, 2)
    link.evaluate("link => link.focus({focusVisible: true})")
    tip.wait_for()
    assert link.get_attribute("aria-describedby") == tip.get_attribute("id")
    page.keyboard.press("Tab")
    page.wait_for_function("title => document.querySelector('article sup.cite a').title === title", arg=title)


def test_a_number_of_a_source_says_what_it_is(page: Page, address: str) -> None:
    page.goto(address + "safety/ptosis/")
    link = page.locator("article sup.cite a").first
    assert link.get_attribute("aria-label") == f"Reference {link.inner_text()}"
    assert page.locator("sup.cite a:not([aria-label])").count() == 0


def test_the_clear_button_of_the_search(page: Page, address: str) -> None:
    page.goto(address + "safety/ptosis/")
    page.keyboard.press("Control+k")
    field = page.get_by_role("textbox", name="Search")
    field.fill("brow")
    page.get_by_role("button", name="Clear").click()
    assert field.input_value() == ""
    settings = "field => [field.autocapitalize, field.spellcheck, field.enterKeyHint]"
    assert field.evaluate(settings) == ["none", False, "search"]


def test_a_term_is_explained_in_the_words_of_the_glossary(page: Page, address: str, real: Course) -> None:
    page.goto(address + "safety/ptosis/")
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    tip = page.get_by_role("tooltip")
    for link in page.locator("article a.term").all()[:3]:
        assert link.get_attribute("title") is None
        term = real.glossary.named(str(link.get_attribute("href")).partition("#term-")[2])
        assert term is not None
        link.evaluate("link => link.focus({focusVisible: true})")
        tip.wait_for()
        assert tip.inner_text() == term.text
        assert link.get_attribute("aria-describedby") == tip.get_attribute("id")
        page.keyboard.press("Escape")
        assert link.get_attribute("title") == term.text
    assert asked.count(address + "reference/glossary/") == 1


def test_a_glossary_that_does_not_answer_shows_nothing(page: Page, address: str) -> None:
    page.goto(address + "safety/ptosis/")
    page.route("**/reference/glossary/", lambda route: route.abort())
    link = page.locator("article a.term").first
    link.evaluate("link => link.focus({focusVisible: true})")
    page.wait_for_timeout(300)
    assert not page.get_by_role("tooltip").is_visible()
    assert link.get_attribute("title") is None
    # The next attempt asks again.
    page.unroute("**/reference/glossary/")
    link.evaluate("link => { link.blur(); link.focus({focusVisible: true}); }")
    page.get_by_role("tooltip").wait_for()


def test_a_link_into_something_closed_opens_it(page: Page, address: str) -> None:
    page.goto(address + "reference/products/")
    name = page.locator("details:not([open]) tr[id]").first.get_attribute("id")
    row = page.locator(f"[id='{name}']")
    assert not row.is_visible()
    page.evaluate("name => location.hash = name", name)
    row.wait_for()
    page.wait_for_function("name => document.getElementById(name).closest('details').open", arg=name)


@pytest.mark.parametrize("path", ["safety/ptosis/", "", "nothing/stands/here"])
def test_the_search_by_keyboard(page: Page, address: str, path: str) -> None:
    page.goto(address + path)
    page.keyboard.press("Control+k")
    # A word without its ending, two words, and capitals and accents.
    asked = {"dilutions": "practice/preparation/", "lot numbers": "practice/", "ÀNAPHYLAXIS": "safety/anaphylaxis/"}
    for words, finds in asked.items():
        page.locator(".md-search__input").fill(words)
        page.locator(f".md-search-result__link[href^='{address}{finds}']").first.wait_for()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowDown")
    assert page.evaluate("document.activeElement.className") == "md-search-result__link"
    page.keyboard.press("ArrowUp")
    page.keyboard.press("ArrowUp")
    assert page.evaluate("document.activeElement.className") == "md-search__input"
    page.keyboard.press("Escape")
    assert not page.locator("#__search").is_checked()
    # No single key does anything (WCAG 2.1.4).
    page.keyboard.type("/sfk?")
    assert not page.locator("#__search").is_checked()


def test_what_is_searched_for_is_never_html(page: Page, address: str) -> None:
    page.goto(address + "safety/ptosis/")
    page.keyboard.press("Control+k")
    page.keyboard.type("<img src=x onerror=alert(1)> bruise")
    page.get_by_text("matching document").wait_for()
    assert page.locator(".md-search img").count() == 0
    # Names that every object of the language has, but no text of ours.
    page.locator(".md-search__input").fill("hasOwnProperty valueOf")
    page.get_by_text("No matching documents").wait_for()


def test_a_search_without_a_connection_says_so(page: Page, address: str) -> None:
    page.goto(address + "safety/ptosis/")
    page.route("**/search/**", lambda route: route.abort())
    page.keyboard.press("Control+k")
    page.keyboard.type("bruise")
    page.get_by_text("The search could not be loaded").wait_for()
    page.unroute("**/search/**")
    page.keyboard.type("s")
    page.locator(".md-search-result__item").first.wait_for()
