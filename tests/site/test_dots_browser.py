"""The dots of the contents fill with what was answered, in Chromium; who has answered nothing fetches nothing for it."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page

from course.markdown.learning_blocks import key
from course.model import Course, Quiz
from course.paths import Paths
from course.site.build import build
from course.site.forms import Form

KEY = "botox-training"


@pytest.fixture
def desk(chromium: Browser) -> Iterator[Page]:
    context = chromium.new_context(viewport={"width": 1280, "height": 900}, reduced_motion="reduce")
    yield context.new_page()
    context.close()


def record(answers: dict[str, Any]) -> str:
    return json.dumps({"version": 1, "answers": answers})


def answered(quiz: Quiz, *, right: bool = True) -> dict[str, Any]:
    return {str(quiz.id): {"v": quiz.version, "c": ["a"], "ok": right, "at": 1_790_000_000_000}}


def states(page: Page) -> dict[str, str]:
    """The state of each chapter in the contents, by its words; only where one was worked out."""
    found: dict[str, str] = page.eval_on_selector_all(
        ".contents a[data-state]", "all => Object.fromEntries(all.map(link => [link.textContent, link.dataset.state]))"
    )
    return found


@pytest.fixture(scope="module")
def given(real: Course) -> str:
    """All of the first chapter after the home page, one wrong answer in the second, one to an old version in the third."""
    _, whole, begun, old = real.chapters[:4]
    answers: dict[str, Any] = {}
    for quiz in whole.quizzes:
        answers |= answered(quiz)
    answers |= answered(begun.quizzes[0], right=False)
    answers |= {str(old.quizzes[0].id): {"v": "00000000", "c": ["a"], "ok": True, "at": 1_790_000_000_000}}
    return record(answers)


def expected(real: Course) -> dict[str, str]:
    _, whole, begun = real.chapters[:3]
    shown = {page.path: page.title for page in real.in_order} | {entry.path: entry.title for entry in real.nav if entry.title}
    words = {whole.path: " (all questions right)", begun.path: " (begun)"}
    state = {whole.path: "done", begun.path: "begun"}
    return {shown[page.path] + words.get(page.path, ""): state.get(page.path, "open") for page in real.chapters}


def test_the_dots_show_what_was_answered(desk: Page, address: str, real: Course, given: str) -> None:
    desk.goto(address + "safety/ptosis/")
    desk.evaluate("([key, text]) => localStorage.setItem(key, text)", [KEY, given])
    for place in ("safety/ptosis/", "", "reference/doses/"):
        desk.goto(address + place)
        desk.locator("[data-state=done]").first.wait_for(state="attached")
        assert states(desk) == expected(real), place
    # What another tab answers is shown at once; what is deleted as well.
    other = desk.context.new_page()
    other.goto(address + "reference/doses/")
    other.evaluate("key => localStorage.removeItem(key)", KEY)
    desk.wait_for_function("() => !document.querySelector('.contents :is([data-state=done], [data-state=begun])')")


def test_without_an_answer_nothing_is_fetched(desk: Page, address: str) -> None:
    """The page that was opened last is kept, so that there is a record on the second page."""
    asked: list[str] = []
    desk.on("request", lambda request: asked.append(request.url))
    for place in ("safety/ptosis/", "safety/anaphylaxis/"):
        desk.goto(address + place, wait_until="networkidle")
    assert desk.evaluate("key => localStorage.getItem(key)", KEY) is not None
    assert not [url for url in asked if "chapters" in url or "dots" in url]
    assert states(desk) == {}


SPOILT = (
    '{"answers":{"toxin-light-chain":', '{"version":99,"answers":{"a":{}}}',
    '{"version": 1, "answers": {"toxin-light-chain": 7}}',
)


@pytest.mark.parametrize("text", SPOILT)
def test_what_cannot_be_read_fills_no_dot(desk: Page, address: str, text: str) -> None:
    errors: list[str] = []
    desk.on("pageerror", lambda error: errors.append(str(error)))
    desk.goto(address + "reference/doses/")
    desk.evaluate("([key, text]) => localStorage.setItem(key, text)", [KEY, text])
    desk.goto(address + "reference/doses/")
    desk.locator(".contents a[data-state]").first.wait_for(state="attached")
    assert set(states(desk).values()) == {"open"}
    assert errors == []


def test_the_dots_fill_from_a_disk(desk: Page, paths: Paths, real: Course, given: str, tmp_path: Path) -> None:
    build(paths, tmp_path / "disk", Form.DISK)
    desk.goto((tmp_path / "disk" / "reference" / "doses.html").as_uri())
    desk.evaluate("([key, text]) => localStorage.setItem(key, text)", [KEY, given])
    for name in ("reference/doses.html", "index.html"):
        desk.goto((tmp_path / "disk" / name).as_uri())
        desk.locator("[data-state=done]").first.wait_for(state="attached")
        assert states(desk) == expected(real)


def test_every_chapter_is_known_by_its_name(site: Path, real: Course) -> None:
    text = (site / "assets" / "chapters.js").read_text("utf-8")
    questions = json.loads(text.removeprefix("window.courseChapters = ").removesuffix(";\n"))
    assert questions == {
        key(chapter): " ".join(f"{quiz.id}:{quiz.version}" for quiz in chapter.quizzes) for chapter in real.chapters
    }
