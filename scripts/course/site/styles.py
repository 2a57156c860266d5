"""One stylesheet for every page: the theme's styles without what no page can need, then ours.

A rule of the theme is left out when it asks for a class, an id or a color that stands in no built page and in no script.
A class can come from nowhere else, so what is left out could never have applied.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

import tinycss2
from tinycss2.ast import Node

#: Styles of the theme; all others are ours and stay as they are written.
THEME = "assets/stylesheets/"
#: Where the one stylesheet goes; as deep as the ones that it is made of, so that their addresses of fonts hold.
FOLDER = "assets/css"

LINK = re.compile(r'<link rel="stylesheet" href="([^"]*?)(assets/[^"]*)">')
ATTRIBUTE = re.compile(r'\s(?:class|id|for|dir|data-md-color-[a-z]+)="([^"]*)"')
WORD = re.compile(r"[A-Za-z_][\w-]*")
#: Attributes whose value a page must have for a rule to apply; any other attribute may be set by a script.
VALUES = re.compile(r"^(?:dir|data-md-color-(?:scheme|primary|accent))$")
VARIABLE = re.compile(r"var\(\s*(--[\w-]+)")
COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)
BETWEEN = re.compile(r"\s*\n\s*")
#: A rule that can be judged without a parser: no quotation, bracket, escape or inner rule.
SIMPLE = re.compile(r"(?<=[{}])([^{}@\"'\[\\(;]+)\{[^{}\"']*\}")
#: The classes and ids in its selectors; "12.5%" in an animation is none.
ASKED = re.compile(r"[.#]([A-Za-z_-][\w-]*)")


def known_words(pages: Iterable[str], scripts: Iterable[str]) -> set[str]:
    """Every word that may be a class or an id: of the pages' attributes, and of the scripts."""
    words: set[str] = set()
    for page in pages:
        for value in set(ATTRIBUTE.findall(page)):
            words.update(value.split())
    for script in scripts:
        words.update(WORD.findall(script))
    return words


def _can_match(selector: list[Node], words: set[str]) -> bool:
    """Whether all that `selector` asks for is known. What stands inside `:not()` and the like is not judged."""
    before = None
    for node in selector:
        if node.type == "ident" and before == "." and node.value not in words:
            return False
        if node.type == "hash" and node.value not in words:
            return False
        if node.type == "[] block":
            inside = [part for part in node.content if part.type in ("ident", "string", "literal")]
            names = [part.value for part in inside]
            if len(names) == 3 and VALUES.match(names[0]) and names[1] == "=" and names[2] not in words:
                return False
        before = node.value if node.type == "literal" else None
    return True


def _shortened(theme: str, words: set[str]) -> str:
    """The theme's styles without most of the rules that cannot apply: to parse them takes longer than all the rest."""

    def judged(match: re.Match[str]) -> str:
        known = any(words.issuperset(ASKED.findall(selector)) for selector in match[1].split(","))
        return match[0] if known else ""

    return SIMPLE.sub(judged, theme)


def _split(nodes: list[Node]) -> list[list[Node]]:
    """A list of selectors at its commas."""
    parts: list[list[Node]] = [[]]
    for node in nodes:
        if node.type == "literal" and node.value == ",":
            parts.append([])
        else:
            parts[-1].append(node)
    return parts


@dataclass(frozen=True)
class _Rule:
    """A rule: what stands before its block, its declarations or inner rules, or its text where it has neither."""

    head: str
    #: (name of the variable that it sets or None, its text)
    declared: tuple[tuple[str | None, str], ...] = ()
    inner: tuple[_Rule, ...] | None = None
    text: str | None = None


def _rules(nodes: list[Node], words: set[str]) -> Iterator[_Rule]:
    """The rules that can apply where only `words` are known."""
    for node in nodes:
        if node.type == "qualified-rule":
            kept = [part for part in _split(node.prelude) if _can_match(part, words)]
            if kept:
                declared = tinycss2.parse_blocks_contents(node.content, skip_comments=True, skip_whitespace=True)
                yield _Rule(",".join(tinycss2.serialize(part).strip() for part in kept), tuple(
                    (item.name if item.type == "declaration" and item.name.startswith("--") else None, item.serialize())
                    for item in declared
                ))
        elif node.content is not None and node.at_keyword in ("media", "supports", "layer", "container"):
            inner = tinycss2.parse_rule_list(node.content, skip_comments=True, skip_whitespace=True)
            head = f"@{node.at_keyword} {tinycss2.serialize(node.prelude).strip()}"
            yield _Rule(head, inner=tuple(_rules(inner, words)))
        elif node.at_keyword != "charset":
            yield _Rule("", text=node.serialize())


def _write(rules: Iterable[_Rule], used: set[str] | None) -> str:
    """The rules as CSS, without the variables that are not in `used`; None keeps all of them."""
    out = []
    for rule in rules:
        if rule.text is not None:
            out.append(rule.text)
            continue
        if rule.inner is not None:
            content = _write(rule.inner, used)
        else:
            content = ";".join(text for name, text in rule.declared if name is None or used is None or name in used)
        if content:
            out.append(f"{rule.head}{{{content}}}")
    return "".join(out)


def needed(theme: str, words: set[str], used: Iterable[str] = ()) -> str:
    """The styles of the theme that can apply where only `words` are classes and ids, in their order and unchanged.

    Without the variables that neither they nor `used`, the names in other texts, ask for: the theme keeps many an icon
    in one.
    """
    parsed = tinycss2.parse_stylesheet(_shortened(theme, words), skip_comments=True, skip_whitespace=True)
    rules = tuple(_rules(parsed, words))
    elsewhere, text = set(used), _write(rules, None)
    while (shorter := _write(rules, set(VARIABLE.findall(text)) | elsewhere)) != text:
        text = shorter
    return text


def _plain(text: str) -> str:
    """Our styles without their comments and line breaks; inside a line nothing changes."""
    return BETWEEN.sub("\n", COMMENT.sub("", text)).strip()


def _head(page: str) -> str:
    return page[: page.find("</head>")]


def everywhere(pages: Iterable[str]) -> list[str]:
    """The stylesheets that every page links, in their order, as paths from the site's root."""
    lists = [[name for _, name in LINK.findall(_head(page))] for page in pages]
    return [name for name in lists[0] if all(name in others for others in lists)] if lists else []


def join(site: Path, pages: dict[Path, str]) -> dict[Path, str]:
    """Write the one stylesheet of `site`, remove those that it is made of; the pages with the one link in their place.

    Nothing changes where the pages have no stylesheet in common.
    """
    names = everywhere(pages.values())
    if not names:
        return pages
    scripts = [file.read_text("utf-8") for file in sorted(site.rglob("*.js")) if "search" not in file.relative_to(site).parts]
    words = known_words(pages.values(), scripts)
    ours = "\n".join(_plain((site / name).read_text("utf-8")) for name in names if not name.startswith(THEME))
    more = [file.read_text("utf-8") for file in sorted((site / FOLDER).glob("*.css")) if f"{FOLDER}/{file.name}" not in names]
    theme = "".join((site / name).read_text("utf-8") for name in names if name.startswith(THEME))
    used = {name for other in [ours, *more, *scripts, *pages.values()] if "var(" in other for name in VARIABLE.findall(other)}
    text = f"{needed(theme, words, used)}\n{ours}\n"
    name = f"{FOLDER}/site.{hashlib.sha256(text.encode()).hexdigest()[:8]}.css"
    (site / FOLDER).mkdir(parents=True, exist_ok=True)
    (site / name).write_text(text, "utf-8", newline="\n")
    for old in names:
        (site / old).unlink()

    def linked(page: str) -> str:
        first = True

        def replace(match: re.Match[str]) -> str:
            nonlocal first
            if match[2] not in names:
                return match[0]
            link = f'<link rel="stylesheet" href="{match[1]}{name}">' if first else ""
            first = False
            return link

        head = _head(page)
        return LINK.sub(replace, head) + page[len(head):]

    return {file: linked(page) for file, page in pages.items()}
