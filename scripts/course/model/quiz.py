"""Quizzes as mkdocs-quiz reads them, plus the comment line that gives them an id and an objective.

The grammar is the plugin's; `tests/model/test_quiz_grammar.py` compares this reader with the plugin's own parser.
A damaged block is still read as far as it goes, so that one fault makes one finding.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

OPEN = "<quiz>"
CLOSE = "</quiz>"
#: No element of HTML but <q> begins with a q, so every other one is a quiz tag gone wrong.
LOOKS_LIKE_TAG = re.compile(r"<\s*[/\\]?\s*qu?iz+e?s?\b[^>\n]*>?|<[/\\]?q[a-z]{2,}\b[^>\n]*>?", re.IGNORECASE)
LOOKS_LIKE_CLOSING = re.compile(r"^<\s*[/\\]|/\s*>$")
OPTION = re.compile(r"^[-*] \[(.?)\] (.*)$")
LOOKS_LIKE_OPTION = re.compile(r"^\s*[-*+]\s*\[.{0,2}\]")
FEEDBACK = re.compile(r"^\s*>\s?(.*)$")
META = re.compile(r"^\s*<!--(?P<inside>.*?)-->\s*$")
HEADING = re.compile(r"^#{1,6}\s")
#: Anywhere in a quiz, mkdocs-quiz takes it for a blank to fill in, and shows the options with their marks.
BLANK = re.compile(r"\[\[[^\]]+\]\]")


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


def _read(lines: list[tuple[int, str]], start: int, end: int, faults: list[tuple[int, str]], *, closed: bool) -> Quiz:
    """One quiz from the lines inside its tags. An unclosed one ends where its options do."""
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
            while index < len(lines) and FEEDBACK.match(lines[index][1]):
                index += 1
        elif options and text.strip():
            if not closed:
                end = number - 1
                break
            faults.append((number, f"'{text.strip()[:40]}' belongs to no option"))
            # The rest of the paragraph is the same fault.
            while index < len(lines) and lines[index][1].strip() and not LOOKS_LIKE_OPTION.match(lines[index][1]):
                index += 1
        elif not options:
            question.append(text)
    faults += [
        (number, f"'{blank[0][:40]}' makes it a question with a blank to fill in")
        for number, text in lines
        if number <= end and (blank := BLANK.search(text))
    ]
    if not "".join(question).strip() and not faults:
        faults.append((start, "the quiz asks no question"))
    return Quiz(
        id=meta.get("id") or None,
        objective=meta.get("objective") or None,
        question="\n".join(question).strip(),
        options=tuple(options),
        line=start,
        end=end,
        faults=tuple(faults),
    )


def _closing_follows(lines: list[tuple[int, str]]) -> bool:
    """Whether the next tag in `lines` is a closing one."""
    for _, text in lines:
        if tag := LOOKS_LIKE_TAG.search(text):
            return bool(LOOKS_LIKE_CLOSING.search(tag[0]))
        if HEADING.match(text):
            return False
    return False


def parse_quizzes(lines: list[tuple[int, str]]) -> list[Quiz]:
    """The quizzes in numbered `lines`; `Quiz.faults` holds tags and lines that are not as they should be."""
    quizzes: list[Quiz] = []
    start = 0
    inside: list[tuple[int, str]] | None = None
    faults: list[tuple[int, str]] = []

    def close(end: int, *, closed: bool) -> None:
        nonlocal inside, faults
        quizzes.append(_read(inside or [], start, end, faults, closed=closed))
        inside, faults = None, []

    for index, (number, text) in enumerate(lines):
        tag = LOOKS_LIKE_TAG.search(text)
        if tag is None:
            if inside is not None and HEADING.match(text):
                faults.append((start, f"{OPEN} is not closed before the heading in line {number}"))
                close(number - 1, closed=False)
            elif inside is not None:
                inside.append((number, text))
            continue
        stripped = text.strip()
        fault = (number, f"'{stripped[:40]}' is not a quiz tag")
        closing = LOOKS_LIKE_CLOSING.search(tag[0])
        if text.rstrip() == OPEN and (inside is None or _closing_follows(lines[index + 1:])):
            if inside is not None:
                faults.append((start, f"{OPEN} is not closed before the next one in line {number}"))
                close(number - 1, closed=False)
            start, inside = number, []
        elif text.rstrip() == CLOSE and inside is not None:
            close(number, closed=True)
        elif inside is not None and (closing or text.rstrip() == OPEN):
            # A closing tag with a slip, or one that lost its slash.
            faults.append(fault)
            inside.append((number, text[: tag.start()]))
            close(number, closed=True)
        elif inside is None and not closing and stripped.startswith(tag[0]) and not stripped.endswith(CLOSE):
            start, inside, faults = number, [], [fault]
        elif inside is None:
            quizzes.append(Quiz(None, None, "", (), number, number, (fault,)))
        else:
            faults.append(fault)
    if inside is not None:
        faults.append((start, f"{OPEN} is not closed"))
        close(lines[-1][0], closed=False)
    return quizzes
