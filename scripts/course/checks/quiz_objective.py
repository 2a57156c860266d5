"""Every quiz names an objective: one of its chapter's, or, on a page without objectives, `page#objective`."""

from collections.abc import Iterator

from course.findings import Finding
from course.model import Course, Page, Quiz

RULE = "quiz-objective"


def _remedy(course: Course, page: Page, quiz: Quiz) -> str:
    if page.objectives:
        return "Use one of: " + ", ".join(page.objectives)
    chapter = course.pages.get(f"{(quiz.objective or '').split('#')[0]}.md")
    if chapter and chapter.objectives:
        return "Use one of: " + ", ".join(f"{(quiz.objective or '').split('#')[0]}#{key}" for key in chapter.objectives)
    return "Write `objective: safety/ptosis#examine-and-refer`: the chapter's path without .md, # and the objective"


def check(course: Course) -> Iterator[Finding]:
    for page, quiz in course.quizzes:
        if quiz.id is None or course.objective_of(page, quiz):
            continue  # a quiz without its comment line has its finding from quiz-id
        if not page.objectives and any(finding.rule in ("front-matter", "yaml") for finding in page.findings):
            continue  # the page may well have objectives, which cannot be read
        where = "of this page" if page.objectives else "of a chapter"
        named = f"names '{quiz.objective}', which is no objective {where}" if quiz.objective else "names no objective"
        yield Finding(page.source, quiz.line, RULE, f"the quiz '{quiz.id}' {named}", _remedy(course, page, quiz))
