"""Passages and sentences: what is one unit, where it begins, and that nothing of the page is lost."""

from __future__ import annotations

import re

import pytest

from course.model import Course, Passage
from course.model.sentences import as_prose, split
from tests.support import KETTLE, Draft


def sentences(text: str) -> list[str]:
    return [sentence for _, sentence in split(text)]


@pytest.mark.parametrize(("text", "expected"), [
    ("One. Two.", ["One.", "Two."]),
    ("One? Two! Three", ["One?", "Two!", "Three"]),
    ("One. [@a] Two. [@b; @c, §2.2, p. 5] Three.", ["One. [@a]", "Two. [@b; @c, §2.2, p. 5]", "Three."]),
    ("One. [@a] [@b] Two.", ["One. [@a] [@b]", "Two."]),
    ("One [@a]. Two.", ["One [@a].", "Two."]),
    ("One.[@a] two small.", ["One.[@a]", "two small."]),
    ("It is 0.1 mL, not .1 mL, at 2.5 °C.", ["It is 0.1 mL, not .1 mL, at 2.5 °C."]),
    ("So 16 of 665 v 0 of 236. Next.", ["So 16 of 665 v 0 of 236.", "Next."]),
    ("So 16 vs. 0 of 236. Next.", ["So 16 vs. 0 of 236.", "Next."]),
    ("Drugs, e.g. Botox, i.e. a toxin, cf. Dysport.", ["Drugs, e.g. Botox, i.e. a toxin, cf. Dysport."]),
    ("Dr. Scott, St. Louis.", ["Dr. Scott, St. Louis."]),
    ("See No. 5 and Fig. 2. Then stop.", ["See No. 5 and Fig. 2.", "Then stop."]),
    ("Is it? No. It is not.", ["Is it?", "No.", "It is not."]),
    ("The U.S. Food and Drug Administration. Next.", ["The U.S. Food and Drug Administration.", "Next."]),
    ("Not in the U.S. The label is.", ["Not in the U.S.", "The label is."]),
    ("*C. botulinum* makes type A. Type B is another.", ["*C. botulinum* makes type A.", "Type B is another."]),
    ("**Spread.** Two reviews agree.", ["**Spread.**", "Two reviews agree."]),
    ("He said \"No.\" She did not.", ["He said \"No.\"", "She did not."]),
    ("(Both by reasoning.) Next (so it is). End.", ["(Both by reasoning.)", "Next (so it is).", "End."]),
    ("See [a page](a.b.md). Next.", ["See [a page](a.b.md).", "Next."]),
    ("It ends. onabotulinumtoxinA begins.", ["It ends.", "onabotulinumtoxinA begins."]),
    ("It ends. but does not.", ["It ends. but does not."]),
    ("It ends. 20 Units follow. −20 °C too.", ["It ends.", "20 Units follow.", "−20 °C too."]),
    ("One\ngoes on. Two.", ["One\ngoes on.", "Two."]),
    ("", []),
    ("  ", []),
])
def test_split(text: str, expected: list[str]) -> None:
    assert sentences(text) == expected


def test_split_knows_the_places() -> None:
    text = "  One. [@a]\nTwo. Three."
    for offset, sentence in split(text):
        assert text[offset:].startswith(sentence)


@pytest.mark.parametrize(("text", "prose"), [
    ("A [20 Units](fact:a/b/c) dose. [@a]", "A  20 Units              dose.     "),
    ("![A cup](cup.svg) **20** Units", "                    20   Units"),
])
def test_prose_keeps_the_places(text: str, prose: str) -> None:
    assert as_prose(text) == prose
    assert len(as_prose(text)) == len(text)


PAGE = """First one. [@adams2001] Second
one goes on.

- An item. It has two.
  And goes on.

  Its second paragraph.
1. Another item. [@clark2020]

| Head A | Head [B](teapot.md) |
|---|---|
| Cell. With two. | 20 \\| 30 [@clark2020] |
| Next | row |

/// danger | A title. With a stop.
Inside. [@board2019]

/// pearl | Deeper
Deeper still.
///

Back.
///

> Quoted. Twice.

```text
Not. Read.
```

`Code.` is blank. <!-- Not. Read. -->"""


def passages(draft: Draft, text: str) -> tuple[int, list[Passage]]:
    line = draft.append(KETTLE, text)
    return line, [passage for passage in draft.page(KETTLE).passages if passage.line >= line]


def test_passages(draft: Draft) -> None:
    first, found = passages(draft, PAGE)
    shown = [
        (passage.kind, "/".join(passage.blocks), [(it.line - first, " ".join(it.text.split())) for it in passage.sentences])
        for passage in found
    ]
    assert shown == [
        ("paragraph", "", [(0, "First one. [@adams2001]"), (0, "Second one goes on.")]),
        ("item", "", [(3, "An item."), (3, "It has two."), (4, "And goes on.")]),
        ("item", "", [(6, "Its second paragraph.")]),
        ("item", "", [(7, "Another item. [@clark2020]")]),
        ("row", "", [(11, "| Cell. With two. | 20 \\| 30 [@clark2020] |")]),
        ("row", "", [(12, "| Next | row |")]),
        ("paragraph", "danger", [(15, "Inside. [@board2019]")]),
        ("paragraph", "danger/pearl", [(18, "Deeper still.")]),
        ("paragraph", "danger", [(21, "Back.")]),
        ("paragraph", "", [(24, "Quoted."), (24, "Twice.")]),
        ("paragraph", "", [(30, "is blank.")]),
    ]
    row = found[4]
    assert row.header == ("Head A", "Head B")
    assert row.column(row.text.index("Cell")) == "Head A"
    assert row.column(row.text.index("30")) == "Head B"
    assert [passage.is_cited for passage in found[:6]] == [True, False, False, True, True, False]


def test_a_quiz(draft: Draft) -> None:
    first, found = passages(draft, (
        "<quiz>\n<!-- id: an-id; objective: boil-water -->\nA case. What now?\n\n"
        "- [x] Right. It is\n> Because.\n> So it is. [@adams2001]\n"
        "* [ ] Wrong\n> No. [@clark2020]\n- [] Other\n</quiz>\n\nAfter it."
    ))
    shown = [
        (passage.kind, passage.correct, passage.quiz is not None, passage.line - first, len(passage.sentences))
        for passage in found
    ]
    assert shown == [
        ("question", None, True, 2, 2), ("option", True, True, 4, 2), ("rationale", True, True, 5, 2),
        ("option", False, True, 7, 1), ("rationale", False, True, 8, 1), ("option", False, True, 9, 1),
        ("paragraph", None, False, 12, 1),
    ]
    assert [sentence.line - first for sentence in found[2].sentences] == [5, 6]
    assert [sentence.keys for sentence in found[2].sentences] == [(), ("adams2001",)]


def test_literals(draft: Draft) -> None:
    _, found = passages(draft, "Give [20 Units](fact:a/b/c) as [the page](teapot.md) or [5 mL](calc:5*1) says.")
    [sentence] = found[0].sentences
    assert [sentence.text[start:end] for start, end in sentence.literals] == ["20 Units", "5 mL"]
    assert sentence.is_literal(*re.search("20", sentence.prose).span())  # type: ignore[union-attr]
    assert not sentence.is_literal(*re.search("the page", sentence.prose).span())  # type: ignore[union-attr]
    assert sentence.shown == "Give 20 Units as the page or 5 mL says."


def test_nothing_of_the_real_course_is_lost(real: Course) -> None:
    """Every citation stands in a sentence, every sentence in its line; no sentence swallows a paragraph."""
    count = 0
    for page in real.in_order:
        lines = dict(page.prose_lines)
        held = [(key, sentence) for passage in page.passages for sentence in passage.sentences for key in sentence.keys]
        assert sorted(key for key, _ in held) == sorted(citation.cite.key for citation in page.citations), page.path
        for passage in page.passages:
            for sentence in passage.sentences:
                count += 1
                assert sentence.text.split("\n")[0].split()[0] in lines[sentence.line], (page.path, sentence)
                if passage.kind != "row":
                    inner = re.findall(r"[a-z)]\. (?:\[@[^\]]*\] )?[A-Z][a-z]+ [a-z]+", as_prose(sentence.text))
                    assert not inner, (page.path, sentence.line, inner)
    assert count > 2000
