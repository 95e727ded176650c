"""Jobs that were given up: looked at, done again, forgotten.

Their arguments are ids, never anybody's data.
"""

import json
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import IntegrityError, connection, transaction

from voltbay.heartbeats.errors import JobMissing

MOST = 100
LISTED = """
SELECT job.id, job.task_name, job.queue_name, job.args::text, job.attempts, max(event.at)
FROM procrastinate_jobs AS job LEFT JOIN procrastinate_events AS event ON event.job_id = job.id
WHERE job.status = 'failed' GROUP BY job.id ORDER BY job.id DESC LIMIT %s
"""
AGAIN = """
SELECT procrastinate_retry_job_v2(id, now(), NULL, NULL, NULL) FROM procrastinate_jobs
WHERE id = %s AND status = 'failed'
"""
FORGOTTEN = "DELETE FROM procrastinate_jobs WHERE id = %s AND status = 'failed'"


@dataclass(frozen=True)
class FailedJob:
    """A job that failed, or that was begun too often by workers that died."""

    id: int
    task: str
    queue: str
    arguments: dict[str, Any]
    attempts: int
    failed_at: datetime | None


def failed_jobs() -> list[FailedJob]:
    """Return those that were given up, the newest first, a hundred at most."""
    with connection.cursor() as cursor:
        cursor.execute(LISTED, [MOST])
        return [
            FailedJob(job, task, queue, json.loads(arguments), attempts, at)
            for job, task, queue, arguments, attempts, at in cursor.fetchall()
        ]


def do_again(job_id: int) -> None:
    """Queue a job once more; one whose successor waits already is forgotten. Raises JobMissing."""
    try:
        with transaction.atomic():
            _do(AGAIN, job_id)
    except IntegrityError:  # a timer's job: the timer has queued it anew
        forget(job_id)


def forget(job_id: int) -> None:
    """Delete a job that was given up. Raises JobMissing."""
    _do(FORGOTTEN, job_id)


def _do(statement: str, job_id: int) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement, [job_id])
        if not cursor.rowcount:
            raise JobMissing
