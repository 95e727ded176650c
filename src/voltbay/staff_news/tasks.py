"""What the worker does about what staff hear of, by the clock."""

from django.db import transaction
from procrastinate.contrib.django import app
from procrastinate.exceptions import AlreadyEnqueued

from voltbay.core import clock
from voltbay.staff_news.foresee import foresee
from voltbay.staff_news.gather import gather
from voltbay.staff_news.send import Target, due_targets, send_due
from voltbay.staff_news.spread import spread

QUEUE = "notices"
SEND = "staff_news.send"


@app.periodic(cron="* * * * * */10")
@app.task(name="staff_news.gather", queueing_lock="gather_news", pass_context=False)
def gather_news(timestamp: int) -> None:
    """Read what has happened, address it, and have sent what is due, every ten seconds."""
    now = clock.now()
    gather(now=now)
    while spread(now=now):
        pass
    for target in due_targets(now=now):
        _defer(target)


@app.periodic(cron="*/5 * * * *")
@app.task(name="staff_news.foresee", queueing_lock="foresee_news", pass_context=False)
def foresee_news(timestamp: int) -> None:
    """Look for what comes near, every five minutes."""
    foresee(now=clock.now())


@app.task(name=SEND, queue=QUEUE, pass_context=False)
def send_news(channel: str, staff_id: int | None, robot_id: int | None) -> None:
    """Send somebody what is due."""
    send_due(Target(channel, staff_id, robot_id), now=clock.now())


def _defer(target: Target) -> None:
    """Have it sent, unless that waits for a worker already."""
    lock = f"news:{target.channel}:{target.staff_id}:{target.robot_id}"
    task = app.configure_task(SEND, queue=QUEUE, queueing_lock=lock)
    try:
        with transaction.atomic():  # the refusal must not spoil a transaction around it
            task.defer(**vars(target))
    except AlreadyEnqueued:
        return
