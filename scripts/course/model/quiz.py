"""Quizzes as mkdocs-quiz reads them, plus the comment line that gives them an id and an objective.

The grammar is the plugin's; `tests/model/test_quiz_grammar.py` compares this reader with the plugin's own parser.
A damaged block is still read as far as it goes, so that one fault makes one finding.
"""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass, field
from functools import cached_property

from course.model.source import EMPHASIS, LINK

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
#: The words of the comment line.
META_KEYS = ("id", "objective", "section", "kind", "keep")
#: Anywhere in a quiz, mkdocs-quiz takes it for a blank to fill in, and shows the options with their marks.
BLANK = re.compile(r"\[\[[^\]]+\]\]")


#: What a question asks for: to decide in a fictional case, to decide or work out something, or to remember.
KINDS = ("case", "decision", "recall")
#: The comment that gives an option a name of its own, so that it can be reworded and stay the same option.
KEY = re.compile(r"\s*<!--\s*key:\s*([^\s>]*?)\s*-->")
#: What makes one text of an option the same as another: its words, numbers and signs, not its commas or its markup.
_TOKEN = re.compile(r"-?\d+(?:[.,]\d+)*|[^\W\d_]+|[%<>≤≥±×÷=+−:/]")


def plain(text: str) -> str:
    """The words of `text` without addresses and emphasis."""
    if "[" in text:
        text = LINK.sub(lambda link: link["text"], text)
    return EMPHASIS.sub("", text).strip() if any(mark in text for mark in "*`_") else text.strip()


def fingerprint(text: str) -> str:
    """Eight hexadecimal digits of `text`."""
    return hashlib.sha256(text.encode()).hexdigest()[:8]


@dataclass(frozen=True)
class Option:
    """One answer. `rationale` is the Markdown of the `>` lines under it, empty where there are none.

    `key` is the author's name for the option, where there is one.
    """

    text: str
    correct: bool
    rationale: str
    line: int
    key: str | None = None

    @cached_property
    def value(self) -> str:
        """What is stored of a reader's choice: the key, or a fingerprint of the words."""
        return self.key or fingerprint(" ".join(_TOKEN.findall(plain(self.text).casefold())))


@dataclass(frozen=True)
class Quiz:
    """One question. Line numbers are those of the file.

    `objective` is an id of the page's own objectives or `page#id`; `section` the id of the heading under which the
    page teaches it; `keep_last` says that the last option stays last when options are shuffled.
    """

    id: str | None
    objective: str | None
    question: str
    options: tuple[Option, ...]
    line: int
    end: int
    faults: tuple[tuple[int, str], ...] = field(default=())
    section: str | None = None
    kind: str | None = None
    keep_last: bool = False

    @property
    def correct(self) -> tuple[Option, ...]:
        return tuple(option for option in self.options if option.correct)

    @cached_property
    def version(self) -> str:
        """A fingerprint of what a stored answer depends on: the set of options and which of them are right."""
        return fingerprint(" ".join(sorted(f"{option.value}{'+' if option.correct else '-'}" for option in self.options)))


def _meta(inside: str) -> dict[str, str]:
    pairs = (part.split(":", 1) for part in inside.split(";") if ":" in part)
    return {name.strip(): value.strip() for name, value in pairs}


def _read(lines: list[tuple[int, str]], start: int, end: int, faults: list[tuple[int, str]], *, closed: bool) -> Quiz:
    """One quiz from the lines inside its tags. An unclosed one ends where its options do."""
    meta: dict[str, tuple[int, str]] = {}
    question: list[str] = []
    options: list[Option] = []
    index = 0
    while index < len(lines):
        number, text = lines[index]
        index += 1
        comment = META.match(text)
        option = OPTION.match(text)
        if comment and not options:
            meta.update({name: (number, value) for name, value in _meta(comment["inside"]).items()})
        elif option and option[1] in ("x", "X", " ", ""):
            rationale = []
            while index < len(lines) and (feedback := FEEDBACK.match(lines[index][1])):
                rationale.append(feedback[1])
                index += 1
            key = KEY.search(option[2])
            if "<!--" in KEY.sub("", option[2]):
                faults.append((number, "an option has no comment but `<!-- key: … -->`"))
            options.append(Option(
                text=KEY.sub("", option[2]).strip(),
                correct=option[1] in ("x", "X"),
                rationale="\n".join(rationale).strip(),
                line=number,
                key=(key[1] or None) if key else None,
            ))
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
    for name, (number, value) in meta.items():
        if name not in META_KEYS:
            faults.append((number, f"'{name}' is no word of the comment line: {', '.join(META_KEYS)}"))
        elif name == "keep" and value != "last":
            faults.append((number, f"'keep: {value}' is not known; it is 'keep: last'"))
    said = {name: value for name, (_, value) in meta.items()}
    return Quiz(
        id=said.get("id") or None,
        objective=said.get("objective") or None,
        section=said.get("section") or None,
        kind=said.get("kind") or None,
        keep_last=said.get("keep") == "last",
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
