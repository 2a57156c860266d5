"""`course editions`: all or nothing, the same bytes each time, whatever happens on the way."""

from __future__ import annotations

import hashlib
import json
import os
import random
import re
import signal
import subprocess
import sys
import time
import zipfile
from pathlib import Path

import pytest

from course.cli import main
from course.editions import dist, offline
from course.editions.make import MAKERS, Maker, make_editions
from course.findings import CourseError
from course.paths import Paths
from tests.conftest import CourseFactory
from tests.support import KETTLE, Draft

FIRST = "1790000000"
SECOND = "1790086400"
#: A maker that takes no time and is there in every course.
PAGES = Maker("pages", "tests.editions.small_makers", reads_site=True)
OFFLINE = next(maker for maker in MAKERS if maker.name == "offline")


@pytest.fixture(autouse=True)
def moment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", FIRST)
    monkeypatch.delenv("COURSE_COMMIT", raising=False)
    monkeypatch.delenv("SITE_URL", raising=False)


def digests(folder: Path) -> dict[str, str]:
    files = sorted(file for file in folder.rglob("*") if file.is_file())
    return {file.relative_to(folder).as_posix(): hashlib.sha256(file.read_bytes()).hexdigest() for file in files}


def beside(paths: Paths) -> list[str]:
    """What is left of an unfinished making."""
    return [file.name for file in paths.root.iterdir() if file.name.startswith(".dist")]


def test_what_makers_write_comes_into_one_folder(make_course: CourseFactory, capfd: pytest.CaptureFixture[str]) -> None:
    paths = make_course()
    made, seconds = make_editions(paths, paths.dist, makers=(PAGES, OFFLINE))
    assert seconds > 0
    assert [item.name for item in made.editions] == ["botox-course-offline.zip", "sheets/pages.txt"]
    # Nothing but the editions, their list and their sums.
    assert set(digests(paths.dist)) == {"botox-course-offline.zip", "sheets/pages.txt", dist.LISTING, dist.SUMS}
    assert dist.read(paths) == made
    assert beside(paths) == []
    moment, *pages = (paths.dist / "sheets" / "pages.txt").read_text().splitlines()
    assert moment == FIRST
    assert pages == sorted([
        "404.html", "chapters/kettle/index.html", "chapters/teapot/index.html", "index.html",
        "reference/citations/index.html", "reference/glossary/index.html", "reference/products/index.html",
    ])
    lines = capfd.readouterr().out.splitlines()
    for said in ("site: the pages that editions are made from are built", "pages: counted", "offline: 6 pages built"):
        assert [line for line in lines if line.endswith(said) and line.split()[1] == "s" and float(line.split()[0]) >= 0]


def test_twice_the_same_bytes(make_course: CourseFactory) -> None:
    paths = make_course()
    make_editions(paths, paths.dist, only=["offline"])
    other = make_course("another place")
    # A copy at another time: what is in the zip may not depend on it.
    for file in other.docs.rglob("*"):
        os.utime(file, (1_600_000_000, 1_600_000_000))
    make_editions(other, other.dist, only=["offline"])
    assert len(digests(paths.dist)) == 3
    assert digests(paths.dist) == digests(other.dist)


def test_the_entries_of_the_zip(make_course: CourseFactory) -> None:
    paths = make_course()
    make_editions(paths, paths.dist, only=["offline"])
    with zipfile.ZipFile(paths.dist / offline.NAME) as archive:
        entries = archive.infolist()
        assert archive.testzip() is None
    names = [entry.filename for entry in entries]
    assert names == sorted(names)
    assert "botox-course/index.html" in names
    assert all(name.startswith("botox-course/") for name in names)
    assert {entry.date_time for entry in entries} == {(2026, 9, 21, 14, 13, 20)}
    assert {entry.external_attr >> 16 for entry in entries} == {0o100644}
    assert {entry.create_system for entry in entries} == {3}


def test_a_moment_before_zips_were_known(tmp_path: Path) -> None:
    (tmp_path / "a").write_text("a")
    offline.pack({"a": tmp_path / "a"}, tmp_path / "a.zip", 0)
    with zipfile.ZipFile(tmp_path / "a.zip") as archive:
        [entry] = archive.infolist()
    assert entry.date_time == (1980, 1, 1, 0, 0, 0)


def test_the_licenses_travel_with_the_copy(repo: Paths, tmp_path: Path) -> None:
    names = offline._entries(repo, tmp_path)
    assert set(names) == {"LICENSE", "LICENSE-CONTENT", "assets/fonts/LICENSE.txt"}
    assert "SIL OPEN FONT LICENSE" in names["assets/fonts/LICENSE.txt"].read_text("utf-8").upper()


def test_the_bill_of_materials(repo: Paths, tmp_path: Path) -> None:
    make_editions(repo, tmp_path / "dist", only=["bom"])
    bill = json.loads((tmp_path / "dist" / "botox-course.cdx.json").read_text("utf-8"))
    assert (bill["bomFormat"], bill["specVersion"]) == ("CycloneDX", "1.6")
    assert bill["metadata"]["component"]["name"] == "course"
    # Nothing of the moment or of chance.
    assert bill["metadata"]["timestamp"].startswith("2026-09-21T14:13:20")
    assert "serialNumber" not in bill
    lock = (repo.root / "requirements.lock").read_text("utf-8")
    locked = re.findall(r"^([A-Za-z0-9._-]+)(?:\[[^\]]*\])?==(\S+)", lock, re.MULTILINE)
    assert len(locked) > 40
    assert {(item["name"], item["version"]) for item in bill["components"]} == set(locked)
    assert all(item["externalReferences"][0]["hashes"] for item in bill["components"])


def test_an_edition_that_is_none(make_course: CourseFactory, monkeypatch: pytest.MonkeyPatch, capsys) -> None:
    paths = make_course()
    monkeypatch.setenv("COURSE_ROOT", str(paths.root))
    assert main(["editions", "--only", "offline", "--only", "audio"]) == 1
    known = ", ".join(maker.name for maker in MAKERS)
    assert capsys.readouterr().err == f"editions: there is no edition 'audio'; there are: {known}\n"
    assert not paths.dist.exists()


def test_two_makers_of_one_file(make_course: CourseFactory) -> None:
    paths = make_course()
    twice = (PAGES, Maker("again", PAGES.module, reads_site=True))
    with pytest.raises(RuntimeError, match=r"again: another maker has written sheets/pages\.txt already"):
        make_editions(paths, paths.dist, makers=twice)
    assert not paths.dist.exists()
    assert beside(paths) == []


def test_a_fault_in_the_course_leaves_the_earlier_editions(
    draft: Draft, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    paths = draft.paths
    monkeypatch.setenv("COURSE_ROOT", str(paths.root))
    assert main(["editions", "--only", "offline"]) == 0
    out = capfd.readouterr().out.splitlines()
    assert out[-1].startswith("editions: dist/ holds 1 edition, ")
    assert " version 0.1.0 of 21 September 2026; " in out[-1]
    before = digests(paths.dist)
    line = draft.append(KETTLE, "A claim. [@nobody1999]")
    assert main(["editions", "--only", "offline"]) == 1
    out, err = capfd.readouterr()
    assert f"{KETTLE}:{line}: citation-known: no reference has the id 'nobody1999'" in out + err
    assert "Traceback" not in out + err
    assert err.startswith("editions: offline: ")
    assert err.endswith("dist/ is as it was\n")
    assert digests(paths.dist) == before
    assert beside(paths) == []


def test_findings_of_a_maker_are_the_commands_own(make_course: CourseFactory, monkeypatch: pytest.MonkeyPatch) -> None:
    paths = make_course()
    spoiled = Maker("spoiled", "tests.editions.spoiled_maker", reads_site=False)
    with pytest.raises(CourseError, match=r"docs/a\.md:3: a-rule: it is wrong\. Mend it"):
        make_editions(paths, paths.dist, makers=(spoiled,))
    assert beside(paths) == []


def start(paths: Paths, moment: str, stderr: int | None = None) -> subprocess.Popen[bytes]:
    environment = {**os.environ, "COURSE_ROOT": str(paths.root), "SOURCE_DATE_EPOCH": moment}
    command = [sys.executable, "-m", "course.cli", "editions", "--only", "offline"]
    return subprocess.Popen(
        command, env=environment, cwd=paths.root, stdout=subprocess.DEVNULL, stderr=stderr,
        # Whoever runs the tests in the background may have had this signal ignored.
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),
    )


def test_stopped_by_hand(make_course: CourseFactory) -> None:
    paths = make_course()
    make_editions(paths, paths.dist, makers=(OFFLINE,))
    before = digests(paths.dist)
    process = start(paths, SECOND, stderr=subprocess.PIPE)
    while not beside(paths):
        assert process.poll() is None
        time.sleep(0.01)
    time.sleep(0.3)
    process.send_signal(signal.SIGINT)
    _, said = process.communicate(timeout=20)
    assert (process.returncode, said) == (130, b"editions: stopped by hand\n")
    assert digests(paths.dist) == before
    assert beside(paths) == []


def test_killed_at_ten_random_moments(make_course: CourseFactory) -> None:
    """Whenever it is killed, `dist/` holds the earlier editions or the later ones, each file whole and none of the other."""
    paths = make_course()
    whole = {}
    for moment in (SECOND, FIRST):
        began = time.monotonic()
        assert start(paths, moment).wait(timeout=60) == 0
        took = time.monotonic() - began
        whole[moment] = digests(paths.dist)
    assert whole[FIRST] != whole[SECOND]
    chance = random.Random(20261126)
    killed, there = 0, FIRST
    for _ in range(30):
        # From the first imports to the very end, where the folders are exchanged. Each run makes what is not there.
        wanted = SECOND if there == FIRST else FIRST
        pause = chance.uniform(0.1, took * 1.02)
        process, began = start(paths, wanted), time.monotonic()
        try:
            assert process.wait(timeout=pause) == 0
            took = min(took, time.monotonic() - began)  # the machine was slower when it was measured
            assert digests(paths.dist) == whole[wanted]
        except subprocess.TimeoutExpired:
            process.kill()
            assert process.wait() == -signal.SIGKILL
            killed += 1
        found = digests(paths.dist)
        assert found in (whole[FIRST], whole[SECOND]), pause
        assert dist.read(paths) is not None
        there = FIRST if found == whole[FIRST] else SECOND
        if killed == 10:
            break
    assert killed == 10
    # What the killed ones left beside it is gone after the next run.
    assert start(paths, FIRST).wait(timeout=60) == 0
    assert digests(paths.dist) == whole[FIRST]
    assert beside(paths) == []
