"""Sixty sentences that must not be written and sixty that may, against the rules of medication safety and evidence."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import Any

import pytest
import yaml

from course import checks
from course.model import Course, load_course
from course.paths import Paths
from tests.support import REFERENCES, Draft

CORPUS = Path(__file__).parent / "corpus"
RULES = {
    rule.RULE: rule for rule in checks.RULES if rule.RULE in (
        "unit-notation", "zero-notation", "dose-product", "checked-literal", "figure-cited", "no-conversion",
        "warning-cited", "generic-first", "off-label-marked", "source-kind",
    )
}
BLOCKS = ("boxed", "danger", "warning", "off-label", "evidence", "pearl")
FRONT = "---\ntitle: {title}\ndescription: A page with one sentence of the corpus.\nreviewed: null\n---\n\n# {title}\n\n"
Entry = dict[str, Any]


def entries(name: str) -> list[Entry]:
    return yaml.safe_load((CORPUS / f"{name}.yml").read_text("utf-8"))


def placed(entry: Entry) -> str:
    """The Markdown that puts the sentence where it belongs."""
    text, where = entry["text"], entry.get("in", "paragraph")
    if where in BLOCKS:
        return f"/// {where} | A title\n{text}\n///\n"
    if where == "item":
        return f"Choose one of these.\n\n- {text}\n"
    if where == "heading":
        return f"## {text}\n\nThe text below it.\n"
    if where == "row":
        cells = text.count("|") - 1
        return f"| {' | '.join(['Which', 'What', 'Source'][:cells])} |\n|{'---|' * cells}\n{text}\n"
    if where in ("option", "wrong-option", "reason", "question"):
        options = [
            ("x", "The right one", "Because. [@label]"),
            (" ", "A wrong one", "Not so. [@label]"),
            (" ", "Another", "No. [@label]"),
        ]
        if where == "option":
            options[0] = ("x", text, "Because. [@label]")
        elif where == "wrong-option":
            options[1] = (" ", text, "Not so. [@label]")
        elif where == "reason":
            options[0] = ("x", "The right one", text)
        lines = "".join(f"- [{mark}] {option}\n> {reason}\n" for mark, option, reason in options)
        return f"<quiz>\n<!-- id: a-question -->\n{text if where == 'question' else 'What is so?'}\n\n{lines}</quiz>\n"
    assert where == "paragraph", where
    return text + "\n"


@pytest.fixture(scope="module")
def course(repo: Paths, tmp_path_factory: pytest.TempPathFactory) -> Course:
    """One page for each sentence, with the sources of the corpus and the real list of off-label topics."""
    draft = Draft(Paths(tmp_path_factory.mktemp("corpus")))
    draft.write("mkdocs.yml", "site_name: Corpus\nnav: []\n")
    draft.write(REFERENCES, (CORPUS / "references.yml").read_text("utf-8"))
    for schema in repo.data.glob("*.schema.json"):
        draft.write(f"data/{schema.name}", schema.read_text("utf-8"))
    draft.write("data/off-label-topics.yml", repo.off_label_topics.read_text("utf-8"))
    for name in ("bad", "good"):
        for number, entry in enumerate(entries(name), start=1):
            draft.write(f"docs/{name}-{number}.md", FRONT.format(title=f"{name} {number}") + placed(entry))
    return load_course(draft.paths)


@pytest.fixture(scope="module")
def found(course: Course) -> dict[str, set[str]]:
    """The rules that find something, by page."""
    rules: dict[str, set[str]] = {}
    for rule in RULES.values():
        for finding in rule.check(course):
            rules.setdefault(finding.path, set()).add(finding.rule)
    return rules


def test_size() -> None:
    """Sixty and sixty, no text twice, at least four bad ones for every rule, every kind of place among them."""
    bad, good = entries("bad"), entries("good")
    assert (len(bad), len(good)) == (60, 60)
    assert len({entry["text"] for entry in bad + good}) == 120
    per_rule = Counter(entry["rule"] for entry in bad)
    assert set(per_rule) == set(RULES)
    assert min(per_rule.values()) >= 4
    places = {entry.get("in", "paragraph") for entry in bad}
    assert places >= {"paragraph", "item", "row", "option", "reason", "question", "heading", "boxed", "danger", "warning"}


def test_it_is_read_as_written(course: Course) -> None:
    """Each page is whole, cites only sources of the corpus, and is what the rules read."""
    assert len(course.pages) == 120
    for page in course.in_order:
        assert not [finding for finding in page.findings if finding.rule != "front-matter"], page.path
        assert {citation.cite.key for citation in page.citations} <= set(course.references.by_id), page.path
        assert page.passages, page.path


@pytest.mark.parametrize("number", range(1, 61))
def test_bad(found: dict[str, set[str]], number: int) -> None:
    entry = entries("bad")[number - 1]
    assert found.get(f"docs/bad-{number}.md", set()) == {entry["rule"]}, entry["text"]


@pytest.mark.parametrize("number", range(1, 61))
def test_good(found: dict[str, set[str]], number: int) -> None:
    assert found.get(f"docs/good-{number}.md", set()) == set(), entries("good")[number - 1]["text"]
