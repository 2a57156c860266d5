"""One polite GET: follows redirects, reads little, says who it is and keeps a pause for every host."""

from __future__ import annotations

import http.client
import importlib.util
import random
import ssl
import string
import threading
import time
import urllib.request
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from http.cookiejar import CookieJar
from typing import IO, TypeVar
from urllib.error import HTTPError
from urllib.parse import quote, urljoin

from course.evidence.outcome import Outcome, Verdict, host_of, of_error, of_status, wire

USER_AGENT = "botox-training-course link check"
REDIRECTS = 20
#: A page may send its visitor back to itself to set a cookie, so the second visit is no loop yet.
VISITS = 3
READ = 1024
T = TypeVar("T")


@dataclass(frozen=True)
class Settings:
    """How patient and how polite the check is. All times are seconds."""

    #: Tries of our own for an address that fails in a way that may pass.
    tries: int = 4
    #: How long a server may be silent.
    timeout: float = 20.0
    #: How long one request may take in all, however lively the server is.
    deadline: float = 60.0
    #: Between two requests to one host.
    pause: float = 1.0
    #: Before the second try; doubled for each further one, plus up to half of it at random.
    backoff: float = 2.0
    #: How long one host may make us wait by Retry-After, all its addresses together.
    patience: float = 120.0
    #: LinkChecker's requests a second to one host, at most.
    rate: float = 3.0
    #: The addresses that LinkChecker looks at in the same moment.
    threads: int = 8


@dataclass(frozen=True)
class Clock:
    """Time and chance, so that tests can do without both."""

    now: Callable[[], float] = time.monotonic
    sleep: Callable[[float], None] = time.sleep
    chance: Callable[[], float] = random.random


class Pace:
    """When each host may be asked again."""

    def __init__(self, settings: Settings, clock: Clock):
        self._settings, self._clock = settings, clock
        self._free: dict[str, float] = {}
        self._held: Counter[str] = Counter()
        self._closed: set[str] = set()

    def free_at(self, host: str) -> float:
        return self._free.get(host, 0.0)

    def is_closed(self, host: str) -> bool:
        """The host has asked for more waiting than we have patience for."""
        return host in self._closed

    @contextmanager
    def turn(self, host: str) -> Iterator[None]:
        """Wait until `host` may be asked; the pause begins when the block ends."""
        wait = self.free_at(host) - self._clock.now()
        if wait > 0:
            self._clock.sleep(wait)
        try:
            yield
        finally:
            self._free[host] = self._clock.now() + self._settings.pause

    def hold(self, host: str, seconds: float) -> bool:
        """Leave `host` alone for `seconds`. False, and the host is closed, where that is too long."""
        self._held[host] += max(1, round(seconds))
        if self._held[host] > self._settings.patience:
            self._closed.add(host)
            return False
        self._free[host] = max(self.free_at(host), self._clock.now() + seconds)
        return True


class _NoRedirects(urllib.request.HTTPRedirectHandler):
    """Leaves redirects to us: each hop has to keep the pause of its host."""

    def http_error_302(
        self, req: urllib.request.Request, fp: IO[bytes], code: int, msg: str, headers: http.client.HTTPMessage
    ) -> None:
        return None

    http_error_301 = http_error_303 = http_error_307 = http_error_308 = http_error_302


@dataclass(frozen=True)
class _Answer:
    status: int
    location: str | None
    retry_after: str | None
    body: bytes


def _tls() -> ssl.SSLContext:
    """The authorities of the system and, where they are installed, those that LinkChecker trusts.

    A system without any would make every certificate look false.
    """
    context = ssl.create_default_context()
    if importlib.util.find_spec("certifi"):
        import certifi

        context.load_verify_locations(certifi.where())
    return context


def _within(seconds: float, work: Callable[[], T]) -> T:
    """What `work` returns or raises.

    The time-out of a socket counts from byte to byte, so a server that drips could hold us for ever.

    Raises:
        TimeoutError: `work` takes longer than `seconds`; its thread is left behind.
    """
    results: list[T] = []
    errors: list[Exception] = []

    def run() -> None:
        try:
            results.append(work())
        except Exception as error:
            errors.append(error)

    thread = threading.Thread(target=run, daemon=True)
    thread.start()
    thread.join(seconds)
    if errors:
        raise errors[0]
    if not results:
        raise TimeoutError
    return results[0]


class Client:
    """Tries addresses, one request at a time."""

    def __init__(self, settings: Settings, pace: Pace):
        self._settings, self._pace = settings, pace
        self._context = _tls()

    def fetch(self, address: str) -> Verdict:
        """Try `address` once, redirects and all."""
        return self.read(address, READ)[0]

    def read(self, address: str, limit: int) -> tuple[Verdict, bytes]:
        """The same with what was answered, cut at `limit` bytes; empty where there was no answer.

        Registries say in the body of an error which error it is, so that is read too, unless `limit` is `READ`.
        """
        opener = urllib.request.build_opener(
            _NoRedirects(), urllib.request.HTTPSHandler(context=self._context),
            urllib.request.HTTPCookieProcessor(CookieJar()),
        )
        visits: Counter[str] = Counter()
        while True:
            host = host_of(address)
            if self._pace.is_closed(host):
                return Verdict(Outcome.UNKNOWN, f"{host} asks for too long a wait", asked=bool(visits)), b""
            visits[address] += 1
            if visits[address] > VISITS or visits.total() > REDIRECTS:
                return Verdict(Outcome.BROKEN, "redirect loop"), b""
            try:
                with self._pace.turn(host):
                    answer = self._get(opener, address, limit)
            except (OSError, http.client.HTTPException, ValueError) as error:
                return of_error(error), b""
            if not (300 <= answer.status < 400 and answer.location):
                verdict = of_status(answer.status, answer.retry_after)
                if verdict.retry_after is not None and not self._pace.hold(host, verdict.retry_after):
                    verdict = Verdict(
                        verdict.outcome, f"{verdict.reason}, asks to wait {verdict.retry_after:.0f} s", verdict.status
                    )
                return verdict, answer.body
            # The header's raw bytes arrive as Latin-1.
            target = urljoin(address, quote(answer.location, string.punctuation, encoding="latin-1"))
            try:
                address = wire(target)
            except ValueError:
                return Verdict(Outcome.BROKEN, f"redirects to '{target}'", answer.status), b""

    def _get(self, opener: urllib.request.OpenerDirector, address: str, limit: int) -> _Answer:
        request = urllib.request.Request(address, headers={"User-Agent": USER_AGENT, "Accept": "*/*"})

        def work() -> _Answer:
            try:
                response = opener.open(request, timeout=self._settings.timeout)
            except HTTPError as error:
                response = error
            with response:
                body = response.read(limit) if response.status < 300 or limit > READ else b""
                headers = response.headers
                return _Answer(response.status, headers.get("Location"), headers.get("Retry-After"), body)

        return _within(self._settings.deadline, work)
