"""Every reference is cited somewhere: a list of sources that nobody leans on misleads."""

from collections.abc import Iterator

from course.findings import Finding
from course.model import Course

RULE = "reference-cited"


def check(course: Course) -> Iterator[Finding]:
    for reference in course.references:
        if reference.id not in course.cited:
            yield Finding(
                course.references.path, reference.line, RULE, f"'{reference.id}' is cited nowhere",
                "Cite it where it belongs, or remove it",
            )
