"""A worker of the job queue, which outlives its database."""

import asyncio
import logging
import signal
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from typing import Any

import django
import psycopg
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.db import OperationalError, connection
from procrastinate import App
from procrastinate.contrib.django import app
from procrastinate.contrib.django.utils import connector_params
from procrastinate.exceptions import ConnectorException
from procrastinate.periodic import PeriodicRegistry
from procrastinate.psycopg_connector import PsycopgConnector

from voltbay.quarantine.state import LOOK, by_mark
from voltbay.server.clock_watch import ClockWatch
from voltbay.server.jobs_done import JobsDone
from voltbay.server.lost_jobs import TellsUntilHeard, do_lost_jobs_again, leave_to_the_next
from voltbay.server.postgres.backend.base import give_up_after
from voltbay.server.postgres.queue_connection import QueueConnection
from voltbay.server.said import language_of_terminal, say
from voltbay.server.silence import UNKNOWN, why, why_silent

log = logging.getLogger(__name__)

# A worker is taken for dead after four missed signs of life; its jobs are then done again.
HEARTBEAT_SECONDS = 5
DEAD_AFTER_SECONDS = 20
# Longer than any message or reading takes; a job cut off is done again after the next start.
GRACE_SECONDS = 10
GIVES_UP_SECONDS = 6.0  # until a connection is there
LONGEST_ANSWER = 120.0  # seconds that a job waits for one; counting a platform's day takes a few
AGAIN_AFTER = (1.0, 8.0)  # seconds until the database is tried again, at first and at most
NEED_NO_CLOCK = {"recognition"}  # reading a photo decides nothing by the time
NO_TIMERS = PeriodicRegistry()  # type: ignore[no-untyped-call]
LOST = (ConnectorException, psycopg.Error)


def work(*, queues: list[str] | None, but: list[str], jobs: int) -> None:
    """Do jobs until told to stop. Without `queues`, every queue that has tasks, except `but`.

    A database that goes away is waited for. Raises ImproperlyConfigured if it never was there, or
    if what is there is not ours, such as without our tables or rights.
    """
    django.setup()
    app.perform_import_paths()  # type: ignore[no-untyped-call]
    do_lost_jobs_again(app)
    _check_database()
    asyncio.run(_work_on(queues or sorted(every_queue() - set(but)), jobs=jobs))


def _check_database() -> None:
    """Tell a database that is not there yet, or never, from one that goes away later."""
    try:
        connection.ensure_connection()
    except OperationalError as error:
        raise ImproperlyConfigured(why(error, language_of_terminal())) from error
    connection.close()


def _why_lost(gone: BaseException) -> str:
    """Return why the database takes no connection, as a pool does not tell; else what happened."""
    try:
        connection.ensure_connection()
    except OperationalError as error:
        why_not = why_silent(error)
        return _name(gone) if why_not == UNKNOWN else why_not
    finally:
        connection.close()
    return _name(gone)


async def _work_on(queues: list[str], *, jobs: int) -> None:
    told = asyncio.Event()
    for stop in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(stop, told.set)
    threads = ThreadPoolExecutor(initializer=give_up_after, initargs=(LONGEST_ANSWER,))
    asyncio.get_running_loop().set_default_executor(threads)  # jobs are done in these
    first, longest = AGAIN_AFTER
    wait = first
    while not told.is_set():
        try:
            with app.replace_connector(_connector()) as running:
                running.job_manager = TellsUntilHeard(running.connector)
                async with running.open_async():
                    wait = first
                    await _refuse_in_quarantine(running)
                    await _until(told, running, queues=queues, jobs=jobs)
            lost = "its worker ended"
        except LOST as gone:
            if isinstance(gone.__cause__ or gone, psycopg.ProgrammingError):
                raise ImproperlyConfigured(f"the database refuses: {_name(gone)}") from gone
            lost = await asyncio.to_thread(_why_lost, gone)
        if told.is_set():
            return
        log.error("the database went away (%s): tried again in %s s", lost, wait)
        await _sleep(told, wait)
        wait = min(2 * wait, longest)


async def _refuse_in_quarantine(running: App) -> None:
    """Raise ImproperlyConfigured over a copy, also where it was restored meanwhile."""
    found, language = await running.connector.execute_query_one_async(LOOK), language_of_terminal()
    if found["copy"]:
        raise ImproperlyConfigured(say("quarantine", "refused", language))
    ours = settings.VOLTBAY_PUBLIC_URL
    if copy := by_mark(found, site=ours):
        said = say("quarantine", copy.why, language, site=copy.site, ours=ours)
        raise ImproperlyConfigured(said)


def _connector() -> PsycopgConnector:
    """Return a new pool, which gives up sooner than psycopg's own, so that all is made anew."""
    return PsycopgConnector(
        kwargs=connector_params(), connection_class=QueueConnection, timeout=GIVES_UP_SECONDS
    )


async def _until(told: asyncio.Event, running: App, *, queues: list[str], jobs: int) -> None:
    """Work until told to stop, or until the database is lost.

    While our clock is wrong only what needs none is done, and no timer goes off here.
    """
    watch, timers = ClockWatch(running), running.periodic_registry
    await watch.begin()
    try:
        while not told.is_set():
            now_mine = [each for each in queues if not watch.is_off or each in NEED_NO_CLOCK]
            running.periodic_registry = NO_TIMERS if watch.is_off else timers
            if not await _work(told, running, watch, queues=now_mine, jobs=jobs):
                return
    finally:
        running.periodic_registry = timers
        if told.is_set():  # else the database is gone
            await watch.leave()


async def _work(
    told: asyncio.Event, running: App, watch: ClockWatch, *, queues: list[str], jobs: int
) -> bool:
    """Work on these queues; tell whether it ended as the clock went wrong or is right again."""
    turning = asyncio.ensure_future(watch.until_it_turns(queues))
    stopping = asyncio.ensure_future(told.wait())
    assert isinstance(running.job_manager, TellsUntilHeard)  # noqa: S101  # of _work_on
    losing = asyncio.ensure_future(running.job_manager.unheard.wait())
    others: set[asyncio.Future[Any]] = {turning, stopping, losing}
    doing = _do_jobs(running, queues, jobs=jobs, noted_by=watch.done) if queues else None
    working = asyncio.ensure_future(doing) if doing else stopping
    await asyncio.wait({working, *others}, return_when=asyncio.FIRST_COMPLETED)
    has_turned = turning.done()
    for each in {working, *others}:
        if not each.done():
            each.cancel()  # a worker finishes what it has begun
    with suppress(asyncio.CancelledError):
        await working
    if has_turned:
        turning.result()
    return has_turned


async def _do_jobs(running: App, queues: list[str], *, jobs: int, noted_by: JobsDone) -> None:
    await running.run_worker_async(
        queues=queues,
        concurrency=jobs,
        install_signal_handlers=False,
        update_heartbeat_interval=HEARTBEAT_SECONDS,
        stalled_worker_timeout=DEAD_AFTER_SECONDS,
        shutdown_graceful_timeout=GRACE_SECONDS,
        delete_jobs="successful",
        worker_middleware=[leave_to_the_next, noted_by],
    )


async def _sleep(told: asyncio.Event, seconds: float) -> None:
    try:
        await asyncio.wait_for(told.wait(), seconds)
    except TimeoutError:
        return


def _name(gone: BaseException) -> str:
    """Name what happened by its kind: a message may hold an address or an account."""
    return type(gone.__cause__ or gone).__name__


def every_queue() -> set[str]:
    """Return the queues that have tasks."""
    return {task.queue for task in app.tasks.values()}
