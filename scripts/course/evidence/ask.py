"""Ask registries that answer in JSON, with the client, the pauses and the tries of the link check."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Any

from course.evidence.client import Client, Clock, Pace, Settings
from course.evidence.outcome import Outcome, Verdict, host_of
from course.evidence.retry import Tried, try_all

#: E-utilities allow three requests a second, which is the least of the five.
SETTINGS = Settings(pause=0.35)
#: A label in openFDA holds its whole text.
LIMIT = 8_000_000
#: So many requests in a row without any answer, and the host is not asked again: it would cost hours.
SILENT = 8


@dataclass(frozen=True)
class Reply:
    """What one address answered in the end. `value` is the JSON of the body, None where it is not JSON."""

    verdict: Verdict
    value: Any

    @property
    def status(self) -> int | None:
        return self.verdict.status


def ask(
    addresses: Sequence[str],
    settings: Settings,
    clock: Clock,
    answered: Callable[[str, Reply], None],
    progress: Callable[[int], None] = lambda done: None,
) -> None:
    """Ask every address; `answered` has each reply as soon as it is final."""
    pace = Pace(settings, clock)
    client = Client(settings, pace)
    values: dict[str, Any] = {}
    silent: Counter[str] = Counter()

    def fetch(address: str) -> Verdict:
        host = host_of(address)
        if silent[host] >= SILENT:
            return Verdict(Outcome.UNKNOWN, f"{host} does not answer", asked=False)
        verdict, body = client.read(address, LIMIT)
        silent[host] = 0 if verdict.status is not None else silent[host] + verdict.asked
        try:
            values[address] = json.loads(body)
        except (ValueError, RecursionError):
            values[address] = None
            if verdict.outcome is Outcome.OK:
                # A page of a proxy, or an answer that broke off: it may be there next time.
                return replace(verdict, outcome=Outcome.UNKNOWN, reason="the answer is not JSON", again=True)
        return verdict

    def finished(address: str, tried: Tried) -> None:
        answered(address, Reply(tried.verdict, values.pop(address, None)))

    try_all(list(dict.fromkeys(addresses)), fetch, pace, settings, clock, progress, finished)
