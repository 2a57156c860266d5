"""No reader ever meets half of a file or folder, not even after a kill."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from course import atomic

PRELUDE = """
import os, shutil, sys, time
from pathlib import Path
from course import atomic

target = Path(sys.argv[1])

def stop(*_, **__):
    print("here", flush=True)
    time.sleep(60)
"""


@contextmanager
def process(code: str, target: Path) -> Iterator[subprocess.Popen]:
    """A process that has come to its `stop()`."""
    child = subprocess.Popen([sys.executable, "-c", PRELUDE + code, str(target)], stdout=subprocess.PIPE, text=True)
    try:
        assert child.stdout is not None
        assert child.stdout.readline() == "here\n"
        yield child
    finally:
        child.kill()
        child.wait()
        child.stdout.close()


def kill(code: str, target: Path) -> None:
    with process(code, target) as child:
        child.send_signal(signal.SIGKILL)
        assert child.wait() == -signal.SIGKILL


@pytest.fixture
def site(tmp_path: Path) -> Path:
    folder = tmp_path / "site"
    (folder / "deep").mkdir(parents=True)
    (folder / "index.html").write_text("old")
    (folder / "deep" / "page.html").write_text("old")
    return folder


def state(folder: Path) -> dict[str, str]:
    files = sorted(path for path in folder.rglob("*") if path.is_file())
    return {path.relative_to(folder).as_posix(): path.read_text() for path in files}


OLD = {"index.html": "old", "deep/page.html": "old"}
NEW = {"index.html": "new"}


def build(target: Path) -> None:
    with atomic.folder(target) as new:
        (new / "index.html").write_text("new")


def test_folder_is_replaced(site: Path) -> None:
    with atomic.folder(site) as new:
        assert state(new) == {}
        (new / "index.html").write_text("new")
        assert state(site) == OLD
    assert state(site) == NEW
    assert [path.name for path in site.parent.iterdir()] == ["site"]


def test_folder_is_made(tmp_path: Path) -> None:
    build(tmp_path / "deep" / "site")
    assert state(tmp_path) == {"deep/site/index.html": "new"}


@pytest.mark.parametrize("error", [ValueError, KeyboardInterrupt, SystemExit])
def test_exception_leaves_the_old_folder_whole(site: Path, error: type[BaseException]) -> None:
    def fail() -> None:
        with atomic.folder(site) as new:
            (new / "index.html").write_text("half")
            raise error

    with pytest.raises(error):
        fail()
    assert state(site) == OLD
    assert [path.name for path in site.parent.iterdir()] == ["site"]


def test_kill_while_building(site: Path) -> None:
    kill('with atomic.folder(target) as new:\n    (new / "index.html").write_text("half")\n    stop()\n', site)
    assert state(site) == OLD
    assert len(list(site.parent.iterdir())) == 2, "the killed process leaves its folder beside"
    build(site)
    assert state(site) == NEW
    assert [path.name for path in site.parent.iterdir()] == ["site"]


def test_kill_after_the_swap(site: Path) -> None:
    code = 'with atomic.folder(target) as new:\n    (new / "index.html").write_text("new")\n    shutil.rmtree = stop\n'
    kill(code, site)
    assert state(site) == NEW
    assert len(list(site.parent.iterdir())) == 2
    build(site)
    assert [path.name for path in site.parent.iterdir()] == ["site"]


TWO_RENAMES = """
atomic._exchange = lambda new, old: False
with atomic.folder(target) as new:
    (new / "index.html").write_text("new")
    Path.rename = {}
"""


def test_without_the_system_call(site: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(atomic, "_exchange", lambda new, old: False)
    build(site)
    assert state(site) == NEW
    assert [path.name for path in site.parent.iterdir()] == ["site"]


def test_kill_between_two_renames(site: Path) -> None:
    """For this instant the folder is missing; the next run puts the old one back, even if it fails itself."""
    kill(TWO_RENAMES.format("(lambda rename: lambda path, to: (rename(path, to), stop()))(Path.rename)"), site)
    assert not site.exists()

    def fail() -> None:
        with atomic.folder(site):
            raise ValueError("no build")

    with pytest.raises(ValueError, match="no build"):
        fail()
    assert state(site) == OLD
    build(site)
    assert state(site) == NEW
    assert [path.name for path in site.parent.iterdir()] == ["site"]


def test_the_folder_of_a_process_at_work_is_left_alone(site: Path) -> None:
    code = 'with atomic.folder(target) as new:\n    (new / "a").write_text("theirs")\n    stop()\n'
    with process(code, site) as child:
        build(site)
        [theirs] = site.parent.glob(f".site.new-{child.pid}*")
        assert state(theirs) == {"a": "theirs"}
    assert state(site) == NEW


def test_other_folders_are_left_alone(site: Path) -> None:
    for name in (".site.notes", "site.new-1x", ".sites.new-999999999"):
        (site.parent / name).mkdir()
    build(site)
    assert sorted(path.name for path in site.parent.iterdir()) == [
        ".site.notes", ".sites.new-999999999", "site", "site.new-1x",
    ]


def test_exchange_is_one_step_here(tmp_path: Path) -> None:
    for name in ("a", "b"):
        (tmp_path / name).mkdir()
        (tmp_path / name / name).write_text("")
    assert atomic._exchange(tmp_path / "a", tmp_path / "b")
    assert state(tmp_path) == {"a/b": "", "b/a": ""}
    with pytest.raises(FileNotFoundError):
        atomic._exchange(tmp_path / "a", tmp_path / "missing")


def test_text_is_written(tmp_path: Path) -> None:
    path = tmp_path / "deep" / "a.txt"
    atomic.write_text(path, "5–10 µg\r\nend\n")
    assert path.read_bytes() == "5–10 µg\r\nend\n".encode()
    assert path.stat().st_mode & 0o777 == 0o644
    atomic.write_text(path, "new\n")
    assert path.read_text() == "new\n"
    assert [file.name for file in path.parent.iterdir()] == ["a.txt"]


def test_exception_leaves_the_old_text_whole(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "a.txt"
    path.write_text("old")

    def full(_: int) -> None:
        raise OSError("no space left")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(OSError, match="no space left"):
        atomic.write_text(path, "new")
    assert state(tmp_path) == {"a.txt": "old"}


def test_text_that_cannot_be_encoded_leaves_the_old_text_whole(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text("old")
    with pytest.raises(UnicodeEncodeError):
        atomic.write_text(path, "new \ud800")
    assert state(tmp_path) == {"a.txt": "old"}


@pytest.mark.parametrize("call", ["fsync", "replace"])
def test_kill_while_writing(tmp_path: Path, call: str) -> None:
    path = tmp_path / "a.txt"
    path.write_text("old")
    kill(f'os.{call} = stop\natomic.write_text(target, "new" * 10000)\n', path)
    assert path.read_text() == "old"
    assert len(list(tmp_path.iterdir())) == 2, "the killed process leaves its file beside"
    atomic.write_text(path, "new")
    assert state(tmp_path) == {"a.txt": "new"}


def test_the_file_of_a_process_at_work_is_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    with process('os.replace = stop\natomic.write_text(target, "theirs")\n', path) as child:
        atomic.write_text(path, "ours")
        assert len(list(tmp_path.glob(f".a.txt.new-{child.pid}-*"))) == 1
    assert path.read_text() == "ours"
