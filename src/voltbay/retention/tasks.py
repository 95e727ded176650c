"""What the worker does about retention, by the clock."""

from procrastinate.contrib.django import app

from voltbay.core import clock
from voltbay.retention.months import prepare_months
from voltbay.retention.run import run_all, run_often


@app.periodic(cron="*/5 * * * *")
@app.task(name="retention.often", queueing_lock="retention_often", pass_context=False)
def often(timestamp: int) -> None:
    """End what is kept for minutes or hours, every five minutes."""
    run_often(now=clock.now())


@app.periodic(cron="40 18 * * *")  # in UTC: 2:40 in Shanghai
@app.task(name="retention.months", queueing_lock="retention_months", pass_context=False)
def months(timestamp: int) -> None:
    """Make the months to come of the tables that are kept by month, before each night's run."""
    prepare_months(now=clock.now())


@app.periodic(cron="10 19 * * *")  # in UTC: 3:10 in Shanghai
@app.task(name="retention.nightly", queueing_lock="retention_nightly", pass_context=False)
def nightly(timestamp: int) -> None:
    """End everything whose time is over, at night."""
    run_all(now=clock.now())
