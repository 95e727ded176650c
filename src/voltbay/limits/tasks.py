"""What the worker does about limits, by the clock."""

from datetime import datetime

from django.utils import timezone
from procrastinate.contrib.django import app

from voltbay.limits.models import Spent


@app.periodic(cron="*/15 * * * *")
@app.task(name="limits.forget", queueing_lock="forget_spent", pass_context=False)
def forget(timestamp: int) -> None:
    """Forget who is counted no more, four times an hour."""
    forget_empty(now=timezone.now())


def forget_empty(*, now: datetime) -> int:
    """Delete what is used up no more; return how many."""
    dropped, _ = Spent.objects.filter(free_at__lte=now).delete()
    return dropped
