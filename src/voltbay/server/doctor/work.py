"""The queue and its workers."""

from datetime import datetime, timedelta

from django.db import connection

from voltbay.heartbeats.queries import living, unserved
from voltbay.server.doctor.finding import Finding, fail, ok, warn
from voltbay.server.worker import DEAD_AFTER_SECONDS, every_queue

LATE, FAR_TOO_LATE = 60, 600  # seconds that a job which is due has waited
TIMERS_STILL = 300  # seconds since a timer last went off: some go off every minute

FAILED = """
SELECT count(*), min(task_name) FROM procrastinate_jobs WHERE status = 'failed'
"""
ALIVE = "SELECT count(*) FROM procrastinate_workers WHERE last_heartbeat > %s"
# A job is due since it was queued, or since the time that it was to wait for.
OLDEST = """
SELECT job.queue_name,
    extract(epoch FROM %s - min(greatest(deferred.at, coalesce(job.scheduled_at, deferred.at))))
FROM procrastinate_jobs AS job
JOIN procrastinate_events AS deferred ON deferred.job_id = job.id AND deferred.type = 'deferred'
WHERE job.status = 'todo' AND coalesce(job.scheduled_at, %s) <= %s
GROUP BY 1 ORDER BY 2 DESC LIMIT 1
"""
LAST_TIMER = "SELECT max(defer_timestamp) FROM procrastinate_periodic_defers"


def queue() -> Finding:
    """Look for jobs that were given up."""
    with connection.cursor() as cursor:
        cursor.execute(FAILED)
        failed, task = cursor.fetchone()
    return warn("queue_failed", count=failed, task=task) if failed else ok("queue_ok")


def worker(*, now: datetime) -> Finding:
    """Look for a worker's sign of life, and how long what is due has waited."""
    with connection.cursor() as cursor:
        cursor.execute(ALIVE, [now - timedelta(seconds=DEAD_AFTER_SECONDS)])
        (alive,) = cursor.fetchone()
        cursor.execute(OLDEST, [now, now, now])
        queue_name, waited = cursor.fetchone() or ("", 0)
    if not alive:
        return fail("worker_none")
    signs = living(now=now)
    if off := [each for each in signs if each.is_off]:
        gaps = {"host": off[0].host, "seconds": f"{off[0].skew_seconds:.1f}"}
        return fail("worker_clock", **gaps)
    if signs and (lacking := unserved(every_queue(), now=now)):
        return fail("worker_lacks", queues=", ".join(lacking))
    if waited > LATE:
        level = fail if waited > FAR_TOO_LATE else warn
        return level("worker_late", queue=queue_name, seconds=int(waited))
    return ok("worker_ok", count=alive)


def timers(*, now: datetime) -> Finding:
    """Look when a timer last went off: they expire holds and erase what is over."""
    with connection.cursor() as cursor:
        cursor.execute(LAST_TIMER)
        (last,) = cursor.fetchone()
    if last is None:
        return warn("timers_never")
    seconds = int(now.timestamp() - last)
    return warn("timers_still", seconds=seconds) if seconds > TIMERS_STILL else ok("timers_ok")
