"""What time it is: by the database's clock, as whatever expires is read by many machines.

A process asks the database now and then, and counts on from its answer by a clock that nobody
sets. So a machine whose own clock is wrong decides as all others do, and a request costs nothing.
How far its own is off is measured by the same question.
"""

import time
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from django.db import connection

FRESH = 10.0  # seconds; by then a counter is off by less than a millisecond
SLOW = 2.0  # seconds; an answer that took longer tells too little of our own clock
ASK = "SELECT clock_timestamp()"
# Linux counts on in it while a machine sleeps.
COUNTER = getattr(time, "CLOCK_BOOTTIME", time.CLOCK_MONOTONIC)


@dataclass(frozen=True)
class Answer:
    """What the database's clock said, and where our counter stood."""

    at: datetime
    counted: float  # seconds
    skew: float | None = None  # seconds that this machine's own clock is ahead

    def now(self) -> datetime:
        """Count on from it."""
        return self.at + timedelta(seconds=counted() - self.counted)


class _Kept:
    """The newest answer, for all threads: one that is replaced meanwhile is as good."""

    answer: Answer | None = None
    fresh: float = FRESH


def now() -> datetime:
    """Return the instant by the database's clock, in UTC. Doors and tasks ask; verbs are told."""
    kept = _Kept.answer
    if kept is None or counted() - kept.counted > _Kept.fresh:
        kept = _Kept.answer = _ask()
    return kept.now()


def skew() -> float | None:
    """Return how many seconds this machine's clock was ahead when last asked, if it is known."""
    kept = _Kept.answer
    return kept.skew if kept else None


def counted() -> float:
    """Return the counter that nobody sets, in seconds from some moment."""
    return time.clock_gettime(COUNTER)


def follow(at: datetime | None, *, fresh: float = FRESH) -> None:
    """Count on from this instant, or ask again if there is none. For tests."""
    _Kept.answer, _Kept.fresh = Answer(at, counted()) if at else None, fresh


def ahead(ours: float, *, of: float, took: float) -> float | None:
    """Return how far our own clock is ahead of an answer, in seconds; None if that took too long.

    `ours` is what it said when the question went off, `of` the time that came back.
    """
    return ours + took / 2 - of if took < SLOW else None


def _ask() -> Answer:
    """Ask, and take the answer for the moment half-way between asking and being told."""
    began, ours = counted(), time.time()
    with connection.cursor() as cursor:
        cursor.execute(ASK)
        (at,) = cursor.fetchone()
    took = counted() - began
    measured = ahead(ours, of=at.timestamp(), took=took)
    return Answer(at.astimezone(UTC), began + took / 2, skew() if measured is None else measured)
