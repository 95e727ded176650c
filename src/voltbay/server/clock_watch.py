"""A worker's clock beside the database's: measured at its start and at each sign of life.

What expires is decided by the database's clock alone (`core.clock`). But when a timer goes off is
decided by the worker's, and so is what a library reads by itself: a worker whose clock is wrong
does no work of time until it is right again.
"""

import asyncio
import logging
import os
import platform
import time
from collections.abc import Sequence
from contextlib import suppress
from uuid import uuid4

from procrastinate import App
from procrastinate.exceptions import ConnectorException
from psycopg.types.json import Jsonb

from voltbay import __version__
from voltbay.core.clock import ahead
from voltbay.server.jobs_done import JobsDone
from voltbay.server.memory import with_children

log = logging.getLogger(__name__)

HOST = platform.node()[:100]  # as programs here name their machine in measures
OFF = 5.0  # seconds; hosts that NTP keeps differ by hundredths
EVERY = 5.0  # seconds, as signs of life
ASK = "SELECT extract(epoch FROM clock_timestamp())::float8 AS at"
SIGN = """
INSERT INTO heartbeats_heartbeat
    (id, host, pid, build, runtime, queues, tasks, bytes, started_at, seen_at, skew_seconds, is_off)
VALUES (%(id)s, %(host)s, %(pid)s, %(build)s, %(runtime)s, to_jsonb(%(queues)s::text[]),
    %(tasks)s, %(bytes)s,
    clock_timestamp(), clock_timestamp(), %(skew)s, %(is_off)s)
ON CONFLICT (id) DO UPDATE SET seen_at = EXCLUDED.seen_at, queues = EXCLUDED.queues,
    tasks = EXCLUDED.tasks, bytes = EXCLUDED.bytes,
    runtime = EXCLUDED.runtime, skew_seconds = EXCLUDED.skew_seconds, is_off = EXCLUDED.is_off
"""
LEAVE = "DELETE FROM heartbeats_heartbeat WHERE id = %(id)s"
FORGET = "DELETE FROM heartbeats_heartbeat WHERE seen_at < clock_timestamp() - interval '1 day'"
FAST = (
    "this machine's clock is %.1f s ahead of the database's: work of time is left to other workers"
    " until it is right again. Turn NTP on at both"
)
BEHIND = FAST.replace("ahead of", "behind")


class ClockWatch:
    """One worker's signs of life, with how far its clock is off."""

    def __init__(self, running: App) -> None:
        self.connector = running.connector
        self.skew = 0.0  # seconds, ours ahead of the database's
        self.is_off = False
        self.done = JobsDone()
        self.me = {
            "id": uuid4(),
            "host": HOST,
            "pid": os.getpid(),
            "build": __version__,
        }

    async def begin(self) -> None:
        """Measure before any work is taken."""
        await self.connector.execute_query_async(FORGET)
        await self._measure()
        if self.is_off:
            self._say()

    async def until_it_turns(self, queues: Sequence[str]) -> None:
        """Give signs of life; return when the clock went wrong, or is right again."""
        from voltbay.recognition.engines.chosen import runtime  # needs Django, which is up by now

        was = self.is_off
        while self.is_off == was:
            await self.connector.execute_query_async(
                SIGN,
                **self.me,
                runtime=runtime(),
                queues=list(queues),
                tasks=Jsonb(self.done.by_task),
                bytes=with_children(),
                skew=self.skew,
                is_off=self.is_off,
            )
            await asyncio.sleep(EVERY)
            await self._measure()
        self._say()

    async def leave(self) -> None:
        """Take the sign of life away, unless the database is gone: then it ends by itself."""
        with suppress(ConnectorException):
            await self.connector.execute_query_async(LEAVE, id=self.me["id"])

    async def _measure(self) -> None:
        began, counted = time.time(), time.monotonic()
        answer = await self.connector.execute_query_one_async(ASK)
        took = time.monotonic() - counted
        skew = ahead(began, of=float(answer["at"]), took=took)
        if skew is not None:
            self.skew, self.is_off = skew, abs(skew) > OFF

    def _say(self) -> None:
        if self.is_off:
            log.error(FAST if self.skew > 0 else BEHIND, abs(self.skew))
        else:
            log.warning("this machine's clock is right again: work of time goes on")
