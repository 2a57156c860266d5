"""In a boxed, danger or warning block every paragraph, row and item with a number or an instruction cites a source."""

import re
from collections.abc import Iterator

from course.findings import Finding
from course.model import Course
from course.model.source import LINK
from course.model.wording import gives_instruction

RULE = "warning-cited"
KINDS = frozenset({"boxed", "danger", "warning"})


def check(course: Course) -> Iterator[Finding]:
    for page in course.in_order:
        for passage in page.passages:
            if not KINDS.intersection(passage.blocks) or passage.is_cited:
                continue
            for sentence in passage.sentences:
                links = [match.start() for match in LINK.finditer(sentence.text)]
                if re.search(r"\d", sentence.prose):
                    has = "a number"
                elif gives_instruction(sentence.prose, links):
                    has = "an instruction"
                else:
                    continue
                yield Finding(
                    page.source, passage.line, RULE, f"{has} without a source in a warning: \"{sentence.shown}\"",
                    "Put [@key] at the end of the paragraph, row or item", passage.text,
                )
                break
