"""A small server for the built site, on this machine only, which heeds its `_headers`."""

from __future__ import annotations

import io
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import BinaryIO
from urllib.parse import unquote, urlsplit

from course.site import headers

#: Names of encodings, the best first, and the endings of the copies that `course build --compress` writes.
COPIES = {"br": ".br", "gzip": ".gz"}


class _Handler(SimpleHTTPRequestHandler):
    """Serves files, their compressed copies where there are some, and 404.html with its status for what is not there."""

    def send_head(self) -> io.BytesIO | BinaryIO | None:
        path = Path(self.translate_path(self.path))
        file = path / "index.html" if self.path.split("?")[0].endswith("/") else path
        accepted = [item.split(";")[0].strip() for item in self.headers.get("Accept-Encoding", "").split(",")]
        for encoding, suffix in COPIES.items():
            copy = file.with_name(file.name + suffix)
            if encoding in accepted and copy.is_file():
                self.send_response(200)
                self.send_header("Content-Type", self.guess_type(str(file)))
                self.send_header("Content-Encoding", encoding)
                self.send_header("Content-Length", str(copy.stat().st_size))
                self.send_header("Vary", "Accept-Encoding")
                self.end_headers()
                return copy.open("rb")
        return super().send_head()

    def end_headers(self) -> None:
        for name, value in headers.of_path(headers.read(Path(self.directory)), unquote(urlsplit(self.path).path)):
            self.send_header(name, value)
        # LinkChecker asks at most ten times a second unless the server says that it knows it.
        self.send_header("LinkChecker", "welcome")
        super().end_headers()

    def send_error(self, code: int, message: str | None = None, explain: str | None = None) -> None:
        page = Path(self.directory) / "404.html"
        if code != 404 or not page.is_file():
            super().send_error(code, message, explain)
            return
        body = page.read_bytes()
        self.send_response(404)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:
        """Say nothing: the caller reports."""


@contextmanager
def serve_folder(folder: Path) -> Iterator[str]:
    """Serve `folder` on a free port of 127.0.0.1; yields the address, which ends with a slash."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(_Handler, directory=str(folder)))
    server.daemon_threads = True
    thread = Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_address[1]}/"
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
