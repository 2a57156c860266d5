"""Views in Chromium, in a process of their own because other tests hold the browser's driver; and the preview."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from course.bench import save, weigh
from course.bench.measure import last_words

CHAPTER = """# A chapter

To lift a cover of the [lid](x.md) is a way. [@adams2001]
"""


def in_own_process(text: str) -> dict[str, object]:
    done = subprocess.run([sys.executable, "-c", text], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    read: dict[str, object] = json.loads(done.stdout)
    return read


@pytest.fixture
def site(tmp_path: Path) -> Path:
    (tmp_path / "one").mkdir()
    (tmp_path / "two").mkdir()
    style = "p { color: black }\n" * 500
    (tmp_path / "style.css").write_text(style)
    page = '<!doctype html><title>x</title><link rel="icon" href="data:,"><link rel="stylesheet" href="../style.css"><p>Text.'
    asks = (
        "<script>new Worker(URL.createObjectURL(new Blob(['fetch(\"' + new URL('/search.json', location) + '\")'])));"
        "fetch('http://127.0.0.2:9/').catch(() => 0);"
        "setTimeout(() => { const end = performance.now() + 120; while (performance.now() < end); }, 50)</script>"
    )
    (tmp_path / "search.json").write_text("{}" * 2000)
    (tmp_path / "one" / "index.html").write_text(page + asks)
    (tmp_path / "two" / "index.html").write_text(page)
    return tmp_path


def test_a_view_is_counted_whole(site: Path) -> None:
    """Also what a worker fetches, and what is asked of others; what is kept is not fetched again."""
    found = in_own_process(f"""
import json
from dataclasses import asdict
from pathlib import Path
from course.bench import weigh
print(json.dumps(asdict(weigh.weigh(Path({str(site)!r}), "one/", "two/", times=1))))
""")
    cold, second = found["cold"], found["second"]
    assert isinstance(cold, dict)
    assert isinstance(second, dict)
    assert cold["requests"] == 3
    assert cold["search"] > 100
    assert cold["search"] < cold["bytes"] < 3_000  # compressed: the style alone has ten thousand
    assert cold["elsewhere"] == 1
    assert [duration >= 100 for duration, _ in cold["long"]] == [True]
    assert cold["script"] >= 100
    assert second["script"] == 0
    assert cold["doubt"] == second["doubt"] == ""
    assert second["requests"] == 1
    assert second["elsewhere"] == 0
    assert 0 < second["bytes"] < 500


def test_every_chapter_is_weighed_after_another(site: Path) -> None:
    """In the order of the places; the style, which each of them needs, is fetched before."""
    (site / "three").mkdir()
    words = "".join(map(chr, range(0x4E00, 0x5200)))
    (site / "three" / "index.html").write_text((site / "two" / "index.html").read_text() + words)
    found = in_own_process(f"""
import json
from pathlib import Path
from course.bench import weigh
print(json.dumps({{"walk": weigh.walk(Path({str(site)!r}), ["one/", "two/", "three/"])}}))
""")
    assert isinstance(found["walk"], list)
    one, two, three = found["walk"]
    assert 0 < two < 250 < one < 1_000 < three < 4_000


def test_a_page_that_is_not_there_is_said(tmp_path: Path) -> None:
    with pytest.raises(RuntimeError, match="has no page one/"):
        weigh.weigh(tmp_path, "one/", "two/")


def test_the_page_in_the_middle_is_taken(tmp_path: Path) -> None:
    for name, size in (("a", 5000), ("b", 10), ("c", 900)):
        (tmp_path / name).mkdir()
        text = "".join(chr(33 + (at * at * 7) % 89) for at in range(size))
        (tmp_path / name / "index.html").write_text(text)
    sizes = {name: weigh.compressed(tmp_path / name / "index.html")[1] for name in "abc"}
    assert weigh.with_median_weight(tmp_path, ["a/", "b/", "c/"])[0] == sorted(sizes, key=lambda name: sizes[name])[1]


def test_an_edit_changes_one_plain_word() -> None:
    assert save.edited(CHAPTER, "NEW") == CHAPTER.replace("To lift", "To NEW")
    with pytest.raises(ValueError, match="no paragraph with a plain word"):
        save.edited("# A chapter\n\n- A [lid](x.md)\n", "NEW")


SERVER = """
import http.server, pathlib, sys, time
class Handler(http.server.BaseHTTPRequestHandler):
    def do_GET(self):
        time.sleep(0.05)
        body = ("<h1>" + pathlib.Path("docs/a.md").read_text()).encode()
        self.send_response(200); self.send_header("Content-Length", str(len(body))); self.end_headers()
        self.wfile.write(body)
http.server.HTTPServer(("127.0.0.1", int(sys.argv[1])), Handler).serve_forever()
"""


def test_the_preview_is_timed_and_stopped(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(save, "REST", 0.01)
    (tmp_path / "docs").mkdir()
    file = tmp_path / "docs" / "a.md"
    file.write_text("# A\n\nWhen the kettle boils.\n")
    (tmp_path / "server.py").write_text(SERVER)
    preview = save.Preview("A peer", tmp_path, (sys.executable, "server.py", "{port}"))
    said: list[str] = []
    seconds = save.edit(preview, "a.md", 2, tmp_path / "log", said.append)
    assert len(seconds) == len(said) == 2
    assert all(0.05 <= value < 5 for value in seconds)
    assert file.read_text() == "# A\n\nWhen the kettle boils.\n"
    listed = subprocess.run(["ps", "-eo", "args"], capture_output=True, text=True, check=True).stdout
    assert f"{sys.executable} server.py" not in listed


def test_a_preview_that_ends_is_one_clear_error(tmp_path: Path) -> None:
    (tmp_path / "docs").mkdir()
    (tmp_path / "docs" / "a.md").write_text("# A\n\nWhen the kettle boils.\n")
    preview = save.Preview("A peer", tmp_path, (sys.executable, "-c", "print('no such theme'); raise SystemExit(1)"))
    with pytest.raises(RuntimeError, match=r"the preview of A peer has ended:\nno such theme"):
        save.edit(preview, "a.md", 1, tmp_path / "log", print)


def test_a_preview_that_never_shows_the_edit_is_stopped(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(save, "REST", 0.01)
    monkeypatch.setattr(save, "PATIENCE", 1)
    (tmp_path / "docs").mkdir()
    file = tmp_path / "docs" / "a.md"
    file.write_text("# A\n\nWhen the kettle boils.\n")
    (tmp_path / "server.py").write_text(SERVER.replace('pathlib.Path("docs/a.md").read_text()', '"old"'))
    preview = save.Preview("A peer", tmp_path, (sys.executable, "server.py", "{port}"))
    with pytest.raises(RuntimeError, match="has not shown 'benchmark1word' within 1 s"):
        save.edit(preview, "a.md", 1, tmp_path / "log", print)
    assert file.read_text() == "# A\n\nWhen the kettle boils.\n"
    assert last_words(tmp_path / "log")


def test_scripts_are_told_from_the_browsers_own_work() -> None:
    """Runs of one task are added up, what one calls counts once, other hosts and other threads do not."""
    def event(name: str, ts: int, dur: int, url: str = "", tid: int = 1) -> dict[str, Any]:
        return {"ph": "X", "name": name, "pid": 1, "tid": tid, "ts": ts, "dur": dur, "args": {"data": {"url": url}}}

    own = "http://127.0.0.1/a.js"
    events = [
        event("ThreadControllerImpl::RunTask", 0, 90_000), event("Layout", 0, 80_000),
        event("EvaluateScript", 10, 20_000, own), event("FunctionCall", 20, 10_000, own),
        event("FunctionCall", 30_000, 5_000, own), event("FunctionCall", 40_000, 9_000, "http://other/b.js"),
        event("ThreadControllerImpl::RunTask", 100_000, 50_000), event("EvaluateScript", 100_001, 24_000, own),
        event("EvaluateScript", 100_001, 1_000, own, tid=2), {"ph": "M", "name": "process_name"},
    ]
    assert weigh.longest_script(events, "http://127.0.0.1/") == 25.0
    assert weigh.longest_script([], "http://127.0.0.1/") == 0
