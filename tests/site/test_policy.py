"""What a browser may do on a page: the policy of each, the file for servers, and what the policy would make dead."""

from __future__ import annotations

import base64
import hashlib
import re
from pathlib import Path
from urllib.request import urlopen

import pytest
from mkdocs.commands.build import build as mkdocs_build
from mkdocs.config import load_config

from course.findings import CourseError
from course.site import built_links, headers, policy
from course.site.build import build
from course.site.forms import Form
from tests.conftest import CourseFactory
from tests.site.test_pages import parse

POLICY = re.compile(r'<meta http-equiv="Content-Security-Policy" content="([^"]*)">')


def directives(text: str) -> dict[str, list[str]]:
    return {name: sources for name, *sources in (part.split() for part in text.split(";"))}


def digest(text: str) -> str:
    return "'sha256-" + base64.b64encode(hashlib.sha256(text.encode()).digest()).decode() + "'"


@pytest.mark.parametrize(("text", "scripts"), [
    ("<script>a()</script>", ["a()"]),
    ('<SCRIPT type=module>\r\nb("<b>")\r\n</SCRIPT >', ['\nb("<b>")\n']),
    ('<script src="x.js"></script><script defer src=y.js>ignored</script>', []),
    ('<script type="application/json" id="c">{"a": 1}</script><script type=application/ld+json>{}</script>', []),
    ("<!-- <script>c()</script> --><script data-src='1'>d()</script>", ["d()"]),
    ("<script></script>", [""]),
])
def test_the_inline_scripts_of_a_page(text: str, scripts: list[str]) -> None:
    assert policy.inline_scripts(text) == scripts


def test_a_page_gets_its_policy_before_what_it_is_about() -> None:
    page = '<!doctype html><head><meta charset="utf-8"><script>a()</script><link rel="stylesheet" href="a.css"></head>'
    whole = policy.with_policy(page, Form.WEB)
    assert POLICY.sub("", whole) == page
    assert whole.index("Content-Security-Policy") < whole.index("<script>")
    found = directives(POLICY.findall(whole)[0])
    assert found["script-src"] == ["'self'", digest("a()")]
    assert found["default-src"] == found["style-src"] == found["connect-src"] == found["form-action"] == ["'self'"]
    assert found["object-src"] == found["base-uri"] == ["'none'"]
    assert "unsafe" not in whole
    disk = directives(POLICY.findall(policy.with_policy(page, Form.DISK))[0])
    assert disk["script-src"] == ["file:", digest("a()")]
    assert disk["connect-src"] == ["'none'"]
    with pytest.raises(policy.NoPlaceError, match="no <meta charset"):
        policy.with_policy("<!doctype html><head></head>", Form.WEB)


def test_every_page_allows_its_own_scripts_and_no_others(site: Path, html_files: list[Path]) -> None:
    """The scripts are found by a parser here, and by a pattern in the build."""
    union: set[str] = set()
    for file in html_files:
        tree = parse(file)
        own = {
            digest(script.text or "") for script in tree.cssselect("script:not([src])")
            if script.get("type") != "application/json"
        }
        assert own, file
        [text] = POLICY.findall(file.read_text("utf-8"))
        assert set(directives(text)["script-src"]) == {"'self'", *own}, file
        # Before it stands nothing that a browser would load or run.
        meta = tree.cssselect("meta[http-equiv]")[0]
        before = [element.tag for element in meta.itersiblings(preceding=True)]
        assert before == ["meta"], file
        assert tree.cssselect("meta[name=referrer]")[0].get("content") == "no-referrer", file
        union |= own
    served = dict(headers.of_path(headers.read(site), "/science/toxin/"))
    assert set(directives(served["Content-Security-Policy"])["script-src"]) == {"'self'", *union}


def test_what_a_server_is_told(site: Path) -> None:
    rules = headers.read(site)
    served = dict(headers.of_path(rules, "/"))
    assert set(served) == {"Content-Security-Policy", "Referrer-Policy", "Permissions-Policy", "X-Content-Type-Options"}
    assert directives(served["Content-Security-Policy"])["frame-ancestors"] == ["'self'"]
    assert served["X-Content-Type-Options"] == "nosniff"
    assert served["Referrer-Policy"] == "no-referrer"
    assert {"camera=()", "geolocation=()", "microphone=()"} <= set(served["Permissions-Policy"].split(", "))
    kept = {path for path, found in rules if ("Cache-Control", headers.FOR_GOOD) in found}
    ours = {f"/{file.relative_to(site).as_posix()}" for kind in ("css", "js") for file in (site / "assets" / kind).iterdir()}
    assert len(ours) > 10
    assert ours <= kept
    # Nothing is kept for good that may change under its name.
    assert [path for path in kept if not re.search(r"\.[0-9a-f]{8}\.", path) or not (site / path[1:]).is_file()] == []
    # The limits of Cloudflare Pages.
    assert len(rules) <= 100
    assert max(map(len, (site / headers.NAME).read_text("utf-8").splitlines())) <= 2000


def test_headers_are_written_and_read(tmp_path: Path) -> None:
    (tmp_path / "assets").mkdir()
    for name in ("index.html", "assets/a.0a1b2c3d.js", "assets/a.js"):
        (tmp_path / name).write_text("")
    headers.write(tmp_path, "default-src 'self'")
    rules = headers.read(tmp_path)
    assert [path for path, _ in rules] == ["/*", "/assets/a.0a1b2c3d.js"]
    everywhere = ["Content-Security-Policy", "Referrer-Policy", "Permissions-Policy", "X-Content-Type-Options"]
    assert [name for name, _ in headers.of_path(rules, "/assets/a.js")] == everywhere
    assert [name for name, _ in headers.of_path(rules, "/assets/a.0a1b2c3d.js")] == [*everywhere, "Cache-Control"]
    assert headers.read(tmp_path / "assets") == []


def test_the_preview_has_no_policy(make_course: CourseFactory) -> None:
    """It reloads by an inline script of the builder's."""
    paths = make_course()
    config = load_config(str(paths.config), site_dir=str(paths.site))
    config.plugins.on_startup(command="serve", dirty=False)
    mkdocs_build(config)
    text = (paths.site / "index.html").read_text("utf-8")
    assert "<h1" in text
    assert "Content-Security-Policy" not in text
    assert not (paths.site / headers.NAME).exists()


@pytest.mark.parametrize(("text", "says"), [
    ('<p onclick="a()">1</p>', "'onclick' holds a script"),
    ('<td style="text-align: left;">1</td>', 'style="text-align: left;" has no effect'),
    ('<a href=" JavaScript:a()">1</a>', "'href' holds a script"),
    ("<style>p { color: red }</style>", "a <style> has no effect"),
    ('<a href="https://example.org/">1</a>', 'the link to https://example.org/ has no rel="noopener"'),
    ('<a href="//example.org/" rel="nofollow">1</a>', 'the link to //example.org/ has no rel="noopener"'),
])
def test_what_the_policy_would_make_dead_stops_a_build(tmp_path: Path, text: str, says: str) -> None:
    good = '<p class="a">1</p><a href="https://example.org/" rel="external noopener">2</a><a href="#a">3</a>'
    (tmp_path / "index.html").write_text(f'{good}<i id="a"></i>\n{text}')
    [finding] = [found for found in built_links.check(tmp_path) if found.rule == "built-policy"]
    assert (finding.path, finding.line) == ("index.html", 2)
    assert finding.message.startswith(says)


def test_an_author_who_aligns_a_column_is_told(make_course: CourseFactory) -> None:
    paths = make_course()
    page = paths.docs / "chapters" / "kettle.md"
    page.write_text(page.read_text("utf-8") + "\n| A | B |\n|--:|---|\n| one | two |\n", "utf-8")
    with pytest.raises(CourseError, match="take the colons out of the row of dashes"):
        build(paths, paths.site)
    assert not paths.site.exists()


def test_the_server_of_the_tests_heeds_the_file(site: Path, address: str) -> None:
    with urlopen(address + "reference/doses/") as answer:
        assert answer.headers["X-Content-Type-Options"] == "nosniff"
        assert answer.headers["Cache-Control"] is None
    style = next((site / "assets" / "css").glob("site.*.css"))
    with urlopen(f"{address}assets/css/{style.name}") as answer:
        assert answer.headers["Cache-Control"] == headers.FOR_GOOD
