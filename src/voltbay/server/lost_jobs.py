"""Jobs in whose middle the database went away: they are done again and not given up.

A failover ends every connection. What a job had not committed never happened, so it is begun anew;
a timer's job is left to the next one, which its timer has queued or will. How a job ended is told
for a while; then the worker begins anew, as one that lives on would keep the job as its own for
ever.
"""

import asyncio
import time
from collections.abc import Awaitable, Callable
from typing import Any

from procrastinate import App, BaseRetryStrategy, RetryDecision
from procrastinate.connector import BaseConnector
from procrastinate.exceptions import ConnectorException, JobAborted
from procrastinate.job_context import JobContext
from procrastinate.jobs import Job
from procrastinate.manager import JobManager
from procrastinate.worker import Worker
from psycopg import InterfaceError as LineLost
from psycopg import OperationalError as ServerLost

from voltbay.core.outages import CUT_OFF, database_is_away

# Waits 2, 4, 8, … seconds and then a minute: half an hour in all, beyond any failover. What never
# ends in time, as its statement takes too long, is given up after that.
LONGEST_WAIT = 60
MOST_TRIES = 35
TELLS_AGAIN_AFTER = 1.0  # seconds
TELLS_FOR = 15.0  # seconds; others take the jobs of a worker that is gone


class DoneAgain(BaseRetryStrategy):
    """Tries again what lost its database; what fails otherwise is as the task says."""

    def __init__(self, otherwise: BaseRetryStrategy | None) -> None:
        self.otherwise = otherwise

    def get_retry_decision(self, *, exception: BaseException, job: Job) -> RetryDecision | None:
        """Return when to try again, if at all."""
        if _lost_database(exception) and job.attempts < MOST_TRIES:
            return RetryDecision(retry_in={"seconds": min(2**job.attempts, LONGEST_WAIT)})
        if self.otherwise is None:
            return None
        return self.otherwise.get_retry_decision(exception=exception, job=job)


class TellsUntilHeard(JobManager):
    """Notes how jobs ended, more than once if need be; `unheard` is set when that was in vain."""

    def __init__(self, connector: BaseConnector) -> None:
        super().__init__(connector)
        self.unheard = asyncio.Event()

    async def finish_job(self, *args: Any, **about: Any) -> None:
        """Note that a job is over."""
        await self._until_heard(lambda: JobManager.finish_job(self, *args, **about))

    async def retry_job(self, *args: Any, **about: Any) -> None:
        """Note that a job is to be done again."""
        await self._until_heard(lambda: JobManager.retry_job(self, *args, **about))

    async def _until_heard(self, tell: Callable[[], Awaitable[None]]) -> None:
        ends_at = time.monotonic() + TELLS_FOR
        while True:
            try:
                return await tell()
            except ConnectorException as lost:
                # What the database answered, such as that the job is over already, was heard.
                if not isinstance(lost.__cause__, (ServerLost, LineLost, *CUT_OFF)):
                    raise
                if time.monotonic() > ends_at:
                    self.unheard.set()
                    raise
            await asyncio.sleep(TELLS_AGAIN_AFTER)


def do_lost_jobs_again(app: App) -> None:
    """Have every task's jobs done again after the database went away; may be called twice."""
    for task in app.tasks.values():
        if not isinstance(task.retry_strategy, DoneAgain):
            task.retry_strategy = DoneAgain(task.retry_strategy)


async def leave_to_the_next(
    call_next: Callable[[], Awaitable[Any]],
    context: JobContext,
    worker: Worker,  # procrastinate's
) -> Any:
    """Do a job; a timer's that lost its database is over: procrastinate's worker middleware.

    Its successor may wait already, and no two may: queueing it again would be refused.
    """
    try:
        return await call_next()
    except Exception as failed:
        if context.job.queueing_lock and _lost_database(failed):
            raise JobAborted from failed
        raise


def _lost_database(failed: BaseException) -> bool:
    """Tell whether an error is the database's, met by a job's work or by the queue itself."""
    return isinstance(failed, ConnectorException) or database_is_away(failed)
