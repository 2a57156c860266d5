"""What a command costs: its own CPU and memory, and no other's."""

from __future__ import annotations

import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from course.bench import measure
from course.bench.measure import Cost, Site

BUSY = "import time\nend = time.process_time() + {}\nwhile time.process_time() < end: pass"


def python(text: str, folder: Path) -> Cost:
    return measure.run("a test", [sys.executable, "-c", text], folder, folder / "log")


def test_the_cpu_of_an_earlier_child_is_not_counted(tmp_path: Path) -> None:
    subprocess.run([sys.executable, "-c", BUSY.format(1)], check=True)
    busy = python(BUSY.format(1), tmp_path)
    idle = python("import time; time.sleep(0.3)", tmp_path)
    assert 1 <= busy.cpu < 3
    assert idle.cpu < 0.5
    assert idle.wall >= 0.3


def test_the_cpu_of_what_the_command_starts_is_counted(tmp_path: Path) -> None:
    inner = BUSY.format(0.6)
    found = python(f"import subprocess, sys\nsubprocess.run([sys.executable, '-c', {inner!r}], check=True)", tmp_path)
    assert found.cpu >= 0.6


def test_the_memory_of_the_one_who_measures_is_not_counted(tmp_path: Path) -> None:
    ballast = bytearray(b"x") * 300_000_000
    small = python("pass", tmp_path)
    large = python("x = bytearray(b'x') * 200_000_000", tmp_path)
    assert len(ballast) == 300_000_000
    assert 5 < small.peak < 60
    assert 200 < large.peak < 300


def test_a_failing_peer_is_one_clear_error(tmp_path: Path) -> None:
    site = Site("A peer", tmp_path, tmp_path / "site", (sys.executable, "-c", "print('so and so'); raise SystemExit(3)"))
    with pytest.raises(RuntimeError) as error:
        measure.build(site, tmp_path / "log")
    assert str(error.value) == "A peer failed with status 3:\nso and so"
    nothing = Site("A peer", tmp_path, tmp_path / "site", (sys.executable, "-c", "pass"))
    with pytest.raises(RuntimeError, match=r"A peer has built no .*index\.html:\nit printed nothing"):
        measure.build(nothing, tmp_path / "log")
    with pytest.raises(RuntimeError, match="A peer: not-a-program could not be started"):
        measure.build(Site("A peer", tmp_path, tmp_path / "site", ("not-a-program",)), tmp_path / "log")


def test_a_command_that_hangs_is_ended(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(measure, "PATIENCE", 1)
    with pytest.raises(RuntimeError, match=r"a test did not end within 1 s:\nbegun"):
        python("import time; print('begun', flush=True); time.sleep(60)", tmp_path)


def test_a_clean_build_finds_nothing_of_an_earlier_one(tmp_path: Path) -> None:
    kept, built = tmp_path / "kept", tmp_path / "site"
    text = "import pathlib; pathlib.Path('site').mkdir(); pathlib.Path('site/index.html').write_text(''); "
    text += "pathlib.Path('kept').mkdir(exist_ok=True)"
    site = Site("A peer", tmp_path, built, (sys.executable, "-c", text), (kept,))
    measure.build(site, tmp_path / "log")
    (built / "old").write_text("")
    (kept / "old").write_text("")
    measure.build(site, tmp_path / "log", clean=False)
    assert not (built / "old").exists()
    assert (kept / "old").exists()
    measure.build(site, tmp_path / "log")
    assert not (kept / "old").exists()


def test_runs_take_turns() -> None:
    order: list[str] = []

    def subject(name: str) -> tuple[str, measure.Callable[[], Cost]]:
        return name, lambda: order.append(name) or Cost(len(order), 1, 1)  # type: ignore[func-returns-value]

    said: list[str] = []
    found = measure.interleaved([subject("a"), subject("b"), subject("c")], 2, said.append)
    assert order == ["a", "b", "c", "a", "b", "c"]
    assert [cost.wall for cost in found["b"]] == [2, 5]
    assert said[0] == "build 1 of 2: a, 1.0 s, CPU 1.0 s"


def test_ratios_are_those_of_medians() -> None:
    assert measure.ratio([3, 100, 1], [2, 1, 50]) == 1.5
    with pytest.raises(ValueError, match="a ratio to nothing"):
        measure.ratio([1], [0, 0])


def test_growth_is_held_against_proportion() -> None:
    assert measure.beyond_linear((300, 30.0), (1000, 100.0)) == pytest.approx(1)
    assert measure.beyond_linear((10, 1.0), (20, 4.0)) == pytest.approx(2)


def test_stopped_by_hand_nothing_goes_on(tmp_path: Path) -> None:
    """The command stands in a process group of its own, so that it must be ended, not only left."""
    command = [sys.executable, "-c", "import time; print('begun', flush=True); time.sleep(60)", str(tmp_path)]
    text = (
        "import sys\nfrom pathlib import Path\nfrom course.bench import measure\n"
        f"measure.run('a test', {command!r}, Path({str(tmp_path)!r}), Path({str(tmp_path / 'log')!r}))"
    )
    process = subprocess.Popen([sys.executable, "-c", text], stderr=subprocess.PIPE, text=True)
    log = tmp_path / "log"
    last = time.monotonic() + 20
    while not (log.is_file() and "begun" in log.read_text()) and time.monotonic() < last:
        time.sleep(0.05)
    assert "begun" in log.read_text()
    process.send_signal(signal.SIGINT)
    _, said = process.communicate(timeout=20)
    assert "KeyboardInterrupt" in said
    assert "launch.py" not in said
    listed = subprocess.run(["ps", "-eo", "args"], capture_output=True, text=True, check=True).stdout
    assert str(tmp_path) not in listed
