"""What the worker does about notices."""

from procrastinate.contrib.django import app

from voltbay.core import clock
from voltbay.notifications.deliver import deliver
from voltbay.notifications.jobs import DELIVER, QUEUE
from voltbay.notifications.resume import forget_useless, resume_unsent


@app.task(name=DELIVER, queue=QUEUE, pass_context=False)
def deliver_notice(notice_id: int) -> None:
    """Deliver one notice."""
    deliver(notice_id=notice_id, now=clock.now())


@app.periodic(cron="* * * * *")
@app.task(name="notifications.resume", queueing_lock="resume_notices", pass_context=False)
def resume_notices(timestamp: int) -> None:
    """Pick up notices that a dead worker left and forget useless ones, every minute."""
    now = clock.now()
    resume_unsent(now=now)
    forget_useless(now=now)
