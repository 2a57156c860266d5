"""The peers: the same pages for Material for MkDocs with mkdocs-quiz alone, and for Zensical; are they the same?"""

from __future__ import annotations

import re
import shutil
import sys
from collections import Counter
from pathlib import Path
from typing import Any

import yaml
from lxml import html as lxml_html
from mkdocs.config import load_config

from course import atomic
from course.bench.measure import Site
from course.bench.translate import Render, translate
from course.edition import git_output
from course.model import Course, load_course
from course.paths import Paths
from markdown import Markdown

OURS, AGAIN, PLAIN, ZENSICAL = "this course", "this course, again", "Material + mkdocs-quiz", "Zensical"

#: The least share of the words of a chapter of ours that a peer's chapter holds.
SAME = 0.99
#: So many of the words of one paragraph, list item or cell of ours may be missing in a peer's chapter.
PARAGRAPH = 0.5

#: In our article: what stands around the text, what says it a second time, and what a footnote's number stands for.
NOT_TEXT = (
    ".crumbs", ".facts", ".about-page", ".quiz form", ".quiz-read", ".quiz-answer summary", ".quiz-answer li > p > strong",
    "sup", ".leans-on summary", ".home-buttons", ".home-facts", ".look-up",
)
#: In every article: what is no text at all.
NO_WORDS = ("script", "style")
#: The smallest pieces of text that are looked for one by one.
PIECES = "p, li, td, dd, h1, h2, h3"
WORD = re.compile(r"[^\W_]+")


def copy_of_ours(paths: Paths, folder: Path) -> Paths:
    """The course as it stands, in `folder`: nothing that is measured touches the repository.

    The copy knows the history of the original, because a build asks git when each page was last edited.
    """
    folder.mkdir(parents=True)
    for part in (paths.docs, paths.data, paths.overrides):
        if part.is_dir():
            shutil.copytree(part, folder / part.name)
    shutil.copy2(paths.config, folder / paths.config.name)
    if git := git_output(paths, "rev-parse", "--absolute-git-dir"):
        (folder / ".git").write_text(f"gitdir: {git}\n", "utf-8")
    return Paths(folder)


def our_site(paths: Paths, built: Path) -> Site:
    """The strict build of the course in `paths`."""
    command = (sys.executable, "-m", "course.cli", "build", "--output", str(built))
    return Site(OURS, paths.root, built, command, (paths.cache,))


def _renderer(paths: Paths) -> Render:
    """Our Markdown extensions with the configuration of the site."""
    config = load_config(str(paths.config))
    config = config.plugins.on_config(config)
    rendering = Markdown(extensions=config.markdown_extensions, extension_configs=config.mdx_configs)
    return lambda text: rendering.reset().convert(text)


def plain_config(paths: Paths, *, quiz: bool) -> dict[str, Any]:
    """A `mkdocs.yml` with the nav and the features of ours, and the theme's own means."""
    config = load_config(str(paths.config))
    palette = [
        {name: value for name, value in scheme.items() if name not in ("primary", "accent")}
        for scheme in config.theme.get("palette") or []
    ]
    theme = {"name": "material", "language": "en", "font": False, "features": list(config.theme.get("features") or [])}
    return {
        "site_name": config.site_name,
        "site_description": config.site_description or "",
        "copyright": config.copyright or "",
        "nav": config.nav,
        "theme": {**theme, "palette": palette} if palette else theme,
        "markdown_extensions": [
            "admonition", "attr_list", "md_in_html", "tables", "footnotes", {"toc": {"permalink": True, "toc_depth": "2-3"}},
        ],
        "plugins": ["search", "mkdocs_quiz"] if quiz else ["search"],
    }


def _write(course: Course, folder: Path, pages: dict[str, str], *, quiz: bool) -> None:
    for path, text in pages.items():
        atomic.write_text(folder / "docs" / path, text)
    config = plain_config(course.paths, quiz=quiz)
    atomic.write_text(folder / "mkdocs.yml", yaml.safe_dump(config, sort_keys=False, allow_unicode=True))


def write_peers(paths: Paths, folder: Path) -> list[Site]:
    """Write both peers of the course in `paths` below `folder`."""
    course = load_course(paths)
    render = _renderer(paths)
    pages = {page.path: translate(page, course, render) for page in course.in_order}
    plain, zensical = folder / "plain", folder / "zensical"
    _write(course, plain, pages, quiz=True)
    _write(course, zensical, pages, quiz=False)
    mkdocs = (sys.executable, "-m", "mkdocs", "build", "--quiet", "--site-dir", str(plain / "site"))
    program = str(Path(sys.executable).with_name("zensical"))
    return [
        Site(PLAIN, plain, plain / "site", mkdocs),
        Site(ZENSICAL, zensical, zensical / "site", (program, "build", "--clean"), (zensical / ".cache",)),
    ]


# Are they the same pages?


def article(file: Path, *, ours: bool) -> lxml_html.HtmlElement:
    """The article of a built page; of ours without what is no text of the page.

    Raises:
        RuntimeError: the page is not there, or has no article.
    """
    found: list[lxml_html.HtmlElement] = []
    if file.is_file():
        found = lxml_html.fromstring(file.read_bytes()).cssselect("article")
    if not found:
        raise RuntimeError(f"{file} is no page with an article")
    unwanted: list[lxml_html.HtmlElement] = found[0].cssselect(", ".join((*NO_WORDS, *NOT_TEXT) if ours else NO_WORDS))
    for element in unwanted:
        element.drop_tree()
    return found[0]


def words(element: lxml_html.HtmlElement) -> Counter[str]:
    """The words that stand in `element`, and how often."""
    return Counter(WORD.findall(" ".join(element.xpath(".//text()")).casefold()))


def missing(ours: lxml_html.HtmlElement, peer: lxml_html.HtmlElement) -> tuple[float, str]:
    """(share of the words of `ours` that stand in `peer`, beginning of a piece that does not stand there or "")."""
    wanted, there = words(ours), words(peer)
    share = (wanted & there).total() / max(1, wanted.total())
    lacking = wanted - there
    for piece in ours.cssselect(PIECES):
        own = words(piece)
        if own.total() >= 5 and (own & lacking).total() > PARAGRAPH * own.total():
            return share, " ".join(piece.text_content().split())[:80]
    return share, ""


def check_same(course: Course, ours: Site, peers: list[Site]) -> dict[str, float]:
    """The least share of the words of a chapter of ours that each peer has, by its name.

    Raises:
        RuntimeError: a peer's chapter lacks text; nothing that was measured on it would be of the same pages.
    """
    shares = {}
    for peer in peers:
        least = 1.0
        for chapter in course.chapters:
            place = "index.html" if chapter.path == "index.md" else f"{chapter.path.removesuffix('.md')}/index.html"
            share, piece = missing(article(ours.built / place, ours=True), article(peer.built / place, ours=False))
            if share < SAME or piece:
                lacks = f"; it lacks \"{piece}\"" if piece else ""
                raise RuntimeError(
                    f"{peer.name} has {share:.1%} of the words of {chapter.source}{lacks}: these are not the same pages. "
                    "Mend scripts/course/bench/translate.py"
                )
            least = min(least, share)
        shares[peer.name] = least
    return shares
