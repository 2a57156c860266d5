"""The final assessment and the learning record in Chromium; drawing, shuffling and scoring over a thousand seeds."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, Route

from course.model import Course, Quiz, load_course
from course.paths import Paths

SEEDS = 1000
EXAM = "assessment/"


@pytest.fixture(scope="module")
def course(paths: Paths) -> Course:
    return load_course(paths)


@pytest.fixture(scope="module")
def bank(course: Course) -> dict[str, Quiz]:
    found = {str(quiz.id): quiz for quiz in course.pages["assessment/index.md"].quizzes}
    assert len(found) >= 48
    return found


@pytest.fixture
def page(chromium: Browser) -> Iterator[Page]:
    context = chromium.new_context(viewport={"width": 1280, "height": 900})
    made = context.new_page()
    noise: list[str] = []
    made.on("pageerror", lambda error: noise.append(str(error)))
    yield made
    context.close()
    assert noise == []


@pytest.fixture
def tools(page: Page, paths: Paths) -> Page:
    """A page with the functions of draw.js and nothing else."""
    page.goto("about:blank")
    page.add_script_tag(path=paths.docs / "assets" / "js" / "draw.js")
    return page


def pool_of(course: Course, bank: dict[str, Quiz]) -> list[dict[str, str]]:
    page = course.pages["assessment/index.md"]
    pool: list[dict[str, str]] = []
    for name, quiz in bank.items():
        found = course.objective_of(page, quiz)
        assert found is not None
        chapter = found[0].path.removesuffix(".md")
        pool.append({"id": name, "version": quiz.version, "part": chapter.split("/")[0], "chapter": chapter})
    return pool


def drawn(tools: Page, pool: list[dict[str, str]], blueprint: dict[str, int], history: dict[str, Any]) -> list[list[str]]:
    return tools.evaluate(
        """([pool, blueprint, history, seeds]) => Array.from({length: seeds}, (_, seed) =>
             courseDraw.draw(pool, blueprint, history, courseDraw.random(seed)))""",
        [pool, blueprint, history, SEEDS],
    )


def test_every_draw_follows_the_blueprint(tools: Page, course: Course, bank: dict[str, Quiz]) -> None:
    assert course.assessment is not None
    pool, blueprint = pool_of(course, bank), course.assessment.blueprint
    by_id = {item["id"]: item for item in pool}
    draws = drawn(tools, pool, blueprint, {})
    assert len(draws) == SEEDS
    for ids in draws:
        assert len(ids) == len(set(ids)) == course.assessment.draw == 24
        assert Counter(by_id[name]["part"] for name in ids) == blueprint
        # Over the chapters: none has two more than another one of its part that still had a question to give.
        for part in blueprint:
            counts = Counter(by_id[name]["chapter"] for name in ids if by_id[name]["part"] == part)
            for chapter in {item["chapter"] for item in pool if item["part"] == part}:
                has = sum(item["chapter"] == chapter for item in pool)
                assert max(counts.values()) - counts[chapter] <= 1 or counts[chapter] == has
    # Every question can come, and the order differs.
    assert {name for ids in draws for name in ids} == set(bank)
    assert len({tuple(ids) for ids in draws}) > SEEDS * 0.99


def test_unseen_come_before_missed_and_missed_before_right(tools: Page, course: Course, bank: dict[str, Quiz]) -> None:
    assert course.assessment is not None
    pool, blueprint = pool_of(course, bank), course.assessment.blueprint
    history = {
        # An answer to an earlier version of a question is none.
        name: {"ok": index % 3 == 0, "v": "00000000" if index % 5 == 1 else quiz.version}
        for index, (name, quiz) in enumerate(bank.items()) if index % 4
    }
    current = {name: item for name, item in history.items() if item["v"] == bank[name].version}
    assert 0 < len(current) < len(history) < len(bank)
    rank = {name: 0 if name not in current else 2 if current[name]["ok"] else 1 for name in bank}
    for ids in drawn(tools, pool, blueprint, history):
        for part in blueprint:
            names = [item["id"] for item in pool if item["part"] == part]
            worst = max(rank[name] for name in names if name in ids)
            assert not [name for name in names if name not in ids and rank[name] < worst]


def test_a_bank_that_is_too_small_gives_what_it_has(tools: Page) -> None:
    pool = [
        {"id": "a", "version": "1", "part": "p", "chapter": "p/x"},
        {"id": "b", "version": "1", "part": "q", "chapter": "q/x"},
    ]
    for ids in drawn(tools, pool, {"p": 3, "q": 1, "r": 2}, {}):
        assert sorted(ids) == ["a", "b"]


def test_every_shuffle_keeps_the_options_and_the_last_one(tools: Page) -> None:
    orders = tools.evaluate(
        """seeds => Array.from({length: seeds}, (_, seed) => [
             courseDraw.order(['a', 'b', 'c', 'd'], false, courseDraw.random(seed)),
             courseDraw.order(['a', 'b', 'c', 'd'], true, courseDraw.random(seed))])""",
        SEEDS,
    )
    for free, kept in orders:
        assert sorted(free) == sorted(kept) == ["a", "b", "c", "d"]
        assert kept[-1] == "d"
    # Each option stands at each place about as often as at any other: 250 of 1,000, within five standard deviations.
    for place in range(4):
        for count in Counter(free[place] for free, _ in orders).values():
            assert 180 < count < 320
    assert len({tuple(free) for free, _ in orders}) == 24
    assert len({tuple(kept) for _, kept in orders}) == 6


def test_a_seed_gives_the_same_draw_again(tools: Page, course: Course, bank: dict[str, Quiz]) -> None:
    assert course.assessment is not None
    pool = pool_of(course, bank)
    assert drawn(tools, pool, course.assessment.blueprint, {}) == drawn(tools, pool, course.assessment.blueprint, {})


def test_every_score_adds_up(tools: Page) -> None:
    results = tools.evaluate(
        """seeds => Array.from({length: seeds}, (_, seed) => {
             const chance = courseDraw.random(seed);
             const marked = Array.from({length: 1 + Math.floor(chance() * 30)}, (_, n) =>
               ({chapter: 'c' + Math.floor(chance() * 5), objective: 'o' + (n % 7), ok: chance() < 0.8}));
             return [marked, courseDraw.score(marked, 80)];
           })""",
        SEEDS,
    )
    passed = 0
    for marked, result in results:
        right = sum(item["ok"] for item in marked)
        assert (result["right"], result["of"]) == (right, len(marked))
        assert result["pass"] == (right * 100 >= 80 * len(marked))
        assert sum(entry["of"] for entry in result["chapters"]) == len(marked)
        assert sum(entry["right"] for entry in result["chapters"]) == right
        for entry in result["chapters"]:
            own = [item for item in marked if item["chapter"] == entry["chapter"]]
            assert set(entry["missed"]) == {item["objective"] for item in own if not item["ok"]}
        passed += result["pass"]
    assert 0 < passed < SEEDS
    assert tools.evaluate("courseDraw.score([], 80).pass") is False


@pytest.mark.parametrize(("right", "passes"), [(19, False), (20, True), (24, True)])
def test_the_bar(tools: Page, right: int, passes: bool) -> None:
    """19 of 24 is 79.2 %, 20 of 24 is 83.3 %."""
    marked = [{"chapter": "c", "objective": "o", "ok": index < right} for index in range(24)]
    assert tools.evaluate("marked => courseDraw.score(marked, 80).pass", marked) is passes


def shown(page: Page) -> list[str]:
    return page.locator(".exam-questions .quiz").evaluate_all("items => items.map(item => item.id)")


def choose(page: Page, quiz: Quiz, *, right: bool) -> None:
    for option in quiz.options:
        if option.correct == right:
            page.locator(f"[id='{quiz.id}'] input[value='{option.value}']").check()
            if len(quiz.correct) == 1 or not right:
                return


def test_an_attempt_from_beginning_to_end(page: Page, address: str, course: Course, bank: dict[str, Quiz]) -> None:
    page.goto(address + EXAM)
    assert page.locator(".quiz:visible").count() == 0
    page.get_by_role("button", name="Begin").click()
    ids = shown(page)
    assert len(ids) == 24
    assert page.evaluate("document.activeElement.textContent") == "Question 1 of 24"
    # No answer shows before all are submitted.
    for name in ids[:20]:
        choose(page, bank[name], right=True)
    assert page.locator(".quiz-why").count() == 0
    assert page.locator(".quiz-answer:visible").count() == 0
    assert page.locator(".exam-count").inner_text() == "20 of 24 answered"
    # An answer can be changed, and an unfinished attempt survives a reload.
    choose(page, bank[ids[0]], right=False)
    order = page.locator(f"[id='{ids[3]}'] input").evaluate_all("items => items.map(item => item.value)")
    page.reload()
    assert shown(page) == ids
    assert page.locator(f"[id='{ids[3]}'] input").evaluate_all("items => items.map(item => item.value)") == order
    assert page.locator(".exam-count").inner_text() == "20 of 24 answered"
    choose(page, bank[ids[0]], right=True)
    assert page.locator(".exam-missing a").count() == 4
    page.get_by_role("button", name="Submit all answers").click()
    assert "4 questions have no answer" in page.locator(".exam-view").inner_text()
    page.get_by_role("button", name="Submit anyway").click()
    assert page.evaluate("document.activeElement.textContent") == "20 of 24 (83%): passed"
    rows = page.locator(".exam-result tbody tr")
    assert rows.count() >= 10
    assert page.locator(".exam-result tbody a").count() >= 1
    # Every option has its reason now.
    assert page.locator(".exam-questions .quiz-why").count() == sum(len(bank[name].options) for name in ids)
    kept = json.loads(page.evaluate("localStorage.getItem('botox-training')"))
    assert kept["attempt"] is None
    assert [(item["right"], item["of"], item["pass"]) for item in kept["results"]] == [(20, 24, True)]
    # A new draw takes questions that were not seen before, then those that were missed.
    page.get_by_role("button", name="Begin a new attempt").click()
    again = shown(page)
    parts = {item["id"]: item["part"] for item in pool_of(course, bank)}
    for part in set(parts.values()):
        unseen = {name for name in bank if parts[name] == part and name not in ids}
        drawn_now = [name for name in again if parts[name] == part]
        assert len(unseen.intersection(drawn_now)) == min(len(unseen), len(drawn_now)), part
    page.get_by_role("button", name="Drop this attempt").click()
    assert page.locator(".exam-view li").inner_text().endswith("20 of 24 (83%), passed")


def test_by_keyboard_alone(page: Page, address: str) -> None:
    page.goto(address + EXAM)
    page.get_by_role("button", name="Begin").focus()
    page.keyboard.press("Enter")
    ids = shown(page)
    for name in ids:
        for _ in range(6):  # a question may hold links of its own
            page.keyboard.press("Tab")
            kind, group = page.evaluate("[document.activeElement.type, document.activeElement.name]")
            if kind in ("radio", "checkbox"):
                break
        assert group == name
        page.keyboard.press("Space")
        if kind == "checkbox":  # each one is a stop of its own
            others = page.evaluate("document.activeElement.closest('fieldset').querySelectorAll('input').length") - 1
            for _ in range(others):
                page.keyboard.press("Tab")
    assert page.locator(".exam-count").inner_text() == "24 of 24 answered"
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent") == "Submit all answers"
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.tagName") == "H2"
    assert " of 24 (" in page.evaluate("document.activeElement.textContent")


def test_an_attempt_whose_questions_have_changed(page: Page, address: str, bank: dict[str, Quiz]) -> None:
    page.goto(address + EXAM)
    page.get_by_role("button", name="Begin").click()
    ids = shown(page)
    for name in ids[:3]:
        choose(page, bank[name], right=True)
    page.evaluate(
        """([gone, changed]) => {
          const record = JSON.parse(localStorage.getItem('botox-training'));
          record.attempt.ids[record.attempt.ids.indexOf(gone)] = 'fa-that-was-removed';
          record.attempt.answers[changed].v = '00000000';
          localStorage.setItem('botox-training', JSON.stringify(record));
        }""",
        [ids[0], ids[1]],
    )
    page.reload()
    assert "have changed since you began" in page.locator(".exam-said").inner_text()
    now = shown(page)
    assert len(now) == len(set(now)) == 24
    assert "fa-that-was-removed" not in now
    assert page.locator(f"[id='{ids[1]}'] input:checked").count() == 0
    assert page.locator(f"[id='{ids[2]}'] input:checked").count() == len(bank[ids[2]].correct)


def test_options_are_shuffled_and_the_last_one_kept(page: Page, address: str, bank: dict[str, Quiz]) -> None:
    def keep_last(route: Route) -> None:
        response = route.fetch()
        text = response.text().replace('<div class="quiz" ', '<div class="quiz" data-keep-last ')
        route.fulfill(response=response, body=text)

    page.route("**/assessment/", keep_last)
    page.goto(address + EXAM)
    page.get_by_role("button", name="Begin").click()
    moved = 0
    for name in shown(page):
        written = [option.value for option in bank[name].options]
        order = page.locator(f"[id='{name}'] input").evaluate_all("items => items.map(item => item.value)")
        assert sorted(order) == sorted(written)
        assert order[-1] == written[-1]
        # The reasons stand in the order of the options, so that letters agree on paper.
        items = page.locator(f"[id='{name}'] .quiz-answer > ol > li")
        reasons = items.evaluate_all("items => items.map(item => item.dataset.value)")
        assert reasons == order
        moved += order != written
    assert moved >= 12


def test_an_attempt_that_goes_on_prints_no_answers(page: Page, address: str) -> None:
    page.goto(address + EXAM)
    page.get_by_role("button", name="Begin").click()
    page.emulate_media(media="print")
    assert page.locator(".quiz-answer:visible").count() == 0
    assert page.locator(".quiz-option:visible").count() >= 24 * 3


def test_two_windows(page: Page, address: str, bank: dict[str, Quiz]) -> None:
    """One drops the attempt, then begins another: the other one never scores what it does not show."""
    other = page.context.new_page()
    page.goto(address + EXAM)
    page.get_by_role("button", name="Begin").click()
    other.goto(address + EXAM)
    ids = shown(page)
    assert shown(other) == ids
    choose(page, bank[ids[0]], right=True)
    other.get_by_role("button", name="Drop this attempt").click()
    other.get_by_role("button", name="Drop it").click()
    page.get_by_text("Another window has submitted, dropped or begun").wait_for()
    assert page.locator(".exam-questions").count() == 0
    other.get_by_role("button", name="Begin").click()
    page.get_by_role("button", name="Begin").click()
    page.get_by_text("Another window has submitted, dropped or begun").wait_for()
    assert shown(page) == shown(other)
    assert page.locator(".exam-count").inner_text() == "0 of 24 answered"
    assert json.loads(page.evaluate("localStorage.getItem('botox-training')"))["results"] == []
    other.close()


def test_a_clock_that_was_ahead(page: Page, address: str) -> None:
    page.goto(address + EXAM)
    page.evaluate("""() => {
      const record = JSON.parse(localStorage.getItem('botox-training') || '{"version": 1}');
      record.closed = [4e12]; record.results = [{at: 4e12, right: 1, of: 24, pass: false, edition: ''}];
      localStorage.setItem('botox-training', JSON.stringify(record));
    }""")
    page.reload()
    page.get_by_role("button", name="Begin a new attempt").click()
    assert len(shown(page)) == 24
    page.reload()
    assert len(shown(page)) == 24


def test_warnings_before_submitting_and_dropping(page: Page, address: str, bank: dict[str, Quiz]) -> None:
    page.goto(address + EXAM)
    page.get_by_role("button", name="Begin").click()
    ids = shown(page)
    choose(page, bank[ids[0]], right=True)
    page.get_by_role("button", name="Submit all answers").click()
    assert "23 questions have no answer" in page.locator(".exam-view").inner_text()
    # Another answer takes the warning back.
    choose(page, bank[ids[1]], right=True)
    assert page.get_by_role("button", name="Submit all answers").is_visible()
    assert "have no answer" not in page.locator(".exam-view").inner_text()
    page.get_by_role("button", name="Drop this attempt").click()
    assert "will be gone" in page.locator(".exam-view").inner_text()
    assert len(shown(page)) == 24
    page.get_by_role("button", name="Drop it").click()
    assert page.get_by_role("button", name="Begin").is_visible()


def test_the_result_names_the_objectives(page: Page, address: str, course: Course, bank: dict[str, Quiz]) -> None:
    page.goto(address + EXAM)
    page.get_by_role("button", name="Begin").click()
    ids = shown(page)
    for name in ids:
        choose(page, bank[name], right=name != ids[0])
    page.get_by_role("button", name="Submit all answers").click()
    found = course.objective_of(course.pages["assessment/index.md"], bank[ids[0]])
    assert found is not None
    link = page.locator(".exam-result tbody a")
    assert link.count() == 1
    assert link.inner_text() == found[0].objectives[found[1]].removesuffix(".")
    assert f"/{found[0].path.removesuffix('.md')}/#" in str(link.get_attribute("href") or link.evaluate("item => item.href"))


def test_a_link_that_is_none(page: Page, address: str) -> None:
    page.goto(address + EXAM + "#100%")
    page.get_by_role("button", name="Begin").click()
    assert len(shown(page)) == 24


def test_a_link_to_one_question_shows_it(page: Page, address: str, bank: dict[str, Quiz]) -> None:
    name = next(iter(bank))
    page.goto(f"{address}{EXAM}#{name}")
    found = page.locator(f"[id='{name}']")
    assert found.is_visible()
    assert page.locator(".quiz:visible").count() == 1
    assert found.locator(".quiz-why").count() == len(bank[name].options)
    page.get_by_role("button", name="Begin").click()
    assert page.get_by_text("The question that a link led to").count() == 0
    assert "#" not in page.url


def test_without_scripts_every_question_is_there(chromium: Browser, address: str, bank: dict[str, Quiz]) -> None:
    context = chromium.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(address + EXAM)
    assert page.locator(".quiz:visible").count() == len(bank)
    first = page.locator(".quiz").first
    first.locator("summary").click()
    assert first.locator(".quiz-answer > ol > li").first.is_visible()
    assert "Answer 24 of them in writing" in page.locator(".exam").inner_text()
    page.goto(address + "assessment/record/")
    assert page.locator("tr[data-chapter]").count() >= 15
    assert "no certificate" in page.locator("article").inner_text()
    context.close()


def test_the_record(page: Page, address: str, course: Course, tmp_path: Path) -> None:
    chapter = course.pages["safety/ptosis.md"]
    page.goto(address + "safety/ptosis/")
    for quiz in chapter.quizzes:
        choose(page, quiz, right=True)
        page.locator(f"[id='{quiz.id}']").get_by_role("button", name="Check the answer").click()
    page.goto(address + "assessment/record/")
    row = page.locator("tr[data-chapter='safety/ptosis']")
    number = len(chapter.objectives)
    assert row.locator("[data-cell=objectives]").inner_text() == f"{number} of {number}"
    assert row.locator("[data-cell=questions]").inner_text() == f"{len(chapter.quizzes)} of {len(chapter.quizzes)}"
    assert row.locator("[data-cell=date]").inner_text() != "–"
    assert f"{chapter.minutes} minutes" in page.locator("[data-fact=minutes]").inner_text()
    assert "not taken" in page.locator("[data-fact=assessment]").inner_text()
    assert "no certificate" in page.locator("article").inner_text()
    page.locator("#record-name").fill("A. Reader")
    page.locator("#record-learned").fill("To keep the needle above the rim.")
    page.locator("#record-next").fill("A drill.\n" * 12)
    page.reload()  # without leaving the field first
    assert page.locator("#record-next").input_value() == "A drill.\n" * 12
    assert page.locator("#record-name").input_value() == "A. Reader"
    assert page.locator("#record-learned").input_value() == "To keep the needle above the rim."
    for paper in ("A4", "Letter"):
        pdf = page.pdf(path=tmp_path / f"{paper}.pdf", format=paper)
        assert pdf.count(b"/Type /Page\n") + pdf.count(b"/Type /Page /") + pdf.count(b"/Type /Page>") == 1, paper


def test_the_record_by_keyboard_alone(page: Page, address: str) -> None:
    page.goto(address + "assessment/record/")
    written = {"record-name": "A. Reader", "record-learned": "One thing.", "record-next": "Another one."}
    met = []
    for _ in range(120):
        page.keyboard.press("Tab")
        name, text = page.evaluate("[document.activeElement.id, document.activeElement.textContent]")
        if text == "Print this record":
            met.append(text)
        if name in written:
            met.append(name)
            page.keyboard.type(written[name])
        if name == "record-next":
            break
    assert met == ["Print this record", *written]
    page.keyboard.press("Tab")
    page.reload()
    assert {name: page.locator(f"#{name}").input_value() for name in written} == written
