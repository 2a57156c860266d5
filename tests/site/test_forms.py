"""The forms of a build, on the small course: what is published, what editions are made from, what opens from a disk."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from lxml import html

from course.editions import dist
from course.paths import Paths
from course.site import built_links
from course.site.build import build
from course.site.forms import Form, current_address
from tests.conftest import CourseFactory
from tests.site.test_build import digests
from tests.support import CONFIG, Draft, indexed

PAGE = """\
---
title: Editions
description: The course of the tests as files.
reviewed: null
---

# Editions

Files.

/// editions
///
"""
FILES = {"botox-course.pdf": b"%PDF book", "sheets/pot.pdf": b"%PDF pot"}


@pytest.fixture
def made(draft: Draft, monkeypatch: pytest.MonkeyPatch) -> Paths:
    """The small course with a page of editions, and some editions."""
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1790000000")
    monkeypatch.setenv("SITE_URL", "https://course.test/here/")
    draft.write("docs/about/editions.md", PAGE)
    draft.replace(CONFIG, "  - Citations: reference", "  - Editions: about/editions.md\n  - Citations: reference")
    paths = draft.paths
    for name, content in FILES.items():
        (paths.dist / name).parent.mkdir(parents=True, exist_ok=True)
        (paths.dist / name).write_bytes(content)
    dist.write(paths.dist, FILES, "0.1.0", "2026-11-26")
    return paths


def test_the_published_site_offers_the_editions(made: Paths) -> None:
    build(made, made.site)
    for name in (*FILES, dist.SUMS):
        assert (made.site / "editions" / name).read_bytes() == (made.dist / name).read_bytes()
    page = html.fromstring((made.site / "about" / "editions" / "index.html").read_bytes())
    links = [link.get("href") for link in page.cssselect(".editions a")]
    assert links == [f"../../editions/{name}" for name in (*FILES, dist.SUMS)]
    assert (made.site / "sitemap.xml").is_file()
    assert "script-src 'self' 'sha256-" in (made.site / "about" / "editions" / "index.html").read_text("utf-8")
    assert (made.site / "_headers").is_file()


def test_a_file_that_was_changed_is_not_published(made: Paths, capsys: pytest.CaptureFixture[str]) -> None:
    build(made, made.site)
    before = digests(made.site)
    (made.dist / "sheets" / "pot.pdf").write_bytes(b"%PDF another pot")
    with pytest.raises(RuntimeError, match="site/ is as it was"):
        build(made, made.site)
    out = capsys.readouterr().out
    assert "dist/editions.json:1: editions: sheets/pot.pdf has another checksum. Make them anew with `make editions`" in out
    assert digests(made.site) == before


def test_what_editions_are_made_from_knows_no_edition(made: Paths) -> None:
    build(made, made.root / "with", Form.SOURCE)
    (made.dist / dist.LISTING).unlink()
    build(made, made.root / "without", Form.SOURCE)
    assert not (made.root / "with" / "editions").exists()
    assert digests(made.root / "with") == digests(made.root / "without")
    text = (made.root / "with" / "about" / "editions" / "index.html").read_text("utf-8")
    assert 'href="https://course.test/here/about/editions/"' in text
    assert not (made.root / "with" / "_headers").exists()


def test_what_opens_from_a_disk(made: Paths) -> None:
    build(made, made.root / "disk", Form.DISK)
    folder = made.root / "disk"
    names = set(digests(folder))
    assert {"index.html", "chapters/kettle.html", "about/editions.html", "search/index.js"} <= names
    # Nothing for servers and crawlers, nothing for developers of the theme, no edition within an edition.
    unwanted = r"sitemap|404|search_index|\.map$|^editions/|_headers"
    assert not [name for name in names if re.search(unwanted, name)]
    # An address of a file is no origin: the policy names the scheme.
    assert "script-src file: 'sha256-" in (folder / "index.html").read_text("utf-8")
    assert {page.address for page in indexed(folder)} >= {"index.html", "chapters/kettle.html"}
    seen = 0
    for page in built_links.read_site(folder).values():
        for address in page.addresses:
            assert not address.startswith("/"), (page.path, address)
            assert not address.split("#")[0].endswith("/") or "://" in address, (page.path, address)
            seen += 1
        assert 'rel="canonical"' not in (folder / page.path).read_text("utf-8")
    assert seen > 100


def test_a_link_to_a_folder_is_a_fault_on_a_disk(tmp_path: Path) -> None:
    (tmp_path / "a").mkdir()
    (tmp_path / "a" / "index.html").write_text("<p>1</p>")
    (tmp_path / "index.html").write_text('<p>1</p>\n<a href="a/">1</a><a href="a/index.html">2</a>')
    assert list(built_links.check(tmp_path)) == []
    [finding] = built_links.check(tmp_path, from_disk=True)
    assert (finding.path, finding.line, finding.rule) == ("index.html", 2, "built-link")
    assert "leads to a folder" in finding.message
    assert "address_of" in finding.remedy


@pytest.mark.parametrize(("source", "address"), [
    ("index.md", "https://course.test/here/"), ("safety/ptosis.md", "https://course.test/here/safety/ptosis/"),
    ("assessment/index.md", "https://course.test/here/assessment/"),
])
def test_where_a_page_is_published(source: str, address: str) -> None:
    assert current_address(source, "https://course.test/here/") == address


def test_a_template_that_names_no_page(make_course: CourseFactory, capsys: pytest.CaptureFixture[str]) -> None:
    paths = make_course()
    (paths.root / "overrides").mkdir()
    template = "{% extends 'base.html' %}{% block footer %}{{ 'chapters/cup.md' | address_of }}{% endblock %}"
    (paths.root / "overrides" / "main.html").write_text(template)
    text = paths.config.read_text("utf-8")
    paths.config.write_text(text.replace("  name: material\n", "  name: material\n  custom_dir: overrides\n"), "utf-8")
    with pytest.raises(RuntimeError, match="the build failed"):
        build(paths, paths.site)
    assert "overrides/: there is no page docs/chapters/cup.md; mend `address_of`" in capsys.readouterr().out
    assert not paths.site.exists()
