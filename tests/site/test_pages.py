"""What must hold on every built page."""

from __future__ import annotations

import re
from copy import deepcopy
from functools import cache
from pathlib import Path

import pytest
from lxml import html
from mkdocs.commands.build import build as mkdocs_build
from mkdocs.config import load_config

from course.markdown.citations import tooltip
from course.model import Page, load_course
from course.paths import Paths
from course.site import built_links
from tests.support import indexed


@cache
def parse(file: Path) -> html.HtmlElement:
    return html.fromstring(file.read_bytes(), parser=html.HTMLParser(encoding="utf-8"))


def page_file(site: Path, path: str) -> Path:
    return site / path.removesuffix(".md").removesuffix("index") / "index.html"


def test_links_anchors_and_identifiers(site: Path) -> None:
    pages = built_links.read_site(site)
    assert sum(len(page.addresses) for page in pages.values()) > 3000
    assert list(built_links.check(site)) == []


def test_the_link_check_sees_faults(tmp_path: Path) -> None:
    (tmp_path / "a").mkdir()
    (tmp_path / "index.html").write_text('<p id="x">1</p>\n<p id="x">2</p>\n<a href="a/#y">1</a>\n<a href="b/">2</a>')
    (tmp_path / "a" / "index.html").write_text('<a href="../#x">1</a>\n<img src="none.png">\n<a href="none.png">2</a>')
    found = {(finding.path, finding.line, finding.message) for finding in built_links.check(tmp_path)}
    assert found == {
        ("index.html", 2, "the id 'x' stands twice on the page"),
        ("index.html", 3, "'a/#y': a/index.html has no id 'y'"),
        ("index.html", 4, "'b/' leads to no file"),
        ("a/index.html", 2, "'none.png' leads to no file"),
        ("a/index.html", 3, "'none.png' leads to no file"),
    }


def test_no_source_of_a_quiz_reaches_a_reader(html_files: list[Path]) -> None:
    for file in html_files:
        text = file.read_text("utf-8")
        assert "<quiz" not in text, file
        assert "&lt;quiz" not in text, file
        assert not re.search(r"\[[xX]\]", text), file
        assert "[@" not in text, file
        assert "///" not in re.sub(r"https?://", "", re.sub(r"<script.*?</script>", "", text, flags=re.DOTALL)), file


def linked(tree: html.HtmlElement) -> set[str]:
    """Our styles and scripts of a page, by the names they have in docs/assets, with the hash they are published under."""
    addresses = [link.get("href") for link in tree.cssselect("link[rel=stylesheet]")]
    addresses += [script.get("src") for script in tree.cssselect("script[src]")]
    names = (re.search(r"assets/(?:css|js)/([a-z]+)\.([0-9a-f]{8})\.(css|js)$", address) for address in addresses)
    return {f"{match[1]}.{match[3]}" for match in names if match}


QUIZ = {"quiz.css", "quiz.js"}
EXAM = {"exam.css", "exam.js", "draw.js"}
PROGRESS = {"progress.css", "progress.js"}
RECORD = {"record.css", "record.js", "progress.js"}
EVERYWHERE = {"site.css", "theme.js", "page.js"}


def test_only_pages_with_a_widget_link_its_files(paths: Paths, site: Path) -> None:
    course = load_course(paths)
    without = [page for page in course.pages.values() if not page.quizzes]
    assert len(without) >= 8
    for page in course.pages.values():
        expected = set(EVERYWHERE)
        expected |= QUIZ if page.quizzes else set()
        expected |= {"assessment/index.md": EXAM, "assessment/record.md": RECORD}.get(page.path, set())
        expected |= PROGRESS if page.path in ("index.md", "assessment/progress.md") else set()
        expected |= {"store.js"} if expected != EVERYWHERE else set()
        expected |= {"sheet.css"} if page.is_sheet else set()
        assert linked(parse(page_file(site, page.path))) == expected, page.path
    assert linked(parse(site / "404.html")) == EVERYWHERE
    for name in ("quiz", "store"):
        assert len(list((site / "assets" / "js").glob(f"{name}.*.js"))) == 1
        assert not (site / "assets" / "js" / f"{name}.js").exists()


def test_nothing_of_the_plugin_is_on_a_page(html_files: list[Path]) -> None:
    for file in html_files:
        text = file.read_text("utf-8")
        for word in ("mkdocsQuiz", "quiz-progress", "quiz-header-link", "confetti", "javascript:", "onsubmit"):
            assert word not in text, (file, word)
        # What is left inline is one line in the header, the same everywhere.
        [inline] = [script.text or "" for script in parse(file).cssselect("script:not([src])")]
        assert "mdColorScheme" in inline, file


def test_scripts_are_small(site: Path) -> None:
    sizes = {file.name.split(".")[0]: file.stat().st_size for file in (site / "assets" / "js").glob("*.js")}
    assert set(sizes) == {"store", "quiz", "draw", "exam", "page", "progress", "record", "theme", "search", "dots"}
    assert sizes["quiz"] <= 10_000
    assert max(sizes.values()) < 16_000


def test_a_page_with_five_questions_is_smaller_than_with_the_plugin_alone(
    paths: Paths, site: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """At least 55 kB of HTML: the same page, once with what mkdocs-quiz returns and once refined."""
    monkeypatch.setattr("course.site.plugin.refine", lambda html, *_: html)
    plain = tmp_path / "plain"
    config = load_config(str(paths.config), site_dir=str(plain))
    mkdocs_build(config)
    course = load_course(paths)
    pages = [page for page in course.chapters if len(page.quizzes) == 5]
    assert len(pages) >= 5
    for page in pages:
        theirs, ours = (page_file(folder, page.path).stat().st_size for folder in (plain, site))
        assert "mkdocsQuizConfig" in page_file(plain, page.path).read_text("utf-8")
        assert theirs - ours >= 55_000, (page.path, theirs, ours)


def test_every_question_is_rendered(paths: Paths, site: Path) -> None:
    course = load_course(paths)
    assert len(course.quizzes) >= 150
    for page in course.pages.values():
        tree = parse(page_file(site, page.path))
        quizzes = tree.cssselect("div.quiz")
        assert [found.get("id") for found in quizzes] == [quiz.id for quiz in page.quizzes], page.path
        for quiz, found in zip(page.quizzes, quizzes, strict=True):
            inputs = found.cssselect("fieldset input")
            assert [item.get("value") for item in inputs] == [option.value for option in quiz.options]
            # A reason belongs to the option in the same place: both have its words.
            reasons = found.cssselect("details.quiz-answer > ol > li")
            said = [" ".join(item.text_content().split()) for item in found.cssselect("fieldset label")]
            told = [" ".join(item[0].text_content().split()) for item in reasons]
            assert [text.split(": ", 1)[1] for text in told] == said, quiz.id
            assert [item.get("data-correct") is not None for item in reasons] == [option.correct for option in quiz.options]
            assert all(item.cssselect(".quiz-reason sup.cite") for item in reasons), quiz.id
            # Nothing but words: a literal in the right option alone would give the answer away.
            assert found.cssselect("fieldset label a, fieldset label span span") == [], quiz.id
            assert found.cssselect(".quiz-read a"), quiz.id


def outside_questions(page: Page) -> list[tuple[int, str]]:
    within = {number for quiz in page.quizzes for number in range(quiz.line, quiz.end + 1)}
    return [(number, line) for number, line in page.readable_lines if number not in within]


def test_the_search_does_not_know_the_answers(paths: Paths, site: Path) -> None:
    course = load_course(paths)
    texts = " ".join(section.text for page in indexed(site) for section in page.sections)
    prose = " ".join(line for page in course.pages.values() for _, line in outside_questions(page))
    prose = " ".join(prose.split())
    searched = 0
    for page in course.pages.values():
        tree = deepcopy(parse(page_file(site, page.path)))
        for reason in tree.cssselect(".quiz-reason"):
            for mark in reason.cssselect("sup"):
                mark.drop_tree()
            sentence = " ".join(reason.text_content().replace("\u00a0", " ").split())
            # A few reasons are a sentence of a chapter as well, which is to be found.
            known = sentence in prose
            assert known or sentence not in texts, (page.path, sentence)
            searched += not known
    assert searched >= 900
    found = 0
    for page in course.chapters:
        first = deepcopy(parse(page_file(site, page.path)).cssselect(".page-head > p")[0])
        for mark in first.cssselect("sup"):
            mark.drop_tree()
        words = " ".join(first.text_content().split())[:60]
        found += words in texts
    assert found >= 25


def test_every_citation_lands_on_its_entry_and_every_back_link_on_its_place(paths: Paths, site: Path) -> None:
    course = load_course(paths)
    assert len(course.references) >= 60
    entries = parse(site / "reference" / "citations" / "index.html")
    for reference in course.references:
        entry = entries.get_element_by_id(f"ref-{reference.id}")
        assert entry.get("value") == str(reference.number)
        links = [link.get("href") for link in entry.cssselect(".cited-in a")]
        # After the places come the rows of the product data, the labels and the words that rest on the source.
        rows = {f"{product.id}--{group.id}" for product, group in course.products.sources.get(reference.id, [])}
        rows |= {product.id for product in course.products if product.label.reference == reference.id}
        rows |= {term.id for term in course.glossary if term.source == reference.id}
        back = links[: len(links) - len(rows)]
        assert {address.split("#")[1] for address in links[len(back):]} == rows
        assert links, reference.id
        # The options of one question are one place.
        by_page = list(dict.fromkeys((page.path, citation.anchor) for page, citation in course.cited.get(reference.id, [])))
        assert len(back) == len(by_page), reference.id
        assert [address.split("#")[1] for address in back] == [anchor for _, anchor in by_page]
        for address, (path, anchor) in zip(back, by_page, strict=True):
            target = (site / "reference" / "citations" / address.split("#")[0]).resolve() / "index.html"
            assert target == page_file(site, path).resolve()
            shown = parse(target).get_element_by_id(anchor)
            hidden = [e for e in (shown, *shown.iterancestors()) if "hidden" in (e.get("class") or "").split()]
            assert hidden == [], (path, anchor)
    marks = 0
    for page in course.pages.values():
        tree = parse(page_file(site, page.path))
        told = {link.get("href"): link.text_content() for link in tree.cssselect(".leans-on a")}
        rendered = tree.cssselect("sup.cite:not(.from-data) a")
        assert [mark.get("id") for mark in rendered] == [
            None if citation.quiz else citation.anchor for citation in page.citations
        ], page.path
        for mark, citation in zip(rendered, page.citations, strict=True):
            assert mark.text == str(course.references[citation.cite.key].number)
            assert mark.get("href").endswith(f"#ref-{citation.cite.key}")
            # What theme.js shows: the line of the list, and what the citation says besides.
            shown = told[mark.get("href")] + (mark.get("data-more") or "")
            assert mark.get("title") is None
            assert shown == tooltip(course.references[citation.cite.key], citation.cite)
        marks += len(rendered)
    assert marks > 500


def test_words_of_the_glossary_are_marked_outside_the_questions(paths: Paths, site: Path) -> None:
    course = load_course(paths)
    pages = [parse(page_file(site, page.path)) for page in course.in_order]
    assert sum(len(tree.cssselect("a.term")) for tree in pages) > 100
    explicit = sum(
        link.target.startswith("term:") for page in course.in_order for link in page.links
        if any(quiz.line <= link.line <= quiz.end for quiz in page.quizzes)
    )
    assert sum(len(tree.cssselect(".quiz a.term")) for tree in pages) == explicit


def test_every_page_has_its_footer_and_its_standing(paths: Paths, site: Path) -> None:
    course = load_course(paths)
    for page in course.pages.values():
        tree = parse(page_file(site, page.path))
        foot = " ".join(tree.cssselect("footer")[0].text_content().split())
        for words in (
            "For healthcare professionals.", "not medical advice", "no substitute for the current label",
            "BOTOX is a trademark of AbbVie", "independent", "Not yet reviewed by a clinician", "CC BY 4.0",
        ):
            assert words in foot, (page.path, words)
        assert len(tree.cssselect("h1")) == 1, page.path
        assert tree.cssselect("title")[0].text
        emergency = tree.cssselect("header a.bar-emergency")[0].get("href")
        target = page_file(site, page.path).parent / emergency
        assert target.resolve() == (site / "reference" / "emergencies").resolve(), page.path


def test_objectives_and_minutes_of_every_chapter_are_shown(paths: Paths, site: Path) -> None:
    course = load_course(paths)
    chapters = [page for page in course.chapters if page.path != "index.md"]
    assert len(chapters) >= 15
    for page in chapters:
        tree = parse(page_file(site, page.path))
        assert len(tree.cssselect(".objectives li")) == len(page.objectives), page.path
        assert f"{page.minutes} minutes" in tree.cssselect(".facts")[0].text_content()


@pytest.mark.parametrize("name", ["references.bib", "references.ris", "references.json"])
def test_the_references_can_be_downloaded(site: Path, name: str) -> None:
    tree = parse(site / "reference" / "citations" / "index.html")
    assert [link for link in tree.cssselect(".downloads a") if link.get("href").endswith(name)]
    assert (site / "reference" / name).stat().st_size > 10_000
