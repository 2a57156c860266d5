from course.model import Course
from course.readability import HARDEST, read, report
from tests.support import KETTLE, Draft, quiz

SIMPLE = "# A page\n\nThe pot is hot. The cup is not. We put the tea in the pot. Then we wait for it.\n"
HARD = (
    "# A page\n\nNotwithstanding considerable methodological heterogeneity, contemporaneous systematic investigations of "
    "pharmacological interventions consistently demonstrate unanticipated complications attributable to inappropriate "
    "administration of neuromuscular preparations.\n"
)


def test_no_chapter_of_the_real_course_is_too_hard(real: Course) -> None:
    text, too_hard = report(real)
    assert too_hard == [], text
    assert f"{len(real.chapters)} chapters, 0 above grade 14" in text
    assert len(real.chapters) >= 25
    grades = [reading.grade for page in real.chapters if (reading := read(page))]
    assert len(grades) == len(real.chapters)
    assert 3 < min(grades) < max(grades) <= HARDEST


def test_long_words_in_long_sentences_are_hard(draft: Draft) -> None:
    draft.write("docs/simple.md", SIMPLE)
    draft.write("docs/hard.md", HARD)
    simple, hard = read(draft.page("docs/simple.md")), read(draft.page("docs/hard.md"))
    assert simple is not None
    assert hard is not None
    assert simple.grade < 3 < HARDEST < hard.grade
    assert (simple.sentences, simple.words, simple.longest) == (4, 20, (7, 3))


def test_questions_tables_and_generic_names_do_not_count(draft: Draft) -> None:
    before = read(draft.page(KETTLE))
    table = "| Name | What it is |\n|---|---|\n| A thermometer | an instrument of considerable sophistication |"
    draft.append(KETTLE, f"{table}\n\n{quiz(question=HARD.split(chr(10) * 2)[1])}")
    after = read(draft.page(KETTLE))
    assert before is not None
    assert after is not None
    assert (after.grade, after.sentences) == (before.grade, before.sentences)
    draft.write("docs/a.md", "# A page\n\nWe give onabotulinumtoxinA now.\n")
    draft.write("docs/b.md", "# A page\n\nWe give toxin now.\n")
    first, second = read(draft.page("docs/a.md")), read(draft.page("docs/b.md"))
    assert first is not None
    assert second is not None
    assert first.grade == second.grade


def test_a_page_without_text(draft: Draft) -> None:
    draft.write("docs/empty.md", "# A page\n\n| a | b |\n|---|---|\n| c | d |\n")
    assert read(draft.page("docs/empty.md")) is None


def test_the_chapter_that_is_too_hard_is_named(draft: Draft) -> None:
    for _ in range(12):
        draft.append(KETTLE, HARD.split("\n\n")[1])
    text, too_hard = report(draft.load())
    assert [reading.page.source for reading in too_hard] == [KETTLE]
    assert text.endswith("1 above grade 14")
