"""What an answer, or the lack of one, says about an address: OK, BROKEN or UNKNOWN."""

from __future__ import annotations

import http
import http.client
import socket
import ssl
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from enum import StrEnum
from urllib.error import URLError
from urllib.parse import quote, urlsplit, urlunsplit

NO_NAME = "the host name does not resolve"
#: What may stand unquoted in a path or a query.
_SAFE = "/%:@!$&'()*+,;=~?"
_GONE = (404, 410)
#: Longer waits than this many seconds are not told apart.
A_YEAR = 365 * 86400.0
#: 408 and 425 are a server's way to say "again, please".
_PASSING = (408, 425, 429)
#: The resolver's answers that mean "there is no such name", as opposed to "ask again".
_NO_SUCH_NAME = {getattr(socket, name, None) for name in ("EAI_NONAME", "EAI_NODATA")}


class Outcome(StrEnum):
    """In the order of the table: what needs a person comes first."""

    BROKEN = "BROKEN"
    UNKNOWN = "UNKNOWN"
    OK = "OK"


@dataclass(frozen=True)
class Verdict:
    """What one try of an address gave.

    `again` says that another try may give something else. `retry_after` is the number of seconds that the server
    asks to wait. `asked` is False where no request was sent.
    """

    outcome: Outcome
    reason: str
    status: int | None = None
    again: bool = False
    retry_after: float | None = None
    asked: bool = True


def wire(address: str) -> str:
    """`address` in ASCII and without its fragment, as it goes over the wire.

    Raises:
        ValueError: not an http(s) address, or its host or port cannot be.
    """
    parts = urlsplit(address.strip())
    if parts.scheme not in ("http", "https") or not parts.hostname:
        raise ValueError(f"'{address}' is not an http(s) address")
    host = f"[{parts.hostname}]" if ":" in parts.hostname else parts.hostname.encode("idna").decode("ascii")
    port = f":{parts.port}" if parts.port is not None else ""
    return urlunsplit((parts.scheme, host + port, quote(parts.path or "/", _SAFE), quote(parts.query, _SAFE), ""))


def host_of(address: str) -> str:
    """Host and, where the address gives one, port: what politeness counts by."""
    return urlsplit(address).netloc.lower()


def of_status(status: int, retry_after: str | None = None) -> Verdict:
    """The verdict on an answer with `status`. Redirects are followed before anyone asks here."""
    try:
        reason = f"{status} {http.HTTPStatus(status).phrase}"
    except ValueError:
        reason = str(status)
    if 200 <= status < 300:
        return Verdict(Outcome.OK, reason, status)
    if status in _GONE:
        return Verdict(Outcome.BROKEN, reason, status)
    again = status in _PASSING or status >= 500
    return Verdict(Outcome.UNKNOWN, reason, status, again, parse_retry_after(retry_after) if again else None)


def of_error(error: Exception) -> Verdict:
    """The verdict on an address that gave no answer at all."""
    if isinstance(error, URLError) and isinstance(error.reason, Exception):
        error = error.reason
    match error:
        case TimeoutError():
            return Verdict(Outcome.UNKNOWN, "no answer in time", again=True)
        case socket.gaierror(errno=code) if code in _NO_SUCH_NAME:
            return Verdict(Outcome.BROKEN, NO_NAME)
        case socket.gaierror():
            return Verdict(Outcome.UNKNOWN, "the host name cannot be looked up now", again=True)
        case ssl.SSLCertVerificationError():
            return Verdict(Outcome.BROKEN, f"TLS: {error.verify_message}")
        case ssl.SSLEOFError() | ssl.SSLZeroReturnError():
            return Verdict(Outcome.UNKNOWN, "connection closed during the TLS handshake", again=True)
        case ssl.SSLError():
            # Without an answer of OpenSSL's there is no `reason`.
            reason = str(getattr(error, "reason", None) or "handshake failed")
            return Verdict(Outcome.BROKEN, f"TLS: {reason.replace('_', ' ').lower()}")
        case http.client.RemoteDisconnected():
            return Verdict(Outcome.UNKNOWN, "connection closed without an answer", again=True)
        case ConnectionRefusedError():
            return Verdict(Outcome.UNKNOWN, "connection refused", again=True)
        case ConnectionError():
            return Verdict(Outcome.UNKNOWN, "connection reset", again=True)
        case http.client.InvalidURL() | UnicodeError():
            return Verdict(Outcome.BROKEN, "not a valid address")
        case http.client.IncompleteRead():
            return Verdict(Outcome.UNKNOWN, "the answer breaks off", again=True)
        case http.client.HTTPException():
            return Verdict(Outcome.UNKNOWN, "the answer is not HTTP", again=True)
        case OSError() if error.strerror:
            return Verdict(Outcome.UNKNOWN, error.strerror.lower(), again=True)
    return Verdict(Outcome.UNKNOWN, f"{type(error).__name__}: {error}", again=True)


def parse_retry_after(value: str | None) -> float | None:
    """The seconds that a Retry-After header asks for, written as a number or as a date; None if it says neither."""
    if value is None:
        return None
    if value.strip().isdecimal():
        return min(float(value), A_YEAR)
    try:
        moment = parsedate_to_datetime(value)
    except ValueError:
        return None
    if moment.tzinfo is None:
        moment = moment.replace(tzinfo=UTC)
    return min(max(0.0, (moment - datetime.now(UTC)).total_seconds()), A_YEAR)
