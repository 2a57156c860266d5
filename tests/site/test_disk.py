"""The offline site, unpacked and opened from the disk in Chromium: everything works, and nothing asks a network."""

from __future__ import annotations

import json
import re
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Literal
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, BrowserContext, Locator, Page

from course.editions import offline
from course.model import Course, Quiz, load_course
from course.paths import Paths
from course.site import built_links
from course.site.chromium import FLAGS, executable
from tests.site.test_axe import violations
from tests.site.test_exam_browser import choose, shown
from tests.site.test_quiz_browser import BLOCKED

SEEDED = "<script>window.seeded = 1</script>"
#: Runs before the page's own scripts: what the page's policy has forbidden.
WATCH = """
  window.violations = [];
  document.addEventListener("securitypolicyviolation", (event) => {
    window.violations.push(`${event.effectiveDirective} ${event.blockedURI} ${event.disposition}`);
  });
"""

#: One worker takes them all: the site is built once.
pytestmark = pytest.mark.xdist_group("disk")

DATE = "21 September 2026"
CURRENT = "https://course.test/here/"


def unpack(paths: Paths, folder: Path, name: str) -> Path:
    """Make the zip and unpack it into `folder/name`; the folder that holds `index.html`."""
    (folder / "made").mkdir()
    [made] = offline.make(paths, folder, folder / "made", lambda text: None)
    with zipfile.ZipFile(made) as archive:
        archive.extractall(folder / name)
    return folder / name / offline.INSIDE


@pytest.fixture(scope="module")
def moment() -> Iterator[pytest.MonkeyPatch]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("SOURCE_DATE_EPOCH", "1790000000")
        patch.setenv("COURSE_COMMIT", "1a2b3c4d5e6f")
        yield patch


@pytest.fixture(scope="module")
def disk(paths: Paths, moment: pytest.MonkeyPatch, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The copy of somebody who has unpacked it where people unpack things."""
    moment.setenv("SITE_URL", CURRENT)
    return unpack(paths, tmp_path_factory.mktemp("offline"), "Téléchargements (2) & 100%")


@pytest.fixture(scope="module")
def course(paths: Paths) -> Course:
    return load_course(paths)


class Watched:
    """A context whose requests and complaints are written down."""

    def __init__(self, context: BrowserContext):
        self.context, self.asked, self.noise = context, list[str](), list[str]()
        context.on("request", lambda request: self.asked.append(request.url))

    def open(self) -> Page:
        page = self.context.new_page()
        page.on("pageerror", lambda error: self.noise.append(str(error)))
        page.on("console", lambda said: self.noise.append(said.text) if said.type in ("error", "warning") else None)
        return page


@pytest.fixture
def watched(chromium: Browser) -> Iterator[Watched]:
    """Afterward nothing but files was asked for, and no page has complained."""
    context = chromium.new_context(viewport={"width": 1280, "height": 900})
    made = Watched(context)
    yield made
    context.close()
    assert made.asked
    assert [address for address in made.asked if not address.startswith(("file:", "data:", "about:", "blob:"))] == []
    assert made.noise == []


def type_words(page: Page, words: str) -> None:
    """Into the search, in the place of what stands there, by keys."""
    page.locator(".md-search__input").fill("")
    page.locator(".md-search__input").press_sequentially(words)


def search(page: Page, words: str, finds: str) -> Locator:
    """The first link of the search's result that leads to the page `finds`; it waits until there is one."""
    type_words(page, words)
    found = page.locator(f".md-search-result__link[href*='/{finds}']").first
    found.wait_for()
    return found


def answer(page: Page, quizzes: list[Quiz]) -> None:
    for quiz in quizzes:
        choose(page, quiz, right=True)
        page.locator(f"[id='{quiz.id}']").get_by_role("button", name="Check the answer").click()
        assert page.locator(f"[id='{quiz.id}']").get_attribute("data-done") == "right"


def journey(page: Page, disk: Path, course: Course) -> None:
    """Search, a chapter's questions, the progress, the assessment to its result, the record: in one copy, page by page."""
    page.goto((disk / "index.html").as_uri())
    assert page.get_by_role("link", name="Start with the science").count() == 1
    search(page, "apraclonidine", "safety/ptosis.html").click()
    page.wait_for_url(re.compile(r"safety/ptosis\.html"))
    assert "apraclonidine" in page.locator("article").inner_text().lower()
    chapter = course.pages["safety/ptosis.md"]
    answer(page, chapter.quizzes)
    # The next page is another file, and knows of it.
    page.locator(".turn-next").click()
    page.wait_for_url(re.compile(r"unwanted-weakness\.html"))
    page.goto((disk / "assessment" / "progress.html").as_uri())
    number = len(chapter.quizzes)
    state = page.locator("li[data-chapter='safety/ptosis'] .progress-state").first.inner_text()
    assert f"{number} of {number} right, {number} answered" in state
    page.goto((disk / "index.html").as_uri())
    link = page.locator("[data-continue]")
    assert str(link.evaluate("link => link.href")).endswith("/safety/unwanted-weakness.html")
    # A link to one question, then an attempt from beginning to end.
    bank = {str(quiz.id): quiz for quiz in course.pages["assessment/index.md"].quizzes}
    page.goto(f"{(disk / 'assessment' / 'index.html').as_uri()}#{next(iter(bank))}")
    assert page.locator(".quiz:visible").count() == 1
    page.get_by_role("button", name="Begin").click()
    assert "#" not in page.url
    ids = shown(page)
    assert len(ids) == 24
    for name in ids:
        choose(page, bank[name], right=name != ids[0])
    page.reload()
    assert page.locator(".exam-count").inner_text() == "24 of 24 answered"
    page.get_by_role("button", name="Submit all answers").click()
    assert page.locator(".exam-result").count() == 1
    target = page.locator(".exam-result tbody a").evaluate("link => link.href")
    page.goto((disk / "assessment" / "record.html").as_uri())
    assert "23 of 24 right (95%), passed" in page.locator("[data-fact=assessment]").inner_text()
    row = page.locator("tr[data-chapter='safety/ptosis']")
    assert row.locator("[data-cell=questions]").inner_text() == f"{number} of {number}"
    # The objective that was missed leads to the section that teaches it.
    page.goto(target)
    assert page.locator("h1").count() == 1
    assert page.locator(f"[id='{target.split('#')[1]}']").count() == 1


def test_everything_works_from_the_disk(watched: Watched, disk: Path, course: Course) -> None:
    journey(watched.open(), disk, course)


def test_the_browsers_own_log_knows_no_address(chromium: Browser, disk: Path, course: Course, tmp_path: Path) -> None:
    """Chromium's log of its network lies below what a page can see: no request of a page, no name looked up for one.

    In the end a page of ours asks for something on purpose, which its policy forbids; and a page without a policy does,
    which must be all that the log has of pages.
    """
    log = tmp_path / "net.json"
    own = chromium.browser_type.launch(executable_path=executable(), args=[*FLAGS, f"--log-net-log={log}"])
    try:
        page = own.new_page(viewport={"width": 1280, "height": 900})
        journey(page, disk, course)
        page.evaluate("fetch('http://refused.test/').catch(() => null)")
        control = tmp_path / "control.html"
        control.write_text("<!doctype html><title>Control</title>")
        page.goto(control.as_uri())
        page.evaluate("fetch('http://control.test/').catch(() => null)")
    finally:
        own.close()
    written = json.loads(log.read_text("utf-8"))
    names = {number: name for name, number in written["constants"]["logEventTypes"].items()}
    events = [(names[event["type"]], event["params"]) for event in written["events"] if "params" in event]
    # What the browser asks for itself, such as its own update, belongs to no page.
    asked = [said for kind, said in events if kind == "URL_REQUEST_START_JOB" and "url" in said]
    assert [said["url"] for said in asked if said["initiator"] != "not an origin"] == ["http://control.test/"]
    sought = [said for kind, said in events if kind == "HOST_RESOLVER_MANAGER_REQUEST" and "host" in said]
    assert {said["host"] for said in sought if "file:" in said["network_anonymization_key"]} == {"http://control.test"}
    # Nor was a name looked up ahead because a page links to it.
    linked = {urlsplit(address).hostname for page in built_links.read_site(disk).values() for address in page.addresses}
    assert len(linked) > 20
    assert {urlsplit(said["host"]).hostname for said in sought} & linked == set()


def test_every_page_opens_in_silence_and_bears_the_date(watched: Watched, disk: Path, course: Course) -> None:
    page = watched.open()
    seen = 0
    for source in sorted(course.pages):
        page.goto((disk / source.replace(".md", ".html")).as_uri(), wait_until="load")
        notice = page.locator(".md-banner")
        assert notice.is_visible(), source
        words = " ".join(notice.inner_text().split())
        assert words.startswith(f"Offline edition of {DATE}, version "), source
        assert "(1a2b3c4d). It does not update itself." in words, source
        at = source.removesuffix(".md").removesuffix("index").rstrip("/")
        address = f"{CURRENT}{at}/" if at else CURRENT
        assert notice.locator("a").get_attribute("href") == address, source
        assert words.endswith(f"The current page: {address.removeprefix('https://')}"), source
        assert watched.noise == [], source
        seen += 1
    assert seen == len(list(disk.rglob("*.html"))) >= 44


def test_the_fonts_are_its_own(watched: Watched, disk: Path) -> None:
    page = watched.open()
    page.goto((disk / "index.html").as_uri())
    # The faces of the system, which stand in until ours are there, may be missing.
    ours = "[...document.fonts].filter(font => font.family.includes('Next')).map(font => font.status)"
    states = page.evaluate(f"document.fonts.ready.then(() => {ours})")
    assert "loaded" in states
    assert "error" not in states


def test_a_script_that_somebody_has_put_there_is_blocked(chromium: Browser, disk: Path) -> None:
    page = chromium.new_page()
    page.add_init_script(WATCH)
    file = disk / "safety" / "seeded.html"
    text = (disk / "safety" / "ptosis.html").read_text("utf-8")
    try:
        file.write_text(text.replace("</h1>", f"</h1>{SEEDED}"), "utf-8")
        page.goto(file.as_uri())
        assert page.evaluate("[window.violations, window.seeded]") == [["script-src-elem inline enforce"], None]
        assert page.locator(".quiz-live").count() >= 5
    finally:
        file.unlink()
        page.close()


def test_the_search_with_the_keyboard(watched: Watched, disk: Path) -> None:
    page = watched.open()
    page.goto((disk / "practice" / "storage.html").as_uri())
    page.keyboard.press("Control+k")
    page.keyboard.type("anaphylaxis")
    page.locator(".md-search-result__item").first.wait_for()
    # A second question, and one that has no answer.
    assert search(page, "apraclonidine", "safety/ptosis.html").is_visible()
    type_words(page, "xyzzyq")
    page.get_by_text("No matching documents").wait_for()
    search(page, "anaphylaxis", "safety/anaphylaxis.html")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile(r"/(safety|reference)/[a-z-]+\.html"))


@pytest.mark.parametrize(("scheme", "width"), [("light", 1280), ("dark", 390)])
def test_axe_finds_nothing(chromium: Browser, disk: Path, scheme: Literal["light", "dark"], width: int) -> None:
    """The notice, and the search with what it found."""
    context = chromium.new_context(color_scheme=scheme, viewport={"width": width, "height": 900}, reduced_motion="reduce")
    page = context.new_page()
    page.goto((disk / "about" / "editions.html").as_uri())
    assert page.locator(".md-banner a").is_visible()
    assert violations(page) == []
    page.keyboard.press("Control+k")
    search(page, "anaphylaxis", "safety/anaphylaxis.html")
    assert violations(page) == []
    page.keyboard.press("Escape")
    assert not page.locator("#__search").is_checked()
    context.close()


def test_a_narrow_page_does_not_scroll_sideways(chromium: Browser, disk: Path) -> None:
    context = chromium.new_context(viewport={"width": 320, "height": 640})
    page = context.new_page()
    for name in ("index.html", "safety/ptosis.html", "regulation/australia-new-zealand.html"):
        page.goto((disk / name).as_uri())
        assert page.evaluate("document.documentElement.scrollWidth") <= 320, name
    context.close()


def test_storage_that_is_blocked(watched: Watched, disk: Path, course: Course) -> None:
    watched.context.add_init_script(BLOCKED)
    page = watched.open()
    page.goto((disk / "safety" / "ptosis.html").as_uri())
    answer(page, course.pages["safety/ptosis.md"].quizzes)
    assert "does not let the course keep your answers" in page.locator(".store-note").inner_text()
    search(page, "anaphylaxis", "safety/anaphylaxis.html").click()
    page.wait_for_url(re.compile(r"safety/anaphylaxis\.html"))
    page.goto((disk / "assessment" / "record.html").as_uri())
    assert page.locator("tr[data-chapter]").count() >= 15


def test_without_an_address_nothing_is_linked(paths: Paths, moment: pytest.MonkeyPatch, tmp_path: Path) -> None:
    moment.delenv("SITE_URL", raising=False)
    folder = unpack(paths, tmp_path, "here")
    files = sorted(folder.rglob("*.html"))
    assert len(files) >= 44
    for file in files:
        text = file.read_text("utf-8")
        notice = text[text.index('<p class="offline">') :].split("</p>")[0]
        assert f"Offline edition of {DATE}" in notice, file
        assert "<a" not in notice, file
        assert "course.test" not in text, file
