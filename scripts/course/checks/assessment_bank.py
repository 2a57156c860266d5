"""The final assessment asks cases of its own, on each chapter of its blueprint, and has twice the questions of an attempt."""

from collections.abc import Iterator

from course.findings import Finding
from course.model import Course
from course.model.assessment import PAGE

RULE = "assessment-bank"
#: So many times the questions of a part must be there, or a second attempt repeats the first.
TIMES = 2


def check(course: Course) -> Iterator[Finding]:
    yield from (finding for finding in course.findings if finding.rule == RULE)
    page = course.pages.get(PAGE)
    assessment = course.assessment
    if page is None or assessment is None:
        return
    by_part: dict[str, int] = {}
    chapters = set()
    for quiz in page.quizzes:
        found = course.objective_of(page, quiz)
        if quiz.kind != "case" and quiz.kind is not None:
            yield Finding(
                page.source, quiz.line, RULE, f"the quiz '{quiz.id}' is no case", "Ask for a decision in a fictional case"
            )
        if found:
            chapters.add(found[0].path)
            part = found[0].path.split("/")[0]
            by_part[part] = by_part.get(part, 0) + 1
            if part not in assessment.blueprint:
                yield Finding(
                    page.source, quiz.line, RULE, f"no attempt draws the quiz '{quiz.id}': the blueprint has no '{part}'",
                    "Add the folder to data/assessment.yml, or name an objective of another chapter",
                )
    shown = course.paths.show(course.paths.assessment)
    for part, number in assessment.blueprint.items():
        if by_part.get(part, 0) < TIMES * number:
            yield Finding(
                shown, 1, RULE, f"an attempt draws {number} questions of '{part}', the bank has {by_part.get(part, 0)}",
                f"Write {TIMES * number} or more in docs/{PAGE}",
            )
    for chapter in course.chapters:
        if chapter.path.split("/")[0] in assessment.blueprint and chapter.path not in chapters:
            yield Finding(
                chapter.source, 1, RULE, "the final assessment has no question on this chapter", f"Add one to docs/{PAGE}"
            )
