"""Finding notices whose job was lost with a worker that died."""

from datetime import datetime, timedelta

from voltbay.notifications.jobs import defer_delivery_again
from voltbay.notifications.models import Notice

GRACE = timedelta(minutes=1)  # a live worker has long taken its jobs by then
BATCH = 500


def resume_unsent(*, now: datetime) -> int:
    """Queue the delivery of overdue notices once more; return how many. Safe to repeat."""
    overdue = Notice.objects.filter(state=Notice.State.QUEUED, due_at__lt=now - GRACE)
    ids = list(overdue.order_by("due_at").values_list("pk", flat=True)[:BATCH])
    return sum(defer_delivery_again(notice_id) for notice_id in ids)
