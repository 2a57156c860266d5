"""What the registries said of a reference, for readers: nothing where nothing was checked."""

from __future__ import annotations

import xml.etree.ElementTree as etree
from collections.abc import Iterator

from course.markdown.elements import append, day, text_in
from course.model import Reference
from course.model.evidence import Before, Check, Evidence, Standing

#: Who answers for a kind of identifier.
REGISTRIES = {"doi": "Crossref", "pmid": "PubMed"}
#: What a result that is in order is called.
GOOD = {"doi": "DOI matched", "pmid": "PubMed record matched", "link": "link checked"}


def _known(check: Check | None) -> Before | None:
    return check.known if check else None


def _results(reference: Reference, evidence: Evidence) -> Iterator[tuple[str, Before]]:
    """(kind, latest result that is one) of the identifiers that the reference has now."""
    for kind, name in (("doi", "DOI"), ("pmid", "PMID")):
        if (identifier := reference.csl.get(name)) and (known := _known(evidence.of(reference.id, kind, identifier))):
            yield kind, known
    for kind, _, address in reference.identifiers:
        if kind == "url" and (known := _known(evidence.of(reference.id, "link", address))):
            yield "link", known


def _warnings(found: list[tuple[str, Before]], labels: list[Before]) -> Iterator[tuple[str, str]]:
    """(word, rest of the sentence) of what a reader must know before relying on the source."""
    for standing, word, rest in (
        (Standing.RETRACTED, "Retracted", "according to {who} on {day}"),
        (Standing.CORRECTED, "Corrected", "or under an expression of concern, according to {who} on {day}"),
    ):
        for kind, known in found:
            if known.standing is standing:
                yield word, f", {rest.format(who=REGISTRIES[kind], day=day(known.date))}."
                break
    for known in labels:
        if known.standing is Standing.CHANGED:
            yield "There is a newer version of this label", f" (openFDA or DailyMed, {day(known.date)})."
            return


def checked_in(parent: etree.Element, reference: Reference, evidence: Evidence) -> None:
    """Add the dates of the checks to the entry of a reference."""
    found = list(_results(reference, evidence))
    labels = [known for check in evidence.of_label(reference.id) if (known := _known(check))]
    warnings = list(_warnings(found, labels))
    good = [f"{GOOD[kind]} {day(known.date)}" for kind, known in found if known.standing is Standing.OK]
    good += [f"label matched {day(known.date)}" for known in labels[:1] if known.standing is Standing.OK]
    if not warnings and not good:
        return
    paragraph = etree.SubElement(parent, "p", {"class": "checked"})
    for word, rest in warnings:
        text_in(paragraph, "strong", word)
        append(paragraph, f"{rest} ")
    if good:
        text = "; ".join(good)
        append(paragraph, f"{text[0].upper()}{text[1:]}.")
