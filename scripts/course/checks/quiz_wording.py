"""No "all of the above", no hidden negative, no absolute word: such a question tests the reading, not the reader.

The flaws are those of the item-writing guides that STYLE.md names.
"""

import re
from collections.abc import Iterator

from course.findings import Finding
from course.model import Course
from course.model.quiz import plain

RULE = "quiz-wording"
OF_THE_ABOVE = re.compile(
    r"\b(?:all|none|both|neither|any) of (?:the (?:above|below|others?|options)|these(?: (?:options|answers))?)\s*[.?!]?$"
    r"|\bthe above\b|^(?:both )?[A-E] (?:and|or) [A-E]\b", re.IGNORECASE,
)
ABSOLUTE = re.compile(
    r"\b(?:always|never|completely|entirely|absolutely|impossible|guaranteed|certainly|every (?:case|patient|time)|no one|"
    r"everyone|everybody|nobody)\b", re.IGNORECASE,
)
NEGATIVE = re.compile(r"\b(?:not|except|least|false|wrong|incorrect)\b", re.IGNORECASE)
BOLD = re.compile(r"\*\*(?:not|except|least|false|wrong|incorrect)\*\*", re.IGNORECASE)
#: The question proper: what ends with a question mark, from the last full stop on.
ASKED = re.compile(r"[^.?!:]*\?")


def check(course: Course) -> Iterator[Finding]:
    for page, quiz in course.quizzes:
        for option in quiz.options:
            text = plain(option.text)
            if found := OF_THE_ABOVE.search(text):
                yield Finding(
                    page.source, option.line, RULE, f"'{found[0]}' refers to the other options",
                    "Write what is right in full; options are shuffled in the assessment", option.text,
                )
            if found := ABSOLUTE.search(text):
                yield Finding(
                    page.source, option.line, RULE, f"'{found[0]}' gives an option away, as a rule as the wrong one",
                    "Say what is meant without an absolute word", option.text,
                )
        asked = ASKED.findall(quiz.question)
        which = [part for part in asked if re.search(r"\b(?:which|what)\b", part, re.IGNORECASE)]
        if which and NEGATIVE.search(BOLD.sub("", which[-1])) and not BOLD.search(which[-1]):
            hidden = NEGATIVE.findall(BOLD.sub("", which[-1]))[0]
            yield Finding(
                page.source, quiz.line, RULE, f"the question turns on '{hidden}', which is easily overlooked",
                "Ask for what is right, or print the word in bold: **not**", quiz.question,
            )
