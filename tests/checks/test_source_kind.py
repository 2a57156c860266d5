import pytest

from course.checks import source_kind
from course.findings import Finding
from tests.support import KETTLE, REFERENCES, Draft, assert_only

RULE = "source-kind"
DOSE = "[20 Units](fact:botox/brow/dose) of onabotulinumtoxinA"


def found(draft: Draft) -> list[Finding]:
    return list(source_kind.check(draft.load()))


def source(draft: Draft, evidence: str, seen_as: str, grade: str | None = None) -> None:
    """Add the source `zed` of this kind."""
    text = draft.read(REFERENCES).rstrip("\n") + "\n"
    more = f", grade: {grade}" if grade else ""
    draft.write(REFERENCES, (
        f"{text}- id: zed\n  type: webpage\n  title: A source\n  URL: \"https://example.org/zed\"\n  note: \"Seen: it.\"\n"
        f"  custom: {{evidence: {evidence}, seen: \"2026-11-22\", seen-as: {seen_as}{more}}}\n"
    ))


@pytest.mark.parametrize(("evidence", "seen_as", "grade", "says"), [
    ("trade", "excerpt", None, "trade or news page"),
    ("trade", "excerpt", "B", "trade or news page"),
    ("label-copy", "excerpt", "C", "of grade C"),
    ("trial", "abstract", None, "only the abstract of 'zed' was read"),
    ("trial", "record", None, "only the record of 'zed' was seen"),
    ("statute", "excerpt", None, "gives no doses"),
    ("trial", "excerpt", None, "gives no doses"),
])
def test_bad(draft: Draft, evidence: str, seen_as: str, grade: str | None, says: str) -> None:
    source(draft, evidence, seen_as, grade)
    line = draft.append(KETTLE, f"Give {DOSE}. [@zed]")
    [finding] = found(draft)
    assert (finding.rule, finding.path, finding.line) == (RULE, KETTLE, line)
    assert says in finding.message


def test_bad_is_the_only_one(draft: Draft) -> None:
    source(draft, "trade", "excerpt")
    line = draft.append(KETTLE, f"Give {DOSE}. [@zed]".replace("(fact:botox/brow/dose)", "(calc:10*2)"))
    findings = [finding for finding in draft.findings() if finding.rule != "fact-literal"]
    assert [(finding.rule, finding.line) for finding in findings] == [("source-kind", line)]


def test_bad_trial_of_which_only_the_record_was_seen(draft: Draft) -> None:
    source(draft, "trial", "record")
    draft.append(KETTLE, f"A trial gave {DOSE}. [@zed]")
    assert len(found(draft)) == 1


def test_bad_figure_on_a_record(draft: Draft) -> None:
    line = draft.append(KETTLE, "It boils at 99 degrees. [@adams2001]")
    assert_only(draft, "source-kind", KETTLE, line, "the figure 99 rests on 'adams2001'")


@pytest.mark.parametrize(("evidence", "seen_as", "text"), [
    ("label", "excerpt", f"Give {DOSE}. [@zed]"),
    ("label-copy", "excerpt", f"Give {DOSE}. [@adams2001; @zed]"),
    ("drug-reference", "excerpt", f"Give {DOSE}. [@zed]"),
    ("trial", "abstract", f"A trial gave {DOSE}. [@zed]"),
    ("trial", "abstract", f"After {DOSE} 91% responded. [@zed]"),
    ("trial", "abstract", f"The table shows the trials.\n\n| Dose | Effect |\n|---|---|\n| {DOSE} | some [@zed] |"),
    ("trade", "excerpt", "A carton of onabotulinumtoxinA, [150 Units](calc:100+50), is a fake. [@zed]"),
    ("trade", "excerpt", "The [150-Unit](calc:100+50) size of onabotulinumtoxinA. [@zed]"),
    ("trial", "record", "The paper of 1992 exists. [@zed]"),
    ("trade", "excerpt", f"Give {DOSE}."),
])
def test_good(draft: Draft, evidence: str, seen_as: str, text: str) -> None:
    source(draft, evidence, seen_as, "B" if evidence in ("label", "label-copy", "drug-reference") else None)
    draft.append(KETTLE, text)
    assert found(draft) == []
