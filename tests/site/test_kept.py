"""The preview takes a page from before only where a fresh build would write the same bytes."""

from __future__ import annotations

import logging
from pathlib import Path

import pytest
from mkdocs.commands.build import build
from mkdocs.config import load_config

from course.markdown import course_blocks, editions, learning_blocks
from course.markdown.kinds import COURSE_BLOCKS
from course.model import Course, load_course
from course.paths import Paths
from course.site.kept import NEVER, Kept, digest, outline
from tests.site.conftest import copy_repository
from tests.site.test_build import digests
from tests.support import CONFIG, GLOSSARY, INDEX, KETTLE, REFERENCES, SAMOVAR, TEAPOT, Draft

ADDRESS = "http://127.0.0.1:8000/"


def built(paths: Paths, folder: Path, kept: Kept | None) -> dict[str, str]:
    """The site as the preview builds it, as the digest of each file."""
    config = load_config(str(paths.config), site_dir=str(folder))
    config.site_url = ADDRESS
    config.plugins["course"].kept = kept
    config.plugins.on_startup(command="serve", dirty=False)
    build(config, serve_url=ADDRESS)
    files = digests(folder)
    # It bears the time of the build.
    del files["sitemap.xml.gz"]
    return files


@pytest.fixture(autouse=True)
def quiet(monkeypatch: pytest.MonkeyPatch) -> None:
    """What MkDocs tells of its builds, and an edition that no commit of this repository changes meanwhile."""
    monkeypatch.setattr(logging.getLogger("mkdocs"), "level", logging.CRITICAL)
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1790000000")


PICTURE = "docs/assets/img/kettle.svg"
#: Each changes one thing that pages are made of: file, what stands there, what is to stand there.
CHANGES: dict[str, tuple[str, str, str]] = {
    "a word of a chapter": (KETTLE, "\n## ", "\nMarked words.\n\n## "),
    "a title in the front matter": (KETTLE, "title: ", "title: Marked "),
    "a heading": (TEAPOT, "\n## ", "\n## Marked "),
    "minutes": (TEAPOT, "minutes: ", "minutes: 1"),
    "a question": (KETTLE, "- [x] 100 degrees", "- [x] 101 degrees"),
    "a citation": (KETTLE, "\n## ", "\nMarked [@clark2020].\n\n## "),
    "a reference": (REFERENCES, "  title: ", "  title: Marked "),
    "a meaning": (GLOSSARY, "text: ", "text: Marked "),
    "product data": (SAMOVAR, "brand: ", "brand: Marked "),
    "a drawing": (PICTURE, ">Steam<", ">Marked<"),
    "the name of the site": (CONFIG, "site_name: ", "site_name: Marked "),
    "a title in the nav": (CONFIG, "The kettle", "The marked kettle"),
    "an option of an extension": (CONFIG, "permalink: true", "permalink: false"),
    "the home page": (INDEX, "This course", "This marked course"),
}


@pytest.mark.parametrize("change", CHANGES)
def test_a_change_is_never_missed(draft: Draft, tmp_path: Path, change: str) -> None:
    file, old, new = CHANGES[change]
    kept = Kept()
    before = built(draft.paths, tmp_path / "first", kept)
    text = draft.read(file)
    assert old in text, f"the small course has no {old!r} in {file}"
    draft.write(file, text.replace(old, new, 1))
    after = built(draft.paths, tmp_path / "second", kept)
    assert after == built(draft.paths, tmp_path / "fresh", None)
    assert after != before


def test_files_come_and_go(draft: Draft, tmp_path: Path) -> None:
    kept = Kept()
    built(draft.paths, tmp_path / "first", kept)
    draft.write("docs/chapters/cup.md", draft.read(TEAPOT).replace("teapot-", "cup-"))
    draft.write(CONFIG, draft.read(CONFIG).replace("  - Products: ", "  - The cup: chapters/cup.md\n  - Products: "))
    draft.write("overrides/partials/copyright.html", "Marked")
    draft.write(CONFIG, draft.read(CONFIG).replace("  name: material\n", "  name: material\n  custom_dir: overrides\n"))
    with_cup = built(draft.paths, tmp_path / "second", kept)
    assert "chapters/cup/index.html" in with_cup
    assert "Marked" in (tmp_path / "second" / "index.html").read_text("utf-8")
    assert with_cup == built(draft.paths, tmp_path / "fresh", None)
    draft.write("overrides/partials/copyright.html", "Marked again")
    assert built(draft.paths, tmp_path / "second", kept) == built(draft.paths, tmp_path / "fresh", None)
    (draft.paths.root / "docs/chapters/cup.md").unlink()
    draft.write(CONFIG, draft.read(CONFIG).replace("  - The cup: chapters/cup.md\n", ""))
    without = built(draft.paths, tmp_path / "second", kept)
    assert without == built(draft.paths, tmp_path / "fresh", None)
    assert set(with_cup) - set(without) >= {"chapters/cup/index.html"}
    assert not {path for path in kept.contents if "cup" in path}


def test_another_commit(draft: Draft, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    kept = Kept()
    monkeypatch.setenv("COURSE_COMMIT", "1" * 40)
    built(draft.paths, tmp_path / "first", kept)
    monkeypatch.setenv("COURSE_COMMIT", "2" * 40)
    assert built(draft.paths, tmp_path / "first", kept) == built(draft.paths, tmp_path / "fresh", None)
    assert kept.taken == (0, 0)


def test_nothing_changed(draft: Draft, tmp_path: Path) -> None:
    kept = Kept()
    before = built(draft.paths, tmp_path / "first", kept)
    assert kept.taken == (0, 0)
    assert built(draft.paths, tmp_path / "first", kept) == before
    number = len(draft.load().pages)
    assert kept.taken == (number, number)


def replace(paths: Paths, file: str, old: str, new: str) -> None:
    path = paths.root / file
    text = path.read_text("utf-8")
    assert old in text, f"{file} has no {old!r}"
    path.write_text(text.replace(old, new, 1), "utf-8")


def test_the_real_course(tmp_path: Path) -> None:
    paths = copy_repository(tmp_path / "course")
    number = len(load_course(paths).pages)
    kept, folder = Kept(), tmp_path / "site"
    built(paths, folder, kept)

    # A word: one page is made anew, and those of which nothing is kept.
    chapter = "docs/safety/ptosis.md"
    replace(paths, chapter, "\n## ", "\nMarked words.\n\n## ")
    word = built(paths, folder, kept)
    never = sum(any(block.kind in NEVER for block in page.blocks) for page in load_course(paths).pages.values())
    assert kept.taken == (number - 1 - never, number - 1 - never)
    assert word == built(paths, tmp_path / "fresh", None)
    assert "Marked words" in (folder / "safety/ptosis/index.html").read_text("utf-8")

    # Everything at once: a heading, a question, a reference, a title of the nav.
    replace(paths, chapter, "\n## ", "\n## Marked ")
    replace(paths, "docs/science/toxin.md", "\n- [x] ", "\n- [x] Marked ")
    replace(paths, "data/references.yml", "\n  title: ", "\n  title: Marked ")
    replace(paths, "mkdocs.yml", "- The toxin: ", "- The marked toxin: ")
    assert built(paths, folder, kept) == built(paths, tmp_path / "fresh", None)
    assert kept.taken == (0, 0)


def test_blocks_that_read_the_course_are_known(real: Course, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The kinds of blocks that ask for the whole course while a page is rendered are those that the keys know."""
    from tests.support import render

    asking: set[str] = set()
    kind = ""

    def asked(paths: Paths) -> Course:
        asking.add(kind)
        return real

    for module in (course_blocks, learning_blocks, editions):
        monkeypatch.setattr(module, "load_course", asked)
    seen = set()
    for page in real.pages.values():
        for block in page.blocks:
            if block.kind not in seen and block.closed_at:
                seen.add(block.kind)
                kind = block.kind
                lines = page.body.split("\n")[block.line - page.first_line : block.closed_at - page.first_line + 1]
                render("\n".join(lines), real.paths)
    assert asking == set(COURSE_BLOCKS) & seen
    assert seen >= {"references", "syllabus", "exam", "progress", "record", "editions", "doses", "danger", "figure"}


def test_no_other_extension_asks_for_the_course(repo: Paths) -> None:
    asking = {file.stem for file in (repo.package / "markdown").glob("*.py") if "load_course" in file.read_text("utf-8")}
    assert asking == {"course_blocks", "learning_blocks", "editions"}


@pytest.mark.parametrize(("old", "new", "same"), [
    ("\n## ", "\nWords alone.\n\n## ", True),
    ("\n## ", "\nWords [@clark2020].\n\n## ", False),
    ("\n## ", "\n## More ", False),
    ("title: ", "title: More ", False),
    ("<quiz>\n", "<quiz>\nMore ", False),
    ("- [x] 100 degrees", "- [x] 101 degrees", False),
])
def test_outline(draft: Draft, old: str, new: str, same: bool) -> None:
    def now() -> str:
        return outline(draft.page(KETTLE), draft.read(KETTLE))

    before, text = now(), draft.read(KETTLE)
    assert old in text
    draft.write(KETTLE, text.replace(old, new, 1))
    assert (now() == before) is same


@pytest.mark.parametrize(("one", "other"), [
    (["ab", "c"], ["a", "bc"]), (["a", ""], ["a"]), (["1:a"], ["a"]), ([], [""]),
])
def test_digests_tell_lists_apart(one: list[str], other: list[str]) -> None:
    assert digest(one) != digest(other)
    assert digest(one) == digest([part.encode() for part in one])


