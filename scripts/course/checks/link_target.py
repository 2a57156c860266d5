"""Every internal link leads to a page, a heading or a file that exists, and its text says where it leads.

This is the fast check of the source; the built pages are checked as well, with every anchor and identifier.
"""

import posixpath
from collections.abc import Iterator
from urllib.parse import unquote, urlsplit

from course.findings import Finding
from course.model import Course, Page

RULE = "link-target"
SAYS_NOTHING = {"here", "click here", "link", "this", "this page", "read more", "more"}


def _target_fault(course: Course, page: Page, target: str) -> str | None:
    parts = urlsplit(target)
    if parts.scheme or parts.netloc:
        return None
    path = unquote(parts.path)
    resolved = posixpath.normpath(posixpath.join(posixpath.dirname(page.path), path)) if path else page.path
    if path.startswith("/"):
        resolved = path.lstrip("/")
    if resolved.endswith(".md"):
        other = course.pages.get(resolved)
        if other is None:
            return f"there is no page docs/{resolved}"
        anchors = {heading.id for heading in other.headings} | {quiz.id for quiz in other.quizzes}
        if parts.fragment and parts.fragment not in anchors and not parts.fragment.startswith(("ref-", "cite-")):
            return f"docs/{resolved} has no heading with the id '{parts.fragment}'"
        return None
    if not (course.paths.docs / resolved).is_file():
        return f"there is no file docs/{resolved}"
    return None


def check(course: Course) -> Iterator[Finding]:
    for page in course.in_order:
        for link in page.links:
            if fault := _target_fault(course, page, link.target):
                yield Finding(page.source, link.line, RULE, fault, "Mend the link, or give the heading that id: `{ #id }`")
            elif not link.image and link.text.strip().lower() in SAYS_NOTHING:
                yield Finding(
                    page.source, link.line, RULE, f"the link text '{link.text}' does not say where it leads",
                    "Name the page or the thing",
                )
