"""`/// editions`: what a reader is offered, and what an edition says of itself."""

from __future__ import annotations

import pytest

from course.editions import dist
from course.findings import CourseError
from course.markdown.editions import size
from course.paths import Paths
from markdown import Markdown
from tests.conftest import CourseFactory
from tests.support import render

BLOCK = "/// editions\n///\n"
FILES = {
    "botox-course-offline.zip": b"PK" * 600_000, "botox-course.pdf": b"%PDF", "botox-course.cdx.json": b"{}",
    "sheets/pot.pdf": b"%PDF pot", "sheets/kettle.pdf": b"%PDF kettle",
}


@pytest.fixture
def paths(make_course: CourseFactory, monkeypatch: pytest.MonkeyPatch) -> Paths:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1790000000")
    return make_course()


def fill(paths: Paths) -> None:
    for name, content in FILES.items():
        (paths.dist / name).parent.mkdir(parents=True, exist_ok=True)
        (paths.dist / name).write_bytes(content)
    dist.write(paths.dist, FILES, "0.1.0 (1a2b3c4d)", "2026-11-26")


def words(element) -> str:
    return " ".join(element.text_content().split())


def test_every_file_with_its_facts(paths: Paths) -> None:
    fill(paths)
    sheet = paths.docs / "sheets" / "kettle.md"
    sheet.parent.mkdir()
    sheet.write_text("---\ntitle: The kettle on the wall\n---\n\n# The kettle on the wall\n", "utf-8")
    [block] = render(BLOCK, paths).cssselect("div.editions")
    made = dist.read(paths)
    assert made is not None
    assert words(block.cssselect(".editions-date")[0]) == "All are of 26 November 2026, version 0.1.0 (1a2b3c4d)."
    items = block.cssselect("li")
    # The book, the sheets, the site, and last what few will want.
    assert [item.cssselect("a")[0].get("href") for item in items] == [
        f"/editions/{name}" for name in (
            "botox-course.pdf", "sheets/kettle.pdf", "sheets/pot.pdf", "botox-course-offline.zip", "botox-course.cdx.json",
        )
    ]
    assert [item.cssselect("a")[0].text for item in items] == [
        "The book", "The kettle on the wall", "sheets/pot.pdf", "The offline site", "The bill of materials",
    ]
    by_name = {item.name: item for item in made.editions}
    for item in items:
        name = item.cssselect("a")[0].get("href").removeprefix("/editions/")
        facts = words(item.cssselect(".edition-facts")[0])
        assert facts == f"{name.split('/')[-1]}, {size(len(FILES[name]))}. SHA-256: {by_name[name].sha256}"
    assert block.cssselect("p a")[-1].get("href") == "/editions/SHA256SUMS"


@pytest.mark.parametrize(("number", "shown"), [
    (1, "1 kB"), (999, "1 kB"), (340_400, "340 kB"), (999_400, "999 kB"), (1_000_000, "1.0 MB"), (11_960_000, "12.0 MB"),
])
def test_sizes(number: int, shown: str) -> None:
    assert size(number) == shown


def test_without_editions_the_page_says_how_they_come_about(paths: Paths) -> None:
    [block] = render(BLOCK, paths).cssselect("div.editions")
    assert block.cssselect("li, a") == []
    assert "was put up without them" in words(block)


def test_a_spoiled_file_stops_the_page(paths: Paths) -> None:
    fill(paths)
    (paths.dist / "botox-course.pdf").write_bytes(b"%PDG")
    with pytest.raises(CourseError, match=r"dist/editions\.json:1: editions: botox-course\.pdf has another checksum"):
        render(BLOCK, paths)


def within(paths: Paths, current: str) -> str:
    told = {"root": str(paths.root), "listed": False, "current": current}
    name = "course.markdown.editions"
    return Markdown(extensions=[name], extension_configs={name: told}).convert(BLOCK)


def test_an_edition_lists_none(paths: Paths) -> None:
    """It would have to hold its own checksum."""
    fill(paths)
    for current in ("", "https://course.test/here/"):
        text = within(paths, current)
        assert "an edition itself, of 21 September 2026, version " in text
        assert "SHA-256" not in text
        assert "sheets" not in text
        assert ('href="https://course.test/here/about/editions/"' in text) is bool(current)
