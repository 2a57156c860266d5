"""The prose of a page, sentence by sentence, for rules that ask what stands in one sentence, row or option.

A passage is a paragraph, a list item, a table row, or one part of a quiz (question, option, rationale); its sentences
follow each other in it. One row of a table is one sentence. A citation after the full stop belongs to the sentence
before. Headings, titles of blocks, header rows, code and comments are no prose.

Every masked form of a text is as long as the text, so that a place in one is the same place in the other.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import cached_property

from course.model.citation import BRACKET, ITEM
from course.model.quiz import FEEDBACK, OPTION, Quiz
from course.model.source import BLOCK_CLOSE, BLOCK_OPEN, HEADING, LINK, Block

PARAGRAPH, LIST_ITEM, ROW, QUESTION, CHOICE, RATIONALE = "paragraph", "item", "row", "question", "option", "rationale"
#: Links to these are numbers that the program has compared with data/products/ or has calculated.
LITERAL = ("fact:", "calc:")

_ITEM_MARK = re.compile(r"^(\s*)(?:[-*+]|\d+[.)])\s+")
_QUOTE_MARK = re.compile(r"^\s*>\s?")
_DELIMITER_ROW = re.compile(r"^\s*\|?(?:\s*:?-+:?\s*\|)+\s*:?-*:?\s*\|?\s*$")
_EMPHASIS = re.compile(r"\*+|(?<!\w)_+(?=\S)|(?<=\S)_+(?!\w)")
#: A mark that may end a sentence, with closing quotes and brackets, and the citations after it (masked as \x01).
_END = re.compile(r"[.!?]+[\"”’')\]*_]*(?:[ \t\n]*\x01+)*(?=\s|$)")
#: What may begin a sentence. A generic name is written with a small letter even there.
_BEGIN = re.compile(r"[\s*_\"“‘'(\[]*(?:[A-Z0-9À-Þ−]|[a-z]+botulinumtoxin)")
#: A full stop after one of these ends no sentence.
_ABBREVIATION = re.compile(
    r"(?:^|[\s(\[“\"'/–-])(?:e\.g|i\.e|cf|vs?|ca|approx|Dr|Mr|Mrs|Ms|Prof|St|incl|excl|(?:[A-Z]\.)+[A-Z])\.$|^[A-Z]\.$"
)
#: Nor does one after these, before a number.
_BEFORE_NUMBER = re.compile(r"(?:^|[\s(\[])(?:No|Nos|Fig|Figs|Tab|Sec|Art|Vol|Eq|Ref|Ch|pp?)\.$")
#: "The U.S. Another" is two sentences, "the U.S. label" is one.
_INITIALS = re.compile(r"(?:[A-Z]\.)+[A-Z]\.$")


def _blank(match: re.Match[str]) -> str:
    return " " * len(match[0])


def without_citations(text: str, fill: str = " ") -> str:
    """`text` with every citation bracket overwritten by `fill`."""
    return text if "[@" not in text else BRACKET.sub(lambda match: fill * len(match[0]), text)


def _link_text(match: re.Match[str]) -> str:
    start, end = match.start("text") - match.start(), match.end("text") - match.start()
    return " " * start + match["text"] + " " * (len(match[0]) - end)


def without_markup(text: str) -> str:
    """What a reader reads of `text`: citations, addresses and emphasis are blanks, the texts of links and images stay."""
    if "[" in text:
        text = LINK.sub(_link_text, without_citations(text))
    return _EMPHASIS.sub(_blank, text) if "*" in text or "_" in text else text


def as_prose(text: str) -> str:
    """The same without the text alternatives of images: they are no sentence of the text around them."""
    if "![" in text:
        text = LINK.sub(lambda match: _blank(match) if match["bang"] else match[0], text)
    return without_markup(text)


@dataclass(frozen=True)
class Sentence:
    """One sentence as it was written, with its citations. `line` is where it begins in the file."""

    text: str
    line: int

    @cached_property
    def prose(self) -> str:
        return as_prose(self.text)

    @cached_property
    def literals(self) -> tuple[tuple[int, int], ...]:
        """Where the texts of checked literals stand."""
        return tuple(
            match.span("text") for match in LINK.finditer(self.text) if match["target"].startswith(LITERAL)
        )

    @cached_property
    def keys(self) -> tuple[str, ...]:
        """The ids of the sources that it cites."""
        items = (item.strip() for bracket in BRACKET.finditer(self.text) for item in bracket[1].split(";"))
        return tuple(match["key"] for match in map(ITEM.match, items) if match)

    @property
    def shown(self) -> str:
        """What a message quotes: the prose without gaps, shortened."""
        words = re.sub(r"\s+([.,;:!?)])", r"\1", " ".join(self.prose.split())).strip("| ")
        return words if len(words) <= 70 else words[:67].rsplit(" ", 1)[0] + " …"

    def is_literal(self, start: int, end: int) -> bool:
        return any(first <= start and end <= last for first, last in self.literals)


@dataclass(frozen=True)
class Passage:
    """Sentences that belong together. `blocks` are the kinds of the `///` blocks around them, the innermost last."""

    kind: str
    text: str
    line: int
    blocks: tuple[str, ...] = ()
    header: tuple[str, ...] = ()
    correct: bool | None = None
    quiz: Quiz | None = field(default=None, repr=False)

    @cached_property
    def sentences(self) -> tuple[Sentence, ...]:
        if self.kind == ROW:
            return (Sentence(self.text, self.line),)
        return tuple(
            Sentence(text, self.line + self.text[:start].count("\n")) for start, text in split(self.text)
        )

    @property
    def is_cited(self) -> bool:
        return any(sentence.keys for sentence in self.sentences)

    def column(self, place: int) -> str:
        """The heading above the character `place` of a row, empty where there is none."""
        before = self.text[:place].replace("\\|", "  ").strip()
        index = before.count("|") - before.startswith("|")
        return self.header[index] if 0 <= index < len(self.header) else ""


def split(text: str) -> Iterator[tuple[int, str]]:
    """(offset, sentence) for every sentence of one paragraph; the sentences keep their marks and citations."""
    masked = without_citations(text, "\x01")
    start = 0
    for match in _END.finditer(masked):
        if match.start() < start:
            continue
        cited = "\x01" in match[0]
        rest = masked[match.end():]
        if rest.strip():
            begins = _BEGIN.match(rest)
            stop = masked[start: match.start() + 1]
            if not cited and (not begins or _goes_on(stop, rest.lstrip())):
                continue
        yield from _trimmed(text, start, match.end())
        start = match.end()
    yield from _trimmed(text, start, len(text))


def _goes_on(stop: str, rest: str) -> bool:
    """Whether the full stop at the end of `stop` is that of an abbreviation, by what comes after it."""
    if _BEFORE_NUMBER.search(stop):
        return rest[:1].isdigit()
    if _INITIALS.search(stop):
        return not re.match(r"(?:The|A|An|It|This|These|In|No|Another)\b", rest)
    return bool(_ABBREVIATION.search(stop))


def _trimmed(text: str, start: int, end: int) -> Iterator[tuple[int, str]]:
    part = text[start:end]
    if part.strip():
        offset = start + len(part) - len(part.lstrip())
        yield offset, text[offset:end].rstrip()


def _cells(row: str) -> tuple[str, ...]:
    return tuple(" ".join(as_prose(cell).split()) for cell in row.replace("\\|", "¦").strip().strip("|").split("|"))


class _Reader:
    """Collects lines into passages."""

    def __init__(self) -> None:
        self.found: list[Passage] = []
        self.open: tuple[str, int, list[str], bool | None] | None = None
        self.header: tuple[str, ...] | None = None
        self.blocks: list[str] = []
        self.quiz: Quiz | None = None

    def begin(self, kind: str, line: int, text: str, correct: bool | None = None) -> None:
        self.close()
        self.open = (kind, line, [text], correct)

    def go_on(self, kinds: tuple[str, ...], text: str) -> bool:
        if self.open is None or self.open[0] not in kinds:
            return False
        self.open[2].append(text)
        return True

    def close(self) -> None:
        if self.open is not None:
            kind, line, lines, correct = self.open
            text = "\n".join(lines)
            if text.strip():
                self.found.append(Passage(kind, text, line, tuple(self.blocks), (), correct, self.quiz))
        self.open = None

    def row(self, line: int, text: str) -> None:
        self.close()
        if _DELIMITER_ROW.match(text):
            return
        if self.header is None:
            self.header = _cells(text)
            return
        self.found.append(Passage(ROW, text, line, tuple(self.blocks), self.header, None, self.quiz))

    def quiz_line(self, line: int, text: str) -> None:
        option, reason = OPTION.match(text), FEEDBACK.match(text)
        if option:
            self.begin(CHOICE, line, option[2].strip(), option[1] in ("x", "X"))
        elif reason and self.open and self.open[0] == RATIONALE:
            self.go_on((RATIONALE,), reason[1])
        elif reason:
            correct = self.open[3] if self.open else None
            self.begin(RATIONALE, line, reason[1], correct)
        elif not text.strip():
            self.close()
        elif not self.go_on((QUESTION,), text):
            self.begin(QUESTION, line, text)

    def line(self, line: int, text: str) -> None:
        if not text.lstrip().startswith("|"):
            self.header = None
        item = _ITEM_MARK.match(text)
        if not text.strip() or HEADING.match(text):
            self.close()
        elif text.lstrip().startswith("|"):
            self.row(line, text)
        elif item:
            self.begin(LIST_ITEM, line, text[item.end():])
        elif _QUOTE_MARK.match(text):
            inner = _QUOTE_MARK.sub("", text)
            if not self.go_on((PARAGRAPH,), inner):
                self.begin(PARAGRAPH, line, inner)
        elif not self.go_on((PARAGRAPH, LIST_ITEM), text.strip()):
            # An indented paragraph after an empty line goes on with the item above it.
            last = self.found[-1].kind if self.found else ""
            self.begin(LIST_ITEM if text.startswith("  ") and last == LIST_ITEM else PARAGRAPH, line, text.strip())


def passages(lines: Iterable[tuple[int, str]], blocks: Iterable[Block], quizzes: Iterable[Quiz]) -> tuple[Passage, ...]:
    """The passages in numbered `lines`, in which code and comments are blanked (`source.prose_lines`)."""
    reader = _Reader()
    closed_at = {block.line: block.closed_at for block in blocks}
    quiz_at = {number: quiz for quiz in quizzes for number in range(quiz.line, quiz.end + 1)}
    closings: list[int] = []
    for number, text in lines:
        quiz = quiz_at.get(number)
        if quiz is not reader.quiz:
            reader.close()
            reader.quiz = quiz
        if quiz is not None:
            if number not in (quiz.line, quiz.end):
                reader.quiz_line(number, text)
        elif (opened := BLOCK_OPEN.match(text)) and number in closed_at:
            reader.close()
            if (closing := closed_at[number]) is not None:
                reader.blocks.append(opened[2])
                closings.append(closing)
        elif BLOCK_CLOSE.match(text):
            reader.close()
            if number in closings:
                index = closings.index(number)
                del closings[index], reader.blocks[index]
        else:
            reader.line(number, text)
    reader.close()
    return tuple(reader.found)
