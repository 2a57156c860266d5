"""Every page stands once in the nav of mkdocs.yml, and the nav names only pages that exist."""

from collections.abc import Iterator

from course.findings import Finding
from course.model import Course

RULE = "page-in-nav"


def check(course: Course) -> Iterator[Finding]:
    config = course.paths.show(course.paths.config)
    seen: dict[str, int] = {}
    for entry in course.nav:
        if entry.path in seen:
            yield Finding(config, entry.line, RULE, f"'{entry.path}' stands already in line {seen[entry.path]}", "Remove one")
        elif entry.path not in course.pages:
            yield Finding(config, entry.line, RULE, f"there is no page docs/{entry.path}", "Mend the path or remove the line")
        seen[entry.path] = entry.line
    for path, page in course.pages.items():
        if path not in seen:
            yield Finding(page.source, 1, RULE, "the page is not in the nav", "Add it to `nav` in mkdocs.yml")
