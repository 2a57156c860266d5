"""No source stands twice: ids, DOIs, PMIDs and web addresses are unique."""

from collections.abc import Iterator

from course.findings import Finding
from course.model import Course

RULE = "reference-duplicate"


def check(course: Course) -> Iterator[Finding]:
    yield from (finding for finding in course.findings if finding.rule == RULE)
    seen: dict[tuple[str, str], str] = {}
    for reference in course.references:
        for name in ("DOI", "PMID", "PMCID", "URL"):
            value = reference.csl.get(name)
            if value is None:
                continue
            key = (name, str(value).lower().rstrip("/"))
            if key in seen:
                yield Finding(
                    course.references.path, reference.line, RULE,
                    f"'{reference.id}' has the {name} of '{seen[key]}'", "Keep one entry and cite that",
                )
                break
            seen[key] = reference.id
