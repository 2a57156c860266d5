"""`course reference add <doi|pmid>`: a record of Crossref or PubMed as an entry of `data/references.yml`.

The entry says no more than the record: what only a reader of the work can say is left to the author, and `make check`
insists on it. The other entries and their comments stay as they are, byte for byte.
"""

from __future__ import annotations

import json
import re
import sys
import unicodedata
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any

import yaml

from course import atomic
from course.evidence.ask import SETTINGS, Reply, ask
from course.evidence.client import Clock, Settings
from course.evidence.links import has_network
from course.evidence.records import NoAnswerError, Work, read_summary, read_work
from course.evidence.registry import REGISTRY, Registry
from course.evidence.titles import plain
from course.model import References, load_references
from course.paths import Paths

DOI = re.compile(r"^(?:doi:\s*|https?://(?:dx\.)?doi\.org/)?(10\.\d{4,9}/\S+)$", re.IGNORECASE)
PMID = re.compile(r"^(?:pmid:?\s*|https?://pubmed\.ncbi\.nlm\.nih\.gov/)?(\d{1,8})/?$", re.IGNORECASE)
ID = re.compile(r"^[a-z0-9][a-z0-9-]*$")
#: Stands where the record says nothing; no schema allows it, so that it cannot be overlooked.
LEFT = "TO-FILL-IN"
#: Our types by Crossref's.
TYPES = {
    "journal-article": "article-journal", "book": "book", "monograph": "book", "edited-book": "book",
    "reference-book": "book", "report": "report",
}
#: Kinds of evidence by PubMed's publication types, the most telling first. "Review" is not among them: before 2019
#: PubMed called systematic reviews so as well.
EVIDENCE_BY_TYPE = (
    ("Systematic Review", "systematic-review"), ("Meta-Analysis", "systematic-review"),
    ("Practice Guideline", "guideline"), ("Guideline", "guideline"),
    ("Consensus Development Conference", "consensus"), ("Consensus Statement", "consensus"),
    ("Randomized Controlled Trial", "trial"), ("Controlled Clinical Trial", "trial"), ("Clinical Trial", "trial"),
    ("Clinical Trial, Phase I", "trial"), ("Clinical Trial, Phase II", "trial"), ("Clinical Trial, Phase III", "trial"),
    ("Clinical Trial, Phase IV", "trial"), ("Observational Study", "observational"), ("Case Reports", "case-report"),
)
#: The order of the fields in an entry.
ORDER = (
    "id", "type", "author", "title", "container-title", "publisher", "issued", "volume", "issue", "page", "edition",
    "DOI", "PMID", "PMCID", "URL", "note", "custom",
)
_PLAIN = re.compile(r"[A-Za-z(][^:#\[\]{}&*!|>'\"%@`]*")
_WORDS = ("yes", "no", "true", "false", "null", "on", "off", "y", "n")
_SUFFIX = re.compile(r"^(Jr|Sr|2nd|3rd|4th|I{2,3}|IV)$")
_SMALL = {"about", "after", "among", "before", "between", "from", "into", "over", "that", "the", "their", "under", "using",
          "versus", "what", "when", "with"}

Entry = dict[str, Any]


@dataclass(frozen=True)
class Identifier:
    """What the author asked for: a DOI or a PMID."""

    kind: str
    value: str


def identifier(text: str) -> Identifier:
    """`text` as a DOI or a PMID, also where it is an address.

    Raises:
        RuntimeError: it is neither.
    """
    text = text.strip()
    if match := DOI.match(text):
        return Identifier("DOI", match[1])
    if match := PMID.match(text):
        return Identifier("PMID", match[1])
    raise RuntimeError(f"'{text}' is neither a DOI (10.1234/abc) nor a PMID (up to eight digits)")


# --- from a record to an entry --------------------------------------------------------------------------------------

def _crossref_author(author: dict[str, Any]) -> dict[str, str]:
    if not author.get("family"):
        return {"literal": plain(str(author.get("name", "")))}
    given = {"given": plain(str(author["given"]))} if author.get("given") else {}
    return {"family": plain(str(author["family"])), **given}


def _pubmed_author(author: dict[str, Any]) -> dict[str, str]:
    """`Scott AB` as family name and initials; a body as it is."""
    name = plain(str(author.get("name", "")))
    words = name.split()
    if words and _SUFFIX.match(words[-1]) and len(words) > 2:
        words.pop()
    if author.get("authtype") == "CollectiveName" or len(words) < 2 or not words[-1].isupper():
        return {"literal": name}
    return {"family": " ".join(words[:-1]), "given": " ".join(f"{letter}." for letter in words[-1])}


def _items(value: Any) -> Iterator[dict[str, Any]]:
    yield from (item for item in value if isinstance(item, dict)) if isinstance(value, list) else ()


def _first(value: Any) -> str:
    return plain(str(value[0])) if isinstance(value, list) and value else ""


def from_crossref(work: Work, doi: str) -> Entry:
    """What Crossref's record says, by our names."""
    raw = work.raw
    title, subtitle = _first(raw.get("title")), _first(raw.get("subtitle"))
    kind = TYPES.get(str(raw.get("type")), LEFT)
    year = (raw.get("issued") or {}).get("date-parts") or [[None]]
    return {
        "type": kind,
        "author": [_crossref_author(author) for author in _items(raw.get("author"))],
        "title": f"{title}: {subtitle}" if subtitle else title,
        "container-title": _first(raw.get("container-title")) if kind == "article-journal" else "",
        "publisher": plain(str(raw.get("publisher", ""))) if kind != "article-journal" else "",
        "issued": year[0][0] if year[0] and year[0][0] else None,
        "volume": raw.get("volume"),
        "issue": raw.get("issue"),
        "page": raw.get("page"),
        "DOI": doi,
        "URL": f"https://doi.org/{doi}",
        "note": "Seen: Crossref record.",
        "evidence": "book" if kind == "book" else LEFT,
    }


def from_pubmed(work: Work, pmid: str) -> Entry:
    """What PubMed's summary says, by our names."""
    raw = work.raw
    ids = {str(item.get("idtype")): str(item.get("value")) for item in _items(raw.get("articleids"))}
    types = raw.get("pubtype") or []
    year = re.match(r"\d{4}", str(raw.get("pubdate", "")))
    doi, pmcid = ids.get("doi"), ids.get("pmc", "")
    return {
        "type": "article-journal",
        "author": [_pubmed_author(author) for author in _items(raw.get("authors"))],
        "title": work.titles[0].removesuffix(".") if work.titles else "",
        "container-title": plain(str(raw.get("fulljournalname") or raw.get("source") or "")),
        "issued": int(year[0]) if year else None,
        "volume": raw.get("volume"),
        "issue": raw.get("issue"),
        "page": raw.get("pages"),
        "DOI": doi,
        "PMID": pmid,
        "PMCID": pmcid if re.fullmatch(r"PMC\d+", pmcid) else None,
        "URL": f"https://doi.org/{doi}" if doi else f"https://pubmed.ncbi.nlm.nih.gov/{pmid}/",
        "note": "Seen: PubMed summary.",
        "evidence": next((ours for theirs, ours in EVIDENCE_BY_TYPE if theirs in types), LEFT),
    }


def form(wanted: Identifier) -> Entry:
    """The entry with nothing in it but the identifier, for an author to fill in."""
    return {
        "id": LEFT.lower(), "type": "article-journal", "author": [{"family": LEFT, "given": LEFT}], "title": LEFT,
        "container-title": LEFT, "issued": LEFT, "volume": LEFT, "issue": LEFT, "page": LEFT, wanted.kind: wanted.value,
        "note": "Seen: " + LEFT, "evidence": LEFT, "seen-as": LEFT,
    }


def _ascii(text: str) -> str:
    decomposed = unicodedata.normalize("NFKD", text.casefold())
    return "".join(letter for letter in decomposed if letter.isascii() and letter.isalnum())


def new_id(entry: Entry, taken: Iterable[str]) -> str:
    """First author (or a word of the title) and year, and where that is taken the first telling word of the title.

    Raises:
        RuntimeError: that is taken as well, or there is nothing to make an id of.
    """
    first = (entry["author"] or [{}])[0]
    words = [_ascii(word) for word in entry["title"].split()]
    telling = next((word for word in words if len(word) > 3 and word not in _SMALL), "")
    name = _ascii(first.get("family") or first.get("literal", "").split(" ")[0])
    base = f"{name or telling or ''.join(words)}{entry['issued'] or ''}"
    for candidate in (base, base + telling):
        if ID.match(candidate) and candidate not in taken:
            return candidate
    raise RuntimeError(f"the id '{base}' is taken; choose another one with --id")


# --- from an entry to text ------------------------------------------------------------------------------------------

def _scalar(value: Any, within_braces: bool = False) -> str:
    text = str(value)
    if within_braces and "," in text:
        return json.dumps(text, ensure_ascii=False)
    if _PLAIN.fullmatch(text) and text.strip() == text and text.lower() not in _WORDS:
        return text
    return json.dumps(text, ensure_ascii=False)


def render(entry: Entry, seen: date) -> str:
    """The lines of an entry in house order; fields without a value are left out."""
    lines = []
    fields = {name: value for name, value in entry.items() if value}
    for name in ORDER:
        if name == "id":
            lines.append(f"- id: {_scalar(entry['id'])}")
        elif name == "author" and fields.get("author"):
            lines.append("  author:")
            for author in fields["author"]:
                lines.append("  - {" + ", ".join(f"{part}: {_scalar(text, True)}" for part, text in author.items()) + "}")
        elif name == "issued" and fields.get("issued"):
            lines.append(f"  issued: {{date-parts: [[{fields['issued']}]]}}")
        elif name == "custom":
            lines += [
                "  custom:", f"    evidence: {_scalar(fields['evidence'])}", f'    seen: "{seen.isoformat()}"',
                f"    seen-as: {fields.get('seen-as', 'record')}",
            ]
        elif name in fields and name != "author":
            lines.append(f"  {name}: {_scalar(fields[name])}")
    return "\n".join(lines) + "\n"


def insert(text: str, key: str, entry: str) -> str:
    """`text`, a references file, with the lines of `entry` at their place in the order of the ids.

    Raises:
        RuntimeError: the file is not in the house form, so that the place cannot be told.
    """
    lines = text.splitlines(keepends=True)
    if lines and not lines[-1].endswith("\n"):
        lines[-1] += "\n"
    before = yaml.load(text, yaml.CSafeLoader)
    starts = [number for number, line in enumerate(lines) if line.startswith("- id:")]
    ids = [str(yaml.load(lines[number][2:], yaml.CSafeLoader)["id"]) for number in starts]
    at = next((number for number, other in zip(starts, ids, strict=True) if other > key), len(lines))
    # A comment above an entry belongs to that entry.
    while at < len(lines) and lines[at - 1].lstrip().startswith("#"):
        at -= 1
    result = "".join([*lines[:at], entry, *lines[at:]])
    after = yaml.load(result, yaml.CSafeLoader)
    place = sum(other < key for other in ids)
    added = after["references"].pop(place) if len(after["references"]) > place else {}
    if str(added.get("id")) != key or after != before:
        raise RuntimeError("the place of the new entry in data/references.yml cannot be told; nothing was written")
    return result


# --- the command ----------------------------------------------------------------------------------------------------

def _refuse_known(references: References, entry: Entry) -> None:
    for reference in references:
        for kind in ("DOI", "PMID"):
            ours, theirs = reference.csl.get(kind), entry.get(kind)
            if ours and theirs and str(ours).lower() == str(theirs).lower():
                raise RuntimeError(
                    f"{kind} {theirs} stands already in {references.path}:{reference.line}, as '{reference.id}'"
                )


def _fetch(wanted: Identifier, registry: Registry, settings: Settings, clock: Clock) -> Entry:
    """The record as an entry without an id.

    Raises:
        NoAnswerError: no answer to rely on.
        RuntimeError: there is no such record, or the work was retracted.
    """
    replies: list[Reply] = []
    doi = wanted.kind == "DOI"
    address = registry.work(wanted.value) if doi else registry.summary(wanted.value)
    ask([address], settings, clock, lambda _, reply: replies.append(reply))
    work = read_work(replies[0]) if doi else read_summary(replies[0], wanted.value)
    who = "Crossref" if doi else "PubMed"
    if work is None:
        hint = "; another agency may have registered it: then write the entry by hand" if doi else ""
        raise RuntimeError(f"{who} has no record of {wanted.kind} {wanted.value}{hint}")
    if retractions := [notice.text for notice in work.notices if notice.retracts]:
        raise RuntimeError(f"{wanted.kind} {wanted.value} was retracted, nothing was added: {'; '.join(retractions)}")
    entry = from_crossref(work, wanted.value) if doi else from_pubmed(work, wanted.value)
    if not entry["title"]:
        raise NoAnswerError(f"{who} gives no title")
    for notice in work.notices:
        print(f"reference: {who} names a correction; read it too: {notice.text}")
    return entry


def _left(entry: Entry) -> Iterator[str]:
    if entry["evidence"] == LEFT:
        yield "custom.evidence: the record does not say of what kind the evidence is"
    if entry["type"] == LEFT:
        yield "type: Crossref's type is none of ours"
    yield "title: capitals as in a sentence"
    yield "note, custom.seen and custom.seen-as: what you have read of the work itself"


def add(
    paths: Paths,
    text: str,
    key: str | None = None,
    *,
    settings: Settings = SETTINGS,
    clock: Clock | None = None,
    registry: Registry = REGISTRY,
    network: Callable[[Iterable[str]], bool] = has_network,
    today: Callable[[], date] = lambda: datetime.now(UTC).date(),
) -> int:
    """Fetch a record into `data/references.yml`; 1 where that was not possible and the form was printed instead.

    Raises:
        CourseError: `data/references.yml` cannot be read.
        RuntimeError: neither DOI nor PMID, an id that is taken or cannot be, a source that stands there already, no such
            record, or a retracted work.
    """
    wanted = identifier(text)
    references, _ = load_references(paths)
    if key is not None and (not ID.match(key) or key in references):
        raise RuntimeError(
            f"the id '{key}' stands already in {references.path}:{references[key].line}" if key in references
            else f"'{key}' cannot be an id: lower-case letters, digits and hyphens"
        )
    _refuse_known(references, {wanted.kind: wanted.value})
    try:
        if not network([registry.work("") if wanted.kind == "DOI" else registry.eutils]):
            raise NoAnswerError("there is no network")
        entry = _fetch(wanted, registry, settings, clock or Clock())
    except NoAnswerError as error:
        print(
            f"reference: nothing was fetched: {error}; fill in this form and put it into {references.path}, at the "
            f"place of its id in the alphabet", file=sys.stderr,
        )
        print(render({**form(wanted), **({"id": key} if key else {})}, today()), end="")
        return 1
    _refuse_known(references, entry)
    entry["id"] = key or new_id(entry, references.by_id)
    lines = render(entry, today())
    atomic.write_text(paths.references, insert(paths.references.read_text("utf-8"), entry["id"], lines))
    line = next(reference.line for reference in load_references(paths)[0] if reference.id == entry["id"])
    print(lines, end="")
    print(f"reference: added '{entry['id']}' in {references.path}:{line}. To check or to fill in by you:")
    for what in _left(entry):
        print(f"  {what}")
    return 0
