import pytest

from course.checks import dose_product
from course.findings import Finding
from tests.support import KETTLE, Draft

RULE = "dose-product"
QUIZ = """<quiz>
<!-- id: a-dose; objective: boil-water -->
{question}

- [x] {right}
> {reason} [@clark2020]
- [ ] {wrong}
> No. [@clark2020]
- [ ] Tea
> No. [@clark2020]
</quiz>"""


def found(draft: Draft) -> list[Finding]:
    return list(dose_product.check(draft.load()))


@pytest.mark.parametrize("text", [
    "Inject 20 Units now. [@clark2020]",
    "Inject [20 Units](fact:a/b/c) now. [@clark2020]",
    "Dysport comes first. Then 20 Units follow. [@clark2020]",
    "Then 20 units follow.",
    "Ten Units a point.",
    "Twenty-five Units a point.",
    "A 100-Unit vial.",
    "So 6 Units/kg are given.",
    "- Dysport\n- 20 Units",
    "It holds 4 Units per 0.1 mL.",
])
def test_bad(draft: Draft, text: str) -> None:
    line = draft.append(KETTLE, text) + text.count("\n")
    [finding] = found(draft)
    assert (finding.rule, finding.path, finding.line) == (RULE, KETTLE, line)
    assert finding.remedy == "Name the product in the same sentence, row or option"


def test_bad_in_a_row(draft: Draft) -> None:
    line = draft.append(KETTLE, "| Area | Dose |\n|---|---|\n| Dysport, brow | 50 Units |\n| Brow | 50 Units |") + 3
    assert [finding.line for finding in found(draft)] == [line]


@pytest.mark.parametrize("part", ["question", "right", "wrong", "reason"])
def test_bad_in_each_part_of_a_quiz(draft: Draft, part: str) -> None:
    parts = {"question": "What is so?", "right": "Water", "wrong": "Milk", "reason": "So.", part: "It is 20 Units."}
    draft.append(KETTLE, QUIZ.format(**parts))
    assert [finding.line for finding in found(draft)] == [draft.line_of(KETTLE, "It is 20 Units.")]


@pytest.mark.parametrize("text", [
    "Inject 20 Units of onabotulinumtoxinA now.",
    "Inject 20 Units of OnabotulinumtoxinA (BOTOX) now.",
    "Daxxify: 40 Units in five points.",
    "Units of one product are never converted.",
    "Write \"Units per 0.1 mL\" on it.",
    "| Area | Dose of Dysport |\n|---|---|\n| Brow | 50 Units |",
    "## The 400-Unit question",
    "Five business units took part.",
])
def test_good(draft: Draft, text: str) -> None:
    draft.append(KETTLE, text)
    assert found(draft) == []
