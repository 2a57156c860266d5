"""The index of the search: what its parts hold, and how much of it one query fetches in a large course."""

from __future__ import annotations

import json
import random
import string
from itertools import accumulate
from pathlib import Path
from typing import Any

import brotli
import pytest

from course.site import search
from course.site.search import Indexed, Section
from tests.support import called, indexed


def theirs(folder: Path, docs: list[dict[str, str]]) -> None:
    """What the theme's plugin writes."""
    (folder / "search").mkdir()
    (folder / search.SOURCE).write_text(json.dumps({"config": {}, "docs": docs}))


def part(folder: Path, name: str) -> Any:
    return called(next(folder.glob(f"search/**/{name}.js")))[1]


def test_pages_and_sections(tmp_path: Path) -> None:
    theirs(tmp_path, [
        {"location": "a/", "title": "Tea &amp; water", "text": "<p>Boil it.</p>"},
        {"location": "a/#pot", "title": "The <code>pot</code>", "text": "<p>Warm</p>\n<p>first: 1 &lt; 2.</p>"},
        {"location": "", "title": "Home", "text": ""},
    ])
    search.divide(tmp_path)
    assert not (tmp_path / search.SOURCE).exists()
    assert indexed(tmp_path) == [
        Indexed("a/", "Tea & water", [
            Section("", "Tea & water", "Boil it."), Section("#pot", "The pot", "Warm first: 1 < 2."),
        ]),
        Indexed("", "Home", [Section("", "Home", "")]),
    ]
    index = part(tmp_path, "index")
    assert index["sections"] == [2, 1]
    assert index["total"] == 3
    assert sorted(path.name for path in (tmp_path / "search").iterdir()) == sorted([index["folder"], "index.js"])


@pytest.mark.parametrize(("text", "words"), [
    ("The Botulinum-toxin, in Units", ["botulinum", "toxin", "units"]),
    ("0.5 mL of 1,000; not 2.", ["0.5", "ml", "1,000", "not", "2"]),
    ("Álvarez naïve Ünal", ["alvarez", "naive", "unal"]),
])
def test_words(text: str, words: list[str]) -> None:
    assert search.words_of(text) == words


def test_a_heading_weighs_more_than_text_and_rare_text_less_than_short(tmp_path: Path) -> None:
    theirs(tmp_path, [
        {"location": "a/", "title": "Cup", "text": "pot " + "filler " * 40},
        {"location": "b/", "title": "Cup", "text": "pot pot"},
        {"location": "b/#pot", "title": "Pot", "text": "nothing"},
    ])
    search.divide(tmp_path)
    steps = part(tmp_path, "words-0")["pot"]
    assert steps[::2] == [0, 1, 1]  # sections 0, 1 and 2
    long, short, heading = steps[1::2]
    assert long < short < heading


def test_nothing_ends_the_script_early(tmp_path: Path) -> None:
    theirs(tmp_path, [{"location": "a/", "title": "A", "text": "&lt;/script&gt;&lt;script&gt;\u2028x"}])
    search.divide(tmp_path)
    files = list((tmp_path / "search").rglob("*.js"))
    assert len(files) == 3
    for file in files:
        text = file.read_text("utf-8")
        assert "</" not in text
        assert "\u2028" not in text
    assert indexed(tmp_path)[0].sections[0].text == "</script><script> x"


def test_the_words_are_in_order_over_all_parts(site: Path) -> None:
    first = part(site, "index")["first"]
    assert len(first) >= 5
    words = [list(part(site, f"words-{number}")) for number in range(len(first))]
    assert [group[0] for group in words] == first
    flat = [word for group in words for word in group]
    assert flat == sorted(set(flat))
    assert {"apraclonidine", "anaphylaxis", "storage"} <= set(flat)
    assert not set(flat) & set(search.WITHOUT)


def large(chapters: int) -> list[Indexed]:
    """A course of chapters with eight sections of 150 words, whose frequencies fall as those of a language do."""
    chance = random.Random(7)
    letters = string.ascii_lowercase
    vocabulary = ["".join(chance.choices(letters, k=chance.randint(3, 11))) for _ in range(20_000)]
    weights = [1 / (rank + 2) for rank in range(len(vocabulary))]
    cumulative = list(accumulate(weights))
    pages = []
    for number in range(chapters):
        title = " ".join(chance.choices(vocabulary, k=3))
        page = Indexed(f"chapter-{number}/", title)
        for section in range(8):
            words = chance.choices(vocabulary, cum_weights=cumulative, k=150)
            heading = words[0] if section else title
            page.sections.append(Section(f"#s{section}" if section else "", heading, " ".join(words)))
        pages.append(page)
    return pages


def test_no_part_grows_with_the_course() -> None:
    """At 300 chapters: the index stays small, a part of the words or a page of a result stays what it is."""
    sizes = {name: len(brotli.compress(text.encode(), quality=5)) for name, text in search.parts(large(300)).items()}
    assert len([name for name in sizes if "/page-" in name]) == 300
    assert sizes["index.js"] < 2_000
    assert max(size for name, size in sizes.items() if "/words-" in name) < 20_000
    assert max(size for name, size in sizes.items() if "/page-" in name) < 8_000
