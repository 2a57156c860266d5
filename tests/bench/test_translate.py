"""Each of our authors' forms as a plain author would have written it, and whether the pages are still the same."""

from __future__ import annotations

from pathlib import Path

import pytest

from course.bench import measure, peers
from course.bench.measure import Site
from course.bench.plain import Converter, escape
from course.bench.translate import translate
from course.model import load_course
from course.paths import Paths
from course.site.edited import last_edited
from tests.support import KETTLE, Draft, markdown


def plain(draft: Draft, file: str = KETTLE) -> str:
    """What becomes of a page of the small course."""
    course = load_course(draft.paths)
    rendering = markdown(draft.paths)
    return translate(course.pages[file.removeprefix("docs/")], course, lambda text: rendering.reset().convert(text))


def test_front_matter_keeps_what_the_theme_knows(draft: Draft) -> None:
    """Without `quiz:` the plugin stays switched on, as it is by default."""
    text = plain(draft)
    assert text.startswith('---\ntitle: "The kettle"\ndescription: "How water comes to the boil')
    assert text.split("---")[1].count("\n") == 3
    assert "\n**After this chapter you can**\n\n- bring water to the boil\n- tell water that boils" in text
    order = ("# The kettle", "sea level.[^adams2001]", "**After this", "## How")
    assert sorted(order, key=text.index) == list(order)


def test_rungs_become_boxes(draft: Draft) -> None:
    for kind, box, word in (
        ("boxed", "danger", "Boxed warning"), ("danger", "danger", "Stop"), ("warning", "warning", "Caution"),
        ("off-label", "warning", "Off-label"), ("evidence", "info", "How sure are we"), ("pearl", "tip", "Pearl"),
    ):
        draft.append(KETTLE, f"/// {kind} | On {kind}\nFirst. [@clark2020]\n\n- Second.\n///")
        assert f'\n!!! {box} "{word}: On {kind}"\n\n    First.[^clark2020]\n\n    - Second.\n' in plain(draft)


def test_citations_become_footnotes_and_in_a_quiz_words(draft: Draft) -> None:
    text = plain(draft)
    assert "[warm the pot](teapot.md#warm-the-pot).[^adams2001][^board2019]" in text
    assert "\n[^adams2001]: Adams et al. 2001. The boiling of water in kettles\n" in text
    assert "> That is the figure for 3,000 m. (Clark and Dean 2020)" in text
    assert "[@" not in text.replace("`[@neither-this]`", "").replace("[@not-a-key] in code", "")


def test_code_stays_code(draft: Draft) -> None:
    text = plain(draft)
    assert "```text\n[@not-a-key] in code is not read.\n- [x] Nor is this an option\n## Nor is this a heading\n```" in text
    assert "`[@neither-this]` is code." in text


def test_quizzes_lose_their_comments_alone(draft: Draft) -> None:
    text = plain(draft)
    assert text.count("<quiz>") == text.count("</quiz>") == 5
    assert "<quiz>\nAt which temperature does water boil at sea level?\n\n- [ ] 90 degrees\n> That is" in text
    assert "- [x] At 90 degrees\n" in text
    assert "<!--" not in text


def test_literals_and_terms(draft: Draft) -> None:
    course = load_course(draft.paths)
    fact = next(fact for fact in course.products.facts.values() if fact.taught and fact.accepted)
    term = next(iter(course.glossary))
    draft.append(KETTLE, f"A [{fact.accepted[0]}](fact:{fact.path}) and [2](calc:1+1) and [that](term:{term.term}) end.")
    assert f"A {fact.accepted[0]} and 2 and [that](../reference/glossary.md) end." in plain(draft)


def test_a_figure_is_the_same_drawing_in_the_page(draft: Draft) -> None:
    text = plain(draft)
    assert '<figure><svg xmlns="http://www.w3.org/2000/svg"' in text or "<figure><svg " in text
    assert 'aria-label="A kettle with a plume of steam above its spout"' in text
    assert "</svg></figure>\n" in text
    assert "\nSteam leaves the spout, not the lid.[^board2019]\n" in text
    assert "/// figure" not in text


def test_columns_are_what_is_in_them(draft: Draft) -> None:
    draft.append(KETTLE, "//// columns | 2\n/// pearl | One\nWarm.\n///\n\n/// ticks | No, Yes\n- Hot\n///\n////")
    text = plain(draft)
    assert '!!! tip "Pearl: One"\n\n    Warm.\n' in text
    assert "Hot" in text.split('"Pearl: One"')[1]
    assert "///" not in text


def test_blocks_of_data_become_lists_and_tables(draft: Draft) -> None:
    course = load_course(draft.paths)
    glossary = plain(draft, "docs/reference/glossary.md")
    for term in course.glossary:
        assert f"**{escape(term.term)}" in glossary
        assert escape(term.text) in glossary
    citations = plain(draft, "docs/reference/citations.md")
    assert "The boiling of water in kettles" in citations
    assert "](../chapters/kettle.md)" in citations
    products = plain(draft, "docs/reference/products.md")
    assert "\n|---|" in products
    assert "///" not in glossary + citations + products
    assert "#ref-" not in glossary + citations + products


def test_the_converter_writes_what_markdown_reads_back() -> None:
    converter = Converter(lambda href: href, lambda href: f"[^{href}]")
    html = (
        "<h3>A_b</h3><p>1. no list, a <strong>b</strong> <a href='x.md'>c</a><sup class='cite'><a href='k'>1</a></sup></p>"
        "<ol><li><p>one</p><p>more</p></li><li>two<ul><li>deep</li></ul></li></ol>"
        "<table><tr><th>H</th><th colspan='2'>I</th></tr><tr><td>a|b</td><td><div>c</div><div>d</div></td></tr></table>"
        "<script>no</script><button>no</button>"
    )
    assert converter.convert(html) == (
        "### A\\_b\n\n1\\. no list, a **b** [c](x.md)[^k]\n\n1.  one\n\n    more\n2.  two\n\n    -   deep\n\n"
        "| H | I |  |\n|---|---|---|\n| a\\|b | c d |  |"
    )


@pytest.fixture
def built(draft: Draft, tmp_path: Path) -> tuple[Draft, Site, Site]:
    """The small course and what stands for its built chapter, ours and a peer's, with the same words."""
    words = "".join(f"<p>{' '.join(f'word{number}x{at}' for at in range(20))}.</p>" for number in range(100))
    sites = []
    for name, around in (("ours", "<ul class='facts'><li>5 minutes</li></ul>"), ("peer", "<p>More than ours.</p>")):
        site = Site(name, tmp_path / name, tmp_path / name / "site", ())
        for chapter in ("kettle", "teapot"):
            folder = site.built / "chapters" / chapter
            folder.mkdir(parents=True)
            (folder / "index.html").write_text(f"<html><article>{words}{around}</article></html>", "utf-8")
        sites.append(site)
    return draft, sites[0], sites[1]


def test_the_same_words_are_the_same_pages(built: tuple[Draft, Site, Site]) -> None:
    draft, ours, peer = built
    assert peers.check_same(draft.load(), ours, [peer]) == {"peer": 1.0}


def test_a_removed_paragraph_is_found(built: tuple[Draft, Site, Site]) -> None:
    """One in a hundred: the share alone would let it pass."""
    draft, ours, peer = built
    file = peer.built / "chapters" / "teapot" / "index.html"
    before = file.read_text("utf-8")
    start = before.index("<p>word50x0")
    file.write_text(before[:start] + before[before.index("<p>word51x0"):], "utf-8")
    lacks = r"peer has 99\.0% of the words of docs/chapters/teapot\.md; it lacks \"word50x0 "
    with pytest.raises(RuntimeError, match=lacks) as error:
        peers.check_same(draft.load(), ours, [peer])
    assert "these are not the same pages" in str(error.value)


def test_words_of_scripts_do_not_stand_for_text(built: tuple[Draft, Site, Site]) -> None:
    draft, ours, peer = built
    file = peer.built / "chapters" / "teapot" / "index.html"
    text = file.read_text("utf-8").replace("<p>word50x", "<script>word50x").replace("word50x19.</p>", "word50x19.</script>")
    assert "<script>" in text
    file.write_text(text, "utf-8")
    with pytest.raises(RuntimeError, match="not the same pages"):
        peers.check_same(draft.load(), ours, [peer])


def test_the_plain_site_asks_for_what_ours_asks_for(repo: Paths) -> None:
    config = peers.plain_config(repo, quiz=True)
    assert config["theme"]["name"] == "material"
    assert config["theme"]["font"] is False
    assert set(config["theme"]["features"]) == {"navigation.footer", "navigation.sections", "toc.follow", "content.tooltips"}
    assert config["plugins"] == ["search", "mkdocs_quiz"]
    assert peers.plain_config(repo, quiz=False) == {**config, "plugins": ["search"]}
    assert not [name for name in config["markdown_extensions"] if "course" in str(name)]


def test_both_peers_build_the_small_course_with_our_words(draft: Draft, tmp_path: Path) -> None:
    """Also through Zensical, which reads the same configuration."""
    copied = peers.copy_of_ours(draft.paths, tmp_path / "ours")
    ours = peers.our_site(copied, tmp_path / "site")
    others = peers.write_peers(copied, tmp_path)
    assert [site.name for site in others] == [peers.PLAIN, peers.ZENSICAL]
    for site in (ours, *others):
        cost = measure.build(site, tmp_path / "log")
        assert cost.cpu > 0.2
        assert cost.peak > 30
    shares = peers.check_same(load_course(copied), ours, others)
    assert all(0.99 <= share <= 1 for share in shares.values())
    plain_page = (others[0].built / "chapters/kettle/index.html").read_text("utf-8")
    assert plain_page.count('class="quiz"') == 5
    assert "confetti" in plain_page  # the plugin's defaults
    assert '<sup id="fnref:adams2001">' in plain_page
    assert '<div class="admonition danger">' in plain_page
    assert "class=\"quiz\"" not in (others[1].built / "chapters/kettle/index.html").read_text("utf-8")


def test_the_copy_knows_when_pages_were_edited(repo: Paths, tmp_path: Path) -> None:
    copied = peers.copy_of_ours(repo, tmp_path / "copy")
    assert last_edited(copied) == last_edited(repo)
    assert {file.name for file in copied.root.iterdir()} <= {"docs", "data", "overrides", "mkdocs.yml", ".git"}
