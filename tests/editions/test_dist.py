"""The listing of `dist/`: written, read, and compared with what is there."""

from __future__ import annotations

import hashlib
import json
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from course.editions import dist
from course.findings import CourseError
from course.paths import Paths

FILES = {"tea.pdf": b"%PDF", "sheets/pot.pdf": b"%PDF pot", "tea.zip": b"PK"}


@pytest.fixture
def made(tmp_path: Path) -> Paths:
    for name, content in FILES.items():
        file = tmp_path / "dist" / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(content)
    dist.write(tmp_path / "dist", FILES, "0.1.0 (1a2b3c4d)", "2026-11-26")
    return Paths(tmp_path)


def test_what_is_written_is_read(made: Paths) -> None:
    found = dist.read(made)
    assert found is not None
    assert (found.version, found.date) == ("0.1.0 (1a2b3c4d)", "2026-11-26")
    assert [item.name for item in found.editions] == sorted(FILES)
    for item in found.editions:
        assert item.size == len(FILES[item.name])
        assert item.sha256 == hashlib.sha256(FILES[item.name]).hexdigest()


def test_the_sums_are_what_sha256sum_reads(made: Paths) -> None:
    check = ["sha256sum", "--check", "--strict", dist.SUMS]
    done = subprocess.run(check, cwd=made.dist, capture_output=True, text=True, check=False)
    assert done.returncode == 0
    assert done.stdout.splitlines() == [f"{name}: OK" for name in sorted(FILES)]
    (made.dist / "tea.zip").write_bytes(b"QK")
    assert subprocess.run(check, cwd=made.dist, capture_output=True, check=False).returncode == 1


def test_nothing_was_made(tmp_path: Path) -> None:
    assert dist.read(Paths(tmp_path)) is None


def _other(folder: Path) -> None:
    (folder / "tea.pdf").write_bytes(b"%PDG")


def _gone(folder: Path) -> None:
    (folder / "sheets" / "pot.pdf").unlink()


def _no_sums(folder: Path) -> None:
    (folder / dist.SUMS).unlink()


def _no_list(folder: Path) -> None:
    (folder / dist.LISTING).write_text("[")


def _other_form(folder: Path) -> None:
    given = json.loads((folder / dist.LISTING).read_text())
    del given["editions"][0]["size"]
    (folder / dist.LISTING).write_text(json.dumps(given))


@pytest.mark.parametrize(("spoil", "says"), [
    (_other, "tea.pdf has another checksum"), (_gone, "sheets/pot.pdf is not there"), (_no_sums, "SHA256SUMS is not there"),
    (_no_list, "the list of editions cannot be read"), (_other_form, "the list of editions cannot be read"),
])
def test_what_was_spoiled_is_named(made: Paths, spoil: Callable[[Path], None], says: str) -> None:
    spoil(made.dist)
    with pytest.raises(CourseError) as caught:
        dist.read(made)
    [finding] = caught.value.findings
    assert str(finding).startswith("dist/editions.json:1: editions: ")
    assert says in finding.message
    assert "make editions" in finding.remedy
