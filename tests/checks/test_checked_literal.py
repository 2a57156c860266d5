import pytest

from course.checks import checked_literal
from course.findings import Finding
from course.paths import Paths
from tests.support import KETTLE, Draft

RULE = "checked-literal"
#: A sentence with the quantities that must be literals and are none.
LOOSE = [
    ("Give 20 Units of Dysport.", ["20 Units"]),
    ("Give 20 units of Dysport.", ["20 units"]),
    ("Give ten Units of Dysport, then a hundred.", ["ten Units"]),
    ("Give 26, 31 or 36 Units of Dysport.", ["26, 31 or 36 Units"]),
    ("Give 26, [31](fact:a/b/c) or [36 Units](fact:a/b/c) of Dysport.", ["26, 31 or 36 Units"]),
    ("In 2018, 20 Units of Dysport.", ["20 Units"]),
    ("Give 2.5–5 Units/kg of Dysport.", ["2.5–5 Units/kg"]),
    ("The 500-Unit vial of Dysport.", ["500-Unit"]),
    ("It holds 4 Units per 0.1 mL.", ["4 Units per 0.1 mL"]),
    ("Add 2.5 mL, then 1 ml more.", ["2.5 mL", "1 ml"]),
    ("Keep it at 2–8 °C or at −20 to −10 °C.", ["2–8 °C", "−20 to −10 °C"]),
    ("Keep it at 25°C.", ["25°C"]),
    ("Dysport is used within 24 hours.", ["24 hours"]),
    ("Give Dysport at least three months apart.", ["three months"]),
    ("Dysport: not more often than every 12 weeks.", ["12 weeks"]),
    ("Dysport keeps for 24 hours in the refrigerator.", ["24 hours"]),
    ("Dysport is given at intervals of 12 weeks or more.", ["12 weeks"]),
    ("Retreat with Dysport after 12 weeks.", ["12 weeks"]),
    ("Discard mixed Dysport after 4 h.", ["4 h"]),
    ("The ceiling of Dysport is [400 Units](fact:a/b/c) in 3 months.", ["3 months"]),
]
GOOD = [
    "Give [20 Units](fact:dysport/brow/dose) of Dysport.",
    "That is [0.25 mL](calc:50/20*0.1) of Dysport.",
    "Dysport: [2–8 °C](fact:dysport/unopened/temperature), [24 hours](fact:dysport/reconstituted/within).",
    "The volume is the dose in Units ÷ Units per 0.1 mL × 0.1 mL.",
    "The effect of Dysport lasted a median of 120 days.",
    "With Dysport 11 of 724 had it within 90 days.",
    "Six weeks ago she had Dysport; after 4 weeks 41% responded.",
    "Use water within 24 hours.",
    "Give adrenaline 0.5 mL into the muscle.",
    "## Give 20 Units of Dysport",
    "/// pearl | The 400-Unit question\nText.\n///",
    "The guide counts 20 `Units of code`.",
]
PRODUCT = """
brand: Dysport
generic: abobotulinumtoxinA
maker: Ipsen
serotype: A
label: {reference: clark2020, set-id: 00000000-0000-0000-0000-000000000000, date: null, url: "https://example.org/label"}
groups:
  brow:
    kind: indication
    title: Brow
    from: {source: clark2020, grade: B}
    facts:
      dose: {value: 50, unit: Units}
      dose-per-site: {value: 10, unit: Units}
      old-dose: {value: 60, unit: Units, grade: C}
"""


def found(draft: Draft) -> list[Finding]:
    return list(checked_literal.check(draft.load()))


@pytest.mark.parametrize(("text", "quantities"), LOOSE, ids=[text for text, _ in LOOSE])
def test_bad(draft: Draft, text: str, quantities: list[str]) -> None:
    line = draft.append(KETTLE, text)
    findings = found(draft)
    assert [finding.message.split("'")[1] for finding in findings] == quantities
    assert {(finding.rule, finding.path, finding.line) for finding in findings} == {(RULE, KETTLE, line)}


@pytest.mark.parametrize("text", GOOD)
def test_good(draft: Draft, text: str) -> None:
    draft.append(KETTLE, text)
    assert found(draft) == []


def test_options(draft: Draft) -> None:
    """The right option must be true, the reasons too; a wrong option is wrong by design."""
    line = draft.append(KETTLE, (
        "<quiz>\n<!-- id: a-dose; objective: boil-water -->\nFictional case: 14 °C for a night, Dysport every 9 weeks. "
        "She wants 20 Units of Dysport.\n\n- [x] 50 Units of Dysport\n> Not 60 Units of Dysport. [@clark2020]\n"
        "- [ ] 70 Units of Dysport\n> No. [@clark2020]\n- [ ] None\n> No. [@clark2020]\n</quiz>"
    ))
    assert [(finding.line - line, finding.message.split("'")[1]) for finding in found(draft)] == [
        (2, "20 Units"), (4, "50 Units"), (5, "60 Units"),
    ]


def test_remedy_names_the_facts(draft: Draft, repo: Paths) -> None:
    draft.write("data/products/dysport.yml", PRODUCT)
    draft.append(KETTLE, "Give ten Units of Dysport, 50 Units in all, 60 Units of it never, 50 Units of Xeomin never.")
    draft.append(KETTLE, "A 50-Unit vial of abobotulinumtoxinA.")
    draft.append(KETTLE, "So it takes 50 Units.")
    remedies = [finding.remedy for finding in found(draft)]
    assert remedies[0] == (
        "Write it as a checked literal: [ten Units](fact:dysport/brow/dose-per-site) "
        "or [10 Units](fact:dysport/brow/dose-per-site)"
    )
    assert remedies[1] == "Write it as a checked literal: [50 Units](fact:dysport/brow/dose)"
    assert remedies[2].startswith("Write it as a checked literal: [60 Units](fact:product/group/fact)")
    assert "[50-Unit](fact:dysport/brow/dose)" in remedies[-2]
    assert "[50 Units](fact:dysport/brow/dose)" in remedies[-1]


def test_a_waiver_covers_one_quantity(draft: Draft) -> None:
    draft.append(KETTLE, "The fridge of Dysport was at 14 °C, and the limit is 25 °C.")
    first, second = found(draft)
    assert "14 °C" in first.text
    assert "25 °C" not in first.text
    assert "25 °C" in second.text
    assert "14 °C" not in second.text
