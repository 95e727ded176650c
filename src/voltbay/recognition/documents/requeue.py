"""Documents whose job was lost with its worker are queued again."""

from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Q
from procrastinate.contrib.django.models import ProcrastinateJob

from voltbay.recognition.jobs import READ, defer_reading
from voltbay.recognition.models import Document

SILENCE = timedelta(seconds=30)  # a worker tells every 10 s that it lives
GRACE = timedelta(seconds=30)  # the job of a fresh document may be between two states
AT_A_TIME = 200


@transaction.atomic
def requeue_lost(*, now: datetime) -> int:
    """Defer a job for every document that waits without one; return how many.

    A job too many does no harm: the document is read once.
    """
    waiting = Document.objects.filter(state=Document.State.READING, created_at__lte=now - GRACE)
    candidates = list(waiting.order_by("created_at").values_list("pk", flat=True)[:AT_A_TIME])
    if not candidates:
        return 0
    at_work = _documents_at_work(now=now)
    lost = [each for each in candidates if str(each) not in at_work]
    for each in lost:
        defer_reading(each)
    return len(lost)


def _documents_at_work(*, now: datetime) -> set[str]:
    queued = Q(status="todo")
    running = Q(status="doing", worker__last_heartbeat__gt=now - SILENCE)
    jobs = ProcrastinateJob.objects.filter(queued | running, task_name=READ)
    return set(jobs.values_list("args__document_id", flat=True))
