"""data/evidence-checks.yml has the form of evidence-checks.schema.json."""

from collections.abc import Iterator

from course.findings import Finding
from course.model import Course

RULE = "evidence-schema"


def check(course: Course) -> Iterator[Finding]:
    yield from (finding for finding in course.findings if finding.rule == RULE)
