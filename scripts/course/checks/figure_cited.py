"""A figure, such as a trial's or a survey's, has its citation in its own sentence: nobody can check it otherwise.

A figure is a number in digits that is neither a checked literal nor what checked-literal asks to be one. A date, a name
with a number (phase 3, SNAP-25, Form 3500), the number of a claim, a page or a section, and what the course counts of
itself are no figures. Questions and options are not read: their reasons carry the sources.
"""

import re
from collections.abc import Iterator

from course.checks.checked_literal import must_be_literal
from course.findings import Finding
from course.model import Course, Passage, Sentence
from course.model.sentences import CHOICE, QUESTION, ROW
from course.model.wording import NUMBER

RULE = "figure-cited"
_MONTHS = "January|February|March|April|May|June|July|August|September|October|November|December"
_NO_FIGURE = re.compile(
    # dates and years
    rf"\b\d{{1,2}}(?:\s*(?:–|and|or|to)\s*\d{{1,2}})?\s+(?:{_MONTHS})\b(?:\s+\d{{4}}\b)?|\b(?:{_MONTHS})\s+\d{{1,2}}\b|"
    r"(?<![\d,.])(?:19|20)\d\d(?:[–/](?:19|20)?\d\d|/\d+)?(?!\d|,\d|%|\.\d|\s+(?:people|patients|persons|women|men|injections|participants|Units))|"
    r"\b\d{1,2}:\d\d\b|"
    # the number of a bare unit, which unit-notation finds
    r"(?<![\w.,])\d[\d,.]*[\s-]*(?:I?U|cc)\b|"
    # names and places with a number
    r"\b(?:phase|level|grade|type|form|table|tables|figure|fig\.|section|sections|part|parts|step|steps|example|article|"
    r"regulation|regulations|rule|schedule|annex|claim|claims|question|questions|chapter|ward|room|ISO|EN|ICD|row|rows|version|lot|licen[sc]e|"
    r"number|no\.)\s*(?:number\s+)?[A-Z]?\d[\d.,]*(?:\(\w+\))*(?:\s*(?:–|,|and|or|to)\s*\d[\d.]*)*|"
    r"§+\s*[\d.]+(?:\s*(?:–|,|and|or|to)\s*[\d.]+)*|\bCC\s+BY(?:-\w+)*\s+\d\.\d|\b\d-\d{3}-[\dA-Z-]+|\b\d{3}-\d{3}-\d{4}\b|"
    # what the course counts of itself
    r"\b\d+\s+(?:claims|questions|chapters|pages|words|boxes|marks|rows|products|objectives)\b|"
    # what pages are measured in
    r"\bWCAG\s+\d\.\d\b|\b\d[\d,]*(?:(?:,|\s+and)\s+\d[\d,]*)*\s+pixels\b|"
    # the unit, and formulas in words
    r"\bUnits?\s+per\s+0\.1\s*mL\b|\bper\s+0\.1\s*mL\b|(?<=[A-Za-z]\s)[÷×]\s*\d+(?:\.\d+)?",
    re.IGNORECASE,
)
#: Not the 25 of SNAP-25 or the 1 of MRD-1, but the 3 of "3–7" and of "(3".
_FIGURE = re.compile(rf"(?<![\w.])(?<![A-Za-z]-)(?<![A-Za-z]–)(?:{NUMBER})(?!\w*[A-Z])")
_DIGIT = re.compile(r"\d")


def figures(passage: Passage, sentence: Sentence) -> Iterator[str]:
    """The figures of one sentence."""
    prose = sentence.prose
    if not _DIGIT.search(prose):
        return

    def blank(start: int, end: int) -> None:
        nonlocal prose
        prose = prose[:start] + "\x01" * (end - start) + prose[end:]

    for start, end in sentence.literals:
        blank(start, end)
    for quantity in must_be_literal(passage, sentence):
        blank(quantity.start, quantity.end)
    if passage.kind == ROW and (ordinal := re.match(r"\s*\|\s*\d+\s*\|", prose)):
        blank(ordinal.start(), ordinal.end() - 1)
    for match in list(_NO_FIGURE.finditer(prose)):
        blank(*match.span())
    for match in _FIGURE.finditer(prose):
        yield match[0]


def check(course: Course) -> Iterator[Finding]:
    for page in course.in_order:
        for passage in page.passages:
            if passage.kind in (QUESTION, CHOICE):
                continue
            for sentence in passage.sentences:
                if sentence.keys:
                    continue
                if found := next(figures(passage, sentence), None):
                    yield Finding(
                        page.source, sentence.line, RULE,
                        f"the figure {found} has no citation in its own sentence: \"{sentence.shown}\"",
                        "Put [@key] after its full stop, or join it with the sentence that has it", sentence.text,
                    )
