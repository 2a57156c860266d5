"""The content rules. One rule per file; a rule is a function from a Course to findings.

To add one: a module with `RULE` (its name) and `check(course)`, a line in `RULES`, and a test with one bad and one
good snippet in `tests/checks/`. The first line of its docstring is what `course check --list` prints.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from types import ModuleType
from typing import cast

from course.checks import (
    assessment_bank,
    audit_list,
    block_kind,
    chapter_quizzes,
    checked_literal,
    citation_known,
    dose_product,
    evidence_schema,
    fact_literal,
    figure_cited,
    figure_drawing,
    front_matter,
    generic_first,
    glossary_terms,
    heading_order,
    image_alt,
    link_target,
    no_conversion,
    objective_examined,
    off_label_marked,
    page_in_nav,
    product_data,
    quiz_balance,
    quiz_correct,
    quiz_id,
    quiz_kind,
    quiz_leak,
    quiz_length,
    quiz_objective,
    quiz_option_count,
    quiz_options_distinct,
    quiz_overlap,
    quiz_rationale,
    quiz_section,
    quiz_tag,
    quiz_wording,
    reference_cited,
    reference_duplicate,
    reference_schema,
    sheet_block,
    source_kind,
    unit_notation,
    waiver_needed,
    warning_cited,
    zero_notation,
)
from course.findings import Finding
from course.model import Course

RULES: tuple[ModuleType, ...] = (
    front_matter,
    page_in_nav,
    heading_order,
    block_kind,
    sheet_block,
    image_alt,
    figure_drawing,
    link_target,
    citation_known,
    reference_schema,
    reference_duplicate,
    reference_cited,
    evidence_schema,
    product_data,
    fact_literal,
    glossary_terms,
    chapter_quizzes,
    objective_examined,
    quiz_tag,
    quiz_id,
    quiz_objective,
    quiz_option_count,
    quiz_options_distinct,
    quiz_correct,
    quiz_rationale,
    quiz_kind,
    quiz_section,
    quiz_wording,
    quiz_overlap,
    quiz_leak,
    quiz_length,
    quiz_balance,
    assessment_bank,
    unit_notation,
    zero_notation,
    dose_product,
    checked_literal,
    figure_cited,
    no_conversion,
    warning_cited,
    generic_first,
    off_label_marked,
    source_kind,
    audit_list,
    waiver_needed,
)


def run(course: Course) -> list[Finding]:
    """Every finding of every rule that no waiver covers, sorted by place."""
    findings: set[Finding] = set()
    for rule in RULES:
        findings.update(cast(Callable[[Course], Iterator[Finding]], rule.check)(course))
    return sorted(waiver_needed.apply(course, findings))
