"""What the worker does about accounts, by the clock."""

from procrastinate.contrib.django import app

from voltbay.accounts.owners.code_budget import warn_of_codes
from voltbay.core import clock


@app.periodic(cron="* * * * *")
@app.task(name="accounts.watch_codes", queueing_lock="watch_codes", pass_context=False)
def watch_codes(timestamp: int) -> None:
    """Warn when the day's budget of codes comes near its end, within a minute."""
    warn_of_codes(now=clock.now())
