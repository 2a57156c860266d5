"""Tries addresses again, with backoff, until they answer for good or the tries are used up."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from course.evidence.client import Clock, Pace, Settings
from course.evidence.outcome import Verdict, host_of


@dataclass(frozen=True)
class Tried:
    """The last verdict on an address, after so many tries and seconds."""

    verdict: Verdict
    tries: int
    seconds: float


@dataclass(eq=False)
class _Job:
    address: str
    ready: float
    tries: int = 0
    seconds: float = 0.0


def backoff(settings: Settings, clock: Clock, tries: int) -> float:
    """The seconds to wait after `tries` failed tries; the jitter keeps addresses from coming back together."""
    return settings.backoff * 2.0 ** (tries - 1) * (1 + clock.chance() / 2)


def try_all(
    addresses: Sequence[str],
    fetch: Callable[[str], Verdict],
    pace: Pace,
    settings: Settings,
    clock: Clock,
    progress: Callable[[int], None] = lambda done: None,
    finished: Callable[[str, Tried], None] = lambda address, tried: None,
) -> dict[str, Tried]:
    """Try every address until its verdict is final; while one waits for its next try, others have theirs.

    There is one request at a time, over all hosts. `progress` is told how many addresses are done, `finished` of each
    address as soon as it is: what it keeps is kept even if the rest is interrupted.
    """
    jobs = [_Job(address, clock.now()) for address in addresses]
    done: dict[str, Tried] = {}

    def due(job: _Job) -> float:
        host = host_of(job.address)
        return job.ready if pace.is_closed(host) else max(job.ready, pace.free_at(host))

    while jobs:
        job = min(jobs, key=due)
        wait = due(job) - clock.now()
        if wait > 0:
            clock.sleep(wait)
        started = clock.now()
        verdict = fetch(job.address)
        job.seconds += clock.now() - started
        job.tries += verdict.asked
        if verdict.again and job.tries < settings.tries:
            job.ready = clock.now() + max(backoff(settings, clock, job.tries), verdict.retry_after or 0.0)
        else:
            jobs.remove(job)
            done[job.address] = Tried(verdict, job.tries, job.seconds)
            finished(job.address, done[job.address])
            progress(len(done))
    return done
