"""The finished site: which styles are left out, what becomes of blanks, and the compressed copies."""

from __future__ import annotations

import gzip
import urllib.request
from pathlib import Path

import brotli
import pytest

from course.site import finish, styles
from course.site.server import serve_folder
from tests.site.test_build import digests


@pytest.mark.parametrize(("css", "kept"), [
    (".known{color:red}", ".known{color:red}"),
    (".unknown{color:red}", ""),
    (".known,.unknown p{color:red}", ".known{color:red}"),
    (".known:not(.unknown){color:red}", ".known:not(.unknown){color:red}"),
    ("#unknown{color:red}", ""),
    ("p>a:hover{color:#abcdef}", "p>a:hover{color:#abcdef}"),
    ("[dir=rtl] .known{margin:0}", ""),
    ("[dir=ltr] .known{margin:0}", "[dir=ltr] .known{margin:0}"),
    ("[data-md-color-primary=red]{color:red}", ""),
    ("[data-md-scrolllock=red]{color:red}", "[data-md-scrolllock=red]{color:red}"),
    ("@media print{.known{color:red}.unknown{color:red}}", "@media print{.known{color:red}}"),
    ("@media print{.unknown{color:red}}", ""),
    ("@keyframes x{0%{top:0}}", "@keyframes x{0%{top:0}}"),
    (":root{--a:1px;--b:2px;--c:var(--b)}p{margin:var(--c)}", ":root{--b:2px;--c:var(--b)}p{margin:var(--c)}"),
    (":root{--a:1px}", ""),
    # What is judged before the styles are parsed: only what can be read without a parser.
    (".known{color:red}.unknown{color:blue}.other{color:red}", ".known{color:red}.other{color:red}"),
    ("@media print{.known{top:0}.unknown{top:0}#unknown p{top:0}}p{top:0}", "@media print{.known{top:0}}p{top:0}"),
    ("p{top:0}.known:not(.unknown){top:0}.unknown:not(.known){top:0}", "p{top:0}.known:not(.unknown){top:0}"),
    ('p{top:0}.known[title=".unknown"]{top:0}.known::after{content:"}.unknown{"}', 'p{top:0}.known[title=".unknown"]{top:0}'
     '.known::after{content:"}.unknown{"}'),
    ("@keyframes x{0%{top:0}12.5%{top:1px}}", "@keyframes x{0%{top:0}12.5%{top:1px}}"),
    ("p{top:0}.unknown\\:x{top:0}.known>p{top:0}", "p{top:0}.known>p{top:0}"),
])
def test_what_is_left_of_the_themes_styles(css: str, kept: str) -> None:
    page = '<p class="known other" dir="ltr" id="name">unknown</p>'
    assert styles.needed(css, styles.known_words([page], ["x.className = 'scripted'"])) == kept


def test_a_class_of_a_script_is_known() -> None:
    words = styles.known_words(["<p>"], ['box.classList.add("md-open")'])
    assert styles.needed(".md-open{top:0}", words) == ".md-open{top:0}"


@pytest.mark.parametrize(("page", "small"), [
    ("<p>\n\n  a\t b </p>", "<p> a b </p>\n"),
    ("<b>a</b>\n<b>b</b>", "<b>a</b> <b>b</b>\n"),
    ("<pre>a\n  b</pre>\n<textarea>\n x</textarea>", "<pre>a\n  b</pre> <textarea>\n x</textarea>\n"),
    ("<script>a  =  '<p>  '</script>  x", "<script>a  =  '<p>  '</script> x\n"),
    ('<a  title="a  >  b"\n   href=x >y</a>', '<a title="a  >  b" href=x>y</a>\n'),
    ("a<!-- <p>  x -->b", "ab\n"),
    ("1 <  2", "1 < 2\n"),
    ("a\u00a0\u00a0b", "a\u00a0\u00a0b\n"),
])
def test_blanks(page: str, small: str) -> None:
    assert finish.minify(page) == small
    assert finish.minify(small) == small


def test_one_stylesheet(tmp_path: Path) -> None:
    css = tmp_path / "assets" / "css"
    theme = tmp_path / "assets" / "stylesheets"
    css.mkdir(parents=True)
    theme.mkdir()
    (theme / "main.css").write_text(".a{top:0}.z{top:0}")
    (css / "ours.css").write_text("/* why */\n.z {\n  top: 1px; /* so */\n}\n")
    (css / "widget.css").write_text(".w{top:0}")
    link = '<link rel="stylesheet" href="{0}assets/stylesheets/main.css">\n'
    link += '<link rel="stylesheet" href="{0}assets/css/ours.css">'
    (tmp_path / "a").mkdir()
    (tmp_path / "index.html").write_text(link.format("") + '<p class="a">')
    more = '<link rel="stylesheet" href="../assets/css/widget.css">'
    (tmp_path / "a" / "index.html").write_text(link.format("../") + more + "<p>")
    (tmp_path / "404.html").write_text(link.format("/here/") + "<p>")
    finish.finish(tmp_path)
    [made] = css.glob("site.*.css")
    assert made.read_text() == ".a{top:0}\n.z {\ntop: 1px;\n}\n"
    assert sorted(digests(tmp_path)) == sorted(
        ["404.html", "a/index.html", "index.html", "assets/css/widget.css", f"assets/css/{made.name}"]
    )
    for name, start in (("index.html", ""), ("a/index.html", "../"), ("404.html", "/here/")):
        text = (tmp_path / name).read_text()
        assert text.count(f'<link rel="stylesheet" href="{start}assets/css/{made.name}">') == 1
        assert "main.css" not in text
        assert "ours.css" not in text
    assert "../assets/css/widget.css" in (tmp_path / "a" / "index.html").read_text()


def test_compressed_copies(tmp_path: Path) -> None:
    text = "<p>The same words.</p>\n" * 100
    for name, content in (("a.html", text), ("b.svg", text), ("small.css", "a{}"), ("font.woff2", text)):
        (tmp_path / name).write_text(content)
    assert finish.compress(tmp_path)[0] == 2
    names = ["a.html", "a.html.br", "a.html.gz", "b.svg", "b.svg.br", "b.svg.gz", "font.woff2", "small.css"]
    first = digests(tmp_path)
    assert sorted(first) == names
    assert brotli.decompress((tmp_path / "a.html.br").read_bytes()).decode() == text
    assert gzip.decompress((tmp_path / "a.html.gz").read_bytes()).decode() == text
    for name in names:
        if name.endswith((".br", ".gz")):
            (tmp_path / name).unlink()
    finish.compress(tmp_path)
    assert digests(tmp_path) == first


def test_the_server_sends_the_copies_that_a_browser_takes(tmp_path: Path) -> None:
    (tmp_path / "index.html").write_text("<p>The same words.</p>\n" * 100)
    finish.compress(tmp_path)
    with serve_folder(tmp_path) as address:
        def ask(accepts: str) -> tuple[str | None, bytes]:
            request = urllib.request.Request(address, headers={"Accept-Encoding": accepts})
            with urllib.request.urlopen(request) as answer:
                assert answer.headers["Content-Type"] == "text/html"
                return answer.headers["Content-Encoding"], answer.read()

        assert ask("gzip, br") == ("br", (tmp_path / "index.html.br").read_bytes())
        assert ask("gzip") == ("gzip", (tmp_path / "index.html.gz").read_bytes())
        assert ask("identity") == (None, (tmp_path / "index.html").read_bytes())
