"""Every entry of data/references.yml has the fields of references.schema.json, in a list sorted by id."""

from collections.abc import Iterator

from course.findings import Finding
from course.model import Course

RULE = "reference-schema"


def check(course: Course) -> Iterator[Finding]:
    yield from (finding for finding in course.findings if finding.rule == RULE)
