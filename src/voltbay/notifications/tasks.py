"""What the worker does about notices."""

from django.utils import timezone
from procrastinate.contrib.django import app

from voltbay.notifications.deliver import deliver
from voltbay.notifications.jobs import DELIVER, QUEUE, defer_delivery
from voltbay.notifications.resume import resume_unsent


@app.task(name=DELIVER, queue=QUEUE, pass_context=False)
def deliver_notice(notice_id: int) -> None:
    """Deliver one notice, and come back later if the channel asks for it."""
    again_at = deliver(notice_id=notice_id, now=timezone.now())
    if again_at is not None:
        defer_delivery(notice_id, at=again_at)


@app.periodic(cron="* * * * *")
@app.task(name="notifications.resume", queueing_lock="resume_notices", pass_context=False)
def resume_notices(timestamp: int) -> None:
    """Pick up notices that a dead worker left, every minute."""
    resume_unsent(now=timezone.now())
