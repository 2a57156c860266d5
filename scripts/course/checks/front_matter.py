"""The front matter of every page has the closed set of keys, in their order, with values of the right form.

`reviewed: null` stays until a clinician signs; a page with objectives has minutes and the other way round.
"""

from collections.abc import Iterator

from course.findings import Finding
from course.model import Course

RULE = "front-matter"


def check(course: Course) -> Iterator[Finding]:
    """Hand on what reading the front matter found; check that each title is its page's own and equals the heading."""
    titles: dict[str, str] = {}
    for page in course.in_order:
        # A page whose YAML cannot be read has one fault, not a second one for the title it lacks.
        own = [finding for finding in page.findings if finding.rule in (RULE, "yaml")]
        yield from own
        if own:
            continue
        if page.title in titles:
            yield Finding(
                page.source, 2, RULE, f"the title '{page.title}' is also that of {titles[page.title]}",
                "Give each page its own title",
            )
        titles[page.title] = page.source
        first = next((heading for heading in page.headings if heading.level == 1), None)
        if first and first.text != page.title:
            yield Finding(
                page.source, first.line, RULE, f"the heading '{first.text}' is not the title '{page.title}'",
                "Make the two the same",
            )
