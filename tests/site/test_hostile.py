"""Hostile data in the browser's storage, in files and in addresses: text or refused, and nothing good is lost.

A payload that runs sets `window.hacked`, opens a dialog or asks for something, and each of these is looked for.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any
from urllib.parse import quote

import pytest
from playwright.sync_api import Browser, Page

from course.model import Quiz
from tests.site.test_disk import WATCH
from tests.site.test_quiz_browser import KEY, answer, box, stored

AT = 1_700_000_000_000
CHAPTER = "safety/ptosis/"
RUN = "window.hacked=1"
IMG = f"<img src=x onerror={RUN}>"


@pytest.fixture
def page(chromium: Browser, address: str) -> Iterator[Page]:
    """A page that is looked at afterward: nothing has thrown, complained, opened a dialog or asked another host."""
    context = chromium.new_context(viewport={"width": 1280, "height": 900})
    context.add_init_script(WATCH)
    made = context.new_page()
    wrong: list[str] = []
    made.on("pageerror", lambda error: wrong.append(str(error)))
    made.on("console", lambda said: wrong.append(said.text) if said.type in ("error", "warning") else None)
    made.on("dialog", lambda dialog: (wrong.append(dialog.message), dialog.dismiss()))
    made.on("request", lambda asked: wrong.append(asked.url) if not asked.url.startswith((address, "blob:")) else None)
    yield made
    context.close()
    assert wrong == []


def assert_nothing_ran(page: Page) -> None:
    found: Any = page.evaluate("""[window.hacked, ({}).hacked, [].hacked, Object.keys(Object.prototype).length,
        window.violations, document.querySelectorAll('img[src=x], svg[onload], b.evil, iframe, main script[src]').length]""")
    assert found == [None, None, None, 0, [], 0]


def record(quiz: Quiz, more: dict[str, Any] | None = None, answers: dict[str, Any] | None = None) -> dict[str, Any]:
    """A record with one good answer, to `quiz`, and whatever else a payload puts beside it."""
    right = [option.value for option in quiz.options if option.correct]
    good = {"v": quiz.version, "c": right, "ok": True, "at": AT}
    return {"version": 1, "answers": {str(quiz.id): good, **(answers or {})}, **(more or {})}


def polluting(quiz: Quiz, place: str) -> str:
    """The text of a good record with `place` put in at its beginning."""
    return "{" + place + "," + json.dumps(record(quiz))[1:]


def payloads(quizzes: list[Quiz]) -> dict[str, str]:
    """Name and text of each payload that is a record, the good answer within it."""
    quiz, other = quizzes[0], quizzes[1]
    person = {"name": IMG, "learned": f"</textarea><script>{RUN}</script>", "next": f"\"><svg onload={RUN}>", "at": AT}
    texts = {
        "html as a name": {"person": person},
        "html as an edition": {"results": [{"at": AT, "right": 20, "of": 24, "pass": True, "edition": IMG}]},
        "script as an address": {"last": {"page": f"javascript:{RUN}", "at": AT}},
        "another host as an address": {"last": {"page": "//elsewhere.test/x", "at": AT}},
        "a way out as an address": {"last": {"page": "../../../etc/passwd", "at": AT}},
        "lists for objects": {
            "person": [], "attempt": [1, [2]], "last": [], "results": {"0": {"at": AT}}, "closed": {"a": 1},
        },
        "texts for objects": {"person": "x", "attempt": "x", "last": "x", "results": "x", "closed": "x"},
        "numbers for texts": {"person": {"name": 1, "learned": {"a": IMG}, "next": [IMG], "at": AT}},
        "times that are none": {
            "person": {"at": -1, "name": "x"}, "last": {"page": "a", "at": 1e308}, "closed": [None, "1", -5, 1e99],
        },
        "numbers that are none": {"results": [{"at": AT, "right": -5, "of": 0, "pass": 1, "edition": 7}, None, 3, "x"]},
        "ten thousand results": {
            "results": [{"at": AT + n, "right": 1, "of": 2, "pass": False, "edition": "e"} for n in range(10_000)],
        },
        "two megabytes of text": {
            "person": {"name": "x" * 1_000_000, "learned": "<b class=evil>" * 70_000, "next": "", "at": AT},
        },
        "text that is no text": {
            "person": {"name": "\x00\u202e\ud800\ufffe", "learned": "\u2028\u2029", "next": "\u0085", "at": AT},
        },
        "an attempt at nothing": {"attempt": {"at": AT, "begun": AT, "ids": [], "orders": {}, "answers": {}}},
        "an attempt at html": {"attempt": {
            "at": AT, "begun": AT, "ids": [IMG, "__proto__", "constructor", "no-such-question"],
            "orders": {"constructor": {"c": [IMG, "__proto__"]}}, "answers": {IMG: {"c": [IMG]}},
        }},
    }
    found = {name: json.dumps(record(quiz, more)) for name, more in texts.items()}
    found["html as an id"] = json.dumps(record(quiz, answers={
        IMG: {"v": IMG, "c": [IMG], "ok": True, "at": AT}, f"'];{RUN};//": {"v": "1", "c": ["a"], "ok": True, "at": AT},
    }))
    found["options that are none"] = json.dumps(record(quiz, answers={
        str(other.id): {"v": other.version, "c": ["__proto__", IMG, "constructor", 5], "ok": True, "at": AT, "miss": AT},
    }))
    found["five thousand answers"] = json.dumps(record(quiz, answers={
        f"made-up-{number}": {"v": "1", "c": ["a"], "ok": True, "at": AT} for number in range(5000)
    }))
    found["a prototype above"] = polluting(quiz, '"__proto__": {"hacked": 1}, "constructor": {"prototype": {"hacked": 1}}')
    found["a prototype within"] = polluting(
        quiz, '"person": {"__proto__": {"hacked": 1}, "at": 1}, "attempt": {"at": 1, "begun": 1, "ids": ["__proto__"], '
              '"orders": {"__proto__": {"c": ["a"], "hacked": 1}}, "answers": {"__proto__": {"hacked": 1}}}')
    found["a thousand levels"] = polluting(quiz, '"person": ' + '{"name":[' * 1000 + "1" + "]}" * 1000)
    assert len(found) >= 20
    return found


#: What is no record at all: kept as it is, and the reader is told.
UNREADABLE = [
    "", "{", "null", "[]", '"text"', "7", '{"version": "1"}', '{"version": 1.5}', '{"version": -1}',
    '{"version": 1, "answers": {',
    f"<script>{RUN}</script>", RUN, "[" * 100_000,
    '{"__proto__": {"version": 1, "hacked": 1}}', "\x00\ufffd", "{'version': 1}",
    '{"version": 1e400}', '{"version": {"valueOf": 1}}', "\ufeff{}", '{"version": [1]}',
]


def store(page: Page, raw: str, key: str = KEY) -> None:
    page.evaluate("([key, raw]) => { localStorage.clear(); localStorage.setItem(key, raw); }", [key, raw])


def test_records_in_the_storage(page: Page, address: str, quizzes: list[Quiz]) -> None:
    """The good answer is shown, and still there after the next one is written."""
    page.goto(address + "conclusion/")
    for name, raw in payloads(quizzes).items():
        store(page, raw)
        page.goto(address + CHAPTER)
        assert box(page, quizzes[0]).get_by_role("status").inner_text() == "You answered this right.", name
        answer(page, quizzes[2], right=True)
        assert_nothing_ran(page)
        kept = stored(page)
        assert kept["answers"][quizzes[0].id]["at"] == AT, name
        assert quizzes[2].id in kept["answers"], name
        assert set(kept) == {"version", "answers", "attempt", "closed", "results", "last", "person"}, name
        assert len(json.dumps(kept)) < 500_000, name


def test_records_on_the_other_pages(page: Page, address: str, quizzes: list[Quiz]) -> None:
    """The assessment goes on or begins, progress and record count the good answer, the way on leads nowhere else."""
    found = payloads(quizzes)
    page.goto(address + "conclusion/")
    attempts = ("lists for objects", "texts for objects", "an attempt at nothing", "an attempt at html", "a prototype within")
    for name in attempts:
        store(page, found[name])
        page.goto(address + "assessment/")
        # An attempt at nothing that is known is drawn anew, from the bank.
        assert page.get_by_role("button", name="Begin").or_(page.get_by_role("button", name="Submit")).count() == 1, name
        assert_nothing_ran(page)
    others = ("numbers for texts", "numbers that are none", "text that is no text", "two megabytes of text", "html as an id")
    for name in others:
        store(page, found[name])
        page.goto(address + "assessment/record/")
        cell = page.locator("tr[data-chapter='safety/ptosis'] [data-cell=questions]")
        assert cell.inner_text().startswith("1 of "), name
        assert_nothing_ran(page)
    for name in ("script as an address", "another host as an address", "a way out as an address"):
        store(page, found[name])
        page.goto(address)
        assert page.locator("[data-continue]").inner_text() == "Start with the science", name
        assert page.locator("li[data-chapter='safety/ptosis'] .progress-state").first.inner_text().startswith("1 of "), name
        assert_nothing_ran(page)


def test_html_shows_as_text(page: Page, address: str, quizzes: list[Quiz]) -> None:
    found = payloads(quizzes)
    page.goto(address + "conclusion/")
    store(page, found["html as a name"])
    page.goto(address + "assessment/record/")
    assert page.locator("#record-name").input_value() == IMG
    assert page.locator("#record-learned").input_value() == f"</textarea><script>{RUN}</script>"
    store(page, found["html as an edition"])
    page.goto(address + "assessment/record/")
    assert f"version {IMG}" in page.locator("[data-fact=assessment]").inner_text()
    assert_nothing_ran(page)


def test_what_is_no_record_stays_as_it_is(page: Page, address: str, quizzes: list[Quiz]) -> None:
    page.goto(address + "conclusion/")
    for raw in UNREADABLE[:12:2]:
        store(page, raw)
        page.goto(address + CHAPTER)
        assert page.locator(".store-note").inner_text() == (
            "Your answers are not being saved: what was kept on this device cannot be read. "
            "You can delete it under Your progress."
        ), raw[:40]
        assert answer(page, quizzes[0], right=True).get_by_role("status").inner_text() == "Right.", raw[:40]
        assert page.evaluate(f"localStorage.getItem('{KEY}')") == raw, raw[:40]
        assert_nothing_ran(page)


def test_the_key_of_the_scheme(page: Page, address: str) -> None:
    """Under this key the scheme is kept that was chosen, and nothing in it is believed."""
    page.goto(address + "conclusion/")
    name = "/.__palette"
    for raw in (
        "{", "7", '{"color": {}}', '{"index": "x", "color": {"scheme": "slate"}}',
        '{"index": 0, "color": {"x onload=": "1"}}',
        '{"index": {"__proto__": 1}, "color": null}', '{"index": 99999, "color": {"media": "x"}}',
        json.dumps({"index": 0, "color": {"scheme": IMG}}),
    ):
        store(page, raw, name)
        page.goto(address + "conclusion/")
        assert_nothing_ran(page)
    # The script has gone on to its end, and writes a good value over the bad one.
    page.keyboard.press("Control+k")
    assert page.locator(".md-search__input").evaluate("field => field === document.activeElement")
    page.keyboard.press("Escape")
    page.locator(".bar-scheme").click()
    assert json.loads(page.evaluate(f"localStorage.getItem('{name}')"))["color"]["scheme"] in ("default", "slate")


def test_files_to_read(page: Page, address: str, quizzes: list[Quiz]) -> None:
    """Each is taken for what is good in it or refused with one sentence, and the answer that was there stays."""
    page.goto(address + CHAPTER)
    answer(page, quizzes[3], right=True)
    page.goto(address + "assessment/progress/")
    refused = ("Nothing was changed: this is no file of your progress.", "Nothing was changed: the file cannot be read.")
    field, said = page.locator("input[type=file]"), page.locator("[data-my-data] [role=status]")

    def read(content: bytes) -> str:
        said.evaluate("element => { element.textContent = ''; }")
        field.set_input_files({"name": f"{IMG}.json", "mimeType": "application/json", "buffer": content})
        page.wait_for_function("() => document.querySelector('[data-my-data] [role=status]').textContent")
        assert_nothing_ran(page)
        assert quizzes[3].id in stored(page)["answers"]
        return said.inner_text()

    before = stored(page)
    for raw in UNREADABLE:
        assert read(raw.encode()) in refused, raw[:40]
        assert stored(page) == before, raw[:40]
    assert read(b"\xff\xfe\x00{\x80\xc3\x28") == refused[0]
    assert read(b'{"version": 1, "answers": {' + b'"x": 1, ' * 700_000) == (
        "Nothing was changed: the file is too large to be your progress.")
    assert stored(page) == before
    for name, text in payloads(quizzes).items():
        many = "Nothing was changed: the file has more answers than the course has questions."
        assert read(text.encode()).startswith(many if name == "five thousand answers" else "The file was read: "), name
        assert quizzes[0].id in stored(page)["answers"], name
    bytes_within = b'"version": 1, "person": {"name": "\xff\xc3\x28", "at": 1}'
    invalid = json.dumps(record(quizzes[4])).encode().replace(b'"version": 1', bytes_within)
    assert read(invalid).startswith("The file was read: ")
    kept = stored(page)
    assert {quizzes[0].id, quizzes[3].id, quizzes[4].id} <= set(kept["answers"])
    assert not {"__proto__", IMG} & set(kept["answers"])


ADDRESSES = [
    IMG, f"<script>{RUN}</script>", f"javascript:{RUN}", f"\"><svg onload={RUN}>", "__proto__", "constructor", "toString",
    "'];alert(1);//", "../../../etc/passwd", "//elsewhere.test", "%", "%00", "%ff%fe", quote(IMG),
    "a" * 20_000, "[id=x]", ":target,*", "__search", "ref-<b class=evil>", "\u202e\u0000", f"?q={IMG}",
    "&a[__proto__][hacked]=1", "#" * 50, ":~:text=Botox",
]


def test_addresses(page: Page, address: str) -> None:
    """As the fragment of pages that read it, one after the other in one page, and as the question part of an address."""
    for path in ("assessment/", CHAPTER):
        page.goto(address + path)
        for text in ADDRESSES:
            page.evaluate("text => { location.hash = text; }", text)
            assert_nothing_ran(page)
    for text in ADDRESSES[::4]:
        page.goto(f"{address}assessment/?{quote(text, safe='=&?%')}&q={quote(text)}#{quote(text)}", wait_until="load")
        assert_nothing_ran(page)
        assert page.get_by_role("button", name="Begin").count() == 1, text[:40]


def test_a_search_for_html(page: Page, address: str) -> None:
    page.goto(f"{address}conclusion/?q={quote(IMG)}")
    page.keyboard.press("Control+k")
    for text in (IMG, "__proto__ title:* ~^ +-"):
        page.locator(".md-search__input").fill("")
        page.locator(".md-search__input").press_sequentially(text)
        page.wait_for_timeout(300)
        assert_nothing_ran(page)


def test_the_look_out_sees_what_runs(chromium: Browser, address: str) -> None:
    """The control: a page that makes HTML of a payload is caught, also where the policy keeps it from running."""
    context = chromium.new_context()
    context.add_init_script(WATCH)
    made = context.new_page()
    made.goto(address + CHAPTER)
    made.evaluate("html => { document.querySelector('h1').innerHTML = html; }", IMG)
    with pytest.raises(AssertionError):
        assert_nothing_ran(made)
    made.goto(address + CHAPTER)
    made.evaluate("Object.prototype.hacked = 1")
    with pytest.raises(AssertionError):
        assert_nothing_ran(made)
    context.close()
