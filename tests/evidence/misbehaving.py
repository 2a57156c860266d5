"""A web server on 127.0.0.1 that misbehaves on request: the path says how.

    /ok                      200
    /redirect/3              301 to /redirect/2, … to /ok
    /loop                    302 to itself
    /cookie-wall             302 to itself until the cookie that it sets comes back, then 200
    /to-ftp                  302 to an address that is not http
    /status/503              always that status
    /fail/500/2              that status twice, then 200
    /limited/7/1             429 with `Retry-After: 7` once, then 200
    /reset/2                 the connection is reset twice, then 200
    /slow/2                  nothing for 2 seconds, then 200
    /drip                    a header line that never ends, a few bytes at a time
    /malformed               a first line that is not HTTP
    /robots.txt              forbids /private
"""

from __future__ import annotations

import contextlib
import os
import socket
import ssl
import struct
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

PAIR = Path(__file__).with_name("self-signed.pem")


@dataclass(frozen=True)
class Seen:
    """One request as it came in."""

    path: str
    agent: str
    at: float


@dataclass
class Misbehaving:
    """A running server: its address and what it was asked."""

    port: int
    scheme: str = "http"
    seen: list[Seen] = field(default_factory=list)

    def url(self, path: str) -> str:
        return f"{self.scheme}://127.0.0.1:{self.port}{path}"

    def count(self, path: str) -> int:
        """How often `path` was asked for."""
        return sum(1 for request in self.seen if request.path == path)


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    block_on_close = False

    def __init__(self, now: Callable[[], float], handler: type[Handler]) -> None:
        super().__init__(("127.0.0.1", 0), handler)
        self.now = now
        self.record = Misbehaving(self.server_address[1])
        self.stopping = threading.Event()
        self.counts: Counter[str] = Counter()
        self.lock = threading.Lock()

    def visits(self, path: str) -> int:
        with self.lock:
            self.counts[path] += 1
            return self.counts[path]

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Broken connections are what this server is for; they make no noise."""


class Handler(BaseHTTPRequestHandler):
    server: _Server

    def log_message(self, format: str, *args: Any) -> None:
        """Keep quiet."""

    def answer(self, status: int, **headers: str) -> None:
        body = b"<!doctype html><title>page</title>"
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name.replace("_", "-"), value)
        # LinkChecker lifts its own limit of requests for a server that sends this.
        self.send_header("LinkChecker", "1")
        self.send_header("Content-Type", "text/html")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def reset(self) -> None:
        self.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        os.close(self.connection.detach())

    def drip(self) -> None:
        self.wfile.write(b"HTTP/1.0 200 OK\r\nX-Drip: ")
        while not self.server.stopping.wait(0.05):
            self.wfile.write(b"drip ")

    def do_GET(self) -> None:
        self.server.record.seen.append(Seen(self.path, self.headers.get("User-Agent", ""), self.server.now()))
        kind, *rest = self.path.strip("/").split("/")
        visit = self.server.visits(self.path)
        match kind, rest:
            case "robots.txt", []:
                self.robots()
            case ("ok" | "private"), _:
                self.answer(200)
            case "redirect", [left]:
                self.answer(301, Location=f"/redirect/{int(left) - 1}" if int(left) > 1 else "/ok")
            case "loop", []:
                self.answer(302, Location="/loop")
            case "cookie-wall", []:
                if "pass=1" in self.headers.get("Cookie", ""):
                    self.answer(200)
                else:
                    self.answer(302, Location="/cookie-wall", Set_Cookie="pass=1")
            case "to-ftp", []:
                self.answer(302, Location="ftp://127.0.0.1/file")
            case "status", [status]:
                self.answer(int(status))
            case "fail", [status, times]:
                self.answer(int(status) if visit <= int(times) else 200)
            case "limited", [seconds, times]:
                if visit <= int(times):
                    self.answer(429, Retry_After=seconds)
                else:
                    self.answer(200)
            case "reset", [times]:
                if visit <= int(times):
                    self.reset()
                else:
                    self.answer(200)
            case "slow", [seconds]:
                self.server.stopping.wait(float(seconds))
                self.answer(200)
            case "drip", []:
                self.drip()
            case "malformed", []:
                self.wfile.write(b"HELO this is not HTTP\r\n\r\n")
            case _:
                self.answer(404)

    def robots(self) -> None:
        body = b"User-agent: *\nDisallow: /private\n"
        self.send_response(200)
        self.send_header("Content-Type", "text/plain")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)


@contextlib.contextmanager
def serve(
    *, tls: bool = False, now: Callable[[], float] = time.monotonic, handler: type[Handler] | None = None
) -> Iterator[Misbehaving]:
    """A running server; with `tls` it shows a certificate that nobody signed and that has expired.

    `now` gives the time that it writes into its record. `handler` may answer otherwise than this one.
    """
    server = _Server(now, handler or Handler)
    if tls:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(PAIR)
        server.socket = context.wrap_socket(server.socket, server_side=True)
        server.record.scheme = "https"
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    try:
        yield server.record
    finally:
        server.stopping.set()
        server.shutdown()
        server.server_close()
        thread.join()


def closed_port() -> int:
    """A port on 127.0.0.1 where nobody listens."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return int(free.getsockname()[1])
