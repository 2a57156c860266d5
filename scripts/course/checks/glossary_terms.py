"""Every term of the glossary is used, stands once, and every `term:` link names one that exists."""

from collections.abc import Iterator

from course.findings import Finding
from course.model import Course
from course.model.glossary import RULE as GLOSSARY_RULE

RULE = "glossary-terms"


def check(course: Course) -> Iterator[Finding]:
    # What cannot be read at all has a finding of another rule, and is an empty glossary here.
    for finding in course.findings:
        if finding.rule == GLOSSARY_RULE or finding.path == course.glossary.path:
            yield Finding(finding.path, finding.line, RULE, finding.message, finding.remedy)
    text = "\n".join(page.body for page in course.pages.values())
    used = {term.id for _, _, term in course.glossary.find(text)}
    for term in course.glossary:
        if term.id not in used:
            yield Finding(
                course.glossary.path, term.line, RULE, f"'{term.term}' is used on no page", "Use it, or remove it"
            )
        if term.source is not None and term.source not in course.references:
            yield Finding(
                course.glossary.path, term.line, RULE, f"no reference has the id '{term.source}'", "Mend the source"
            )
    for page in course.in_order:
        for link in page.links:
            if link.target.startswith("term:"):
                name = link.target.removeprefix("term:")
                if course.glossary.named(name) is None:
                    yield Finding(page.source, link.line, RULE, f"no term is called '{name}'", "See data/glossary.yml")
