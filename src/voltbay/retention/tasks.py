"""What the worker does about retention, by the clock."""

from procrastinate.contrib.django import app

from voltbay.core import clock
from voltbay.retention.run import run_all, run_often


@app.periodic(cron="*/5 * * * *")
@app.task(name="retention.often", queueing_lock="retention_often", pass_context=False)
def often(timestamp: int) -> None:
    """End what is kept for minutes or hours, every five minutes."""
    run_often(now=clock.now())


@app.periodic(cron="10 19 * * *")  # in UTC: 3:10 in Shanghai
@app.task(name="retention.nightly", queueing_lock="retention_nightly", pass_context=False)
def nightly(timestamp: int) -> None:
    """End everything whose time is over, at night."""
    run_all(now=clock.now())
