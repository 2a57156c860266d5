import pytest

from tests.support import KETTLE, Draft, assert_only

FIGURE = "/// figure\n![{alt}](../assets/img/kettle.svg)\n\nThe kettle stands on its stove. [@adams2001]\n///"


@pytest.mark.parametrize("alt", ["", " ", "Image", "diagram", "pot"])
def test_bad(draft: Draft, alt: str) -> None:
    line = draft.append(KETTLE, FIGURE.format(alt=alt)) + 1
    assert_only(draft, "image-alt", KETTLE, line, "../assets/img/kettle.svg has no text alternative")


def test_good(draft: Draft) -> None:
    draft.append(KETTLE, FIGURE.format(alt="A diagram of the kettle") + "\n\nCode: `![](x.svg)`")
    assert draft.findings() == []
