"""The lists in data/audits/ belong to a page, and each row has a verdict and, where it needs one, a known source."""

from collections.abc import Iterator

from course.findings import Finding
from course.model import Course, audit

RULE = "audit-list"


def check(course: Course) -> Iterator[Finding]:
    files = {audit.file_of(page, course.paths): page for page in course.pages.values()}
    for file in sorted(course.paths.audits.glob("*")):
        if file not in files:
            yield Finding(
                course.paths.show(file), 1, RULE, "no page has this audit",
                "Name it after its page, practice-dosing.csv for practice/dosing.md, or remove it",
            )
            continue
        found, findings = audit.load(files[file], course.paths)
        yield from findings
        if found is not None:
            yield from audit.faults(found, course)
