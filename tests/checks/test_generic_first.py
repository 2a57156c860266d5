import pytest

from tests.support import INDEX, KETTLE, Draft, assert_only


@pytest.mark.parametrize("text", [
    "Dysport it is.", "Dysport (abobotulinumtoxinA) it is.", "BOTOX it is.", "Botox Cosmetic it is.",
    "Here onabotulinumtoxinA (Botox) and Xeomin are meant.",
    "| Brand | Generic |\n|---|---|\n| Dysport | abobotulinumtoxinA |",
])
def test_bad(draft: Draft, text: str) -> None:
    line = draft.append(KETTLE, text) + text.count("\n")
    assert_only(draft, "generic-first", KETTLE, line, "stands before its generic name")


def test_bad_once_a_page_and_product(draft: Draft) -> None:
    """What another page has said does not count; the second use is not a second fault."""
    draft.append(INDEX, "Here abobotulinumtoxinA (Dysport) is named.")
    line = draft.append(KETTLE, "Dysport it is, and Dysport again.\n\nDysport it remains.")
    assert_only(draft, "generic-first", KETTLE, line)


def test_bad_in_a_quiz(draft: Draft) -> None:
    line = draft.replace(KETTLE, "- [ ] A warm handle", "- [ ] A handle of Dysport")
    assert_only(draft, "generic-first", KETTLE, line)


@pytest.mark.parametrize("text", [
    "AbobotulinumtoxinA (Dysport) it is.\n\nDysport it remains.",
    "PrabotulinumtoxinA-xvfs (Jeuveau) it is.",
    "| Generic | Brand |\n|---|---|\n| abobotulinumtoxinA | Dysport |",
    "| Rate with abobotulinumtoxinA | Brand |\n|---|---|\n| None | Dysport |",
    "She says that she \"had Botox\" there.",
    "OnabotulinumtoxinA it is, as Botox or as Botox Cosmetic.",
    "## Dysport\n\nHere abobotulinumtoxinA is meant.",
])
def test_good(draft: Draft, text: str) -> None:
    draft.append(KETTLE, text)
    assert draft.findings() == []
