import re

import pytest

from course.model.citation import BRACKET, BRACKET_WITH_SPACE, CitationSyntaxError, Cite, parse_bracket


@pytest.mark.parametrize(("inside", "cites"), [
    ("@key", [("key", None)]),
    ("@120ty-jeu", [("120ty-jeu", None)]),
    ("@key, §2.2", [("key", "§2.2")]),
    ("@key,p. 5", [("key", "p. 5")]),
    ("@key , Tables VI, VII", [("key", "Tables VI, VII")]),
    ("@a; @b", [("a", None), ("b", None)]),
    ("@a;@b, p. 5 ; @c", [("a", None), ("b", "p. 5"), ("c", None)]),
    ("@a, Highlights; @a, §2", [("a", "Highlights"), ("a", "§2")]),
    ("@a_b.c-d", [("a_b.c-d", None)]),
])
def test_parse(inside: str, cites: list) -> None:
    assert parse_bracket(inside) == [Cite(key, locator) for key, locator in cites]


@pytest.mark.parametrize(("inside", "says"), [
    ("key", "'key' is not a citation"),
    ("@", "'@' is not a citation"),
    ("@ key", "'@ key' is not a citation"),
    ("@-key", "'@-key' is not a citation"),
    ("@key p. 5", "'@key p. 5' is not a citation"),
    ("@key,", "'@key,' is not a citation"),
    ("@a; b", "'b' is not a citation"),
    ("@a;", "'' is not a citation"),
    ("@a; ; @b", "'' is not a citation"),
    # A comma where a semicolon was meant: the second key would be read as a place in the first source.
    ("@a, @b", "'@a, @b' is not a citation"),
    ("@kéy", "'@kéy' is not a citation"),
])
def test_not_a_citation(inside: str, says: str) -> None:
    with pytest.raises(CitationSyntaxError, match=re.escape(says)):
        parse_bracket(inside)


@pytest.mark.parametrize(("text", "found"), [
    ("A claim. [@a] Another. [@b, §2]", ["@a", "@b, §2"]),
    ("[@a][@b]", ["@a", "@b"]),
    ("[not @a]", []),
    ("a@b.org and @someone", []),
    ("[@a\n]", []),
    ("[[@a]]", ["@a"]),
    ("| cell [@a] | [@b] |", ["@a", "@b"]),
    ("- [@] x", []),
])
def test_bracket(text: str, found: list[str]) -> None:
    assert [match[1] for match in BRACKET.finditer(text)] == found


def test_bracket_with_space_takes_the_blanks_before_it() -> None:
    assert re.sub(BRACKET_WITH_SPACE, "", "A claim. [@a] More.\t [@b]\n [@c]") == "A claim. More.\n"
