"""Every image has a text alternative that says what it shows."""

from collections.abc import Iterator

from course.findings import Finding
from course.model import Course

RULE = "image-alt"
SAYS_NOTHING = {"image", "picture", "figure", "photo", "drawing", "diagram"}


def check(course: Course) -> Iterator[Finding]:
    for page in course.in_order:
        for link in page.links:
            if link.image and (len(link.text.strip()) < 5 or link.text.strip().lower() in SAYS_NOTHING):
                yield Finding(
                    page.source, link.line, RULE, f"the image {link.target} has no text alternative",
                    "Write ![what a reader must know from it](file)",
                )
