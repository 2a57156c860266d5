import pytest

from tests.checks.test_reference_duplicate import ENTRY
from tests.support import KETTLE, REFERENCES, Draft, assert_only


@pytest.mark.parametrize("mention", ["", "`[@dean2021]`", "```\n[@dean2021]\n```", "<!-- [@dean2021] -->", "dean2021"])
def test_bad(draft: Draft, mention: str) -> None:
    draft.write(REFERENCES, draft.read(REFERENCES) + ENTRY.format(id="dean2021", address='URL: "https://example.org/x"'))
    draft.append(KETTLE, f"Text.\n\n{mention}")
    assert_only(
        draft, "reference-cited", REFERENCES, draft.line_of(REFERENCES, "- id: dean2021"), "'dean2021' is cited nowhere"
    )


@pytest.mark.parametrize("mention", ["Text. [@dean2021]", "Text. [@adams2001; @dean2021, p. 3]"])
def test_good(draft: Draft, mention: str) -> None:
    draft.write(REFERENCES, draft.read(REFERENCES) + ENTRY.format(id="dean2021", address='URL: "https://example.org/x"'))
    draft.append(KETTLE, mention)
    assert draft.findings() == []
