"""The sheets as PDF: one page each, legible, tagged, whole, and the same bytes each time."""

from __future__ import annotations

import hashlib
import os
import re
import shutil
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import pdfplumber
import pikepdf
import pytest
from lxml import html as lxml_html
from PIL import Image
from weasyprint import CSS
from weasyprint.text.fonts import FontConfiguration

from course.edition import edition
from course.editions import sheets
from course.findings import CourseError
from course.model import Course, Page
from course.paths import Paths
from course.readability import read
from course.site.build import build
from course.site.forms import Form

NAMES = ["emergency", "ptosis", "reconstitution", "checklist", "consent", "record", "aftercare", "incident"]
MM = 72 / 25.4
A4, LETTER_HEIGHT = (210 * MM, 297 * MM), 279.4 * MM
EPOCH = "1764115200"  # 26 November 2025


@pytest.fixture(scope="module")
def site(repo: Paths, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("built") / "site"
    build(repo, folder, Form.SOURCE)
    return folder


@pytest.fixture(scope="module")
def told() -> list[str]:
    return []


@pytest.fixture(scope="module")
def made(repo: Paths, site: Path, told: list[str], tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, Path]]:
    """The file of each sheet by its name."""
    before = os.environ.get("SOURCE_DATE_EPOCH")
    os.environ["SOURCE_DATE_EPOCH"] = EPOCH
    try:
        yield {file.stem: file for file in sheets.make(repo, site, tmp_path_factory.mktemp("editions"), told.append)}
    finally:
        if before is None:
            del os.environ["SOURCE_DATE_EPOCH"]
        else:
            os.environ["SOURCE_DATE_EPOCH"] = before


def page_of(file: Path) -> Any:
    with pdfplumber.open(file) as pdf:
        page = pdf.pages[0]
        page.chars  # noqa: B018 (read before the file is closed)
        return page


def squashed(text: str) -> str:
    return re.sub(r"\s+", "", text).lower()


def written(file: Path) -> str:
    """All text of a sheet in the order of its tags, without blanks."""
    return squashed("".join(char["text"] for char in page_of(file).chars))


def elements(pdf: pikepdf.Pdf) -> list[pikepdf.Dictionary]:
    """Every element of the tree of tags."""
    found: list[pikepdf.Dictionary] = []

    def walk(item: Any) -> None:
        if isinstance(item, pikepdf.Array):
            for child in item:
                walk(child)
        elif isinstance(item, pikepdf.Dictionary) and "/S" in item:
            found.append(item)
            walk(item.get("/K"))

    walk(pdf.Root.StructTreeRoot.K)
    return found


def test_all_sheets_are_made_in_the_order_of_the_nav(made: dict[str, Path], told: list[str], real: Course) -> None:
    assert list(made) == NAMES == [page.path[7:-3] for page in real.in_order if page.is_sheet]
    assert all(file.parent.name == "sheets" for file in made.values())
    assert [line.split(",")[0] for line in told] == [f"{name}.pdf" for name in NAMES]


@pytest.mark.parametrize("name", NAMES)
def test_one_page_of_a4_within_letter(made: dict[str, Path], name: str) -> None:
    with pikepdf.open(made[name]) as pdf:
        assert len(pdf.pages) == 1
        assert [float(value) for value in pdf.pages[0].mediabox] == pytest.approx([0, 0, *A4], abs=0.1)
    page = page_of(made[name])
    hidden = (A4[1] - LETTER_HEIGHT) / 2  # printed in the middle of Letter, so much of A4 is lost above and below
    margin = 6 * MM
    inside = [*page.chars, *page.lines, *page.rects, *page.curves, *page.images]
    assert len(inside) > 300
    for thing in inside:
        assert thing["x0"] >= margin, thing
        assert thing["x1"] <= A4[0] - margin, thing
        assert thing["top"] >= hidden + margin - 0.5, thing
        assert thing["bottom"] <= A4[1] - hidden - margin + 0.5, thing


@pytest.mark.parametrize("name", NAMES)
def test_no_character_is_smaller_than_nine_points(made: dict[str, Path], name: str) -> None:
    sizes = Counter(round(char["size"], 2) for char in page_of(made[name]).chars if char["text"].strip())
    assert sizes
    assert min(sizes) >= 9, sizes


def luminance(color: tuple[float, ...]) -> float:
    if len(color) == 1:
        color = color * 3
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in color]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: tuple[float, ...], other: tuple[float, ...]) -> float:
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def test_the_contrast_is_measured_rightly() -> None:
    assert contrast((0.0,), (1.0, 1.0, 1.0)) == pytest.approx(21)
    assert contrast((0x76 / 255,) * 3, (1.0,)) == pytest.approx(4.54, abs=0.01)


@pytest.mark.parametrize("name", NAMES)
def test_contrast_of_text_with_what_is_behind_it(made: dict[str, Path], name: str) -> None:
    scale = 3
    with pdfplumber.open(made[name]) as pdf:
        page = pdf.pages[0]
        picture: Image.Image = page.to_image(resolution=72 * scale).original.convert("RGB")
        worst: dict[tuple[Any, Any], float] = {}
        for char in page.chars:
            if not char["text"].strip():
                continue
            # Of the little field that a letter fills, most is what is behind it.
            box = (int(char["x0"] * scale), int(char["top"] * scale), int(char["x1"] * scale), int(char["bottom"] * scale))
            ground = max(picture.crop(box).getcolors(100_000))[1]
            paint = tuple(char["non_stroking_color"])
            behind = tuple(value / 255 for value in ground)
            worst[(paint, ground)] = contrast(paint, behind)
        assert worst
        assert min(worst.values()) >= 4.5, sorted(worst.items(), key=lambda item: item[1])[:3]


@pytest.mark.parametrize("name", NAMES)
def test_tagged_titled_and_in_a_language(made: dict[str, Path], real: Course, name: str) -> None:
    with pikepdf.open(made[name]) as pdf:
        assert pdf.Root.MarkInfo.Marked
        assert str(pdf.Root.Lang).startswith("en")
        title = real.pages[f"sheets/{name}.md"].title
        assert str(pdf.docinfo["/Title"]) == f"{title} – Botox Training"
        assert pdf.Root.ViewerPreferences.DisplayDocTitle
        assert 'pdfuaid:part="1"' in pdf.Root.Metadata.read_bytes().decode()
        kinds = Counter(str(element.S) for element in elements(pdf))
        assert kinds["/H1"] == 1
        assert kinds["/P"] > 2
        assert kinds["/L"] >= 1


def test_figures_have_their_alternative_text(made: dict[str, Path], real: Course) -> None:
    count = 0
    for name, file in made.items():
        images = [link.text for link in real.pages[f"sheets/{name}.md"].links if link.image]
        with pikepdf.open(file) as pdf:
            alternatives = [str(element.get("/Alt", "")) for element in elements(pdf) if str(element.S) == "/Figure"]
        assert alternatives == images, name
        count += len(images)
    assert count >= 2


@pytest.mark.parametrize("name", NAMES)
def test_fonts_are_ours_embedded_and_subset(made: dict[str, Path], name: str) -> None:
    with pikepdf.open(made[name]) as pdf:
        fonts = list(pdf.pages[0].Resources.Font.values())
        assert fonts
        for font in fonts:
            assert re.fullmatch(r"/[A-Z]{6}\+Atkinson-Next[\w-]*", str(font.BaseFont)), font.BaseFont
            descriptor = font.DescendantFonts[0].FontDescriptor
            assert any(key in descriptor for key in ("/FontFile2", "/FontFile3"))
    assert made[name].stat().st_size < 200_000


@pytest.mark.parametrize("name", NAMES)
def test_the_foot_names_version_status_and_sources(made: dict[str, Path], repo: Paths, real: Course, name: str) -> None:
    text = written(made[name])
    assert squashed("Not yet reviewed by a clinician.") in text
    assert squashed(f"version {edition(repo)}.") in text
    assert squashed(sheets.NOTICE) in text
    page = real.pages[f"sheets/{name}.md"]
    keys = {citation.cite.key for citation in page.citations}
    assert len(keys) >= 3
    for key in keys:
        reference = real.references[key]
        assert squashed(f"{reference.number}{reference.brief}") in text, key


def test_the_notice_is_that_of_the_site(repo: Paths) -> None:
    assert sheets.NOTICE in " ".join(repo.config.read_text("utf-8").split())


@pytest.mark.parametrize("name", NAMES)
def test_nothing_of_the_page_is_lost(made: dict[str, Path], repo: Paths, site: Path, real: Course, name: str) -> None:
    """Every word of the built page, outside its drawings, stands on the paper."""
    article = lxml_html.parse(str(site / "sheets" / name / "index.html")).getroot().cssselect("article")[0]
    for element in article.cssselect(".crumbs, .edit, .cite, svg, ul.facts, .look-up, .leans-on, .about-page"):
        element.tail = " " + (element.tail or "")
        element.drop_tree()
    text = written(made[name])
    words = article.text_content().split()
    assert len(words) > 100
    assert [word for word in words if squashed(word) not in text] == []


@pytest.mark.parametrize("name", NAMES)
def test_citations_lead_to_the_foot_and_sources_to_where_they_are(made: dict[str, Path], real: Course, name: str) -> None:
    page = real.pages[f"sheets/{name}.md"]
    with pikepdf.open(made[name]) as pdf:
        targets = {str(key) for key in list(pdf.Root.Names.Dests.Names)[::2]}
        links = [annotation for annotation in pdf.pages[0].Annots if str(annotation.Subtype) == "/Link"]
        outer = [str(link.A.URI) for link in links if "/URI" in link.get("/A", {})]
        inner = [str(link.A.D if "/A" in link else link.Dest) for link in links if "/URI" not in link.get("/A", {})]
    cited = Counter(f"source-{citation.cite.key}" for citation in page.citations)
    assert set(inner) == set(cited)
    assert set(inner) <= targets
    assert len(inner) >= sum(cited.values())
    known = {address for key in {name[7:] for name in cited} for _, _, address in real.references[key].identifiers}
    assert {unquote(address) for address in outer} <= known
    assert len(set(outer)) >= len(cited) // 2


def test_links_lead_to_the_site_where_it_has_an_address(repo: Paths, site: Path, real: Course, tmp_path: Path) -> None:
    page = real.pages["sheets/emergency.md"]
    file = tmp_path / "emergency" / "index.html"
    file.parent.mkdir()
    text = (site / "sheets" / "emergency" / "index.html").read_text("utf-8")
    assert 'rel="canonical"' not in text
    assert "example.org" not in sheets.document(page, site / "sheets" / "emergency" / "index.html", repo, real.references)
    file.write_text(text.replace("<head>", '<head><link rel="canonical" href="https://example.org/c/sheets/emergency/">', 1))
    html = sheets.document(page, file, repo, real.references)
    assert 'href="https://example.org/c/reference/emergencies/"' in html
    assert "Current edition: https://example.org/c/sheets/emergency/" in html


def test_made_twice_the_bytes_are_the_same(made: dict[str, Path], repo: Paths, site: Path, tmp_path: Path) -> None:
    again = sheets.make(repo, site, tmp_path, lambda _: None)

    def digests(files: list[Path]) -> list[str]:
        return [hashlib.sha256(file.read_bytes()).hexdigest() for file in files]

    assert digests(again) == digests(list(made.values()))
    with pikepdf.open(again[0]) as pdf:
        assert str(pdf.docinfo["/CreationDate"]).startswith("D:20251126")


def spoilt(site: Path, target: Path, name: str, old: str, new: str) -> Path:
    """A copy of the built sheets in which one page has been changed."""
    shutil.copytree(site / "sheets", target / "sheets")
    file = target / "sheets" / name / "index.html"
    text = file.read_text("utf-8")
    assert old in text
    file.write_text(text.replace(old, new, 1), "utf-8")
    return target


def test_a_sheet_that_does_not_fit_is_named(repo: Paths, site: Path, tmp_path: Path) -> None:
    more = "<p>One more line.</p>" * 80
    other = spoilt(site, tmp_path / "site", "emergency", '<div class="sheet-sources">', more + '<div class="sheet-sources">')
    (tmp_path / "out").mkdir()
    with pytest.raises(CourseError) as caught:
        sheets.make(repo, other, tmp_path / "out", lambda _: None)
    [finding] = caught.value.findings
    assert (finding.path, finding.rule) == ("docs/sheets/emergency.md", "sheet-fits")
    assert "does not fit on one page" in finding.message
    assert "Shorten its text" in finding.remedy
    assert not list((tmp_path / "out").rglob("*.pdf"))


def tall(millimeters: float) -> str:
    """A sheet of the given height, whatever the size of its text."""
    return (
        f'<html lang="en"><head><title>Tall</title></head><body><div style="height: {millimeters}mm"></div>'
        f'<div id="{sheets.END}"></div><div id="{sheets.FOOT}"></div></body></html>'
    )


def fit(millimeters: float, real: Course) -> tuple[Any, float, float]:
    return sheets.fitted(tall(millimeters), CSS(string=""), FontConfiguration(), real.pages["sheets/emergency.md"])


def test_the_free_height_is_measured_in_millimeters(real: Course) -> None:
    whole = 297 - 2 * 15
    _, size, spare = fit(200, real)
    assert size == max(sheets.SIZES)
    assert whole - 200 - 3 < spare < whole - 200
    _, _, less = fit(230.5, real)
    assert spare - less == pytest.approx(30.5, abs=0.01)


def test_a_sheet_that_leaves_too_little_is_named(real: Course) -> None:
    _, _, spare = fit(200, real)
    fit(200 + spare - sheets.SPARE - 0.1, real)
    with pytest.raises(CourseError, match=r"leaves 7\.9 mm free above its foot, and 8 mm are to stay free"):
        fit(200 + spare - sheets.SPARE + 0.1, real)


def test_a_sheet_that_was_not_built_is_named(repo: Paths, tmp_path: Path) -> None:
    with pytest.raises(CourseError, match=r"docs/sheets/emergency\.md:1: sheet: .*Build the site first"):
        sheets.make(repo, tmp_path, tmp_path, lambda _: None)


def test_a_page_of_another_form_is_no_sheet(repo: Paths, site: Path, tmp_path: Path) -> None:
    other = spoilt(site, tmp_path / "site", "emergency", 'class="facts"', 'class="other"')
    with pytest.raises(CourseError, match=r"has no `ul\.facts"):
        sheets.make(repo, other, tmp_path, lambda _: None)


# What the sheets say


def body_of(page: Page) -> list[str]:
    return page.body.split("\n")


def test_the_steps_of_anaphylaxis_are_those_of_the_emergency_page(real: Course) -> None:
    """The sheet may hurt somebody where it differs: its steps are the page's, word for word."""
    steps = [line for line in body_of(real.pages["reference/emergencies.md"]) if re.match(r"\d\. ", line)][:5]
    assert "0.5 mg" in steps[1]
    assert steps == [line for line in body_of(real.pages["sheets/emergency.md"]) if re.match(r"\d\. ", line)][:5]


def test_every_telephone_number_is_one_of_the_emergency_page(real: Course) -> None:
    telephone = re.compile(r"\b\d[\d -]*-?[\d -]{2,}(?:FDA-)?[\d -]*\d\b|\b\S+@\S+\.\w+|\b[a-z]+\.mhra\.gov\.uk")
    page, sheet = (real.pages[path].body for path in ("reference/emergencies.md", "sheets/emergency.md"))
    found = telephone.findall(sheet)
    assert sum("-" in number for number in found) >= 4
    assert [number for number in found if number not in page] == []


def test_the_sheet_for_patients_is_easy_to_read(real: Course) -> None:
    reading = read(real.pages["sheets/aftercare.md"])
    assert reading is not None
    assert reading.sentences >= 15
    assert reading.grade <= 8


@pytest.mark.parametrize("name", NAMES)
def test_each_chapter_that_a_sheet_names_leads_to_the_sheet(real: Course, name: str) -> None:
    page = real.pages[f"sheets/{name}.md"]
    [foot] = [block for block in page.blocks if block.kind == "sources"]
    chapters = [link.target for link in page.links if foot.line < link.line and "citations" not in link.target]
    assert chapters
    first = real.pages[chapters[0].removeprefix("../")]
    assert any(link.target.endswith(f"sheets/{name}.md") for link in first.links), first.path
