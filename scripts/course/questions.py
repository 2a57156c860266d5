"""`course questions`: the quality of the questions as numbers, and which objective each one examines on which sources."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator

from course.checks.quiz_leak import clues
from course.checks.quiz_length import words
from course.model import Course, Page, Quiz
from course.model.assessment import PAGE
from course.model.bank import ARGUING, LENGTH, POSITION, Bank, sources


def _share(part: int, whole: int) -> str:
    return f"{part} of {whole} ({part / whole:.0%})" if whole else "0 of 0"


def _place(page: Page, quiz: Quiz) -> str:
    return f"{page.source}:{quiz.line} {quiz.id}"


def _mean(values: list[int]) -> str:
    return f"{sum(values) / len(values):.1f}" if values else "–"


def report(course: Course, *, listed: bool = False) -> str:
    """The numbers, each with its threshold; with `listed` also the questions behind those that can be mended."""
    return "\n".join(_lines(Bank(course), listed=listed))


def _lines(bank: Bank, *, listed: bool) -> Iterator[str]:
    questions = bank.questions
    own = [quiz for page, quiz in questions if page.path == PAGE]
    yield f"questions                    {len(questions)}, of them {len(own)} of the final assessment"
    yield f"kinds                        {', '.join(f'{kind} {bank.kinds[kind]}' for kind in bank.kinds) or 'none said'}"
    yield f"four options, one right      {_share(len(bank.four), len(questions))}"
    low, high = POSITION
    for letter, found in bank.positions.items():
        yield f"  the right one is {letter}          {_share(len(found), len(bank.four))}; between {low:.0%} and {high:.0%}"
    for name, found in (("longest", bank.longest), ("shortest", bank.shortest)):
        yield f"{f'the {name} option is right':28} {_share(len(found), len(questions))}; at most {LENGTH:.0%}"
        if listed:
            yield from (f"  {_place(page, quiz)}" for page, quiz in found)
    right = [item for item in bank.arguing if item[2]]
    yield f"options that argue, right     {_share(len(right), len(bank.arguing))}; at least {ARGUING:.0%}"
    if listed:
        yield from (f"  {_place(page, quiz)}" for page, quiz, correct in bank.arguing if not correct)
    options = [option for _, quiz in questions for option in quiz.options]
    yield f"words of a question          {_mean([words(quiz.question) for _, quiz in questions])} on average"
    yield f"words of an option           {_mean([words(option.text) for option in options])} on average"
    yield f"words of a reason            {_mean([words(option.rationale) for option in options])} on average"
    single = [(page, quiz) for page, quiz in questions if len(clues(quiz)) == 1]
    yield f"one word as a possible clue  {_share(len(single), len(questions))}; two or more are a finding"
    if listed:
        yield from (f"  {_place(page, quiz)}: {clues(quiz)[0]}…" for page, quiz in single)
    rows = bank.matrix
    yield f"objectives                   {len(rows)}; asked about {_mean([len(row[2]) for row in rows])} times on average"
    unasked = [(chapter, key) for chapter, key, found in rows if not found]
    yield f"objectives without question  {len(unasked)}; none"
    yield from (f"  {chapter.source}:{chapter.objective_lines[key]} {key}" for chapter, key in unasked)


def matrix(course: Course) -> str:
    """Comma-separated rows: chapter, objective, its words, question, its place and kind, the sources of its reasons."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(["chapter", "objective", "text", "question", "place", "kind", "sources"])
    for chapter, key, found in Bank(course).matrix:
        head = [chapter.path.removesuffix(".md"), key, chapter.objectives[key]]
        for page, quiz in found:
            writer.writerow([*head, quiz.id, f"{page.source}:{quiz.line}", quiz.kind, " ".join(sources(quiz))])
        if not found:
            writer.writerow([*head, "", "", "", ""])
    return out.getvalue().rstrip("\n")
