"""The index of the search, in parts: a reader fetches those that hold the words of a query, and no others.

The search plugin of the theme divides the pages into sections; this module makes an index of them that does not grow
with the course for whoever asks it. Every part is a script that calls `courseSearch(name, data)`, because a page that was
opened from a disk may load nothing else. `docs/assets/js/search.js` reads them.

| file | what it holds |
|---|---|
| `search/index.js` | the folder of the parts, the first word of each part, how many sections each page has |
| `search/<digest>/words-N.js` | words in their order, each with `[step to the next section, weight, …]` |
| `search/<digest>/page-N.js` | address and title of a page, and of each section anchor, title and text |
"""

from __future__ import annotations

import hashlib
import json
import re
import unicodedata
from collections import Counter, defaultdict
from dataclasses import dataclass, field
from functools import lru_cache
from html import unescape
from pathlib import Path

#: What the theme's plugin writes; it is read and removed.
SOURCE = "search/search_index.json"
FOLDER = "search"
INDEX = "index.js"

#: Characters in one part of the words, about a third of them when compressed.
PART = 24_000

WORD = re.compile(r"[^\W_]+(?:[.,]\d+)*")
TAG = re.compile(r"<[^>]*>")

#: Words that stand in almost every section and say nothing alone. "no" and "not" are none of them.
WITHOUT = (
    "a", "an", "and", "are", "as", "at", "be", "by", "for", "from", "has", "have", "in", "is", "it", "its", "of", "on", "or",
    "that", "the", "this", "to", "was", "were", "with",
)

_SKIPPED = frozenset(WITHOUT)

#: How much a word weighs that stands in a text of average length once, in the heading, or in the page's title.
IN_TEXT, IN_HEADING, IN_TITLE = 10, 40, 60
#: The usual constants of BM25: how soon a repeated word adds nothing more, how much a long text is discounted.
SATURATION, LENGTH = 1.2, 0.75


@dataclass
class Section:
    """A part of a page under one heading; the first of a page has no anchor."""

    anchor: str
    title: str
    text: str


@dataclass
class Indexed:
    """A page as the search knows it."""

    address: str
    title: str
    sections: list[Section] = field(default_factory=list)


def plain(text: str) -> str:
    """`text` without accents and capitals, as `plain` of search.js."""
    decomposed = unicodedata.normalize("NFKD", text)
    return "".join(char for char in decomposed if not unicodedata.category(char).startswith("M")).lower()


@lru_cache(maxsize=20_000)
def _counted(text: str) -> tuple[Counter[str], int]:
    """How often each word stands in `text`, and how many words it has. The preview asks for the same texts again."""
    words = words_of(text)
    return Counter(words), len(words)


@lru_cache(maxsize=20_000)
def _without_tags(text: str) -> str:
    return " ".join(unescape(TAG.sub(" ", text)).split())


def words_of(text: str) -> list[str]:
    """The words that can be searched for, in their order."""
    simple = text.lower() if text.isascii() else plain(text)
    return [word for word in WORD.findall(simple) if word not in _SKIPPED]


def read(source: Path) -> list[Indexed]:
    """The pages in the index that the theme's plugin has written."""
    pages: dict[str, Indexed] = {}
    for entry in json.loads(source.read_text("utf-8"))["docs"]:
        address, mark, anchor = entry["location"].partition("#")
        title = unescape(TAG.sub("", entry["title"]))
        page = pages.setdefault(address, Indexed(address, title))
        page.sections.append(Section(mark + anchor, title, _without_tags(entry["text"])))
    return list(pages.values())


def _weights(pages: list[Indexed]) -> dict[str, list[tuple[int, int]]]:
    """Each word with its sections, counted over all pages, and its weight in each."""
    texts = [_counted(section.text) for page in pages for section in page.sections]
    average = sum(length for _, length in texts) / max(1, len(texts)) or 1.0
    found: dict[str, list[tuple[int, int]]] = defaultdict(list)
    number = 0
    for page in pages:
        for at, section in enumerate(page.sections):
            counts, length = texts[number]
            discount = SATURATION * (1 - LENGTH + LENGTH * length / average)
            weights = Counter({
                word: IN_TEXT * count * (1 + SATURATION) / (count + discount) for word, count in counts.items()
            })
            for word in set(words_of(section.title)):
                weights[word] += IN_TITLE if at == 0 else IN_HEADING
            for word, weight in weights.items():
                found[word].append((number, max(1, round(weight))))
            number += 1
    return found


def _script(name: str, data: object) -> str:
    # Two characters end a line in older scripts, but not in JSON; "</" would end the script in a page.
    text = json.dumps(data, ensure_ascii=False, separators=(",", ":"))
    for char, code in (("\u2028", "\\u2028"), ("\u2029", "\\u2029"), ("</", "<\\/")):
        text = text.replace(char, code)
    return f"courseSearch({json.dumps(name)},{text})\n"


def parts(pages: list[Indexed]) -> dict[str, str]:
    """Name and text of every file of the index, below `search/`."""
    groups: list[dict[str, list[int]]] = []
    size = PART
    for word, places in sorted(_weights(pages).items()):
        steps: list[int] = []
        before = 0
        for section, weight in places:
            steps += (section - before, weight)
            before = section
        if size >= PART:
            groups.append({})
            size = 0
        groups[-1][word] = steps
        size += len(word) + 4 + sum(len(str(step)) + 1 for step in steps)
    files = {f"words-{number}.js": _script(f"words-{number}", group) for number, group in enumerate(groups)}
    for number, page in enumerate(pages):
        sections = [[section.anchor, section.title, section.text] for section in page.sections]
        files[f"page-{number}.js"] = _script(f"page-{number}", [page.address, page.title, sections])
    digest = hashlib.sha256("".join(files.values()).encode()).hexdigest()[:8]
    index = {
        "folder": digest,
        "first": [next(iter(group)) for group in groups],
        "sections": [len(page.sections) for page in pages],
        "total": sum(len(page.sections) for page in pages),
        "without": WITHOUT,
    }
    return {INDEX: _script("index", index), **{f"{digest}/{name}": text for name, text in files.items()}}


def divide(site: Path) -> None:
    """Put our index in the place of the theme's in a site that was just built; nothing where it has none."""
    source = site / SOURCE
    if not source.is_file():
        return
    for name, text in parts(read(source)).items():
        file = site / FOLDER / name
        file.parent.mkdir(exist_ok=True)
        file.write_text(text, "utf-8", newline="\n")
    source.unlink()
