"""`course questions`: the numbers, and the matrix of objectives, questions and sources."""

from __future__ import annotations

import csv

from course.cli import main
from course.model import Course
from course.model.bank import Bank, longest_is_right, shortest_is_right, sources
from course.questions import matrix, report
from tests.support import KETTLE, Draft, quiz


def test_the_report_of_the_small_course(draft: Draft) -> None:
    lines = report(draft.load()).split("\n")
    assert lines[0].split() == ["questions", "10,", "of", "them", "0", "of", "the", "final", "assessment"]
    assert "recall 3" in lines[1]
    assert any("objectives without question  0; none" in line for line in lines)


def test_listed_it_names_the_questions(draft: Draft) -> None:
    options = "- [x] By far the longest of these\n> Because. [@adams2001]\n" + "".join(
        f"- [ ] {text}\n> No. [@adams2001]\n" for text in ("One", "Two")
    )
    line = draft.append(KETTLE, quiz(id="kettle-long", options=options))
    assert f"  {KETTLE}:{line} kettle-long" in report(draft.load(), listed=True).split("\n")
    assert "kettle-long" not in report(draft.load())


def test_an_objective_without_question_is_named(draft: Draft) -> None:
    draft.replace(KETTLE, "  tell-the-boil: Tell", "  pour-it: Pour it.\n  tell-the-boil: Tell")
    text = report(draft.load())
    assert "objectives without question  1; none" in text
    assert f"{KETTLE}:{draft.line_of(KETTLE, '  pour-it:')} pour-it" in text


def test_lengths(draft: Draft) -> None:
    page = draft.page(KETTLE)
    by_id = {found.id: found for found in page.quizzes}
    assert longest_is_right(by_id["kettle-spout"])
    assert not shortest_is_right(by_id["kettle-spout"])
    assert shortest_is_right(by_id["kettle-mountain"])
    assert sources(by_id["kettle-signs"]) == ["adams2001", "board2019", "clark2020"]


def test_the_matrix(real: Course) -> None:
    rows = list(csv.DictReader(matrix(real).split("\n")))
    assert {(row["chapter"], row["objective"]) for row in rows} == {
        (page.path.removesuffix(".md"), key) for page in real.chapters for key in page.objectives
    }
    asked = [row["question"] for row in rows]
    assert sorted(asked) == sorted(str(found.id) for _, found in real.quizzes)
    assert all(row["sources"] for row in rows)
    assert len(Bank(real).matrix) == sum(len(page.objectives) for page in real.chapters)


def test_the_command(draft: Draft, monkeypatch, capsys) -> None:
    monkeypatch.setenv("COURSE_ROOT", str(draft.paths.root))
    assert main(["questions"]) == 0
    assert capsys.readouterr().out.endswith("questions: 10 questions; findings: 0\n")
    draft.append(KETTLE, quiz(kind=None))
    assert main(["questions"]) == 1
    out = capsys.readouterr().out
    assert "quiz-kind" in out
    assert out.endswith("questions: 11 questions; findings: 1\n")
    assert main(["questions", "--matrix"]) == 0
    assert capsys.readouterr().out.startswith("chapter,objective,text,question,place,kind,sources\n")
