import pytest

from tests.support import GLOSSARY, KETTLE, Draft, assert_only

WORD = "- term: spout\n  also: []\n  text: \"Where the water comes out.\"\n"


def add(draft: Draft, term: str) -> int:
    """Add an entry at the end; its line."""
    text = draft.read(GLOSSARY)
    draft.write(GLOSSARY, text + term)
    return text.count("\n") + 1


def test_bad_unused(draft: Draft) -> None:
    line = add(draft, WORD.replace("spout", "teaspoon"))
    assert_only(draft, "glossary-terms", GLOSSARY, line, "'teaspoon' is used on no page")


def test_bad_source(draft: Draft) -> None:
    line = add(draft, f"{WORD}  source: nobody\n")
    assert_only(draft, "glossary-terms", GLOSSARY, line, "no reference has the id 'nobody'")


def test_bad_order(draft: Draft) -> None:
    line = add(draft, WORD.replace("spout", "lid"))
    assert_only(draft, "glossary-terms", GLOSSARY, line, "'lid' is not in its place")


def test_bad_twice(draft: Draft) -> None:
    line = add(draft, WORD.replace("[]", '["Plume"]'))
    assert_only(draft, "glossary-terms", GLOSSARY, line, "'Plume' stands already under 'plume'")


def test_bad_form(draft: Draft) -> None:
    line = draft.replace(GLOSSARY, "Steam that leaves the spout.", "Steam that leaves the spout")
    assert_only(draft, "glossary-terms", GLOSSARY, line, "terms.2.text: ")


@pytest.mark.parametrize(("content", "line", "says"), [
    (b"terms: [\n", 2, "not valid YAML"),
    ("terms:\n- term: Küche\n".encode("cp1252"), 2, "not UTF-8"),
    (b"", 1, "is not of type 'object'"),
])
def test_bad_file(draft: Draft, content: bytes, line: int, says: str) -> None:
    """A glossary that cannot be read must not pass for an empty one."""
    draft.paths.glossary.write_bytes(content)
    assert_only(draft, "glossary-terms", GLOSSARY, line, says)


@pytest.mark.parametrize("name", ["tea-cup", "plum", "Plumes", ""])
def test_bad_link(draft: Draft, name: str) -> None:
    line = draft.append(KETTLE, f"One line.\nSee [the word](term:{name}).") + 1
    assert_only(draft, "glossary-terms", KETTLE, line, f"no term is called '{name}'")


@pytest.mark.parametrize("text", [
    "See [the steam](term:plume), [high up](term:sea-level) and [the tin](term:broken-orange-pekoe).",
    "See [the grade](term:BOP) and [what is left](term:leaves).",
    "`[the word](term:nothing)` is code.",
])
def test_good(draft: Draft, text: str) -> None:
    draft.append(KETTLE, text)
    assert draft.findings() == []


@pytest.mark.parametrize("entry", [
    WORD,
    WORD.replace("[]", '["spouts"]') + "  source: clark2020\n",
    WORD.replace("spout", "stove").replace("[]", '["steady plume"]'),
])
def test_good_entry(draft: Draft, entry: str) -> None:
    add(draft, entry)
    assert draft.findings() == []
