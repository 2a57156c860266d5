import pytest
from lxml.html import HtmlElement

from course.bibliography import DOWNLOADS
from course.markdown.course_blocks import day
from course.model import Course
from course.paths import Paths
from tests.support import CONFIG, KETTLE, REFERENCES, TEAPOT, Draft, quiz, render

BLOCK = "/// references\n///"


def entries(tree: HtmlElement) -> dict[str, HtmlElement]:
    return {item.get("id"): item for item in tree.xpath("//div[@class='references']/ol/li")}


def back_links(item: HtmlElement) -> list[str]:
    return [link.get("href") for link in item.xpath(".//div[@class='cited-in']//a")]


def test_every_reference_has_its_entry(draft: Draft) -> None:
    found = entries(render(BLOCK, draft.paths))
    assert [(id, item.get("value")) for id, item in found.items()] == [
        ("ref-adams2001", "1"), ("ref-board2019", "2"), ("ref-clark2020", "3"),
    ]
    texts = [item.xpath("./p[@class='reference']")[0].text_content().strip() for item in found.values()]
    assert texts[0].startswith("Adams AB, Brown C, Cole DE. The boiling of water in kettles.")
    assert texts[0].endswith("doi:10.1234/kettle.2001.12 PMID 1234567")
    assert texts[1].startswith("Board of Tea and Coffee. Safety at the stove")
    assert "The warm pot" in texts[2]
    addresses = [[link.get("href") for link in item.xpath("./p[@class='reference']/a")] for item in found.values()]
    assert addresses == [
        ["https://doi.org/10.1234/kettle.2001.12", "https://pubmed.ncbi.nlm.nih.gov/1234567/"],
        ["https://example.org/stove"],
        ["https://example.org/pot"],
    ]


def test_what_was_seen(draft: Draft) -> None:
    found = entries(render(BLOCK, draft.paths))
    facts = [item.xpath("./p[@class='seen']")[0].text_content() for item in found.values()]
    assert facts == [
        "Laboratory study. Read on 22 November 2026: only the bibliographic record was seen. Seen: index record.",
        "Regulator. Read on 21 November 2026: part of the text was seen, in an archived copy. "
        "Excerpt of the page; sections 2 and 3 were read.",
        "Book, manufacturer-funded. Read on 20 November 2026: "
        "the abstract or index record was seen, not the whole paper. Seen: abstract.",
    ]


def test_back_links(draft: Draft) -> None:
    item = entries(render(BLOCK, draft.paths))["ref-board2019"]
    assert item.xpath(".//div[@class='cited-in']/p")[0].text == "Cited in 23 places:"
    assert [line.text_content() for line in item.xpath(".//div[@class='cited-in']/ul/li")] == [
        "Introduction: opening",
        "The kettle: How to boil, How to boil (2), Signs, question 2, question 3, question 5",
        "The teapot: question 2, question 4",
        "Product data, Samovar: Tins and license, Closed tin, After the water goes in, 50-Unit tin with 1.25 mL, "
        "50-Unit tin with 3 mL, Glabellar lines of a china doll, dolls, Lines beside the spout, "
        "Spout and glabellar lines, dolls, Ceiling, dolls, Contraindication, Warning, Genuine tin, the label",
        "Glossary: sea level",
    ]
    assert back_links(item) == [
        "/index.md#cite-board2019-1",
        "/chapters/kettle.md#cite-board2019-1",
        "/chapters/kettle.md#cite-board2019-2",
        "/chapters/kettle.md#cite-board2019-3",
        "/chapters/kettle.md#kettle-signs",
        "/chapters/kettle.md#kettle-spout",
        "/chapters/kettle.md#kettle-two-signs",
        "/chapters/teapot.md#teapot-rinse",
        "/chapters/teapot.md#teapot-guests",
        *(f"/reference/products.md#samovar--{group}" for group in (
            "identity", "unopened", "reconstituted", "dilution-50-in-1-25", "dilution-50-in-3", "glabellar-lines",
            "spout-lines", "both-lines", "ceiling", "contraindication-rust", "warning-steam", "identification",
        )),
        "/reference/products.md#samovar",
        "/reference/glossary.md#term-sea-level",
    ]


def assert_back_links(tree: HtmlElement, course: Course) -> int:
    found = entries(tree)
    assert list(found) == [f"ref-{reference.id}" for reference in course.references]
    # A question that cites a source in several reasons is one place.
    expected = {
        reference.id: list(dict.fromkeys(
            f"/{page.path}#{citation.quiz or f'cite-{reference.id}-{citation.ordinal}'}"
            for page, citation in course.cited.get(reference.id, [])
        ))
        for reference in course.references
    }
    number = sum(map(len, expected.values()))
    # After the pages come the product data, product by product, and the glossary.
    for product in course.products:
        for group in product.groups.values():
            for key in sorted({str(fact.source) for fact in group.facts.values() if fact.taught}):
                expected[key].append(f"/reference/products.md#{product.id}--{group.id}")
    for reference in course.references:
        rows, labels = expected[reference.id], [
            product.id for product in course.products if product.label.reference == reference.id
        ]
        # The label of a product stands with its rows.
        for label in labels:
            last = max((index for index, row in enumerate(rows) if f"#{label}--" in row), default=len(rows) - 1)
            rows.insert(last + 1, f"/reference/products.md#{label}")
        rows += [f"/reference/glossary.md#{term.id}" for term in course.glossary if term.source == reference.id]
    assert {id.removeprefix("ref-"): back_links(item) for id, item in found.items()} == expected
    return number


def test_every_back_link_of_the_small_course(draft: Draft) -> None:
    assert assert_back_links(render(BLOCK, draft.paths), draft.load()) > 15


def test_every_back_link_of_the_real_course(repo: Paths, real: Course) -> None:
    assert assert_back_links(render(BLOCK, repo), real) > 500


def test_cited_once(draft: Draft) -> None:
    draft.write(REFERENCES, draft.read(REFERENCES).replace("clark2020", "dean2020") + (
        '- id: evans2021\n  type: webpage\n  title: Once\n  URL: "https://example.org/once"\n'
        '  note: "Seen: once."\n  custom: {evidence: trade, seen: "2026-01-02", seen-as: record}\n'
    ))
    draft.write(KETTLE, draft.read(KETTLE).replace("clark2020", "dean2020"))
    draft.write(TEAPOT, draft.read(TEAPOT).replace("clark2020", "dean2020") + "\nOnce. [@evans2021]\n")
    item = entries(render(BLOCK, draft.paths))["ref-evans2021"]
    assert item.xpath(".//div[@class='cited-in']/p")[0].text == "Cited in 1 place:"
    assert back_links(item) == ["/chapters/teapot.md#cite-evans2021-1"]


def test_hostile_entry_is_text(draft: Draft) -> None:
    hostile = '<script>alert("1")</script> & [@nobody] **b** <i>x</i>'
    draft.replace(REFERENCES, "title: Safety at the stove", f"title: '{hostile}'")
    draft.replace(REFERENCES, '"Excerpt of the page; sections 2 and 3 were read."', f"'{hostile}'")
    draft.replace(REFERENCES, "  - {literal: Board of Tea and Coffee}", "  - {literal: '<img src=x> & Sons'}")
    tree = render(BLOCK, draft.paths)
    assert not tree.xpath("//script | //img | //i | //b | //sup")
    item = entries(tree)["ref-board2019"]
    assert hostile in item.xpath("./p[@class='seen']")[0].text_content()
    assert hostile in item.xpath("./p[@class='reference']")[0].text_content()
    assert "<img src=x> & Sons" in item.xpath("./p[@class='reference']")[0].text_content()


def test_downloads(draft: Draft) -> None:
    tree = render(BLOCK, draft.paths)
    links = tree.xpath("//p[@class='downloads']/a")
    assert [(link.text, link.get("href")) for link in links] == [
        ("BibTeX (.bib)", "/reference/references.bib"),
        ("RIS (.ris)", "/reference/references.ris"),
        ("CSL JSON (.json)", "/reference/references.json"),
    ]
    assert len(DOWNLOADS) == 3
    assert tree.xpath("//p[@class='downloads']")[0].text.startswith("All 3 references")


def test_syllabus(draft: Draft) -> None:
    draft.replace(CONFIG, "  - Citations:", "  - chapters/cup.md\n  - Citations:")
    draft.replace(CONFIG, "      - The teapot:", "      - The pot:")
    questions = "\n".join(quiz(id=f"cup-{number}", objective="cup") for number in range(4))
    draft.write("docs/chapters/cup.md", (
        "---\ntitle: The cup & saucer\ndescription: A chapter that stands alone.\nminutes: 58\n"
        f"objectives:\n  cup: Hold it.\nreviewed: null\n---\n\n# The cup & saucer\n\n{questions}"
    ))
    tree = render("/// syllabus\n///", draft.paths)
    parts = tree.xpath("./div[@class='syllabus']/div[@class='part']")
    assert [part.xpath("string(./p[@class='part-title'])") for part in parts] == ["First part", ""]
    assert [[link.get("href") for link in part.xpath(".//a")] for part in parts] == [
        ["/chapters/kettle.md", "/chapters/teapot.md"], ["/chapters/cup.md"],
    ]
    assert [item.text_content() for item in tree.xpath("//li")] == [
        "The kettle5 min", "The pot4 min", "The cup & saucer58 min",
    ]
    assert tree.xpath("//p[@class='syllabus-sum']")[0].text == "3 chapters, 14 questions, about 1 h 7 min of reading."


def test_syllabus_of_the_real_course(repo: Paths, real: Course) -> None:
    tree = render("/// syllabus\n///", repo)
    assert [link.get("href") for link in tree.xpath("//li/a")] == [f"/{page.path}" for page in real.chapters]
    assert len(real.chapters) >= 15
    total = tree.xpath("//p[@class='syllabus-sum']")[0].text
    assert total.startswith(f"{len(real.chapters)} chapters, {sum(len(page.quizzes) for page in real.chapters)} questions")


@pytest.mark.parametrize(("value", "text"), [("2026-11-22", "22 November 2026"), ("2027-01-05", "5 January 2027")])
def test_day(value: str, text: str) -> None:
    assert day(value) == text
