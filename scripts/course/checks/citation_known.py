"""Every citation is written as `[@key]` or `[@key, locator]` and names a source in data/references.yml."""

import difflib
from collections.abc import Iterator

from course.findings import Finding
from course.model import Course

RULE = "citation-known"


def check(course: Course) -> Iterator[Finding]:
    known = list(course.references.by_id)
    for page in course.in_order:
        yield from (finding for finding in page.findings if finding.rule == RULE)
        for citation in page.citations:
            key = citation.cite.key
            if key not in course.references:
                near = difflib.get_close_matches(key, known, n=1)
                yield Finding(
                    page.source, citation.line, RULE, f"no reference has the id '{key}'",
                    f"Did you mean '{near[0]}'?" if near else "Add the source to data/references.yml",
                )
