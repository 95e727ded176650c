"""Threads that call Django: a few for what a rush of owners asks, the others for everything else.

A thread keeps a connection to the database. Where a rush spreads over dozens of them PostgreSQL
works half as much again on each statement, as its processes push each other out of the processor's
caches (docs/performance.md); and more threads than these compute no faster, as one runs at a time.
"""

import asyncio
import re
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

from voltbay.server.postgres.backend.base import give_up_after
from voltbay.server.web.process.environ import Environ

Result = TypeVar("Result")

FOR_A_RUSH = 3
FEWEST = 8  # where there are fewer in all they are not divided
# What owners ask on their way to a booking: a few statements, no file, nobody else's server.
RUSH = re.compile(
    r"/api/v1/(agreements|bookings|captcha|cities|me|outlets|sign-in|site|support|waitlist)(/|$)"
)
LONG = re.compile(r"\.pdf$|/photo$|^/api/v1/me/data|^/api/v1/sign-in/wechat$")
LONGEST_TURN = 10.0  # seconds until a request that no thread took is turned away
# Seconds for one answer of the database, before proxies give up: what owners ask in a rush takes
# hundredths, and counting a year for the console a few.
LONGEST_ANSWER, LONGEST_ANSWER_IN_A_RUSH = 30.0, 8.0


class TooBusy(Exception):
    """No thread was free for so long that whoever asked does better to come again."""


class Threads:
    """All of a process's, in two pools."""

    def __init__(self, number: int) -> None:
        few = FOR_A_RUSH if number >= FEWEST else 0
        self._others = _pool(number - few, "request", LONGEST_ANSWER)
        self._rush = _pool(few, "rush", LONGEST_ANSWER_IN_A_RUSH) if few else self._others

    def of(self, environ: Environ) -> ThreadPoolExecutor:
        """Return those that answer a request."""
        return self._rush if is_of_a_rush(environ["PATH_INFO"]) else self._others


def is_of_a_rush(path: str) -> bool:
    """Tell whether a path is one of those that many owners ask at once and that take no time.

    >>> is_of_a_rush("/api/v1/bookings/VB1/confirm"), is_of_a_rush("/api/v1/documents/7")
    (True, False)
    >>> is_of_a_rush("/api/v1/me/data.zip"), is_of_a_rush("/console/")
    (False, False)
    """
    return bool(RUSH.match(path)) and not LONG.search(path)


async def in_turn(pool: ThreadPoolExecutor, work: Callable[[], Result]) -> Result:
    """Have a thread do some work. Raises TooBusy, and forgets it, if none begins it in time."""
    queued = pool.submit(work)
    late = asyncio.get_running_loop().call_later(LONGEST_TURN, queued.cancel)
    try:
        return await asyncio.wrap_future(queued)
    except asyncio.CancelledError as cancelled:
        task = asyncio.current_task()
        if task is not None and task.cancelling():  # who asked has hung up
            raise
        raise TooBusy from cancelled
    finally:
        late.cancel()


def _pool(number: int, name: str, longest: float) -> ThreadPoolExecutor:
    return ThreadPoolExecutor(
        number, thread_name_prefix=name, initializer=give_up_after, initargs=(longest,)
    )
