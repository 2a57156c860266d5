"""Every quiz in a chapter names the section that teaches its answer: readers are led there when they were wrong."""

from collections.abc import Iterator
from difflib import get_close_matches

from course.findings import Finding
from course.model import Course

RULE = "quiz-section"


def check(course: Course) -> Iterator[Finding]:
    for page, quiz in course.quizzes:
        if quiz.id is None or not page.is_chapter:
            continue
        sections = [heading.id for heading in page.headings if heading.level > 1 and heading.line < quiz.line]
        if quiz.section in sections:
            continue
        said = f"names '{quiz.section}', which is no heading above it" if quiz.section else "names no section"
        near = get_close_matches(quiz.section or "", sections, 3) or sections
        yield Finding(
            page.source, quiz.line, RULE, f"the quiz '{quiz.id}' {said}",
            "Put `section: …` in its comment: " + ", ".join(near),
        )
