"""What the worker does about accounts, by the clock."""

from django.utils import timezone
from procrastinate.contrib.django import app

from voltbay.accounts.owners.code_budget import warn_of_codes
from voltbay.accounts.owners.erase_traces import erase_traces
from voltbay.accounts.staff.attempts import erase_old_attempts


@app.periodic(cron="*/15 * * * *")
@app.task(name="accounts.erase_traces", queueing_lock="erase_sign_ins", pass_context=False)
def erase_sign_ins(timestamp: int) -> None:
    """Forget old codes, sessions, challenges and tries, four times an hour."""
    now = timezone.now()
    erase_traces(now=now)
    erase_old_attempts(now=now)


@app.periodic(cron="* * * * *")
@app.task(name="accounts.watch_codes", queueing_lock="watch_codes", pass_context=False)
def watch_codes(timestamp: int) -> None:
    """Warn when the day's budget of codes comes near its end, within a minute."""
    warn_of_codes(now=timezone.now())
