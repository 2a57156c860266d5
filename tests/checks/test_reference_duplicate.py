import pytest

from tests.support import KETTLE, REFERENCES, Draft, assert_only

ENTRY = """\
- id: {id}
  type: webpage
  title: Another source
  {address}
  note: "Seen: the page."
  custom: {{evidence: book, seen: "2026-11-22", seen-as: record}}
"""


def add(draft: Draft, id: str, address: str) -> int:
    draft.write(REFERENCES, draft.read(REFERENCES) + ENTRY.format(id=id, address=address))
    draft.append(KETTLE, f"It is cited. [@{id}]")
    return draft.read(REFERENCES).count("\n") - 5


@pytest.mark.parametrize(("address", "says"), [
    ('DOI: "10.1234/kettle.2001.12"', "'dean2021' has the DOI of 'adams2001'"),
    ('DOI: "10.1234/KETTLE.2001.12"', "'dean2021' has the DOI of 'adams2001'"),
    ('PMID: "1234567"', "'dean2021' has the PMID of 'adams2001'"),
    ('URL: "https://example.org/pot/"', "'dean2021' has the URL of 'clark2020'"),
])
def test_bad(draft: Draft, address: str, says: str) -> None:
    line = add(draft, "dean2021", address)
    assert_only(draft, "reference-duplicate", REFERENCES, line, says)


def test_bad_id(draft: Draft) -> None:
    first = draft.line_of(REFERENCES, "- id: clark2020")
    line = add(draft, "clark2020", 'URL: "https://example.org/other"')
    assert_only(draft, "reference-duplicate", REFERENCES, line, f"the id 'clark2020' stands already in line {first}")


def test_good(draft: Draft) -> None:
    add(draft, "dean2021", 'URL: "https://example.org/other"')
    assert draft.findings() == []
