"""Finding notices whose job was lost with a worker that died, and those that are of no use now."""

from datetime import datetime, timedelta

from django.db import transaction

from voltbay.notifications.deliver import forget
from voltbay.notifications.jobs import defer_delivery_again
from voltbay.notifications.models import Notice
from voltbay.notifications.templates import is_urgent

GRACE = timedelta(minutes=1)  # a live worker has long taken its jobs by then
BATCH = 500


def resume_unsent(*, now: datetime) -> int:
    """Queue the delivery of overdue notices once more; return how many. Safe to repeat."""
    overdue = Notice.objects.filter(state=Notice.State.QUEUED, due_at__lt=now - GRACE)
    rows = list(overdue.order_by("due_at").values_list("pk", "template")[:BATCH])
    return sum(defer_delivery_again(pk, urgent=is_urgent(kind)) for pk, kind in rows)


@transaction.atomic
def forget_useless(*, now: datetime) -> int:
    """Forget what notices say that are of no use any more; return how many. Safe to repeat."""
    over = Notice.objects.filter(params__isnull=False, expires_at__lte=now)
    over = over.order_by("expires_at").select_for_update(skip_locked=True)[:BATCH]
    for notice in over:
        forget(notice)
    return len(over)
