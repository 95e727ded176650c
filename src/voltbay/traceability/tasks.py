"""What the worker does about reports, by the clock."""

from django.utils import timezone
from procrastinate.contrib.django import app

from voltbay.traceability.forget_vins import forget_vins


@app.periodic(cron="40 3 * * *")
@app.task(name="traceability.forget_vins", queueing_lock="forget_vins", pass_context=False)
def forget_old_vins(timestamp: int) -> None:
    """Cut old VINs out of what was reported, every night."""
    forget_vins(now=timezone.now())
