"""Quizzes as mkdocs-quiz reads them, plus the comment line that gives them an id and an objective.

The grammar is the plugin's; `tests/model/test_quiz_grammar.py` compares this reader with the plugin's own parser.
A damaged block is still read as far as it goes, so that one fault makes one finding.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

OPEN = "<quiz>"
CLOSE = "</quiz>"
LOOKS_LIKE_TAG = re.compile(r"<\s*/?\s*qu?iz+e?s?\b[^>\n]*>?", re.IGNORECASE)
OPTION = re.compile(r"^[-*] \[(.?)\] (.*)$")
LOOKS_LIKE_OPTION = re.compile(r"^\s*[-*+]\s*\[.{0,2}\]")
FEEDBACK = re.compile(r"^\s*>\s?(.*)$")
META = re.compile(r"^\s*<!--(?P<inside>.*?)-->\s*$")
HEADING = re.compile(r"^#{1,6}\s")


@dataclass(frozen=True)
class Option:
    """One answer. `rationale` is the Markdown of the `>` lines under it, empty where there are none."""

    text: str
    correct: bool
    rationale: str
    line: int


@dataclass(frozen=True)
class Quiz:
    """One question. Line numbers are those of the file."""

    id: str | None
    objective: str | None
    question: str
    options: tuple[Option, ...]
    line: int
    end: int
    faults: tuple[tuple[int, str], ...] = field(default=())

    @property
    def correct(self) -> tuple[Option, ...]:
        return tuple(option for option in self.options if option.correct)


def _meta(inside: str) -> dict[str, str]:
    pairs = (part.split(":", 1) for part in inside.split(";") if ":" in part)
    return {name.strip(): value.strip() for name, value in pairs}


def _read(lines: list[tuple[int, str]], start: int, end: int, faults: list[tuple[int, str]]) -> Quiz:
    meta: dict[str, str] = {}
    question: list[str] = []
    options: list[Option] = []
    index = 0
    while index < len(lines):
        number, text = lines[index]
        index += 1
        comment = META.match(text)
        option = OPTION.match(text)
        if comment and not options:
            meta.update(_meta(comment["inside"]))
        elif option and option[1] in ("x", "X", " ", ""):
            rationale = []
            while index < len(lines) and (feedback := FEEDBACK.match(lines[index][1])):
                rationale.append(feedback[1])
                index += 1
            options.append(Option(option[2].strip(), option[1] in ("x", "X"), "\n".join(rationale).strip(), number))
        elif LOOKS_LIKE_OPTION.match(text):
            faults.append((number, f"'{text.strip()[:40]}' is not written as an option"))
        elif options and text.strip():
            faults.append((number, f"'{text.strip()[:40]}' belongs to no option"))
        elif not options:
            question.append(text)
    return Quiz(
        id=meta.get("id") or None,
        objective=meta.get("objective") or None,
        question="\n".join(question).strip(),
        options=tuple(options),
        line=start,
        end=end,
        faults=tuple(faults),
    )


def parse_quizzes(lines: list[tuple[int, str]]) -> list[Quiz]:
    """The quizzes in numbered `lines`; `Quiz.faults` holds tags and lines that are not as they should be."""
    quizzes: list[Quiz] = []
    start = 0
    inside: list[tuple[int, str]] | None = None
    faults: list[tuple[int, str]] = []

    def close(end: int) -> None:
        nonlocal inside, faults
        quizzes.append(_read(inside or [], start, end, faults))
        inside, faults = None, []

    for number, text in lines:
        stripped = text.strip()
        tag = LOOKS_LIKE_TAG.search(text)
        if tag and stripped == OPEN and text.rstrip() == OPEN:
            if inside is not None:
                faults.append((start, f"{OPEN} is not closed before the next one in line {number}"))
                close(number - 1)
            start, inside = number, []
        elif tag and stripped == CLOSE and text.rstrip() == CLOSE and inside is not None:
            close(number)
        elif tag:
            fault = (number, f"'{stripped[:40]}' is not a quiz tag")
            if inside is not None and tag[0].lstrip("< ").startswith("/"):
                faults.append(fault)
                close(number)
            elif inside is None and not tag[0].lstrip("< ").startswith("/"):
                start, inside, faults = number, [], [fault]
            elif inside is None and faults == []:
                quizzes.append(Quiz(None, None, "", (), number, number, (fault,)))
            else:
                faults.append(fault)
        elif inside is not None and HEADING.match(text):
            faults.append((start, f"{OPEN} is not closed before the heading in line {number}"))
            close(number - 1)
        elif inside is not None:
            inside.append((number, text))
    if inside is not None:
        faults.append((start, f"{OPEN} is not closed"))
        close(lines[-1][0])
    return quizzes
