"""Every dose stands with its product in the same sentence, row or option: Units belong to one product.

A dose is a number of Units. In a table the heading of its column may name the product instead of the row, because it is
read with each cell.
"""

from collections.abc import Iterator

from course.findings import Finding
from course.model import Course
from course.model.wording import doses, names_product

RULE = "dose-product"


def check(course: Course) -> Iterator[Finding]:
    for page in course.in_order:
        for passage in page.passages:
            for sentence in passage.sentences:
                if names_product(sentence.prose):
                    continue
                found = [
                    dose.text for dose in doses(sentence.prose) if not names_product(passage.column(dose.start))
                ]
                if found:
                    yield Finding(
                        page.source, sentence.line, RULE, f"'{found[0]}' stands without its product in \"{sentence.shown}\"",
                        "Name the product in the same sentence, row or option", sentence.text,
                    )
