"""Questions are inserted, reordered, reworded and re-keyed between two builds: stored answers end where they should."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page

from course.model import Quiz, load_course
from course.paths import Paths
from course.site.build import build
from course.site.server import serve_folder
from tests.site.conftest import copy_repository

CHAPTER = "safety/ptosis/"
SOURCE = "safety/ptosis.md"


def block(quiz: Quiz, text: str) -> str:
    """The source of one question, tags included."""
    return "\n".join(text.split("\n")[quiz.line - 1 : quiz.end])


@pytest.fixture(scope="module")
def rebuilt(paths: Paths, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, list[Quiz]]:
    """The course with a chapter changed in every way, and the chapter's questions as they were."""
    copy = copy_repository(tmp_path_factory.mktemp("changed") / "course")
    file = copy.docs / SOURCE
    text = file.read_text("utf-8")
    quizzes = load_course(paths).pages[SOURCE].quizzes
    assert len(quizzes) == 5
    reordered, reworded, rekeyed, retold, kept = [block(quiz, text) for quiz in quizzes]
    options = re.findall(r"- \[[x ]\] .*\n> .*", reordered)
    assert len(options) == 4
    new = {
        # The options in another order.
        reordered: reordered.replace("\n".join(options), "\n".join(reversed(options))),
        # The question and a reason in other words, and an option in other punctuation.
        reworded: reworded.replace("Fictional case:", "Fictional case, told again:").replace("\n- [ ] ", "\n- [ ] *", 1)
        .replace("\n> ", "*\n> In other words: ", 1),
        # Another option is right.
        rekeyed: swap_marks(rekeyed),
        # One option says something else.
        retold: retold.replace(f"- [ ] {wrong_text(quizzes[3])}", "- [ ] Send a postcard to the manufacturer of the drops"),
        # An option in other words, with its former value as the key.
        kept: kept.replace(
            f"- [x] {right_text(quizzes[4])}", f"- [x] Told in quite other words <!-- key: {right(quizzes[4])} -->"
        ),
    }
    for old, changed in new.items():
        assert old != changed
        assert text.count(old) == 1
        text = text.replace(old, changed)
    # A new question before all others, and the last one moved to the front.
    text = text.replace(new[kept], "").rstrip() + "\n"
    inserted = reordered.replace(str(quizzes[0].id), "ptosis-inserted")
    text = text.replace(new[reordered], f"{new[kept]}\n\n{inserted}\n\n{new[reordered]}")
    file.write_text(text, "utf-8")
    build(copy, copy.site)
    return copy.site, quizzes


def right_text(quiz: Quiz) -> str:
    return next(option.text for option in quiz.options if option.correct)


def wrong_text(quiz: Quiz) -> str:
    return next(option.text for option in quiz.options if not option.correct)


def swap_marks(source: str) -> str:
    lines = source.split("\n")
    right = next(index for index, line in enumerate(lines) if line.startswith("- [x] "))
    wrong = next(index for index, line in enumerate(lines) if line.startswith("- [ ] "))
    lines[right] = lines[right].replace("- [x] ", "- [ ] ")
    lines[wrong] = lines[wrong].replace("- [ ] ", "- [x] ")
    return "\n".join(lines)


@pytest.fixture
def context(chromium: Browser) -> Iterator[BrowserContext]:
    made = chromium.new_context()
    yield made
    made.close()


def right(quiz: Quiz) -> str:
    return next(option.value for option in quiz.options if option.correct)


def status(page: Page, quiz: Quiz) -> str:
    return page.locator(f"[id='{quiz.id}'] [role=status]").inner_text()


def test_answers_end_where_they_should(
    context: BrowserContext, address: str, rebuilt: tuple[Path, list[Quiz]]
) -> None:
    site, quizzes = rebuilt
    page = context.new_page()
    page.goto(address + CHAPTER)
    for quiz in quizzes:
        found = page.locator(f"[id='{quiz.id}']")
        found.locator(f"input[value='{right(quiz)}']").check()
        found.get_by_role("button", name="Check the answer").click()
    raw = page.evaluate("localStorage.getItem('botox-training')")
    assert len(json.loads(raw)["answers"]) == 5
    with serve_folder(site) as other:
        # Another address is another origin: the record is carried over as the browser would keep it.
        keep = f"localStorage.getItem('botox-training') ?? localStorage.setItem('botox-training', {json.dumps(raw)})"
        context.add_init_script(keep)
        page.goto(other + CHAPTER)
        reordered, reworded, rekeyed, retold, kept = quizzes
        order = page.locator(".quiz").evaluate_all("items => items.map(item => item.id)")
        assert order[:3] == [kept.id, "ptosis-inserted", reordered.id]
        for quiz in (reordered, reworded, kept):
            assert status(page, quiz) == "You answered this right.", quiz.id
            checked = page.locator(f"[id='{quiz.id}'] input:checked")
            assert checked.evaluate_all("items => items.map(item => item.value)") == [right(quiz)]
        # The new one has no answer of another question.
        assert page.locator("#ptosis-inserted input:checked").count() == 0
        assert page.locator("#ptosis-inserted [role=status]").inner_text() == ""
        for quiz in (rekeyed, retold):
            assert status(page, quiz).startswith("This question has changed since you answered."), quiz.id
            assert page.locator(f"[id='{quiz.id}'] input:checked").count() == 0
        page.goto(other + "assessment/progress/")
        entry = page.locator("li[data-chapter='safety/ptosis'] .progress-state").first
        assert "3 of 6 right, 3 answered" in entry.inner_text()
