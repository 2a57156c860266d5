from __future__ import annotations

import os
import subprocess
import sys

import pytest

from course import checks
from course.cli import main
from course.findings import CourseError, Finding, as_github, as_text
from tests.support import CONFIG, KETTLE, REFERENCES, Draft

Capture = pytest.CaptureFixture[str]


@pytest.fixture
def here(draft: Draft, monkeypatch: pytest.MonkeyPatch) -> Draft:
    """The small course, where the commands find it."""
    monkeypatch.setenv("COURSE_ROOT", str(draft.paths.root))
    return draft


def test_check_finds_nothing(here: Draft, capsys: Capture) -> None:
    assert main(["check"]) == 0
    out, err = capsys.readouterr()
    assert out.startswith(f"check: 0 findings; {len(checks.RULES)} rules, 6 pages, 10 quizzes, 3 references, ")
    assert out.count("\n") == 1
    assert err == ""


def test_check_as_text(here: Draft, capsys: Capture) -> None:
    link = here.append(KETTLE, "See [the cup](cup.md).")
    figure = "/// figure\n![](../assets/img/kettle.svg)\n\nThe kettle on its stove. [@adams2001]\n///"
    image = here.append(KETTLE, figure) + 1
    assert main(["check"]) == 1
    lines = capsys.readouterr().out.splitlines()
    assert lines[0] == (
        f"{KETTLE}:{link}: link-target: there is no page docs/chapters/cup.md. "
        "Mend the link, or give the heading that id: `{ #id }`"
    )
    assert lines[1].startswith(f"{KETTLE}:{image}: image-alt: ")
    assert lines[2].startswith("check: 2 findings; ")
    assert len(lines) == 3


def test_check_for_github(here: Draft, capsys: Capture) -> None:
    line = here.append(KETTLE, "A claim. [@100%; x]")
    assert main(["check", "--format", "github"]) == 1
    lines = capsys.readouterr().out.splitlines()
    assert lines[0] == (
        f"::error file={KETTLE},line={line},title=citation-known::'@100%25' is not a citation. "
        "Write [@key], [@key, §2.2] or [@first; @second]"
    )
    assert lines[1].startswith("check: 1 finding; ")


def test_list(here: Draft, capsys: Capture) -> None:
    assert main(["check", "--list"]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert [line.split()[0] for line in lines] == [rule.RULE for rule in checks.RULES]
    assert all(len(line) > 40 for line in lines)
    assert len(lines) >= 19


@pytest.mark.parametrize(("file", "old", "new", "line"), [
    (REFERENCES, "- id: board2019\n", "- id: [board2019\n", None),
    (REFERENCES, "  type: webpage\n  author:", "  type: webpage\n  type: webpage\n  author:", "- id: board2019"),
    (CONFIG, "nav:\n", "nav: [\n", None),
])
def test_broken_yaml(here: Draft, capsys: Capture, file: str, old: str, new: str, line: str | None) -> None:
    """One line says where and what, one that the command has stopped."""
    here.replace(file, old, new)
    assert main(["check"]) == 1
    out, err = capsys.readouterr()
    assert out == ""
    first, second = err.splitlines()
    assert first.startswith(f"{file}:")
    assert ": yaml: " in first
    assert int(first.split(":")[1]) > 1
    if line:
        assert int(first.split(":")[1]) == here.line_of(file, line) + 2
    assert second == "check: stopped; faults: 1"


def test_broken_front_matter(here: Draft, capsys: Capture) -> None:
    here.replace(KETTLE, "title: The kettle", "title: [The kettle")
    assert main(["check"]) == 1
    lines = capsys.readouterr().out.splitlines()
    assert lines[0].startswith(f"{KETTLE}:3: yaml: not valid YAML: ")
    assert lines[1].startswith("check: 1 finding; ")


def test_wrong_encoding(here: Draft, capsys: Capture) -> None:
    line = here.line_of(KETTLE, "Fill the kettle")  # the first with a section sign
    (here.paths.root / KETTLE).write_bytes(here.read(KETTLE).encode("cp1252"))
    assert main(["check"]) == 1
    first, _ = capsys.readouterr().err.splitlines()
    assert first.startswith(f"{KETTLE}:{line}: encoding: not UTF-8")


def test_missing_references(here: Draft, capsys: Capture) -> None:
    here.paths.references.unlink()
    assert main(["check"]) == 1
    [line] = capsys.readouterr().err.splitlines()
    assert line.startswith("check: ")
    assert "references.yml" in line


def test_outside_a_course(tmp_path, monkeypatch: pytest.MonkeyPatch, capsys: Capture) -> None:
    monkeypatch.setenv("COURSE_ROOT", str(tmp_path))
    assert main(["check"]) == 1
    [line] = capsys.readouterr().err.splitlines()
    assert line.startswith(f"check: no course at or above {tmp_path}")


@pytest.mark.parametrize("arguments", [[], ["nonsense"], ["check", "--format", "xml"]])
def test_wrong_arguments(here: Draft, capsys: Capture, arguments: list[str]) -> None:
    with pytest.raises(SystemExit) as caught:
        main(arguments)
    assert caught.value.code == 2
    assert "usage: course" in capsys.readouterr().err


def test_interrupted(here: Draft, monkeypatch: pytest.MonkeyPatch, capsys: Capture) -> None:
    def stop(_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(checks, "run", stop)
    assert main(["check"]) == 130
    assert capsys.readouterr().err == "check: stopped by hand\n"


@pytest.mark.parametrize(("spoil", "status"), [("", 0), ("- id: [\n", 1)])
def test_as_a_process(draft: Draft, spoil: str, status: int) -> None:
    draft.write(REFERENCES, draft.read(REFERENCES) + spoil)
    done = subprocess.run(
        [sys.executable, "-m", "course.cli", "check"],
        cwd=draft.paths.docs / "chapters", capture_output=True, text=True,
        env={name: value for name, value in os.environ.items() if name != "COURSE_ROOT"}, timeout=30, check=False,
    )
    assert done.returncode == status
    assert "Traceback" not in done.stderr
    assert ("check: 0 findings" in done.stdout) is (status == 0)
    assert (f"{REFERENCES}:" in done.stderr) is (status == 1)


def finding(line: int, message: str = "it is wrong", path: str = "docs/a.md") -> Finding:
    return Finding(path, line, "a-rule", message, "Mend it")


def test_findings_are_sorted_by_place_and_number() -> None:
    several = [finding(10), finding(9), finding(1, path="data/b.yml")]
    assert as_text(several).splitlines() == [
        "data/b.yml:1: a-rule: it is wrong. Mend it",
        "docs/a.md:9: a-rule: it is wrong. Mend it",
        "docs/a.md:10: a-rule: it is wrong. Mend it",
    ]
    assert [line.split(",title")[0] for line in as_github(several).splitlines()] == [
        "::error file=data/b.yml,line=1", "::error file=docs/a.md,line=9", "::error file=docs/a.md,line=10",
    ]
    assert str(CourseError(several)) == as_text(several)
    assert CourseError(finding(1)).findings == [finding(1)]


def test_github_escapes() -> None:
    assert as_github([finding(3, "50%\r\nof: a, b", path="docs/a,b:c.md")]) == (
        "::error file=docs/a%2Cb%3Ac.md,line=3,title=a-rule::50%25%0D%0Aof: a, b. Mend it"
    )
