"""The policy in Chromium: nothing of ours breaks it, and what is not ours does not run."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page

from course.model import Course, load_course
from course.paths import Paths
from course.site import headers
from tests.site.test_disk import SEEDED, WATCH, answer, search, type_words
from tests.site.test_exam_browser import choose, shown
from tests.site.test_policy import POLICY

CHAPTER = "safety/ptosis/"


@pytest.fixture
def page(chromium: Browser) -> Iterator[Page]:
    context = chromium.new_context(viewport={"width": 1280, "height": 900})
    context.add_init_script(WATCH)
    yield context.new_page()
    context.close()


@pytest.fixture(scope="module")
def course(paths: Paths) -> Course:
    return load_course(paths)


def violations(page: Page) -> list[str]:
    return list(page.evaluate("window.violations"))


def test_searched_answered_and_assessed_without_a_violation(page: Page, address: str, course: Course) -> None:
    """Every page by itself is read in test_browser.py; here a reader goes on from one to the next."""
    noise: list[str] = []
    page.on("console", lambda said: noise.append(said.text) if said.type in ("error", "warning") else None)
    page.on("pageerror", lambda error: noise.append(str(error)))
    seen: list[str] = []
    page.goto(address)
    search(page, "apraclonidine", "safety/ptosis/").wait_for()
    type_words(page, "xyzzyq")
    page.get_by_text("No matching documents").wait_for()
    seen += violations(page)
    search(page, "apraclonidine", "safety/ptosis/").click()
    page.wait_for_url(re.compile(r"safety/ptosis/"))
    answer(page, course.pages["safety/ptosis.md"].quizzes)
    page.locator(".bar-scheme").click()
    assert page.locator("body").get_attribute("data-md-color-scheme") == "slate"
    page.locator("sup.cite a").first.hover()
    seen += violations(page)
    page.goto(address + "assessment/")
    page.get_by_role("button", name="Begin").click()
    bank = {str(quiz.id): quiz for quiz in course.pages["assessment/index.md"].quizzes}
    for name in shown(page):
        choose(page, bank[name], right=True)
    page.get_by_role("button", name="Submit all answers").click()
    assert page.locator(".exam-result").count() == 1
    seen += violations(page)
    page.goto(address + "assessment/progress/")
    with page.expect_download():
        page.get_by_role("button", name="Save my progress as a file").click()
    seen += violations(page)
    page.goto(address + "assessment/record/")
    assert "24 of 24 right" in page.locator("[data-fact=assessment]").inner_text()
    seen += violations(page)
    assert seen == []
    assert noise == []


def changed(page: Page, site: Path, old: str, new: str, served: dict[str, str] | None = None) -> str:
    """From now on the chapter is served with `new` for `old`, and with no other headers than `served`; its HTML."""
    text = (site / CHAPTER / "index.html").read_text("utf-8")
    assert text.count(old) == 1
    whole = text.replace(old, new)
    answer = {"Content-Type": "text/html; charset=utf-8", **(served or {})}
    page.route(f"**/{CHAPTER}", lambda route: route.fulfill(status=200, headers=answer, body=whole))
    return whole


def test_a_script_that_somebody_has_put_there_is_blocked(page: Page, site: Path, address: str) -> None:
    """By the page's own policy, no header being served."""
    handler = '<img src="none.png" onerror="window.seeded = 1" alt="">'
    changed(page, site, "</h1>", f"</h1>{SEEDED}{handler}<p style='color: red'>1</p>")
    page.goto(address + CHAPTER)
    page.wait_for_function("() => window.violations.length >= 3")
    assert page.evaluate("window.seeded") is None
    assert sorted(violations(page)) == [
        "script-src-attr inline enforce", "script-src-elem inline enforce", "style-src-attr inline enforce",
    ]
    # The page's own scripts ran.
    assert page.locator(".quiz-live").count() >= 5


def test_the_control_without_a_policy_runs_it(page: Page, site: Path, address: str) -> None:
    text = (site / CHAPTER / "index.html").read_text("utf-8")
    changed(page, site, POLICY.search(text)[0], SEEDED)  # type: ignore[index]
    page.goto(address + CHAPTER)
    assert page.evaluate("window.seeded") == 1


def test_the_header_alone_blocks_it_too(page: Page, site: Path, address: str) -> None:
    text = (site / CHAPTER / "index.html").read_text("utf-8")
    served = dict(headers.of_path(headers.read(site), f"/{CHAPTER}"))
    changed(page, site, POLICY.search(text)[0], SEEDED, served)  # type: ignore[index]
    page.goto(address + CHAPTER)
    assert violations(page) == ["script-src-elem inline enforce"]
    assert page.evaluate("window.seeded") is None
    assert page.locator(".quiz-live").count() >= 5


def test_each_hash_is_needed(page: Page, site: Path, address: str) -> None:
    """Without its hash a script on the page is blocked: the policy holds nothing by chance."""
    text = (site / CHAPTER / "index.html").read_text("utf-8")
    hashes = re.findall(r"'sha256-[^']+'", POLICY.findall(text)[0])
    assert hashes
    for one in hashes:
        changed(page, site, f"{one}", "")
        page.goto(address + CHAPTER)
        assert violations(page) == ["script-src-elem inline enforce"], one
        page.unroute(f"**/{CHAPTER}")


def made(tag: str, attribute: str, value: str) -> str:
    """A script's words that put one element into the page."""
    return f"() => {{ const it = document.createElement('{tag}'); it.{attribute} = {value!r}; document.head.append(it); }}"


@pytest.mark.parametrize(("act", "directive"), [
    ("() => fetch('https://elsewhere.test/').catch(() => null)", "connect-src"),
    ("() => { new Image().src = 'https://elsewhere.test/a.png'; }", "img-src"),
    (made("script", "src", "https://elsewhere.test/a.js"), "script-src-elem"),
    (made("iframe", "src", "https://elsewhere.test/"), "frame-src"),
    (made("base", "href", "https://elsewhere.test/"), "base-uri"),
    (made("script", "textContent", "window.seeded = 1"), "script-src-elem"),
])
def test_not_even_a_script_takes_anything_elsewhere(page: Page, address: str, act: str, directive: str) -> None:
    """A request that the policy blocks does not get as far as the network, where this test would answer it."""
    reached: list[str] = []
    page.route("https://elsewhere.test/**", lambda route: (reached.append(route.request.url), route.fulfill(body="")))
    page.goto(address + CHAPTER)
    page.evaluate(act)
    page.wait_for_function("() => window.violations.length")
    assert {found.split()[0] for found in violations(page)} == {directive}
    assert page.evaluate("window.seeded") is None
    assert reached == []


def test_the_control_that_would_have_been_reached(page: Page, site: Path, address: str) -> None:
    text = (site / CHAPTER / "index.html").read_text("utf-8")
    changed(page, site, POLICY.search(text)[0], "")  # type: ignore[index]
    page.route("https://elsewhere.test/**", lambda route: route.fulfill(body="window.seeded = 1"))
    page.goto(address + CHAPTER)
    page.evaluate(made("script", "src", "https://elsewhere.test/a.js"))
    page.wait_for_function("() => window.seeded === 1")


def test_words_are_not_run(page: Page, address: str) -> None:
    """`eval` in a file of ours."""
    words = "try { window.seeded = eval('1'); } catch (error) { window.refused = error.name; }"
    page.route("**/assets/js/store.*.js", lambda route: route.fulfill(content_type="text/javascript", body=words))
    page.goto(address + CHAPTER)
    found: Any = page.evaluate("[window.seeded, window.refused]")
    assert found == [None, "EvalError"]
