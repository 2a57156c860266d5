"""`course readability`: how hard the chapters are to read, by the formula of Flesch and Kincaid.

The grade counts syllables and words in a sentence; it knows nothing of the subject. Generic names of products are
counted as one short word: nobody spells them out in reading, and no author can avoid them.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

import textstat

from course.model import Course, Page
from course.model.sentences import LIST_ITEM, PARAGRAPH

#: Years of schooling in the US. 14 is the second year of college.
HARDEST = 14.0
GENERIC = re.compile(r"\b\w+botulinumtoxin\w*(?:-[a-z]{4})?\b", re.IGNORECASE)


@dataclass(frozen=True)
class Reading:
    """One page. `grade` is that of Flesch and Kincaid; `longest` is (words, line) of its longest sentence."""

    page: Page
    sentences: int
    words: int
    grade: float
    longest: tuple[int, int]


def read(page: Page) -> Reading | None:
    """The running text of a page: paragraphs and list items, without tables and questions. None where it has none."""
    found = [
        (" ".join(sentence.prose.split()).rstrip(".:;?! "), sentence.line)
        for passage in page.passages if passage.kind in (PARAGRAPH, LIST_ITEM) and passage.quiz is None
        for sentence in passage.sentences
    ]
    found = [(text, line) for text, line in found if len(text.split()) > 2]
    if not found:
        return None
    text = " ".join(GENERIC.sub("toxin", sentence) + "." for sentence, _ in found)
    return Reading(
        page=page,
        sentences=len(found),
        words=sum(len(sentence.split()) for sentence, _ in found),
        grade=float(textstat.flesch_kincaid_grade(text)),
        longest=max((len(sentence.split()), line) for sentence, line in found),
    )


def report(course: Course) -> tuple[str, list[Reading]]:
    """The table as text, hardest first, and the chapters above `HARDEST`."""
    readings = sorted(
        (reading for page in course.chapters if (reading := read(page))), key=lambda reading: -reading.grade
    )
    lines = [f"{'chapter':42} grade  sentences  words each  longest (line)"]
    for item in readings:
        words, line = item.longest
        mean = item.words / item.sentences
        lines.append(f"{item.page.source:42} {item.grade:5.1f}  {item.sentences:9}  {mean:10.1f}  {words:7} ({line})")
    too_hard = [item for item in readings if item.grade > HARDEST]
    lines.append(f"readability: {len(readings)} chapters, {len(too_hard)} above grade {HARDEST:g}")
    return "\n".join(lines), too_hard
