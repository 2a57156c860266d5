"""Every waiver in data/waivers.yml is well-formed and still needed: one that covers no finding any more is taken out."""

from collections.abc import Iterable, Iterator

from course.findings import Finding
from course.model import Course
from course.model.waiver import load_waivers

RULE = "waiver-needed"


def check(course: Course) -> Iterator[Finding]:
    """What is wrong with the file. Whether a waiver is needed is known when all other rules have run: `apply`."""
    yield from load_waivers(course.paths, RULE)[1]


def apply(course: Course, findings: Iterable[Finding]) -> set[Finding]:
    """`findings` without those that are waived, with one for each waiver that covers none."""
    left = set(findings)
    for waiver in load_waivers(course.paths, RULE)[0]:
        covered = {finding for finding in left if waiver.covers(finding)}
        left -= covered
        if not covered:
            left.add(Finding(
                course.paths.show(course.paths.waivers), waiver.line, RULE,
                f"the waiver of {waiver.rule} for {waiver.path} covers no finding", "Take it out, or mend its text",
            ))
    return left
