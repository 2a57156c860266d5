"""`course audit`: how much of each page has been traced to its sources, and what has changed since."""

from __future__ import annotations

import csv
import io
from collections import Counter
from collections.abc import Iterator

from course.model import Course, Page, Sentence, audit
from course.model.citation import BRACKET
from course.model.literal import FACT, LITERAL


def untraced(page: Page, course: Course) -> list[tuple[int, str]]:
    """(line, statement) for everything on `page` that no audit has read in these words."""
    found, _ = audit.load(page, course.paths)
    known = found.statements if found else frozenset()
    return [(line, words) for line, words, _ in audit.statements(page) if words not in known]


def report(course: Course, *, listed: bool = False) -> tuple[str, int]:
    """A line for each page with an audit and each chapter without; the number of statements that no audit has read."""
    return "\n".join(_lines(course, listed)), sum(len(untraced(page, course)) for page in _audited(course))


def _audited(course: Course) -> list[Page]:
    return [page for page in course.in_order if page.is_chapter or audit.file_of(page, course.paths).is_file()]


def _lines(course: Course, listed: bool) -> Iterator[str]:
    yield f"{'page':36} statements traced  {'  '.join(audit.VERDICTS)}"
    for page in _audited(course):
        found, _ = audit.load(page, course.paths)
        every, new = audit.statements(page), untraced(page, course)
        verdicts = Counter(row.verdict for row in found.rows) if found else Counter()
        counts = "  ".join(f"{verdicts[verdict]:{len(verdict)}}" for verdict in audit.VERDICTS)
        yield f"{page.path.removesuffix('.md'):36} {len(every):10} {len(every) - len(new):6}  {counts}"
        if listed:
            yield from (f"  {page.source}:{line} not traced in these words: {words}" for line, words in new)


def _cited(sentence: Sentence, course: Course) -> str:
    """The sources of a sentence as it stands: its citations, then those of its checked literals."""
    cites = [item.strip() for bracket in BRACKET.finditer(sentence.text) for item in bracket[1].split(";")]
    for literal in LITERAL.finditer(sentence.text):
        fact = course.products.facts.get(literal[3]) if f"{literal[2]}:" == FACT else None
        if fact and fact.source:
            cites.append(f"@{fact.source}{fact.place}")
    return "; ".join(dict.fromkeys(cites))


def draft(page: Page, course: Course) -> str:
    """The audit of `page` as CSV: rows that are known stay, statements that nobody has read follow without a verdict.

    Rows on statements that no longer stand are left out, unless they say what was mended or removed.
    """
    found, _ = audit.load(page, course.paths)
    known = {row.statement: row for row in found.rows} if found else {}
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(audit.COLUMNS)
    for _, words, sentence in audit.statements(page):
        row = known.get(words)
        if row and row.verdict not in audit.GONE:
            writer.writerow([row.statement, row.source, row.verdict, row.note])
        else:
            writer.writerow([words, _cited(sentence, course), "", ""])
    for row in known.values():
        if row.verdict in audit.GONE:
            writer.writerow([row.statement, row.source, row.verdict, row.note])
    return out.getvalue()
