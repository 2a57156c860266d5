"""The sidebar names every page of a course of our size, and of a large one the parts around the page."""

from __future__ import annotations

from pathlib import Path

import pytest
from mkdocs.config import load_config
from mkdocs.structure.files import File, Files
from mkdocs.structure.nav import Link, Navigation, Section, get_navigation
from mkdocs.structure.pages import Page

from course.paths import Paths
from course.site.short_nav import AROUND, WHOLE, short

PARTS, CHAPTERS = 30, 10


def navigation(paths: Paths, parts: int) -> Navigation:
    config = load_config(str(paths.config))
    names = {f"Part {part}": [f"{part}/{chapter}.md" for chapter in range(CHAPTERS)] for part in range(parts)}
    config.nav = ["index.md", *({part: files} for part, files in names.items()), "last.md"]
    every = ["index.md", *(name for files in names.values() for name in files), "last.md"]
    return get_navigation(Files([File(name, None, "", True) for name in every]), config)


def page_at(nav: Navigation, name: str) -> Page:
    return next(page for page in nav.pages if page.file.src_uri == name)


def test_a_course_of_our_size_is_shown_whole(paths: Paths) -> None:
    nav = navigation(paths, 7)
    assert len(nav.pages) == 72 <= WHOLE
    assert short(nav, nav.pages[5]) is nav


@pytest.mark.parametrize(("name", "titles"), [
    ("15/3.md", ["index.md", *(f"Part {number}" for number in range(15 - AROUND, 15 + AROUND + 1))]),
    ("0/0.md", ["index.md", *(f"Part {number}" for number in range(AROUND + 1))]),
    ("29/9.md", ["index.md", *(f"Part {number}" for number in range(29 - AROUND, 30)), "last.md"]),
    ("index.md", ["index.md", *(f"Part {number}" for number in range(AROUND))]),
])
def test_a_large_course_is_shown_in_part(paths: Paths, name: str, titles: list[str]) -> None:
    nav = navigation(paths, PARTS)
    page = page_at(nav, name)
    shown = short(nav, page)
    assert [item.file.src_uri if isinstance(item, Page) else item.title for item in shown.items] == titles
    sections = [item for item in shown.items if isinstance(item, Section)]
    assert [item.title for item in sections] == ([f"Part {name.partition('/')[0]}"] if "/" in name else [])
    for section in sections:
        assert page in section.children
        assert len(section.children) == CHAPTERS
    for link in shown.items:
        if isinstance(link, Link):
            assert link.url == f"{link.title.removeprefix('Part ')}/0/"
    # The nav itself, with previous and next, is what it was.
    assert len(nav.items) == PARTS + 2
    assert shown.homepage is nav.homepage


def test_what_is_shown_does_not_grow(paths: Paths) -> None:
    def shown(parts: int) -> int:
        nav = navigation(paths, parts)
        return len(short(nav, page_at(nav, f"{parts // 2}/4.md")).items)

    assert shown(12) == shown(100)


def test_it_reaches_the_page(paths: Paths, tmp_path: Path) -> None:
    """A built course of 101 chapters: the sidebar of each has its own part, and a link to the parts around."""
    from lxml import html
    from mkdocs.commands.build import build

    from tests.support import FIXTURE, copy_course

    small = copy_course(FIXTURE, tmp_path / "course", schemas=paths.data)
    lines = []
    for number in range(95):
        text = (small.docs / "reference/glossary.md").read_text("utf-8").replace("/// glossary\n///", "Words.")
        (small.docs / f"extra-{number}.md").write_text(text, "utf-8")
        if number % 10 == 0:
            lines.append(f"  - Extra part {number // 10}:")
        lines.append(f"      - Extra {number}: extra-{number}.md")
    config = small.config.read_text("utf-8").replace("  - Products: ", "\n".join([*lines, "  - Products: "]), 1)
    small.config.write_text(config, "utf-8")
    settings = load_config(str(small.config), site_dir=str(tmp_path / "site"))
    settings.plugins.on_startup(command="build", dirty=False)
    settings.plugins["course"].kept = None
    build(settings)
    tree = html.parse(tmp_path / "site" / "extra-55" / "index.html")
    links = tree.xpath("//nav[contains(@class, 'md-nav--primary')]//a[contains(@class, 'md-nav__link')]/@href")
    own = [f"../extra-{number}/" for number in range(50, 60)]
    own[5] = "./"
    assert [link for link in links if link in own] == own
    assert "../extra-40/" in links
    assert "../extra-41/" not in links
    assert len(links) < 25
