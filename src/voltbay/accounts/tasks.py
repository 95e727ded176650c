"""What the worker does about accounts, by the clock."""

from django.utils import timezone
from procrastinate.contrib.django import app

from voltbay.accounts.forget import forget_traces
from voltbay.accounts.staff_attempts import forget_old_attempts


@app.periodic(cron="*/15 * * * *")
@app.task(name="accounts.forget_traces", queueing_lock="forget_sign_ins", pass_context=False)
def forget_sign_ins(timestamp: int) -> None:
    """Forget old codes, sessions, challenges and tries, four times an hour."""
    now = timezone.now()
    forget_traces(now=now)
    forget_old_attempts(now=now)
