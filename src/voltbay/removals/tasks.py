"""What the worker does about removals, by the clock."""

from django.utils import timezone
from procrastinate.contrib.django import app

from voltbay.removals.stock.storage import expect


@app.periodic(cron="* * * * *")
@app.task(name="removals.expect", queueing_lock="expect_packs", pass_context=False)
def expect_packs(timestamp: int) -> None:
    """Write down what today's cars will bring to each store, every minute."""
    expect(now=timezone.now())
