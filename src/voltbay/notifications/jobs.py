"""Deferring the delivery of notices by name, in the caller's transaction."""

from datetime import datetime

from django.db import transaction
from procrastinate.contrib.django import app
from procrastinate.exceptions import AlreadyEnqueued

QUEUE = "notices"
DELIVER = "notifications.deliver"


URGENT = 10  # before everything else that waits, in any queue of a worker
# The same in a statement that has just written the notice with this `id`.
DELIVERY = """
procrastinate_defer_jobs_v1(ARRAY[ROW(
    %(queue)s::text, %(task)s::text, %(priority)s::integer, NULL, NULL,
    jsonb_build_object('notice_id', id), NULL
)::procrastinate_job_to_defer_v1])
"""


def defer_delivery(notice_id: int, *, at: datetime | None = None, urgent: bool = False) -> None:
    """Have a worker deliver a notice, at once or at a time."""
    task = app.configure_task(DELIVER, queue=QUEUE, schedule_at=at, priority=_priority(urgent))
    task.defer(notice_id=notice_id)


def delivery(*, urgent: bool) -> dict[str, str | int]:
    """Return the parameters of DELIVERY."""
    return {"queue": QUEUE, "task": DELIVER, "priority": _priority(urgent)}


def defer_delivery_again(notice_id: int, *, urgent: bool = False) -> bool:
    """Have a worker deliver a notice whose job may be lost, unless one is already waiting so."""
    again = app.configure_task(
        DELIVER, queue=QUEUE, queueing_lock=f"notice:{notice_id}", priority=_priority(urgent)
    )
    try:
        with transaction.atomic():  # the refusal must not spoil a transaction around it
            again.defer(notice_id=notice_id)
    except AlreadyEnqueued:
        return False
    return True


def _priority(urgent: bool) -> int:
    return URGENT if urgent else 0
