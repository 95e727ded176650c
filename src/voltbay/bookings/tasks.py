"""What the worker does about bookings, by the clock."""

from django.utils import timezone
from procrastinate.contrib.django import app

from voltbay.bookings.expire import expire_lapsed
from voltbay.bookings.remind import remind


@app.periodic(cron="* * * * *")
@app.task(queueing_lock="expire_holds", pass_context=False)
def expire_holds(timestamp: int) -> None:
    """Give back lapsed holds, every minute."""
    expire_lapsed(now=timezone.now())


@app.periodic(cron="*/30 0-12 * * *")  # in UTC: 8:00 to 20:30 in Shanghai
@app.task(queueing_lock="remind_owners", pass_context=False)
def remind_owners(timestamp: int) -> None:
    """Send reminders, in daytime only."""
    remind(now=timezone.now())
