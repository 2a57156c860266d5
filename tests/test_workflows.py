"""The workflows that publish: what they run and in which order; their scripts, run here."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from importlib.metadata import version
from pathlib import Path
from typing import Any

import pytest
import yaml

from course.editions import dist
from course.paths import find_root

ROOT = find_root(Path(__file__).parent)
WORKFLOWS = sorted((ROOT / ".github" / "workflows").glob("*.yml"))


def jobs(name: str) -> dict[str, Any]:
    return yaml.safe_load((ROOT / ".github" / "workflows" / name).read_text("utf-8"))["jobs"]


def runs(job: dict[str, Any]) -> list[str]:
    return [step["run"].strip() for step in job["steps"] if "run" in step]


def step(job: dict[str, Any], name: str) -> dict[str, Any]:
    [found] = [step for step in job["steps"] if step.get("name") == name]
    return found


def run(script: str, folder: Path, **environment: str) -> subprocess.CompletedProcess[str]:
    """As the runner does: bash, ending at the first fault."""
    command = ["bash", "--noprofile", "--norc", "-eo", "pipefail", "-c", script]
    return subprocess.run(
        command, cwd=folder, env={**os.environ, **environment}, capture_output=True, text=True, check=False,
    )


def test_every_action_is_named_by_its_commit_and_version() -> None:
    used = [(file.name, line) for file in WORKFLOWS for line in file.read_text("utf-8").splitlines() if "uses:" in line]
    assert len(used) >= 10
    pins: dict[str, set[str]] = {}
    for name, line in used:
        match = re.search(r"uses: ([\w./-]+)@([0-9a-f]{40}) # v\d+\.\d+\.\d+$", line)
        assert match, (name, line)
        pins.setdefault(match[1], set()).add(match[2])
    # One version of each, everywhere.
    assert {action for action, commits in pins.items() if len(commits) > 1} == set()


def test_what_is_published_offers_the_editions() -> None:
    build = jobs("deploy.yml")["build"]
    assert runs(build) == ["make test", "make editions", "make build"]
    editions, site = build["steps"][-3:-1]
    assert editions["env"] == site["env"] == {"SITE_URL": "${{ steps.pages.outputs.base_url }}/"}


def test_a_release_is_made_where_nothing_can_be_written() -> None:
    made = jobs("release.yml")
    assert "write" not in made["build"]["permissions"].values()
    assert runs(made["build"])[-2:] == ["make test", "make editions"]
    publish = made["publish"]
    assert publish["needs"] == "build"
    assert publish["permissions"] == {"contents": "write", "id-token": "write", "attestations": "write"}
    # Nothing of the repository is fetched or run where something can be written.
    used = [step["uses"].split("@")[0] for step in publish["steps"] if "uses" in step]
    assert used == ["actions/download-artifact", "actions/attest-build-provenance"]
    assert not [script for script in runs(publish) if "make" in script.split()]


@pytest.mark.parametrize(("tag", "status"), [(f"v{version('course')}", 0), ("v99.0.0", 1), (version("course"), 1)])
def test_the_tag_must_be_the_version(tmp_path: Path, tag: str, status: int) -> None:
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    script = step(jobs("release.yml")["build"], "The tag is the version of pyproject.toml")["run"]
    done = run(script, tmp_path, TAG=tag)
    assert done.returncode == status, done.stderr
    assert ("::error file=pyproject.toml::" in done.stdout) is (status == 1)


@pytest.fixture
def made(tmp_path: Path) -> Path:
    """`dist/` as it comes from the job before."""
    files = {"botox-course.pdf": b"%PDF", "botox-course-offline.zip": b"PK", "sheets/emergency.pdf": b"%PDF sheet"}
    for name, content in files.items():
        (tmp_path / "dist" / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / "dist" / name).write_bytes(content)
    dist.write(tmp_path / "dist", files, "0.1.0", "2026-11-26")
    return tmp_path


COMPARE = "Every file is the one that was made"


def test_the_files_of_a_release(made: Path) -> None:
    done = run(step(jobs("release.yml")["publish"], COMPARE)["run"], made)
    assert done.returncode == 0, done.stderr
    names = {"botox-course.pdf", "botox-course-offline.zip", "emergency.pdf"}
    assert {file.name for file in (made / "release").iterdir()} == {*names, "SHA256SUMS"}
    listed = (made / "release" / "SHA256SUMS").read_text().splitlines()
    assert {line.split(" *")[1] for line in listed} == names


def test_a_file_that_was_changed_is_not_released(made: Path) -> None:
    (made / "dist" / "sheets" / "emergency.pdf").write_bytes(b"%PDF another")
    done = run(step(jobs("release.yml")["publish"], COMPARE)["run"], made)
    assert done.returncode == 1
    assert "emergency.pdf: FAILED" in done.stdout
