import pytest

from tests.support import KETTLE, Draft, assert_only


@pytest.mark.parametrize("alt", ["", " ", "Image", "diagram", "pot"])
def test_bad(draft: Draft, alt: str) -> None:
    line = draft.append(KETTLE, f"Text before it. ![{alt}](../assets/img/kettle.svg)")
    assert_only(draft, "image-alt", KETTLE, line, "../assets/img/kettle.svg has no text alternative")


def test_good(draft: Draft) -> None:
    draft.append(KETTLE, "![A diagram of the kettle](../assets/img/kettle.svg)\n\nCode: `![](x.svg)`")
    assert draft.findings() == []
