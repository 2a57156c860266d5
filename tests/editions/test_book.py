"""The book of the real course: what the PDF declares, and what stands on its pages."""

from __future__ import annotations

import re
import shutil
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest
from lxml import html

from course.editions import book, book_parts
from course.editions.book_page import BookError, built_file, printed
from course.model import Course
from course.model.assessment import PAGE as ASSESSMENT
from course.model.wording import PRODUCT
from course.paths import Paths
from tests.editions.pdf import Element, Pdf, letters

pytestmark = pytest.mark.xdist_group("book")

NUMBER = re.compile(r"\d+(?:–\d+)?")
DOSE = re.compile(r"\d\s*Units?\b(?!\s+per\b)")
#: Where running heads and feet stand, in points from the edge.
HEAD, FOOT = 60, 62
#: Pages that show a reader's own answers, or list the editions.
ONLY_SCREEN = {"assessment/progress.md", "assessment/record.md", "about/editions.md"}
#: The size of the smallest heading that differs from text by its size, in the file's own unit (CSS pixels).
HEADING = 15


@pytest.fixture(scope="module")
def said() -> list[str]:
    return []


@pytest.fixture(scope="module")
def pdf(repo: Paths, site: Path, said: list[str], tmp_path_factory: pytest.TempPathFactory) -> Pdf:
    [file] = book.make(repo, site, tmp_path_factory.mktemp("book"), said.append)
    assert file.name == "botox-course.pdf"
    assert file.stat().st_size < 12e6
    return Pdf(file)


def test_progress_is_shown(pdf: Pdf, said: list[str], real: Course) -> None:
    assert all(any(f"{entry.title}, page " in line for line in said) for entry in printed(real).values())
    assert said[-1].startswith(f"{len(pdf)} pages, ")


def test_it_declares_what_it_is(pdf: Pdf) -> None:
    root = pdf.declared.Root
    assert bool(root.MarkInfo.Marked)
    assert str(root.Lang) == "en"
    assert bool(root.ViewerPreferences.DisplayDocTitle)
    assert str(pdf.declared.docinfo["/Title"]) == book.TITLE
    with pdf.declared.open_metadata() as metadata:
        assert metadata["pdfuaid:part"] == "1"
        assert metadata["dc:title"] == book.TITLE


def test_the_outline_is_the_nav(pdf: Pdf, real: Course) -> None:
    expected: list[tuple[int, str]] = []
    part = None
    for entry in printed(real).values():
        if entry.part and entry.part != part:
            expected.append((0, entry.part))
        part = entry.part
        expected.append((1 if part else 0, entry.title or ""))
    left_out = {entry.path for entry in real.nav} - set(printed(real))
    assert all(path.startswith("sheets/") or path in ONLY_SCREEN for path in left_out)
    assert len(expected) > 40
    assert pdf.outline == [*expected, (0, book_parts.ANSWERS), (0, book_parts.INDEX)]


def test_every_printed_page_number_is_right(pdf: Pdf) -> None:
    """What leads to a reference is that reference's number; every other number is that of a page."""
    numbers = [link for link in pdf.links if NUMBER.fullmatch(link.words) and not link.name.startswith("ref-")]
    assert len(numbers) > 3000
    assert [link for link in numbers if int(link.words.split("–")[0]) != link.target] == []


def test_every_chapter_question_and_reference_is_led_to(pdf: Pdf, real: Course) -> None:
    names = Counter(link.name for link in pdf.links if NUMBER.fullmatch(link.words))
    for _, quiz in real.quizzes:
        assert names[f"q-{quiz.id}"] == 1  # from its answer
        assert names[f"a-{quiz.id}"] == 1  # from its question
    cited = {citation.cite.key for path in printed(real) for citation in real.pages[path].citations}
    assert len(cited) > 300
    assert {key for key in cited if not names[f"ref-{key}"]} == set()


def test_every_internal_link_leads_somewhere(pdf: Pdf) -> None:
    assert len(pdf.links) > 8000
    assert [link for link in pdf.links if link.target is None] == []


def test_every_foot_says_its_page(pdf: Pdf) -> None:
    for number, text in enumerate(pdf.texts, 1):
        assert number == 1 or f"page {number} of {len(pdf)}" in text


def test_every_figure_has_an_alternative(pdf: Pdf, real: Course) -> None:
    figures = [element for element in pdf.structure.walk() if element.kind == "Figure"]
    drawn = sum(block.kind == "figure" for path in printed(real) for block in real.pages[path].blocks)
    assert len(figures) == drawn > 40
    assert all(len(figure.alternative or "") > 30 for figure in figures)


def test_all_fonts_are_embedded(pdf: Pdf) -> None:
    assert len(pdf.fonts) >= 3
    assert all(pdf.fonts.values())
    assert all(re.fullmatch(r"/[A-Z]{6}\+.+", name) for name in pdf.fonts)  # a part of each


def test_nothing_stands_outside_its_page(pdf: Pdf) -> None:
    for number in range(1, len(pdf) + 1):
        width, height = pdf.document[number - 1].get_size()
        for char, (left, bottom, right, top), _ in pdf.characters(number):
            assert 20 < left < right < width - 20, (number, char)
            assert 20 < bottom < top < height - 20, (number, char)


def test_no_page_is_empty_and_no_heading_stands_last(pdf: Pdf) -> None:
    for number in range(2, len(pdf) + 1):  # behind the cover
        height = pdf.document[number - 1].get_size()[1]
        body = [
            (box[1], size) for _, box, size in pdf.characters(number) if box[1] > FOOT and box[3] < height - HEAD
        ]
        assert body, f"page {number} is empty"
        lowest = min(bottom for bottom, _ in body)
        assert max(size for bottom, size in body if bottom < lowest + 4) < HEADING, f"a heading ends page {number}"


def blocks(element: Element) -> Iterator[str]:
    """What stands together: a paragraph, an item, a caption, a heading, or a row under the head of its table."""
    if element.kind == "Table":
        head = " ".join(part.text for part in element.children if part.kind == "THead")
        for row in element.walk():
            if row.kind == "TR" and all(cell.kind != "TH" for cell in row.children):
                yield f"{row.text} {head}"
    elif element.kind in ("P", "LI", "Caption", "H1", "H2", "H3"):
        yield element.text
    else:
        for child in element.children:
            yield from blocks(child)


def test_every_dose_has_its_product_in_the_same_block(pdf: Pdf) -> None:
    doses = [text for text in blocks(pdf.structure) if DOSE.search(text)]
    assert len(doses) > 300
    assert [text for text in doses if not PRODUCT.search(text)] == []


def test_the_head_of_a_table_is_repeated(pdf: Pdf) -> None:
    tables = [element for element in pdf.structure.walk() if element.kind == "Table"]
    with_rows = [table for table in tables if any(part.kind == "TBody" for part in table.children)]
    assert len(with_rows) > 150
    headless = [table for table in with_rows if all(part.kind != "THead" for part in table.children)]
    # The facts of the cover and the lines to write on have no columns to name.
    assert [table.text for table in headless if "Version" not in table.text and "Name" not in table.text] == []


def test_answers(pdf: Pdf, real: Course) -> None:
    """As many answers as questions, the right letters, and nothing of an answer on the page of its question."""
    heads = re.findall(r"Question (\d+): ([A-H](?:(?:, [A-H])* and [A-H])?) \(p\.", " ".join(pdf.texts).replace("\xa0", " "))
    assert len(heads) == len(real.quizzes) > 200
    expected = []
    for page in real.in_order:
        for number, quiz in enumerate(page.quizzes, 1):
            right = ["ABCDEFGH"[place] for place, option in enumerate(quiz.options) if option.correct]
            expected.append((str(number), " and ".join(filter(None, (", ".join(right[:-1]), right[-1])))))
    assert heads == expected
    pages = [letters(text) for text in pdf.texts]
    for _, quiz in real.quizzes:
        question, answer = pdf.names[f"q-{quiz.id}"], pdf.names[f"a-{quiz.id}"]
        assert answer > question
        on_page = pdf.texts[question - 1]
        assert "Right." not in on_page
        for option in quiz.options:
            reason = letters(re.sub(r"\[@[^\]]*\]|\]\([^)]*\)|<[^>]+>", "", option.rationale))
            assert reason[:40] not in pages[question - 1], (quiz.id, question)
            assert reason[:25] in pages[answer - 1] + (pages[answer] if answer < len(pages) else ""), (quiz.id, answer)


def test_the_answer_sheet_has_a_line_for_every_case(pdf: Pdf, real: Course) -> None:
    sheet = pdf.texts[pdf.names["reference-emergencies"] - 2]
    assert "Answer sheet" in sheet
    assert re.findall(r"\d+", sheet.split("credit.")[1].split("Name")[0]) == [
        str(number) for number in range(1, len(real.pages[ASSESSMENT].quizzes) + 1)
    ]


def test_warnings_stand_on_one_page_with_word_and_sign(pdf: Pdf, real: Course, site: Path) -> None:
    pages = [letters(text) for text in pdf.texts]
    count = 0
    for path in printed(real):
        tree = html.parse(str(built_file(path, site)), html.HTMLParser(encoding="utf-8")).getroot()
        for warning in tree.cssselect("article .admonition"):
            for mark in warning.cssselect("sup"):
                mark.drop_tree()
            title, text = letters(warning[0].text_content()), letters(warning.text_content())
            assert any(title in there and text[-20:] in there[there.index(title):] for there in pages), (path, title)
            count += 1
    assert count > 100


def test_full_addresses_are_printed(pdf: Pdf, site: Path) -> None:
    """Every address of a reference stands in full under it, whatever the line breaks."""
    tree = html.parse(str(built_file("reference/citations.md", site)), html.HTMLParser(encoding="utf-8")).getroot()
    first, last = pdf.names["reference-citations"], pdf.names["reference-source-guide"]
    words = re.sub(r"[\s\ufffe\u200b-]", "", "".join(
        re.sub(r"Botox Training [^\n]*page \d+ of \d+", "", text.replace("\r", "")) for text in pdf.texts[first - 1:last - 1]
    ))
    addresses = [link.text for link in tree.cssselect(".reference a") if (link.text or "").startswith("http")]
    assert len(addresses) > 200
    # A hyphen at the end of a line is read as the mark of a broken word.
    assert [address for address in addresses if address.replace("-", "") not in words] == []


def test_two_runs_are_the_same_bytes(repo: Paths, site: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A book of a few chapters of the real course, made twice."""
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1795000000")
    for name in ("docs", "data"):
        shutil.copytree(repo.root / name, tmp_path / "course" / name)
    nav = ("index.md", "safety/ptosis.md", "reference/emergencies.md")
    (tmp_path / "course" / "mkdocs.yml").write_text("nav:\n" + "".join(f"  - {path}\n" for path in nav), "utf-8")
    files = []
    for name in ("one", "two"):
        (tmp_path / name).mkdir()
        files += book.make(Paths(tmp_path / "course"), site, tmp_path / name, lambda line: None)
    assert len(Pdf(files[0])) > 15
    assert files[0].read_bytes() == files[1].read_bytes()


def test_a_page_without_its_built_form_is_named(repo: Paths, tmp_path: Path) -> None:
    with pytest.raises(BookError, match=r"index\.md has not been built"):
        book.make(repo, tmp_path, tmp_path, lambda line: None)
