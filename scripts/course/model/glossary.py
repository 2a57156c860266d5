"""The glossary: `data/glossary.yml` as typed objects."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from course.findings import CourseError, Finding
from course.model import source, yamlfile
from course.paths import Paths

RULE = "glossary-terms"
#: Hyphens belong to words: "dose-finding" is no use of "dose".
WORD = re.compile(r"[\w-]+")


@dataclass(frozen=True)
class Term:
    """One word with its forms and its meaning in a sentence."""

    term: str
    also: tuple[str, ...]
    text: str
    source: str | None
    line: int

    @property
    def id(self) -> str:
        return f"term-{_slug(self.term)}"

    @property
    def forms(self) -> tuple[str, ...]:
        return (self.term, *self.also)


def _slug(form: str) -> str:
    return re.sub(r"[^a-z0-9]+", "-", form.lower()).strip("-")


def _key(form: str) -> str:
    """Abbreviations are told apart by their capitals, other words are not."""
    return form if form.isupper() or any(letter.isupper() for letter in form[1:]) else form.lower()


@dataclass(frozen=True)
class Glossary:
    """All terms, in the order of the file."""

    terms: tuple[Term, ...]
    path: str

    def __iter__(self) -> Iterator[Term]:
        return iter(self.terms)

    def __len__(self) -> int:
        return len(self.terms)

    @cached_property
    def by_form(self) -> dict[str, Term]:
        return {_key(form): term for term in reversed(self.terms) for form in term.forms}

    @cached_property
    def _by_slug(self) -> dict[str, Term]:
        return {_slug(form): term for term in reversed(self.terms) for form in term.forms}

    def named(self, name: str) -> Term | None:
        """The term that a link `term:off-label` or `term:lid-droop` names by one of its forms, with - for blanks."""
        return self.by_form.get(name) or self._by_slug.get(_slug(name))

    @cached_property
    def _by_first_word(self) -> dict[str, list[str]]:
        """The forms that begin with a word (in lower case), the longest first."""
        index: dict[str, list[str]] = {}
        for form in sorted({form for term in self.terms for form in term.forms}, key=len, reverse=True):
            first = WORD.match(form)
            index.setdefault((first[0] if first else form).lower(), []).append(form)
        return index

    def find(self, text: str) -> Iterator[tuple[int, int, Term]]:
        """(start, end, term) of every term in `text`, as a whole word and in the longest form that fits.

        Words are looked up one by one: an alternation of all forms takes ten times as long.
        """
        done = 0
        by_first_word = self._by_first_word
        for word in WORD.finditer(text):
            forms = by_first_word.get(word[0].lower())
            if forms is None or word.start() < done:
                continue
            start = word.start()
            for form in forms:
                end = start + len(form)
                shown = text[start:end]
                # A sentence may begin with any form.
                same = shown in (form, form[:1].upper() + form[1:])
                same = same or (_key(form) == form.lower() and shown.lower() == form.lower())
                if same and not WORD.match(text[end:end + 1]):
                    done = end
                    yield start, end, self.by_form[_key(form)]
                    break


_cache: dict[Path, tuple[tuple[int, int], tuple[Glossary, list[Finding]]]] = {}


def load_glossary(paths: Paths) -> tuple[Glossary, list[Finding]]:
    """The glossary and what is wrong with its file. The result is kept until the file changes."""
    path = paths.show(paths.glossary)
    if not paths.glossary.is_file():
        return Glossary((), path), []
    stat = paths.glossary.stat()
    stamp = (stat.st_mtime_ns, stat.st_size)
    kept = _cache.get(paths.glossary)
    if kept and kept[0] == stamp:
        return kept[1]
    try:
        file = yamlfile.parse(source.read(paths.glossary, path), path)
    except CourseError as error:
        return Glossary((), path), error.findings
    findings = list(yamlfile.schema_findings(file, json.loads(paths.glossary_schema.read_text("utf-8")), RULE))
    if findings:
        return Glossary((), path), findings
    terms = tuple(
        Term(raw["term"], tuple(raw["also"]), raw["text"], raw.get("source"), file.line("terms", index))
        for index, raw in enumerate(file.value["terms"])
    )
    taken: dict[str, Term] = {}
    previous = ""
    for term in terms:
        if term.term.lower() < previous:
            findings.append(Finding(path, term.line, RULE, f"'{term.term}' is not in its place", "Keep the terms sorted"))
        previous = max(previous, term.term.lower())
        if len(term.text.split()) > 30:
            findings.append(Finding(path, term.line, RULE, f"'{term.term}' takes more than 30 words", "Shorten it"))
        for form in term.forms:
            other = taken.setdefault(_key(form), term)
            if other is not term:
                findings.append(Finding(
                    path, term.line, RULE, f"'{form}' stands already under '{other.term}'", "Keep it in one place"
                ))
    result = (Glossary(terms, path), findings)
    _cache[paths.glossary] = (stamp, result)
    return result
