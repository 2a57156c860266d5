"""Questions, progress and storage in Debian's Chromium: by keyboard, without scripts, with storage that fails."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Locator, Page

from course.model import Quiz

KEY = "botox-training"
CHAPTER = "safety/ptosis/"
FIRST = "ptosis-area-figures"

#: Runs before every script of the page: storage in a state that real browsers know.
BLOCKED = "Object.defineProperty(window, 'localStorage', {get() { throw new DOMException('denied', 'SecurityError'); }});"
FULL_AT_THIRD = """
  const write = Storage.prototype.setItem; let writes = 0;
  Storage.prototype.setItem = function (...args) {
    if (args[0] === 'botox-training') writes += 1;
    if (writes >= 3) throw new DOMException('full', 'QuotaExceededError');
    return write.apply(this, args);
  };
"""


@pytest.fixture
def context(chromium: Browser) -> Iterator[BrowserContext]:
    made = chromium.new_context(viewport={"width": 1280, "height": 900})
    yield made
    made.close()


@pytest.fixture
def silent(context: BrowserContext) -> Iterator[Callable[[], Page]]:
    """Opens pages; afterward none of them may have thrown or complained."""
    noise: list[str] = []

    def open_page() -> Page:
        page = context.new_page()
        page.on("pageerror", lambda error: noise.append(str(error)))
        page.on("console", lambda message: noise.append(message.text) if message.type == "error" else None)
        return page

    yield open_page
    assert noise == []


def box(page: Page, quiz: Quiz) -> Locator:
    return page.locator(f"[id='{quiz.id}']")


def answer(page: Page, quiz: Quiz, *, right: bool, sure: str | None = None) -> Locator:
    """Choose with the mouse and submit."""
    found = box(page, quiz)
    option = next(option for option in quiz.options if option.correct == right)
    found.locator(f"input[value='{option.value}']").check()
    if sure:
        found.get_by_label(sure, exact=True).check()
    found.get_by_role("button", name="Check the answer").click()
    return found


def stored(page: Page) -> dict:
    return json.loads(page.evaluate(f"localStorage.getItem('{KEY}')") or "{}")


def test_by_keyboard_alone(silent: Callable[[], Page], address: str, quizzes: list[Quiz]) -> None:
    page = silent()
    page.goto(address + CHAPTER)
    quiz = quizzes[0]
    found = box(page, quiz)
    right = next(index for index, option in enumerate(quiz.options) if option.correct)
    wrong = (right + 1) % len(quiz.options)
    radios = found.locator(".quiz-option input")

    def choose(index: int) -> None:
        radios.first.focus()
        page.keyboard.press("Space")
        for _ in range(index):
            page.keyboard.press("ArrowDown")
        assert radios.nth(index).is_checked()

    choose(wrong)
    # An arrow key chooses; it does not answer.
    assert found.locator(".quiz-why").count() == 0
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.name") == f"{quiz.id}-sure"
    page.keyboard.press("Space")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    assert found.locator("[role=status]").inner_text().startswith("Not right")
    # Only the reason of what was chosen, which says so in words and is tied to its option.
    [why] = found.locator(".quiz-why").all()
    assert why.inner_text().startswith("✗ Not this one.")
    assert why.get_attribute("id") == radios.nth(wrong).get_attribute("aria-describedby")
    assert found.locator(".quiz-read a").is_visible()
    assert page.evaluate("document.activeElement.textContent") == "Try again"
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.type") == "radio"
    choose(right)
    page.keyboard.press("Enter")
    assert found.locator("[role=status]").inner_text() == "Right."
    assert found.locator(".quiz-why").inner_text().startswith("✓ Right.")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    assert found.locator(".quiz-why").count() == len(quiz.options)
    page.reload()
    assert box(page, quiz).locator("[role=status]").inner_text() == "You answered this right."
    assert radios.nth(right).is_checked()


def test_enter_without_a_choice_asks_for_one(silent: Callable[[], Page], address: str, quizzes: list[Quiz]) -> None:
    page = silent()
    page.goto(address + CHAPTER)
    found = box(page, quizzes[0])
    found.get_by_role("button", name="Check the answer").click()
    assert found.locator("[role=status]").inner_text() == "Choose an answer first."
    assert stored(page)["answers"] == {}


def test_without_scripts_the_answer_is_behind_a_button(chromium: Browser, address: str, quizzes: list[Quiz]) -> None:
    context = chromium.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(address + CHAPTER)
    for quiz in quizzes:
        found = box(page, quiz)
        assert found.locator("input").first.is_hidden()
        assert found.locator(".quiz-answer > ol > li").first.is_hidden()
        assert found.get_by_role("button").count() == 0
    first = box(page, quizzes[0])
    first.locator("summary").focus()
    page.keyboard.press("Enter")
    items = first.locator(".quiz-answer > ol > li")
    assert items.count() == len(quizzes[0].options)
    assert items.first.is_visible()
    assert items.locator("strong", has_text="Right:").count() == 1
    context.close()


def test_printed_as_on_paper(silent: Callable[[], Page], address: str, quizzes: list[Quiz]) -> None:
    page = silent()
    page.goto(address + CHAPTER)
    answer(page, quizzes[0], right=False)
    page.emulate_media(media="print")
    found = box(page, quizzes[0])
    assert found.locator("input").first.is_hidden()
    assert found.locator(".quiz-why").is_hidden()
    assert found.get_by_role("button", name="Try again").is_hidden()
    assert found.locator(".quiz-answer > ol > li").first.is_visible()


def test_targets_are_large_enough(silent: Callable[[], Page], address: str, quizzes: list[Quiz]) -> None:
    page = silent()
    page.set_viewport_size({"width": 320, "height": 700})
    page.goto(address + CHAPTER)
    answer(page, quizzes[0], right=True)
    small = page.evaluate(
        """() => [...document.querySelectorAll('.quiz button, .quiz input, .quiz-sure label, .quiz-option label')]
            .filter(item => item.checkVisibility()).map(item => [item.outerHTML.slice(0, 60), item.getBoundingClientRect()])
            .filter(([, box]) => box.height < 24 || box.width < 24).map(([name]) => name)"""
    )
    assert small == []


def test_a_sure_mistake_is_worth_another_look(silent: Callable[[], Page], address: str, quizzes: list[Quiz]) -> None:
    page = silent()
    page.goto(address + CHAPTER)
    answer(page, quizzes[0], right=False, sure="Sure")
    answer(page, quizzes[1], right=False, sure="Not sure")
    box(page, quizzes[0]).get_by_role("button", name="Try again").click()
    answer(page, quizzes[0], right=True)
    page.goto(address + "assessment/progress/")
    looks = page.locator(".another-look li")
    # Put right at once, it stays: the reasons had just been read. The unsure mistake is not on the list.
    assert looks.count() == 1
    assert looks.locator("a").first.get_attribute("href").endswith(f"/safety/ptosis/#{quizzes[0].section}")
    looks.locator("a").nth(1).click()
    page.wait_for_url(f"**/#{quizzes[0].id}")
    # On a later visit a right answer takes it off.
    box(page, quizzes[0]).get_by_role("button", name="Answer again").click()
    answer(page, quizzes[0], right=True)
    page.goto(address + "assessment/progress/")
    assert page.locator(".another-look li").count() == 0


def test_progress_and_where_to_go_on(silent: Callable[[], Page], address: str, quizzes: list[Quiz]) -> None:
    page = silent()
    page.goto(address)
    assert page.locator("[data-continue]").inner_text() == "Start with the science"
    page.goto(address + CHAPTER)
    for quiz in quizzes[:2]:
        answer(page, quiz, right=True)
    answer(page, quizzes[2], right=False)
    page.goto(address + "assessment/progress/")
    entry = page.locator("li[data-chapter='safety/ptosis']")
    assert f"2 of {len(quizzes)} right, 3 answered" in entry.locator(".progress-state").first.inner_text()
    first = entry.locator(f"li[data-objective='{quizzes[0].objective}']")
    assert first.locator(".progress-state").inner_text().startswith("✓ met")
    assert page.locator(".progress-sum").inner_text().startswith("3 of ")
    page.goto(address)
    assert page.locator("[data-continue]").inner_text() == "Continue: Eyelid and brow ptosis"
    assert f"2 of {len(quizzes)} right" in page.locator(".syllabus li[data-chapter='safety/ptosis']").inner_text()
    page.locator("[data-continue]").click()
    page.wait_for_url("**/" + CHAPTER)


def test_export_delete_and_import(
    silent: Callable[[], Page], address: str, quizzes: list[Quiz], tmp_path: Path
) -> None:
    page = silent()
    page.goto(address + CHAPTER)
    answer(page, quizzes[0], right=True)
    page.goto(address + "assessment/progress/")
    with page.expect_download() as download:
        page.get_by_role("button", name="Save my progress as a file").click()
    file = tmp_path / download.value.suggested_filename
    download.value.save_as(file)
    kept = json.loads(file.read_text("utf-8"))
    assert list(kept["answers"]) == [quizzes[0].id]
    page.get_by_role("button", name="Delete everything on this device").click()
    page.get_by_role("button", name="No, keep it").click()
    assert stored(page)["answers"]
    page.get_by_role("button", name="Delete everything on this device").click()
    page.get_by_role("button", name="Yes, delete it all").click()
    assert page.evaluate(f"localStorage.getItem('{KEY}')") is None
    assert page.locator(".progress-sum").inner_text().startswith("0 of ")
    page.locator("input[type=file]").set_input_files(file)
    page.get_by_text("1 answers more than before").wait_for()
    assert page.locator(".progress-sum").inner_text().startswith("1 of ")
    wrong = tmp_path / "wrong.json"
    wrong.write_text('{"answers": "none"}')
    page.locator("input[type=file]").set_input_files(wrong)
    page.get_by_text("Nothing was changed: this is no file of your progress.").wait_for()
    newer = tmp_path / "newer.json"
    newer.write_text('{"version": 99, "answers": {}}')
    page.locator("input[type=file]").set_input_files(newer)
    page.get_by_text("from a newer version of the course").wait_for()
    assert list(stored(page)["answers"]) == [quizzes[0].id]


def test_storage_blocked(context: BrowserContext, silent: Callable[[], Page], address: str, quizzes: list[Quiz]) -> None:
    context.add_init_script(BLOCKED)
    page = silent()
    page.goto(address + CHAPTER)
    found = answer(page, quizzes[0], right=True)
    assert found.locator("[role=status]").inner_text() == "Right."
    assert "does not let the course keep your answers" in page.locator(".store-note").inner_text()
    answer(page, quizzes[1], right=False)
    assert len(page.evaluate("Object.keys(courseStore.record.answers)")) == 2


def test_storage_full_at_the_third_write(
    context: BrowserContext, silent: Callable[[], Page], address: str, quizzes: list[Quiz]
) -> None:
    page = silent()
    page.goto(address + CHAPTER)
    answer(page, quizzes[3], right=True)
    context.add_init_script(FULL_AT_THIRD)
    page.reload()  # the first write: where the reader is
    answer(page, quizzes[0], right=True)
    assert page.locator(".store-note").is_hidden()
    answer(page, quizzes[1], right=True)
    assert "storage is full" in page.locator(".store-note").inner_text()
    answer(page, quizzes[2], right=False)
    # The session goes on with all of them; what was kept is whole.
    assert sorted(page.evaluate("Object.keys(courseStore.record.answers)")) == sorted(quiz.id for quiz in quizzes[:4])
    assert sorted(stored(page)["answers"]) == sorted([quizzes[3].id, quizzes[0].id])


@pytest.mark.parametrize(("raw", "says"), [
    ("{", "cannot be read"),
    ("[]", "cannot be read"),
    ("null", "cannot be read"),
    ('{"version": "one"}', "cannot be read"),
    ('{"version": 2, "answers": {"x": 1}, "more": true}', "a newer version of the course"),
])
def test_storage_damaged_or_from_a_newer_version(
    context: BrowserContext, silent: Callable[[], Page], address: str, quizzes: list[Quiz], raw: str, says: str
) -> None:
    context.add_init_script(f"localStorage.getItem('{KEY}') === null && localStorage.setItem('{KEY}', {json.dumps(raw)})")
    page = silent()
    page.goto(address + CHAPTER)
    found = answer(page, quizzes[0], right=True)
    assert found.locator("[role=status]").inner_text() == "Right."
    assert says in page.locator(".store-note").inner_text()
    # Good data is not overwritten by bad, nor what a newer version has kept.
    assert page.evaluate(f"localStorage.getItem('{KEY}')") == raw


def test_two_tabs(context: BrowserContext, silent: Callable[[], Page], address: str, quizzes: list[Quiz]) -> None:
    first, second = silent(), silent()
    first.goto(address + CHAPTER)
    second.goto(address + CHAPTER)
    answer(first, quizzes[0], right=True)
    answer(second, quizzes[1], right=False)
    answer(first, quizzes[2], right=True)
    answer(second, quizzes[3], right=True)
    assert sorted(stored(first)["answers"]) == sorted(quiz.id for quiz in quizzes[:4])
    first.goto(address + "assessment/progress/")
    assert first.locator(".progress-sum").inner_text().startswith("4 of ")


def test_two_tabs_at_the_same_moment(
    context: BrowserContext, silent: Callable[[], Page], address: str, quizzes: list[Quiz]
) -> None:
    """The second tab has read before the first one writes, and writes over it: the first one notices and mends that."""
    first, second = silent(), silent()
    first.goto(address + CHAPTER)
    second.goto(address + CHAPTER)
    before = second.evaluate(f"localStorage.getItem('{KEY}')")
    answer(first, quizzes[0], right=True)
    lost = json.loads(before)
    chosen = [quizzes[1].options[0].value]
    lost["answers"][quizzes[1].id] = {"v": quizzes[1].version, "c": chosen, "ok": False, "at": 1_800_000_000_000}
    second.evaluate("raw => localStorage.setItem('botox-training', raw)", json.dumps(lost))
    first.wait_for_function(
        "names => names.every(name => JSON.parse(localStorage.getItem('botox-training')).answers[name])",
        arg=[quizzes[0].id, quizzes[1].id],
    )
    # Neither tab goes on writing: both hold the same.
    settled = stored(first)
    first.wait_for_timeout(300)
    assert stored(first) == settled


def test_deleted_in_another_tab(silent: Callable[[], Page], address: str, quizzes: list[Quiz]) -> None:
    first, second = silent(), silent()
    first.goto(address + CHAPTER)
    answer(first, quizzes[0], right=True)
    second.goto(address + "assessment/progress/")
    second.get_by_role("button", name="Delete everything on this device").click()
    second.get_by_role("button", name="Yes, delete it all").click()
    box(first, quizzes[0]).get_by_role("button", name="Check the answer").wait_for()
    answer(first, quizzes[1], right=True)
    assert list(stored(first)["answers"]) == [quizzes[1].id]


def test_deleted_and_begun_anew_before_the_other_tab_is_told(
    silent: Callable[[], Page], address: str, quizzes: list[Quiz]
) -> None:
    first, second = silent(), silent()
    first.goto(address + CHAPTER)
    answer(first, quizzes[0], right=True)
    second.goto(address + "assessment/progress/")
    second.evaluate("""() => {
      courseStore.clear();
      courseStore.update(record => { record.last = {page: 'safety/ptosis', at: courseStore.stamp()}; });
    }""")
    box(first, quizzes[0]).get_by_role("button", name="Check the answer").wait_for()
    assert stored(first)["answers"] == {}
    # A page that comes back from the browser's cache was told nothing at all.
    answer(first, quizzes[0], right=True)
    first.evaluate("""() => {
      localStorage.removeItem('botox-training');
      localStorage.setItem('botox-training', JSON.stringify({version: 1, answers: {}}));
      window.dispatchEvent(new PageTransitionEvent('pageshow', {persisted: true}));
    }""")
    answer(first, quizzes[1], right=True)
    assert list(stored(first)["answers"]) == [quizzes[1].id]


def test_a_clock_that_was_ahead_loses_no_answer(silent: Callable[[], Page], address: str, quizzes: list[Quiz]) -> None:
    first, second = silent(), silent()
    first.goto(address + CHAPTER)
    first.evaluate("id => courseStore.update(record => { record.answers[id] = {v: '', c: ['x'], ok: false, at: 4e12}; })",
                   quizzes[0].id)
    second.goto(address + CHAPTER)
    answer(first, quizzes[0], right=True)
    answer(second, quizzes[1], right=True)
    assert stored(first)["answers"][quizzes[0].id]["ok"] is True
