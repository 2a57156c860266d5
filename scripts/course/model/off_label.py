"""The list of off-label practice: `data/off-label-topics.yml` as typed objects."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass

from course.findings import Finding
from course.model import source, yamlfile
from course.paths import Paths


@dataclass(frozen=True)
class Topic:
    """One kind of practice outside the labels."""

    id: str
    title: str
    #: The beginnings of its words in small letters, one of which stands in every text that names it.
    stems: tuple[str, ...]
    words: re.Pattern[str]
    also: re.Pattern[str] | None

    def found_in(self, prose: str) -> re.Match[str] | None:
        """Where `prose` names the topic."""
        if self.also and not self.also.search(prose):
            return None
        return self.words.search(prose)


def _stems(words: list[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(re.split(r"[\s-]+", word)[0].lower() for word in words))


def _any(words: list[str]) -> re.Pattern[str]:
    longest_first = sorted(words, key=len, reverse=True)
    forms = (r"[\s-]+".join(re.escape(part) for part in re.split(r"[\s-]+", word)) for word in longest_first)
    return re.compile(rf"(?<!\w)(?:{'|'.join(forms)})(?!\w)", re.IGNORECASE)


def load_topics(paths: Paths, rule: str) -> tuple[list[Topic], list[Finding]]:
    """The topics, and what is wrong with their file as findings of `rule`. Without the file there are none.

    Raises:
        CourseError: the file is not YAML.
    """
    if not paths.off_label_topics.is_file():
        return [], []
    shown = paths.show(paths.off_label_topics)
    file = yamlfile.parse(source.read(paths.off_label_topics, shown), shown)
    schema = json.loads(paths.off_label_topics_schema.read_text("utf-8"))
    findings = list(yamlfile.schema_findings(file, schema, rule))
    if findings:
        return [], findings
    return [
        Topic(
            entry["id"], entry["title"], _stems(entry["words"]), _any(entry["words"]),
            _any(entry["with"]) if "with" in entry else None,
        )
        for entry in file.value["topics"]
    ], []
