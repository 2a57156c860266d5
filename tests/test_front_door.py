"""The Makefile, the scripts of the set-up and the lock."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from course.paths import find_root

ROOT = find_root(Path(__file__).parent)
PACKAGES = (
    "chromium hunspell hunspell-en-us libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0 fontconfig fonts-dejavu-core"
)
TARGETS = ("help", "serve", "build", "editions", "check", "test", "links", "watch", "lock", "screenshots", "bench", "clean")


def test_help_names_every_target() -> None:
    done = subprocess.run(["make", "help"], cwd=ROOT, capture_output=True, text=True, check=True)
    for target in TARGETS:
        assert f"make {target} " in done.stdout


def test_the_lock_has_hashes_and_no_address() -> None:
    text = (ROOT / "requirements.lock").read_text("utf-8")
    pins = re.findall(r"^[A-Za-z0-9._-]+(?:\[[^\]]*\])?==\S+", text, re.MULTILINE)
    assert len(pins) > 40
    blocks = re.split(r"\n(?=[A-Za-z0-9])", text.strip())
    assert all("--hash=sha256:" in block for block in blocks)
    assert "://" not in text
    assert "index-url" not in text
    assert "find-links" not in text


def test_the_lock_holds_what_pyproject_asks_for() -> None:
    lock = (ROOT / "requirements.lock").read_text("utf-8").lower()
    project = (ROOT / "pyproject.toml").read_text("utf-8")
    wanted = re.findall(r'^    "([A-Za-z0-9._-]+)', project.split("[project.scripts]")[0], re.MULTILINE)
    assert len(wanted) > 20
    for name in wanted:
        assert re.search(rf"^{re.escape(name.lower())}(\[.*\])?==", lock, re.MULTILINE), name


def test_no_file_names_a_package_index() -> None:
    hosts = re.compile("|".join((r"pypi\.org", r"pythonhosted", r"registry\.npmjs", r"deb\.debian\.org")))
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, check=True).stdout.split(b"\0")
    files = [ROOT / name.decode() for name in listed if name and (ROOT / name.decode()).is_file()]
    assert len(files) > 60
    for file in files:
        if file != Path(__file__):
            assert not hosts.search(file.read_bytes().decode("utf-8", "replace")), file


@pytest.fixture
def machine(tmp_path: Path) -> dict[str, str]:
    """An environment whose commands are only those named in `tmp_path/bin`."""
    folder = tmp_path / "bin"
    folder.mkdir()
    for name in ("sh", "id", "mktemp", "rm", "tail", "cat", "dirname"):
        found = shutil.which(name)
        assert found
        (folder / name).symlink_to(found)
    return {"PATH": str(folder)}


def script(path: Path, text: str) -> None:
    path.write_text(f"#!/bin/sh\n{text}\n")
    path.chmod(0o755)


def run_system(environment: dict[str, str]) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [str(ROOT / "scripts" / "system-packages.sh")], env=environment, capture_output=True, text=True, check=False
    )


def test_system_packages_are_left_alone_where_they_are_there(machine: dict[str, str]) -> None:
    for name in ("chromium", "hunspell", "python3"):
        script(Path(machine["PATH"]) / name, "exit 0")
    script(Path(machine["PATH"]) / "fc-list", "echo DejaVuSans.ttf")
    done = run_system(machine)
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")


def test_without_rights_the_exact_command_is_named(machine: dict[str, str]) -> None:
    bin_folder = Path(machine["PATH"])
    (bin_folder / "id").unlink()
    script(bin_folder / "id", "echo 1000")
    done = run_system(machine)
    assert done.returncode == 1
    assert done.stderr == (
        f"system: tests and editions need {PACKAGES}; install with: sudo apt-get install --no-install-recommends {PACKAGES}\n"
    )


def test_root_installs_by_name(machine: dict[str, str], tmp_path: Path) -> None:
    bin_folder = Path(machine["PATH"])
    (bin_folder / "id").unlink()
    script(bin_folder / "id", "echo 0")
    script(bin_folder / "apt-get", f'echo "$@" >>{tmp_path}/asked')
    done = run_system(machine)
    assert done.returncode == 0, done.stderr
    assert "outside this folder" in done.stdout
    asked = (tmp_path / "asked").read_text().splitlines()
    assert asked == ["update", f"install -y --no-install-recommends {PACKAGES}"]


def test_only_what_is_missing_is_installed(machine: dict[str, str], tmp_path: Path) -> None:
    bin_folder = Path(machine["PATH"])
    (bin_folder / "id").unlink()
    script(bin_folder / "id", "echo 0")
    script(bin_folder / "chromium", "exit 0")
    script(bin_folder / "hunspell", "echo no dictionary >&2; exit 1")
    script(bin_folder / "python3", "exit 0")
    script(bin_folder / "fc-list", "exit 0")  # it lists nothing
    script(bin_folder / "apt-get", f'echo "$@" >>{tmp_path}/asked')
    assert run_system(machine).returncode == 0
    asked = (tmp_path / "asked").read_text().splitlines()
    assert asked[1] == "install -y --no-install-recommends hunspell hunspell-en-us fontconfig fonts-dejavu-core"


def test_pango_is_looked_for_by_opening_it(machine: dict[str, str], tmp_path: Path) -> None:
    bin_folder = Path(machine["PATH"])
    for name in ("chromium", "hunspell"):
        script(bin_folder / name, "exit 0")
    script(bin_folder / "fc-list", "echo DejaVuSans.ttf")
    (bin_folder / "id").unlink()
    script(bin_folder / "id", "echo 1000")
    # The libraries that the PDF maker itself asks for, here where they are installed.
    (bin_folder / "python3").symlink_to(sys.executable)
    assert run_system(machine).returncode == 0
    (bin_folder / "python3").unlink()
    script(bin_folder / "python3", f"sed s/libpango-1.0.so.0/libnone.so.0/ | exec {sys.executable} -")
    (bin_folder / "sed").symlink_to(str(shutil.which("sed")))
    done = run_system(machine)
    assert done.returncode == 1
    assert "need libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0;" in done.stderr


def test_a_failing_apt_is_said(machine: dict[str, str]) -> None:
    bin_folder = Path(machine["PATH"])
    (bin_folder / "id").unlink()
    script(bin_folder / "id", "echo 0")
    script(bin_folder / "apt-get", "echo E: no such package; exit 100")
    done = run_system(machine)
    assert done.returncode == 1
    assert "E: no such package" in done.stderr
    assert f"apt-get could not install {PACKAGES}" in done.stderr


def setup_copy(tmp_path: Path) -> Path:
    """The set-up script with a stand-in for Python whose environment records what it is asked to install."""
    (tmp_path / "scripts").mkdir()
    shutil.copy(ROOT / "scripts" / "setup.sh", tmp_path / "scripts" / "setup.sh")
    (tmp_path / "requirements.lock").write_text("a==1\n")
    (tmp_path / "pyproject.toml").write_text("[project]\n")
    python = tmp_path / "python"
    script(python, f"""
case "$1" in
  -m) mkdir -p "$3/bin"
      printf '#!/bin/sh\\necho "$@" >>{tmp_path}/asked\\n[ ! -e {tmp_path}/fail ]\\n' >"$3/bin/python"
      chmod +x "$3/bin/python" ;;
  -) exec python3 - ;;
esac""")
    return tmp_path


def run_setup(folder: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [str(folder / "scripts" / "setup.sh")], env={**os.environ, "PYTHON": str(folder / "python")},
        capture_output=True, text=True, check=False,
    )


def asked(folder: Path) -> list[str]:
    file = folder / "asked"
    return file.read_text().splitlines() if file.exists() else []


def test_set_up_fills_the_environment_once_and_again_when_the_lock_changes(tmp_path: Path) -> None:
    folder = setup_copy(tmp_path)
    first = run_setup(folder)
    assert first.returncode == 0, first.stderr
    assert [line.split("install ")[1] for line in asked(folder)] == [
        "--require-hashes -r requirements.lock", "--no-deps --no-build-isolation --editable .",
    ]
    second = run_setup(folder)
    assert (second.returncode, second.stdout) == (0, "")
    assert len(asked(folder)) == 2
    (folder / "requirements.lock").write_text("a==2\n")
    assert run_setup(folder).returncode == 0
    assert len(asked(folder)) == 4


def test_an_interrupted_set_up_begins_anew(tmp_path: Path) -> None:
    folder = setup_copy(tmp_path)
    (folder / "fail").touch()
    assert run_setup(folder).returncode != 0
    (folder / "fail").unlink()
    done = run_setup(folder)
    assert done.returncode == 0
    assert "filling .venv" in done.stdout
