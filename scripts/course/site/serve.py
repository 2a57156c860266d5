"""The preview: live reload for content (preview.py), a restart for changes of our code and of the locked packages.

The builder watches docs/, data/, overrides/ and mkdocs.yml. Code that has been imported stays as it was in a running
process, so a change below scripts/course/ or in pyproject.toml starts the builder anew; the open page reloads by itself.
"""

from __future__ import annotations

import http.client
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterable
from pathlib import Path

from course.paths import Paths

PAUSE = 0.5


def _times(files: Iterable[Path]) -> dict[Path, int]:
    stamp = {}
    for file in files:
        try:
            stamp[file] = file.stat().st_mtime_ns
        except FileNotFoundError:  # an editor is just replacing it
            continue
    return stamp


def code_stamp(paths: Paths) -> dict[Path, int]:
    """The state of the code that the builder has imported: file and time of change in nanoseconds."""
    return _times([*paths.package.rglob("*.py"), paths.root / "pyproject.toml", paths.root / "requirements.lock"])


def whole_stamp(paths: Paths) -> dict[Path, int]:
    """The state of everything that a page is made of, for a builder that has stopped and watches nothing."""
    folders = (paths.docs, paths.data, paths.overrides)
    files = (file for folder in folders for file in folder.rglob("*") if file.is_file())
    return {**code_stamp(paths), **_times([*files, paths.config])}


def _port_is_free(port: int) -> bool:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError:
            return False
    return True


def _start(paths: Paths, port: int) -> subprocess.Popen[bytes]:
    # Without SITE_URL the preview stands at the root of its address, whatever the published site has.
    environment = {name: value for name, value in os.environ.items() if name != "SITE_URL"}
    command = [sys.executable, "-m", "course.site.preview", str(paths.root), str(port)]
    return subprocess.Popen(command, cwd=paths.root, env=environment)


def _wait_until_it_answers(process: subprocess.Popen[bytes], port: int) -> bool:
    """Whether the builder serves pages now. A mere connection does not say so: it listens before its last words."""
    while process.poll() is None:
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=5)
        try:
            connection.request("HEAD", "/")
            connection.getresponse()
        except (OSError, http.client.HTTPException):
            time.sleep(0.1)
        else:
            return True
        finally:
            connection.close()
    return False


def _stop(process: subprocess.Popen[bytes]) -> None:
    if process.poll() is None:
        process.send_signal(signal.SIGINT)
        try:
            process.wait(timeout=5)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def serve(paths: Paths, port: int) -> int:
    """Serve the preview until it is stopped; returns the exit status.

    Raises:
        RuntimeError: the port is taken.
    """
    if not _port_is_free(port):
        raise RuntimeError(f"port {port} of 127.0.0.1 is taken; stop what uses it, or choose one with `course serve --port`")
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    process = _start(paths, port)
    stamp = code_stamp(paths)
    try:
        while True:
            if _wait_until_it_answers(process, port):
                print(f"serve: the course is at http://127.0.0.1:{port}/ (Ctrl+C stops it)", flush=True)
            while process.poll() is None and code_stamp(paths) == stamp:
                time.sleep(PAUSE)
            if process.poll() is not None and code_stamp(paths) == stamp:
                print("serve: stopped by the fault above; mend it and it starts again", file=sys.stderr, flush=True)
                whole = whole_stamp(paths)
                while whole_stamp(paths) == whole:
                    time.sleep(PAUSE)
            print("serve: something has changed, starting again", flush=True)
            _stop(process)
            stamp = code_stamp(paths)
            process = _start(paths, port)
    except KeyboardInterrupt:
        print("\nserve: stopped")
        return 0
    finally:
        _stop(process)
