"""axe-core on the pages with questions, light and dark, before and after answering."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from axe_playwright_python.base import AXE_SCRIPT
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page

from course.site.accessibility import REPEATED, pages_of


@pytest.fixture(params=[("light", 1280), ("dark", 390)], ids=lambda pair: f"{pair[0]}-{pair[1]}")
def page(request: pytest.FixtureRequest, chromium: Browser) -> Iterator[Page]:
    scheme, width = request.param
    # One of each here, to be quick; `course accessibility` tests every page in every combination.
    context = chromium.new_context(color_scheme=scheme, viewport={"width": width, "height": 900}, reduced_motion="reduce",
                                   contrast="more" if scheme == "dark" else "no-preference")
    made = context.new_page()
    yield made
    context.close()


def violations(page: Page) -> list[str]:
    """Rule, and the first elements that break it; every rule of axe, best practice included."""
    found = Axe().run(page).response["violations"]
    return [
        f"{item['id']} ({item['impact']}): " + " | ".join(node["html"][:120] for node in item["nodes"][:3]) for item in found
    ]


def test_a_chapter_before_and_after_answering(page: Page, address: str) -> None:
    page.goto(address + "safety/ptosis/")
    assert violations(page) == []
    quizzes = page.locator(".quiz")
    for number in range(quizzes.count()):
        quizzes.nth(number).locator(".quiz-option input").nth(number % 4).check()
        quizzes.nth(number).get_by_role("button", name="Check the answer").click()
    for button in page.get_by_role("button", name="Show all reasons").all():
        if button.is_visible():
            button.click()
    assert page.locator(".quiz-option.right").count() + page.locator(".quiz-option.wrong").count() >= 5
    assert violations(page) == []


def test_the_assessment_from_beginning_to_end(page: Page, address: str) -> None:
    page.goto(address + "assessment/")
    assert violations(page) == []
    page.get_by_role("button", name="Begin").click()
    assert violations(page) == []
    for found in page.locator(".exam-questions .quiz").all()[:20]:
        found.locator("input").first.check()
    page.get_by_role("button", name="Submit all answers").click()
    page.get_by_role("button", name="Submit anyway").click()
    assert page.locator(".exam-result").count() == 1
    assert violations(page) == []


def test_sheets(page: Page, address: str) -> None:
    for path in ("sheets/", "sheets/checklist/", "sheets/record/", "sheets/reconstitution/"):
        page.goto(address + path)
        assert violations(page) == [], path


def test_progress_and_record(page: Page, address: str) -> None:
    page.goto(address + "safety/ptosis/")
    page.locator(".quiz-option input").first.check()
    page.get_by_label("Sure", exact=True).first.check()
    page.get_by_role("button", name="Check the answer").first.click()
    for path in ("assessment/progress/", "assessment/record/", ""):
        page.goto(address + path)
        assert violations(page) == [], path
    page.goto(address + "assessment/progress/")
    page.get_by_role("button", name="Delete everything on this device").click()
    assert violations(page) == []


def test_what_is_tapped_is_24_pixels_high_or_stands_apart(chromium: Browser, site: Path, address: str) -> None:
    """Every page, because each table has links of its own; the other rules ask what templates and blocks make."""
    context = chromium.new_context(viewport={"width": 1280, "height": 900}, reduced_motion="reduce")
    page, small, tested = context.new_page(), [], 0
    for name in pages_of(site):
        page.goto(address + name)
        page.evaluate(AXE_SCRIPT)
        for width in (1280, 390):
            page.set_viewport_size({"width": width, "height": 900})
            found = page.evaluate(
                """repeated => axe.run(
                  { include: [["main"]], exclude: repeated.filter(one => document.querySelector(one)).map(one => [one]) },
                  { runOnly: { type: "rule", values: ["target-size"] }, resultTypes: ["violations"] },
                )""",
                list(REPEATED),
            )
            small += [f"{name} {width}: {node['html'][:120]}" for item in found["violations"] for node in item["nodes"]]
            tested += 1
    context.close()
    assert small == []
    assert tested > 100
