"""Every checked literal says what the data says: the value, in house notation, of a fact that may be taught."""

from collections.abc import Iterator

from course.findings import Finding
from course.model import Course
from course.model.literal import CALC, FACT, LITERAL, MEANT, UNREADABLE, Fault, check_calc, check_fact

RULE = "fact-literal"


def check(course: Course) -> Iterator[Finding]:
    for page in course.in_order:
        for line, text in page.prose_lines:
            if len(MEANT.findall(text)) > len(LITERAL.findall(text)):
                yield Finding(page.source, line, RULE, UNREADABLE.message, UNREADABLE.remedy)
        for link in page.links:
            found = None
            if link.target.startswith(FACT):
                found = check_fact(link.text, link.target.removeprefix(FACT), course.products)
            elif link.target.startswith(CALC):
                found = check_calc(link.text, link.target.removeprefix(CALC))
            if isinstance(found, Fault):
                yield Finding(page.source, link.line, RULE, found.message, found.remedy)
