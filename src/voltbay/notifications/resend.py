"""What waits or was refused, and sending it once more when somebody says that it is mended."""

from datetime import datetime

from django.db import transaction
from django.db.models import Q, QuerySet

from voltbay.notifications.errors import NoticeMissing
from voltbay.notifications.jobs import defer_delivery
from voltbay.notifications.models import Notice
from voltbay.notifications.outages import ask_now
from voltbay.notifications.templates import is_urgent

QUEUED, FAILED = Notice.State.QUEUED, Notice.State.FAILED


def unsent() -> QuerySet[Notice]:
    """Return what was refused or could not be sent so far, the newest first."""
    waits = Q(state=QUEUED) & ~Q(error_code="")
    return Notice.objects.filter(waits | Q(state=FAILED)).order_by("-id")


def may_resend(*, now: datetime) -> QuerySet[Notice]:
    """Return what of it would still be of use, the oldest first."""
    return unsent().filter(params__isnull=False, expires_at__gt=now).order_by("id")


@transaction.atomic
def resend(notice_id: int, *, now: datetime) -> Notice:
    """Send a notice that waits or was refused once more, now. Safe to repeat.

    Raises NoticeMissing if it went out, or is of no use any more.
    """
    notice = may_resend(now=now).select_for_update().filter(pk=notice_id).first()
    if notice is None:
        raise NoticeMissing
    _queue(notice, now=now)
    ask_now(now=now)
    return notice


@transaction.atomic
def resend_all(*, now: datetime) -> int:
    """Send everything that waits or was refused once more, now; return how many."""
    # One that a worker has in hand is being sent already.
    found = list(may_resend(now=now).select_for_update(skip_locked=True))
    for notice in found:
        _queue(notice, now=now)
    ask_now(now=now)
    return len(found)


def _queue(notice: Notice, *, now: datetime) -> None:
    """Have it sent; whether an answer about it was lost stays known."""
    notice.state, notice.due_at = QUEUED, now
    notice.save(update_fields=["state", "due_at"])
    defer_delivery(notice.pk, urgent=is_urgent(notice.template))
