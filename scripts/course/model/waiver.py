"""The waivers: `data/waivers.yml` as typed objects."""

from __future__ import annotations

import json
from dataclasses import dataclass

from course.findings import Finding
from course.model import source, yamlfile
from course.paths import Paths


@dataclass(frozen=True)
class Waiver:
    """One finding that is right to stand: of `rule`, on page `path`, in a sentence that holds `text`."""

    rule: str
    path: str
    text: str
    reason: str
    line: int

    def covers(self, finding: Finding) -> bool:
        return (finding.rule, finding.path) == (self.rule, self.path) and self.text in finding.text.replace("\n", " ")


def load_waivers(paths: Paths, rule: str) -> tuple[list[Waiver], list[Finding]]:
    """The waivers, or what is wrong with their file as findings of `rule`: then nothing is waived.

    Without the file there are none.

    Raises:
        CourseError: the file is not YAML.
    """
    if not paths.waivers.is_file():
        return [], []
    shown = paths.show(paths.waivers)
    file = yamlfile.parse(source.read(paths.waivers, shown), shown)
    findings = list(yamlfile.schema_findings(file, json.loads(paths.waivers_schema.read_text("utf-8")), rule))
    if findings:
        return [], findings
    return [
        Waiver(entry["rule"], entry["path"], entry["text"], entry["reason"], file.line("waivers", index))
        for index, entry in enumerate(file.value["waivers"])
    ], []
