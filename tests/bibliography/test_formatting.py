import os
import re
from contextlib import nullcontext
from pathlib import Path
from typing import Any

import pytest
from citeproc import CitationItem
from citeproc.model import CitationStylesElement, Macro
from lxml import etree

from course.bibliography import format_references, formatting
from course.model import Course, load_references
from tests.support import REFERENCES, Draft


def plain(text: str) -> str:
    """Letters and digits alone: the style changes case, quotation marks and full stops, and nothing else."""
    return re.sub(r"\W+", "", text).lower()


def test_small_course(draft: Draft) -> None:
    formatted = format_references(load_references(draft.paths)[0])
    assert list(formatted) == ["adams2001", "board2019", "clark2020"]
    assert formatted["adams2001"] == (
        "Adams AB, Brown C, Cole DE. The boiling of water in kettles. Journal of Kettles. 2001 May;12(3):12–9."
    )
    assert formatted["board2019"].startswith("Board of Tea and Coffee. Safety at the stove")
    assert "2019" in formatted["board2019"]
    assert formatted["clark2020"].startswith("Clark E, Dean F. The warm pot. 2nd ed. Pot Press; 2020.")


def test_identifiers_are_left_out(draft: Draft) -> None:
    for text in format_references(load_references(draft.paths)[0]).values():
        assert "10.1234" not in text
        assert "1234567" not in text
        assert "example.org" not in text


def test_a_mark_at_the_end_is_the_end(draft: Draft) -> None:
    """A page without publisher and year ends with its title."""
    draft.replace(REFERENCES, "title: Safety at the stove", "title: Is the stove safe?")
    draft.replace(REFERENCES, "  publisher: Board of Tea and Coffee\n  issued: {date-parts: [[2019]]}\n", "")
    assert format_references(load_references(draft.paths)[0])["board2019"].endswith("Is the stove safe?")


def test_a_whole_date(draft: Draft) -> None:
    draft.replace(REFERENCES, "{date-parts: [[2001, 5]]}", "{date-parts: [[2001, 5, 9]]}")
    draft.replace(REFERENCES, "{date-parts: [[2019]]}", "{date-parts: [[2019, 11, 30]]}")
    formatted = format_references(load_references(draft.paths)[0])
    assert ". 2001 May 9;12(3):12–9." in formatted["adams2001"]
    assert "2019" in formatted["board2019"]


def test_no_stop_is_doubled(draft: Draft) -> None:
    draft.replace(REFERENCES, "title: The warm pot", "title: Is the pot warm?")
    formatted = format_references(load_references(draft.paths)[0])
    assert "Is the pot warm? " in formatted["clark2020"]
    assert "?." not in formatted["clark2020"]


def test_a_title_that_begins_with_a_number_keeps_it(draft: Draft) -> None:
    draft.replace(REFERENCES, "  author:\n  - {literal: Board of Tea and Coffee}\n", "")
    draft.replace(REFERENCES, "title: Safety at", "title: 21. Safety at")
    assert format_references(load_references(draft.paths)[0])["board2019"].startswith("21. Safety at the stove")


def test_kept_for_the_same_references_and_made_anew_for_others(draft: Draft) -> None:
    references, _ = load_references(draft.paths)
    assert format_references(references) is format_references(references)
    draft.replace(REFERENCES, "title: The warm pot", "title: The cold pot")
    assert "The cold pot" in format_references(load_references(draft.paths)[0])["clark2020"]


def test_every_reference_of_the_real_course(real: Course) -> None:
    formatted = format_references(real.references)
    assert len(formatted) == len(real.references) >= 60
    for reference in real.references:
        text = formatted[reference.id]
        assert plain(reference.title) in plain(text), reference.id
        assert text == text.strip()
        assert text[-1] in ".?!"
        assert not re.search(r"(?<!\.)[?!.]\.(\s|$)|\s{2}|\s[,.;]|<|>|None|\(\)|\[\]", text), f"{reference.id}: {text}"
        if reference.year:
            assert reference.year in text, reference.id
        authors = reference.csl.get("author", [])
        if authors:
            assert plain(text).startswith(plain(authors[0].get("family") or authors[0]["literal"])), reference.id


def test_every_reference_is_a_well_formed_fragment(real: Course) -> None:
    """Taken as the page takes it: as text of a paragraph."""
    formatted = format_references(real.references)
    assert formatted
    for id, text in formatted.items():
        element = etree.Element("p")
        element.text = text
        assert etree.fromstring(etree.tostring(element)).text == text, id


def test_the_result_is_kept_and_never_stale(draft: Draft, tmp_path: Path) -> None:
    """What is kept is used while nothing has changed, and only then; rubbish is made anew."""
    kept = tmp_path / "kept" / "references.json"
    first = format_references(load_references(draft.paths)[0], kept.parent)
    marked = kept.read_text("utf-8").replace(first["board2019"], "From the folder.")
    assert marked != kept.read_text("utf-8")
    kept.write_text(marked, "utf-8")
    stat = kept.stat()

    def again() -> dict[str, str]:
        # Another object, so that what the process remembers does not answer.
        os.utime(draft.paths.references, ns=(draft.paths.references.stat().st_mtime_ns + 1,) * 2)
        return format_references(load_references(draft.paths)[0], kept.parent)

    assert again()["board2019"] == "From the folder."
    assert kept.stat().st_mtime_ns == stat.st_mtime_ns
    draft.replace(REFERENCES, "Safety at the stove", "Safety at the oven")
    changed = again()["board2019"]
    assert changed not in ("From the folder.", first["board2019"])
    for rubbish in ("", "{", '{"maker": 1}', '{"formatted": {}}', "[]"):
        kept.write_text(rubbish, "utf-8")
        assert again()["board2019"] == changed


def test_only_what_changed_is_formatted(draft: Draft, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A change of one reference formats that one, and what no reference needs any more is not kept."""
    references = load_references(draft.paths)[0]
    first = format_references(references, tmp_path)
    asked: list[list[str]] = []
    inner = formatting._formatted

    def watched(source: list[dict[str, Any]]) -> dict[str, str]:
        asked.append([item["id"] for item in source])
        return inner(source)

    monkeypatch.setattr(formatting, "_formatted", watched)
    draft.replace(REFERENCES, "Safety at the stove", "Safety at the oven")
    changed = format_references(load_references(draft.paths)[0], tmp_path)
    assert asked == [["board2019"]]
    assert list(changed) == list(first)
    assert {key for key in first if changed[key] != first[key]} == {"board2019"}
    assert first["board2019"] not in (tmp_path / "references.json").read_text("utf-8")


def test_no_text_depends_on_what_stands_beside_it(real: Course) -> None:
    """In two halves and backwards, each reference has the text that it has among all."""
    whole = format_references(real.references)
    source = [formatting._variables(item.csl) for item in reversed(list(real.references))]
    assert formatting._formatted(source[::2]) | formatting._formatted(source[1::2]) == whole


def test_the_texts_are_those_of_the_library_alone(real: Course, monkeypatch: pytest.MonkeyPatch) -> None:
    """What is remembered while formatting changes nothing."""
    whole = format_references(real.references)
    search = CitationStylesElement.xpath_search
    render = Macro.render
    with formatting._style_read_once([]):
        assert CitationStylesElement.xpath_search is not search
        assert Macro.render is not render
    assert CitationStylesElement.xpath_search is search
    assert Macro.render is render
    monkeypatch.setattr(formatting, "_Item", CitationItem)
    monkeypatch.setattr(formatting, "_style_read_once", nullcontext)
    assert formatting._formatted([formatting._variables(item.csl) for item in real.references]) == whole


def test_what_is_alike_for_one_part_of_the_style_may_differ_in_another(monkeypatch: pytest.MonkeyPatch) -> None:
    """References that differ in one variable, or in its value, each in its own words, as of the library alone."""
    person, day = [{"family": "Adams", "given": "A. B."}], {"date-parts": [[2024, 5, 6]]}
    values: dict[str, list[Any]] = {
        "author": [person, [{"literal": "A board"}], [*person, {"family": "Brown", "given": "C."}]], "editor": [person],
        "issued": [day, {"date-parts": [[2023]]}], "accessed": [day], "container-title": ["A journal", "Another"],
        "publisher": ["A house"], "publisher-place": ["Leeds"], "edition": ["2", "third"], "volume": ["4", "5"],
        "issue": ["1"], "page": ["5-9", "e12"], "number": ["77"], "genre": ["Thesis"], "medium": ["Disk"],
        "collection-title": ["A series"], "collection-number": ["3"], "note": ["A note."], "status": ["In press"],
        "language": ["de"], "number-of-pages": ["80"], "title-short": ["Short"], "container-title-short": ["J"],
    }
    source: list[dict[str, Any]] = []
    for kind in ("article-journal", "book", "chapter", "report", "webpage", "legislation", "thesis"):
        plain = {"type": kind, "title": "A title", "author": person, "issued": day}
        for name, choices in values.items():
            source += [{**plain, "id": f"{kind}-{name}-{at}", name: value} for at, value in enumerate(choices)]
            source.append({"id": f"{kind}-{name}-none", **{key: value for key, value in plain.items() if key != name}})
    remembered = formatting._formatted(source)
    monkeypatch.setattr(formatting, "_Item", CitationItem)
    monkeypatch.setattr(formatting, "_style_read_once", nullcontext)
    assert remembered == formatting._formatted(source)
    assert len(set(remembered.values())) > 60
