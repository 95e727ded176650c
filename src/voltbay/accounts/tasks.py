"""What the worker does about accounts, by the clock."""

from django.utils import timezone
from procrastinate.contrib.django import app

from voltbay.accounts.owners.erase_traces import erase_traces
from voltbay.accounts.staff.devices import erase_old_devices


@app.periodic(cron="*/15 * * * *")
@app.task(name="accounts.erase_traces", queueing_lock="erase_sign_ins", pass_context=False)
def erase_sign_ins(timestamp: int) -> None:
    """Forget old codes, sessions, challenges and devices, four times an hour."""
    now = timezone.now()
    erase_traces(now=now)
    erase_old_devices(now=now)
