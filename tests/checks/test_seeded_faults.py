"""One fault of each rule, seeded into a copy of the real course, gives one finding more: that one."""

from __future__ import annotations

import os
import re
from collections.abc import Callable
from pathlib import Path

import pytest

from course import checks
from course.findings import Finding
from course.model import Course, Page, Quiz
from course.model.bank import Bank
from course.paths import Paths
from tests.support import CONFIG, REFERENCES, Draft, copy_course, places, quiz

Place = tuple[str, int]
Seed = Callable[[Draft, Course], Place]
SEEDS: dict[str, Seed] = {}


def seed(function: Seed) -> Seed:
    SEEDS[function.__name__.replace("_", "-")] = function
    return function


def chapter(course: Course) -> Page:
    return course.chapters[0]


def known_key(course: Course) -> str:
    return chapter(course).citations[0].cite.key


def sound_quiz(course: Course) -> tuple[Page, Quiz]:
    return next((page, quiz) for page, quiz in course.quizzes if not quiz.faults and len(quiz.options) > 2)


def question(course: Course, **fields: str) -> str:
    page = chapter(course)
    section = next(heading.id for heading in page.headings if heading.level == 2)
    text = quiz(**{"id": "seeded-question", "objective": next(iter(page.objectives)), "section": section, **fields})
    return text.replace("adams2001", known_key(course))


def add_reference(draft: Draft, id: str, address: str) -> int:
    text = draft.read(REFERENCES).rstrip("\n") + "\n"
    draft.write(REFERENCES, (
        f"{text}- id: {id}\n  type: webpage\n  title: A seeded source\n  {address}\n  note: \"Seen: the page.\"\n"
        f"  custom: {{evidence: book, seen: \"2026-11-22\", seen-as: record}}\n"
    ))
    return text.count("\n") + 1


def append(draft: Draft, course: Course, text: str) -> Place:
    file = chapter(course).source
    return file, draft.append(file, text)


@seed
def front_matter(draft: Draft, course: Course) -> Place:
    page = chapter(course)
    line = draft.line_of(page.source, f"\nminutes: {page.minutes}\n") + 1
    return page.source, draft.set_line(page.source, line, f"minutes: {page.minutes}", "minutes: 600")


@seed
def page_in_nav(draft: Draft, course: Course) -> Place:
    draft.write("docs/seeded.md", (
        "---\ntitle: Seeded\ndescription: A page that a test has added.\nreviewed: null\n---\n\n# Seeded\n"
    ))
    return "docs/seeded.md", 1


@seed
def heading_order(draft: Draft, course: Course) -> Place:
    return append(draft, course, "###### A seeded heading")


@seed
def sheet_block(draft: Draft, course: Course) -> Place:
    return append(draft, course, "/// lines | many\n///")


@seed
def block_kind(draft: Draft, course: Course) -> Place:
    return append(draft, course, "/// caution | A seeded block\nText.\n///")


@seed
def image_alt(draft: Draft, course: Course) -> Place:
    file, line = append(draft, course, figure(draft, course).replace("![A seeded drawing]", "![]"))
    return file, line + 1


def figure(draft: Draft, course: Course) -> str:
    """A drawing of the course once more, with a caption."""
    page, link = next((page, link) for page in course.in_order for link in page.links if link.image)
    target = draft.paths.docs / Path(page.path).parent / link.target
    folder = (draft.paths.root / chapter(course).source).parent
    caption = re.sub(r"!?\[[^\]]*\]\([^)]*\)", "", draft.read(page.source).split("![")[1].split("///")[0].split("\n\n")[1])
    address = Path(os.path.relpath(target, folder)).as_posix()
    return f"/// figure\n![A seeded drawing]({address})\n\n{caption.strip()}\n///"


@seed
def figure_drawing(draft: Draft, course: Course) -> Place:
    draft.write("docs/seeded.svg", '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 800 10"></svg>')
    folder = (draft.paths.root / chapter(course).source).parent
    address = Path(os.path.relpath(draft.paths.docs / "seeded.svg", folder)).as_posix()
    text = f"/// figure\n![A seeded drawing]({address})\n\nA caption for it. [@{known_key(course)}]\n///"
    file, line = append(draft, course, text)
    return file, line + 1

@seed
def link_target(draft: Draft, course: Course) -> Place:
    return append(draft, course, "Read [the seeded page](seeded.md).")


@seed
def citation_known(draft: Draft, course: Course) -> Place:
    return append(draft, course, "A claim. [@seeded-source, §2]")


@seed
def reference_schema(draft: Draft, course: Course) -> Place:
    broken = {finding.line for finding in course.findings if finding.path == REFERENCES}
    lines = draft.read(REFERENCES).split("\n")
    starts = [reference.line for reference in course.references]
    for start, end in zip(starts, [*starts[1:], len(lines)], strict=True):
        if broken.isdisjoint(range(start, end)):
            line = next(number for number in range(start, end) if lines[number - 1].strip().startswith("type: "))
            return REFERENCES, draft.set_line(REFERENCES, line, lines[line - 1].strip(), "type: leaflet")
    raise AssertionError("no entry without a finding")


@seed
def reference_duplicate(draft: Draft, course: Course) -> Place:
    doi = next(reference.csl["DOI"] for reference in course.references if "DOI" in reference.csl)
    line = add_reference(draft, "zzz-seeded", f'DOI: "{doi}"')
    append(draft, course, "A claim. [@zzz-seeded]")
    return REFERENCES, line


@seed
def reference_cited(draft: Draft, course: Course) -> Place:
    return REFERENCES, add_reference(draft, "zzz-seeded", 'URL: "https://example.org/seeded"')


@seed
def chapter_quizzes(draft: Draft, course: Course) -> Place:
    two = "\n".join(
        quiz(id=f"seeded-{number}", objective="seeded", section="see-it").replace("adams2001", known_key(course))
        for number in (1, 2)
    )
    draft.write("docs/seeded.md", (
        "---\ntitle: Seeded\ndescription: A chapter that a test has added.\nminutes: 5\n"
        f"objectives:\n  seeded: See it.\nreviewed: null\n---\n\n# Seeded\n\n## See it\n\n{two}"
    ))
    draft.replace(CONFIG, "\nnav:\n", "\nnav:\n  - Seeded: seeded.md\n")
    return "docs/seeded.md", 1


@seed
def objective_examined(draft: Draft, course: Course) -> Place:
    for page in course.chapters:
        asked = [quiz.objective for quiz in page.quizzes]
        for quiz_ in page.quizzes:
            others = [key for key in page.objectives if key != quiz_.objective and key in asked]
            if quiz_.objective in page.objectives and asked.count(quiz_.objective) == 1 and others:
                draft.set_line(page.source, quiz_.line + 1, f"objective: {quiz_.objective}", f"objective: {others[0]}")
                return page.source, page.objective_lines[quiz_.objective]
    raise AssertionError("no objective that one quiz alone examines")


@seed
def quiz_tag(draft: Draft, course: Course) -> Place:
    page, found = sound_quiz(course)
    return page.source, draft.set_line(page.source, found.end, "</quiz>", "</quizz>")


@seed
def quiz_id(draft: Draft, course: Course) -> Place:
    taken = course.quizzes[0][1].id
    page, found = course.quizzes[-1]
    draft.set_line(page.source, found.line + 1, f"id: {found.id};", f"id: {taken};")
    return page.source, found.line


@seed
def quiz_objective(draft: Draft, course: Course) -> Place:
    return append(draft, course, question(course, objective="no-such-objective"))


@seed
def quiz_option_count(draft: Draft, course: Course) -> Place:
    options = "- [x] One\n> Because. [@adams2001]\n- [ ] Two\n> Because. [@adams2001]\n"
    return append(draft, course, question(course, options=options))


@seed
def quiz_options_distinct(draft: Draft, course: Course) -> Place:
    page, found = sound_quiz(course)
    first, second = found.options[:2]
    return page.source, draft.set_line(page.source, second.line, second.text, first.text)


@seed
def quiz_correct(draft: Draft, course: Course) -> Place:
    page, found = sound_quiz(course)
    for option in found.correct:
        draft.set_line(page.source, option.line, "- [x]", "- [ ]")
    return page.source, found.line


@seed
def quiz_rationale(draft: Draft, course: Course) -> Place:
    file, _ = append(draft, course, question(course).replace(f"> Because. [@{known_key(course)}]\n", "", 1))
    return file, draft.line_of(file, "- [x] Option 1")


@seed
def quiz_kind(draft: Draft, course: Course) -> Place:
    return append(draft, course, question(course, kind="riddle"))


@seed
def quiz_section(draft: Draft, course: Course) -> Place:
    return append(draft, course, question(course, section="no-such-section"))


@seed
def quiz_wording(draft: Draft, course: Course) -> Place:
    file, line = append(draft, course, question(course).replace("- [ ] Option 3", "- [ ] None of the above"))
    return file, line + 8


@seed
def quiz_overlap(draft: Draft, course: Course) -> Place:
    file, line = append(draft, course, question(course).replace("- [ ] Option 3", "- [ ] Option 1 at once"))
    return file, line + 4


@seed
def quiz_leak(draft: Draft, course: Course) -> Place:
    text = question(course, question="Which seeded marmalade does the wardrobe hold?")
    return append(draft, course, text.replace("- [x] Option 1", "- [x] Marmalade of the wardrobe"))


@seed
def quiz_length(draft: Draft, course: Course) -> Place:
    return append(draft, course, question(course, question="word " * 80))


@seed
def quiz_balance(draft: Draft, course: Course) -> Place:
    rows = "".join(f"- [{mark}] {text}\n> Because. [@adams2001]\n" for mark, text in (
        ("x", "The right one, which is by far the longest of them"), (" ", "Another"), (" ", "A third"),
    ))
    many = [question(course, id=f"seeded-{number}", options=rows) for number in range(len(course.quizzes))]
    append(draft, course, "\n".join(many))
    page, last = Bank(draft.load()).longest[-1]
    return page.source, last.line


@seed
def assessment_bank(draft: Draft, course: Course) -> Place:
    page = course.pages["assessment/index.md"]
    found = page.quizzes[-1]
    draft.set_line(page.source, found.line + 1, "kind: case", "kind: recall")
    return page.source, found.line


@seed
def evidence_schema(draft: Draft, course: Course) -> Place:
    file = "data/evidence-checks.yml"
    draft.write(file, f"references:\n  {next(iter(course.references)).id}: {{}}\nlabels: {{}}\n")
    return file, 2


@seed
def product_data(draft: Draft, course: Course) -> Place:
    product = next(iter(course.products))
    text = draft.read(product.path).rstrip("\n") + "\n"
    draft.write(product.path, text + (
        "  seeded-dilution:\n    kind: dilution\n    title: Seeded\n"
        f"    from: {{source: {product.label.reference}, grade: A, section: null}}\n    facts:\n"
        "      vial: {value: 50, unit: Units}\n      diluent: {value: 1.25, unit: mL}\n"
        "      concentration: {value: 40, unit: Units per 0.1 mL}\n"
    ))
    return product.path, draft.line_of(product.path, "  seeded-dilution:") + 7


@seed
def fact_literal(draft: Draft, course: Course) -> Place:
    fact = next(fact for fact in course.products.facts.values() if fact.taught and isinstance(fact.value, str))
    return append(draft, course, f"It says [something else](fact:{fact.path}).")


@seed
def glossary_terms(draft: Draft, course: Course) -> Place:
    return append(draft, course, "Look up [a seeded word](term:seeded-word-of-a-test).")


def of_kind(course: Course, *kinds: str) -> str:
    """The id of a source of one of these kinds of evidence, of which more than the record was read."""
    return next(item.id for item in course.references if item.evidence in kinds and item.seen_as != "record")


@seed
def unit_notation(draft: Draft, course: Course) -> Place:
    return append(draft, course, "The syringe holds 20U, ready to use.")


@seed
def zero_notation(draft: Draft, course: Course) -> Place:
    return append(draft, course, f"The lid fell by 1.0 mm. [@{known_key(course)}]")


@seed
def dose_product(draft: Draft, course: Course) -> Place:
    fact = next(fact for fact in course.products.facts.values() if fact.taught and fact.unit == "Units")
    return append(draft, course, f"Now inject [{fact.text}](fact:{fact.path}) as planned.")


@seed
def checked_literal(draft: Draft, course: Course) -> Place:
    return append(draft, course, f"Draw up 0.35 mL of the mix. [@{known_key(course)}]")


@seed
def figure_cited(draft: Draft, course: Course) -> Place:
    return append(draft, course, "In a survey 17% of the injectors agreed.")


@seed
def no_conversion(draft: Draft, course: Course) -> Place:
    return append(draft, course, "Look up the equivalent dose of the other product.")


@seed
def warning_cited(draft: Draft, course: Course) -> Place:
    file, line = append(draft, course, "/// warning | A seeded block\nDo not inject through inflamed skin.\n///")
    return file, line + 1


@seed
def generic_first(draft: Draft, course: Course) -> Place:
    draft.write("docs/seeded.md", (
        "---\ntitle: Seeded\ndescription: A page that a test has added.\nreviewed: null\n---\n\n"
        "# Seeded\n\nDysport is one of them.\n"
    ))
    draft.replace(CONFIG, "\nnav:\n", "\nnav:\n  - Seeded: seeded.md\n")
    return "docs/seeded.md", 9


@seed
def off_label_marked(draft: Draft, course: Course) -> Place:
    return append(draft, course, "For a slimmer jaw inject the masseter low and deep.")


@seed
def source_kind(draft: Draft, course: Course) -> Place:
    fact = course.products.facts["botox-cosmetic/glabellar-lines/dose"]
    return append(draft, course, (
        f"The dose is [{fact.text}](fact:{fact.path}) of onabotulinumtoxinA (Botox Cosmetic). [@{of_kind(course, 'trade')}]"
    ))


@seed
def audit_list(draft: Draft, course: Course) -> Place:
    file = f"data/audits/{chapter(course).path.replace('/', '-').replace('.md', '.csv')}"
    text = draft.read(file)
    draft.write(file, f"{text}A statement that a test has added.,,supported,\n")
    return file, text.count("\n") + 1


@seed
def waiver_needed(draft: Draft, course: Course) -> Place:
    file = "data/waivers.yml"
    text = draft.read(file).replace("waivers: []", "waivers:").rstrip("\n") + "\n"
    draft.write(file, text + (
        f"- rule: dose-product\n  path: {chapter(course).source}\n  text: no such sentence stands there\n"
        "  reason: A waiver that a test has added.\n"
    ))
    return file, text.count("\n") + 1


class Restored(Draft):
    """A copy of a course that can be put back as it was: pages that no fault has touched need not be read again."""

    def __init__(self, paths: Paths):
        super().__init__(paths)
        self.before: dict[str, str | None] = {}

    def write(self, file: str, text: str) -> None:
        self.before.setdefault(file, self.read(file) if (self.paths.root / file).exists() else None)
        super().write(file, text)

    def restore(self) -> None:
        for file, text in self.before.items():
            if text is None:
                (self.paths.root / file).unlink()
            else:
                super().write(file, text)
        self.before.clear()


@pytest.fixture(scope="module")
def clean(repo: Paths, tmp_path_factory: pytest.TempPathFactory) -> tuple[Restored, Course, set[Finding]]:
    """A copy of the real course as it is now: others may be writing in it."""
    draft = Restored(copy_course(repo.root, tmp_path_factory.mktemp("real") / "course", schemas=repo.data))
    course = draft.load()
    assert len(course.chapters) > 10
    return draft, course, set(checks.run(course))


def test_every_rule_has_a_seed() -> None:
    assert len(SEEDS) >= 15
    assert sorted(SEEDS) == sorted(rule.RULE for rule in checks.RULES)


@pytest.mark.parametrize("rule", sorted(SEEDS))
def test_fault(rule: str, clean: tuple[Restored, Course, set[Finding]]) -> None:
    draft, course, before = clean
    try:
        file, line = SEEDS[rule](draft, course)
        after = set(draft.findings())
    finally:
        draft.restore()
    assert before <= after, before - after
    assert places(after - before) == [(rule, file, line)], after - before
