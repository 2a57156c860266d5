"""Every rule is known, named after its file, described and tested."""

from pathlib import Path

import pytest

from course import checks

FILES = sorted(path for path in Path(checks.__file__).parent.glob("*.py") if path.stem != "__init__")


def test_there_are_rules() -> None:
    assert len(FILES) >= 19


def test_every_module_is_registered_once() -> None:
    assert sorted(Path(rule.__file__ or "").name for rule in checks.RULES) == [path.name for path in FILES]


@pytest.mark.parametrize("rule", checks.RULES, ids=lambda rule: rule.RULE)
def test_rule(rule) -> None:
    module = rule.__name__.rsplit(".", 1)[-1]
    assert module.replace("_", "-") == rule.RULE
    first = (rule.__doc__ or "").strip().splitlines()[0]
    assert len(first) > 20
    test = Path(__file__).parent / f"test_{module}.py"
    assert test.is_file()
    text = test.read_text("utf-8")
    assert f'"{rule.RULE}"' in text
    assert "def test_bad" in text
    assert "def test_good" in text
