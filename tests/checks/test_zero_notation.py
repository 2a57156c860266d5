import pytest

from tests.support import KETTLE, Draft, assert_only


@pytest.mark.parametrize(("text", "remedy"), [
    ("It moved 5.0 mm. [@clark2020]", "Write 5"),
    ("It moved 0.10 mm. [@clark2020]", "Write 0.1"),
    ("It took 20.0 minutes. [@clark2020]", "Write 20"),
    ("A 1.0-mm needle. [@clark2020]", "Write 1"),
    ("It moved 1.0–2.5 mm. [@clark2020]", "Write 1"),
    ("It moved 1,000.0 mm. [@clark2020]", "Write 1,000"),
    ("Give .5 mg of it. [@clark2020]", "Write 0.5"),
    ("It was (.1 mm) thick. [@clark2020]", "Write 0.1"),
])
def test_bad(draft: Draft, text: str, remedy: str) -> None:
    line = draft.append(KETTLE, text)
    assert_only(draft, "zero-notation", KETTLE, line, "zero")
    assert draft.findings()[0].remedy == remedy


def test_bad_in_the_front_matter(draft: Draft) -> None:
    draft.replace(KETTLE, "description: How water", "description: How .5 mg of water")
    assert_only(draft, "zero-notation", KETTLE, 3, "'.5' has no leading zero")


@pytest.mark.parametrize("text", [
    "It moved 0.05 mm. [@clark2020]", "It moved 10 mm, or 1.05 mm. [@clark2020]", "It was 10.0% of them. [@clark2020]",
    "See version 2.10 of it.", "Ends here.1", "Section 3.10 of the guide.", "Not `.5 mm`.", "It is §.5 there.",
])
def test_good(draft: Draft, text: str) -> None:
    draft.append(KETTLE, text)
    assert draft.findings() == []
