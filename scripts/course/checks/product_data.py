"""Every product file has the fields of product.schema.json, sources that exist, and arithmetic that holds."""

from collections.abc import Iterator

from course.findings import Finding
from course.model import Course
from course.model.product import ARITHMETIC_RULE, SCHEMA_RULE

RULE = "product-data"


def check(course: Course) -> Iterator[Finding]:
    for finding in course.findings:
        if finding.rule in (SCHEMA_RULE, ARITHMETIC_RULE) or (
            finding.rule in ("yaml", "encoding") and finding.path.startswith(course.paths.show(course.paths.products))
        ):
            yield Finding(finding.path, finding.line, RULE, finding.message, finding.remedy)
    for product in course.products:
        if product.label.reference not in course.references:
            yield Finding(
                product.path, 1, RULE, f"no reference has the id '{product.label.reference}'", "Mend label.reference"
            )
        for fact in product.facts:
            if fact.source is not None and fact.grade != "C" and fact.source not in course.references:
                yield Finding(
                    product.path, fact.line, RULE, f"{fact.group}/{fact.name}: no reference has the id '{fact.source}'",
                    "Add the source to data/references.yml",
                )
            # Grade C is kept out of references.yml, so such a fact has a note instead of a source.
            if fact.value is not None and (fact.grade is None or (fact.source is None and fact.grade != "C")):
                yield Finding(
                    product.path, fact.line, RULE, f"{fact.group}/{fact.name} has a value but no source or no grade",
                    "Give both, or set the value to null",
                )
