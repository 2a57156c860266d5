"""The final assessment: its page and `data/assessment.yml`."""

from __future__ import annotations

import json
from dataclasses import dataclass

from course.findings import Finding
from course.model import source, yamlfile
from course.paths import Paths

#: The page that holds the questions.
PAGE = "assessment/index.md"


@dataclass(frozen=True)
class Assessment:
    """How an attempt is drawn: `blueprint` is the number of questions for each folder of chapters."""

    draw: int
    passing: int
    blueprint: dict[str, int]


def load_assessment(paths: Paths) -> tuple[Assessment | None, list[Finding]]:
    """`data/assessment.yml`, or what is wrong with it. A course without the file has no final assessment.

    Raises:
        CourseError: the file is not YAML.
    """
    if not paths.assessment.is_file():
        return None, []
    rule, shown = "assessment-bank", paths.show(paths.assessment)
    file = yamlfile.parse(source.read(paths.assessment, shown), shown)
    findings = list(yamlfile.schema_findings(file, json.loads(paths.assessment_schema.read_text("utf-8")), rule))
    if findings:
        return None, findings
    value = file.value
    if sum(value["blueprint"].values()) != value["draw"]:
        findings.append(Finding(
            shown, file.line("draw"), rule,
            f"the blueprint adds up to {sum(value['blueprint'].values())}, draw is {value['draw']}", "Make them equal",
        ))
    return Assessment(value["draw"], value["pass"], value["blueprint"]), findings
