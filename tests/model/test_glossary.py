import os

import pytest

from course.model.glossary import RULE, load_glossary
from tests.support import GLOSSARY, Draft

TERMS = """\
terms:
- term: boil
  also: ["boils", "rolling boil"]
  text: "What water does when it is hot enough."
- term: BOP
  also: ["broken orange pekoe"]
  text: "A grade of tea with small leaves."
- term: camelliatoxinA
  also: ["CTX-A"]
  text: "A toxin that does not exist."
  source: adams2001
- term: off-menu
  also: ["margin-of-cup distance", "ID"]
  text: "What the card does not name."
- term: Samovar
  also: []
  text: "A machine that makes tea."
"""


def found(draft: Draft, text: str) -> list[tuple[str, str]]:
    glossary, findings = load_glossary(draft.paths)
    assert findings == []
    return [(text[start:end], term.term) for start, end, term in glossary.find(text)]


@pytest.fixture
def terms(draft: Draft) -> Draft:
    draft.write(GLOSSARY, TERMS)
    return draft


def test_terms(terms: Draft) -> None:
    glossary, findings = load_glossary(terms.paths)
    assert findings == []
    assert len(glossary) == 5
    assert [term.id for term in glossary] == [
        "term-boil", "term-bop", "term-camelliatoxina", "term-off-menu", "term-samovar",
    ]
    toxin = list(glossary)[2]
    assert (toxin.forms, toxin.source) == (("camelliatoxinA", "CTX-A"), "adams2001")
    assert toxin.line == terms.line_of(GLOSSARY, "- term: camelliatoxinA")
    assert next(iter(glossary)).source is None


@pytest.mark.parametrize(("text", "expected"), [
    ("It comes to a boil.", [("boil", "boil")]),
    ("Boil it; it BOILS.", [("Boil", "boil"), ("BOILS", "boil")]),
    ("A rolling boil, and a boil.", [("rolling boil", "boil"), ("boil", "boil")]),
    ("boil", [("boil", "boil")]),
    ("(boil)", [("boil", "boil")]),
    ("boiling, parboil, re-boil, boil-over, boil_over, boils2", []),
    # Abbreviations are told apart by their capitals.
    ("BOP and Bop and bop.", [("BOP", "BOP")]),
    ("Broken Orange Pekoe", [("Broken Orange Pekoe", "BOP")]),
    ("Show your ID; the id of a part; Id.", [("ID", "off-menu")]),
    # Names of toxins keep their capital letter, and may begin a sentence.
    ("camelliatoxinA, CamelliatoxinA", [("camelliatoxinA", "camelliatoxinA"), ("CamelliatoxinA", "camelliatoxinA")]),
    ("camelliatoxina, CAMELLIATOXINA, camelliatoxinA-abcd", []),
    ("CTX-A; ctx-a", [("CTX-A", "camelliatoxinA")]),
    ("An off-menu tea. Off-menu teas.", [("off-menu", "off-menu"), ("Off-menu", "off-menu")]),
    ("the margin-of-cup distance", [("margin-of-cup distance", "off-menu")]),
    ("samovar, Samovar", [("samovar", "Samovar"), ("Samovar", "Samovar")]),
    ("", []),
    ("No word of ours.", []),
])
def test_find(terms: Draft, text: str, expected: list[tuple[str, str]]) -> None:
    assert found(terms, text) == expected


@pytest.mark.parametrize(("name", "term"), [
    ("boil", "boil"), ("Boil", "boil"), ("rolling-boil", "boil"), ("BOP", "BOP"), ("bop", "BOP"),
    ("broken-orange-pekoe", "BOP"), ("off-menu", "off-menu"), ("margin-of-cup-distance", "off-menu"),
    ("CTX-A", "camelliatoxinA"),
    ("camelliatoxinA", "camelliatoxinA"),
    ("bo", None), ("", None), ("boil-over", None),
])
def test_named(terms: Draft, name: str, term: str | None) -> None:
    """What stands after `term:` in a link, with hyphens for blanks."""
    named = load_glossary(terms.paths)[0].named(name)
    assert (named.term if named else None) == term


@pytest.mark.parametrize(("old", "new", "at", "says"), [
    ("- term: boil", "- term: zest", "- term: BOP", "'BOP' is not in its place"),
    ('["boils", "rolling boil"]', '["boils", "samovar"]', "- term: Samovar", "'Samovar' stands already under 'boil'"),
    ('["boils", "rolling boil"]', '["boils", "BOP"]', "- term: BOP", "'BOP' stands already under 'boil'"),
    ('"A machine that makes tea."', f'"A {"very " * 28}hot one."', "- term: Samovar", "'Samovar' takes more than 30 words"),
    ('"A machine that makes tea."', '"A machine that makes tea"', "  text: \"A machine", "terms.4.text: "),
    ('"A machine that makes tea."', '"Tea."', '  text: "Tea."', "terms.4.text: "),
    ("- term: Samovar", "- term: S", "- term: S", "terms.4.term: "),
    ("  source: adams2001\n", "  sources: adams2001\n", "  sources:", "unknown key 'sources'"),
    ("  also: []\n", "", "- term: Samovar", "terms.4: 'also' is a required property"),
    ('["boils", "rolling boil"]', '["boils", "boils"]', '  also: ["boils", "boils"]', "terms.0.also: "),
    ("terms:\n", "words:\n", "words:", "'terms' is a required property"),
])
def test_faults(terms: Draft, old: str, new: str, at: str, says: str) -> None:
    terms.replace(GLOSSARY, old, new)
    _, findings = load_glossary(terms.paths)
    matching = [finding for finding in findings if says in finding.message]
    assert [(finding.path, finding.rule, finding.line) for finding in matching] == [
        (GLOSSARY, RULE, terms.line_of(GLOSSARY, at))
    ], findings
    assert all(finding.rule == RULE for finding in findings)


def test_thirty_words_are_not_too_many(terms: Draft) -> None:
    text = " ".join(["word"] * 29 + ["end."])
    terms.replace(GLOSSARY, "A machine that makes tea.", text)
    assert load_glossary(terms.paths)[1] == []


@pytest.mark.parametrize(("content", "rule"), [
    (b"terms: [\n", "yaml"),
    (TERMS.replace("grade of tea", "gräde").encode("cp1252"), "encoding"),
    (b"", RULE),
    (b"terms: []\n", RULE),
])
def test_unreadable(terms: Draft, content: bytes, rule: str) -> None:
    terms.paths.glossary.write_bytes(content)
    glossary, [finding] = load_glossary(terms.paths)
    assert (finding.rule, finding.path) == (rule, GLOSSARY)
    assert len(glossary) == 0
    assert list(glossary.find("A boil.")) == []


def test_without_the_file(terms: Draft) -> None:
    terms.paths.glossary.unlink()
    glossary, findings = load_glossary(terms.paths)
    assert (len(glossary), findings) == (0, [])


def test_the_cache_is_kept_and_refreshed(terms: Draft) -> None:
    first = load_glossary(terms.paths)
    assert load_glossary(terms.paths)[0] is first[0]
    terms.replace(GLOSSARY, "- term: Samovar", "- term: Samovur")  # as long as before
    file = terms.paths.glossary
    os.utime(file, ns=(file.stat().st_atime_ns, file.stat().st_mtime_ns + 1))
    assert found(terms, "Samovar, Samovur") == [("Samovur", "Samovur")]
