"""Our authors' forms as those of an author who has Material for MkDocs and mkdocs-quiz, and nothing of ours.

| ours | plain |
|---|---|
| `/// warning \\| Title` | `!!! warning "Caution: Title"` |
| `[@key, §2]` | a footnote with the short reference; in a quiz, which knows no footnotes, lead and year in brackets |
| `[20 Units](fact:…)`, `[0.5 mL](calc:…)` | the text |
| `[lid droop](term:ptosis)` | a link to the glossary |
| `/// figure` | the same drawing in the page, the caption under it |
| `/// columns` | what is in it |
| blocks made of data | headings, lists and tables of what our extensions make of them |
| a quiz | the quiz, without our comments |
"""

from __future__ import annotations

import json
import posixpath
import re
from collections.abc import Callable
from urllib.parse import urlsplit

from course.bench.plain import Converter, escape, paragraph
from course.markdown.citations import CITATIONS_PAGE
from course.markdown.figures import inline as drawing
from course.markdown.glossary import GLOSSARY_PAGE
from course.markdown.kinds import FIGURE, LADDER
from course.model import Course, source
from course.model.citation import BRACKET_WITH_SPACE, parse_bracket
from course.model.page import Page
from course.model.quiz import CLOSE, OPEN

#: The rungs of our ladder, by the kinds of boxes that the theme has.
BOXES = {
    "boxed": "danger", "danger": "danger", "warning": "warning", "off-label": "warning", "evidence": "info", "pearl": "tip",
}
BRACKET = re.compile(BRACKET_WITH_SPACE)
REFERENCE = re.compile(r"#ref-(.+)$")
IMAGE = re.compile(r"!\[(?P<text>(?:[^\[\]]|\[[^\[\]]*\])*)\]\((?P<target>[^()\s]+)\)")
#: What makes the Markdown of a block into HTML: our extensions, as the site has them.
Render = Callable[[str], str]


class Translation:
    """One page of ours as a plain author would have written it."""

    def __init__(self, page: Page, course: Course, render: Render):
        self.page, self.course, self.render = page, course, render
        self.cited: dict[str, None] = {}

    def text(self) -> str:
        """The whole file."""
        front = f"---\ntitle: {json.dumps(self.page.title, ensure_ascii=False)}\n"
        front += f"description: {json.dumps(self.page.description, ensure_ascii=False)}\n---\n"
        body = self._with_objectives(self._lines(self.page.body.split("\n")))
        notes = [f"[^{key}]: {paragraph(escape(self.course.references[key].short))}" for key in self.cited]
        return f"{front}\n{body.strip()}\n\n" + "\n\n".join(notes) + "\n"

    def _with_objectives(self, body: str) -> str:
        """The objectives stand in our front matter; a plain author lists them under the first paragraph."""
        if not self.page.objectives:
            return body
        head, _, rest = body.lstrip("\n").partition("\n\n")
        first, _, rest = rest.partition("\n\n")
        listed = "\n".join(f"- {escape(text[0].lower() + text[1:].rstrip('.'))}" for text in self.page.objectives.values())
        return f"{head}\n\n{first}\n\n**After this chapter you can**\n\n{listed}\n\n{rest}"

    # Lines and blocks

    def _lines(self, lines: list[str]) -> str:
        """`lines` of a page or of a block."""
        made: list[str] = []
        index, fence, in_quiz = 0, "", False
        while index < len(lines):
            line = lines[index]
            index += 1
            mark = source.FENCE.match(line)
            opened = None if fence else source.BLOCK_OPEN.match(line)
            if fence or mark:
                made.append(line)
                fence = fence if fence and not mark else "" if fence else (mark[1] if mark else "")
            elif opened:
                end = next(
                    (at for at in range(index, len(lines)) if lines[at].rstrip() == opened[1]), len(lines)
                )
                whole = "\n".join(lines[index - 1: end + 1])
                made += ["", self._block(opened[2], (opened[3] or "").strip(), lines[index:end], whole), ""]
                index = end + 1
            else:
                in_quiz = (in_quiz or line.rstrip() == OPEN) and line.rstrip() != CLOSE
                if in_quiz and line.strip().startswith("<!--"):
                    continue
                made.append(self._inline(line, in_quiz=in_quiz).rstrip())
        return "\n".join(made)

    def _block(self, kind: str, argument: str, inside: list[str], whole: str) -> str:
        if kind in LADDER:
            text = self._lines(inside).strip()
            indented = "\n".join(f"    {line}" if line else "" for line in text.split("\n"))
            return f'!!! {BOXES[kind]} "{LADDER[kind]}: {self._inline(argument, in_quiz=False)}"\n\n{indented}'
        if kind == FIGURE:
            return self._figure("\n".join(inside))
        if kind == "columns":
            return self._lines(inside).strip()
        return Converter(self._address, self._note).convert(self.render(whole))

    def _figure(self, text: str) -> str:
        def shown(image: re.Match[str]) -> str:
            name = posixpath.basename(image["target"])
            file = next(iter(sorted(self.course.paths.docs.rglob(name))))
            return f"<figure>{drawing(file, image['text'])}</figure>\n"

        parts: list[str] = []
        done = 0
        for image in IMAGE.finditer(text):
            parts += [self._lines(text[done: image.start()].split("\n")), shown(image)]
            done = image.end()
        return "\n".join([*parts, self._lines(text[done:].split("\n"))]).strip()

    # Within a line

    def _inline(self, line: str, *, in_quiz: bool) -> str:
        pieces, done = [], 0
        for code in source.INLINE_CODE.finditer(line):
            pieces += [self._words(line[done: code.start()], in_quiz=in_quiz), code[0]]
            done = code.end()
        return "".join([*pieces, self._words(line[done:], in_quiz=in_quiz)])

    def _words(self, text: str, *, in_quiz: bool) -> str:
        text = BRACKET.sub(lambda found: self._cite(found[1], in_quiz=in_quiz), source.COMMENT.sub("", text))
        return source.LINK.sub(self._link, text)

    def _cite(self, inside: str, *, in_quiz: bool) -> str:
        keys = [cite.key for cite in parse_bracket(inside)]
        self.cited.update(dict.fromkeys(keys))
        if in_quiz:
            return f" ({'; '.join(escape(self.course.references[key].brief) for key in keys)})"
        return "".join(f"[^{key}]" for key in keys)

    def _link(self, link: re.Match[str]) -> str:
        scheme = link["target"].partition(":")[0]
        if scheme in ("fact", "calc"):
            return link["text"]
        if scheme == "term":
            return f"[{link['text']}]({self._to(GLOSSARY_PAGE)})"
        return link[0]

    # In what our extensions have made of data

    def _to(self, page: str) -> str:
        return posixpath.relpath(page, posixpath.dirname(self.page.path) or ".")

    def _address(self, href: str) -> str | None:
        """Identifiers of rows and entries are ours: a link leads to the page."""
        target = urlsplit(href)
        if target.scheme or not target.path:
            return href if target.scheme in ("http", "https", "mailto") else None
        path = target.path.lstrip("/") if target.path.startswith("/") else posixpath.normpath(
            posixpath.join(posixpath.dirname(self.page.path), target.path)
        )
        return self._to(path) if path in self.course.pages and path != self.page.path else None

    def _note(self, href: str) -> str:
        key = REFERENCE.search(href)
        if key is None or key[1] not in self.course.references or self.page.path == CITATIONS_PAGE:
            return ""
        self.cited[key[1]] = None
        return f"[^{key[1]}]"


def translate(page: Page, course: Course, render: Render) -> str:
    """The file of `page` for a plain site."""
    return Translation(page, course, render).text()
