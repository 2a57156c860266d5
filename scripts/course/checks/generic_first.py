"""On each page a product is named by its generic name before its brand: incobotulinumtoxinA (Xeomin).

A brand in quotation marks is somebody's word, and neither a first use nor a fault. Headings and titles are not read.
"""

import re
from collections.abc import Iterator

from course.findings import Finding
from course.model import Course, Page
from course.model.wording import BRAND, GENERIC, generic_of, names_product

RULE = "generic-first"
_QUOTED = re.compile(r'"[^"]*"|“[^”]*”')


def _check_page(page: Page) -> Iterator[Finding]:
    known: set[str] = set()
    for passage in page.passages:
        known.update(generic_of(name[0]) for heading in passage.header for name in GENERIC.finditer(heading))
        for sentence in passage.sentences:
            if not names_product(sentence.prose):
                continue
            prose = _QUOTED.sub(lambda quoted: " " * len(quoted[0]), sentence.prose)
            names = sorted(
                [(name.start(), "brand", name[0]) for name in BRAND.finditer(prose)]
                + [(name.start(), "generic", name[0]) for name in GENERIC.finditer(prose)]
            )
            for _, kind, name in names:
                generic = generic_of(name)
                if kind == "brand" and generic not in known:
                    yield Finding(
                        page.source, sentence.line, RULE, f"the brand {name} stands before its generic name",
                        f"Write {generic} ({name}) where the page names it first", sentence.text,
                    )
                known.add(generic)


def check(course: Course) -> Iterator[Finding]:
    for page in course.in_order:
        yield from _check_page(page)
