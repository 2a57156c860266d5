"""Every reference is cited by a page or carries a fact: a list of sources that nobody leans on misleads."""

from collections.abc import Iterator

from course.findings import Finding
from course.model import Course

RULE = "reference-cited"


def check(course: Course) -> Iterator[Finding]:
    used = {
        *course.cited,
        *course.products.sources,
        *(product.label.reference for product in course.products),
        *(term.source for term in course.glossary),
    }
    for reference in course.references:
        if reference.id not in used:
            yield Finding(
                course.references.path, reference.line, RULE, f"'{reference.id}' is cited nowhere",
                "Cite it where it belongs, or remove it",
            )
