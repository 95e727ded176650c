"""Deferring the delivery of notices by name, in the caller's transaction."""

from datetime import datetime

from django.db import transaction
from procrastinate.contrib.django import app
from procrastinate.exceptions import AlreadyEnqueued

QUEUE = "notices"
DELIVER = "notifications.deliver"


def defer_delivery(notice_id: int, *, at: datetime | None = None) -> None:
    """Have a worker deliver a notice, at once or at a time."""
    app.configure_task(DELIVER, queue=QUEUE, schedule_at=at).defer(notice_id=notice_id)


def defer_delivery_again(notice_id: int) -> bool:
    """Have a worker deliver a notice whose job may be lost, unless one is already waiting so."""
    again = app.configure_task(DELIVER, queue=QUEUE, queueing_lock=f"notice:{notice_id}")
    try:
        with transaction.atomic():  # the refusal must not spoil a transaction around it
            again.defer(notice_id=notice_id)
    except AlreadyEnqueued:
        return False
    return True
