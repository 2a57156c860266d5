"""A source can carry the claim that cites it: a dose needs a label or its like, a bare record carries no number.

- A dose in Units is carried by a label, a copy of one, the manufacturer, a drug reference or a regulator, of grade A or B.
- Where the sentence speaks of a study (a trial, a series, responders, placebo), a paper carries the dose that was
  studied, read as abstract or more. An abstract cited for a dose to give carries it not.
- A trade or news page, a source of grade C and a source of which only the record was seen carry no dose at all, the last
  one no figure either.

One source that can carry the claim is enough for a sentence or a row. The size of a vial or of a fake is no dose. A row
speaks of a study where its headings or the paragraph above its table do.
"""

import re
from collections.abc import Iterator

from course.checks.figure_cited import figures
from course.findings import Finding
from course.model import Course, Reference
from course.model.sentences import ROW
from course.model.wording import doses

RULE = "source-kind"
_OF_LABELS = frozenset({"label", "label-copy", "manufacturer", "drug-reference", "regulator"})
_OF_STUDIES = frozenset({
    "trial", "observational", "case-report", "systematic-review", "consensus", "laboratory", "anatomy", "guideline",
    "narrative-review", "professional-body", "public-health",
})
_STUDY = re.compile(
    r"\b(?:trials?|stud(?:y|ies|ied)|series|meta-analys[ie]s|reviews?|surveys?|consensus|panel|responders?|responded|response|"
    r"placebo|randomi[sz]ed|medians?|means?|cohort|reported|measured|case\s+reports?|assays?|ELISA|analys[ie]s|after|"
    r"database|volunteers|participants|pooled|odds|risk\s+ratio)\b|\d\s*%|\d\s+of\s+\d",
    re.IGNORECASE,
)
#: "a 150-Unit carton", "a carton of 100 Units": no dose.
_PACKAGE = re.compile(r"\b(?:cartons?|counterfeits?|fakes?|genuine|sizes?|comes\s+(?:as|in)|supplied)\b", re.IGNORECASE)


def _given(prose: str) -> list[str]:
    """The doses in `prose` that somebody is to get."""
    return [] if _PACKAGE.search(prose) else [dose.text for dose in doses(prose) if "-" not in dose.text]


def _carries_dose(reference: Reference, *, of_study: bool) -> bool:
    if reference.seen_as == "record" or reference.grade == "C":
        return False
    if reference.evidence in _OF_LABELS or (reference.evidence == "book" and reference.grade in ("A", "B")):
        return True
    return of_study and reference.evidence in _OF_STUDIES


def _why(reference: Reference) -> str:
    if reference.seen_as == "record":
        return f"only the record of '{reference.id}' was seen"
    if reference.grade == "C":
        return f"'{reference.id}' is of grade C"
    if reference.evidence == "trade":
        return f"'{reference.id}' is a trade or news page"
    if reference.seen_as == "abstract" and reference.evidence in _OF_STUDIES:
        return f"only the abstract of '{reference.id}' was read, and the sentence does not speak of its study"
    return f"'{reference.id}' ({reference.evidence}) gives no doses"


def check(course: Course) -> Iterator[Finding]:
    for page in course.in_order:
        above = ""
        for passage in page.passages:
            above = above if passage.kind == ROW else passage.text
            context = " ".join((above, *passage.header)) if passage.kind == ROW else ""
            for sentence in passage.sentences:
                cited = [course.references[key] for key in sentence.keys if key in course.references]
                if not cited:
                    continue
                found = _given(f"{sentence.prose} {' '.join(passage.header)}" if passage.header else sentence.prose)
                of_study = bool(found and (_STUDY.search(sentence.prose) or _STUDY.search(context)))
                if found and not any(_carries_dose(reference, of_study=of_study) for reference in cited):
                    yield Finding(
                        page.source, sentence.line, RULE,
                        f"'{found[0]}' rests on no source that can carry a dose: {_why(cited[0])}",
                        "Cite the label, a copy of it, the manufacturer or a drug reference, or report the study as a study",
                        sentence.text,
                    )
                elif all(reference.seen_as == "record" for reference in cited) and (
                    figure := next(figures(passage, sentence), None)
                ):
                    yield Finding(
                        page.source, sentence.line, RULE,
                        f"the figure {figure} rests on '{cited[0].id}', of which only the record was seen",
                        "Read more of it and change `seen-as`, or cite a source that was read", sentence.text,
                    )
