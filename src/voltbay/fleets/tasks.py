"""What the worker does about fleets, by the clock."""

from django.utils import timezone
from procrastinate.contrib.django import app

from voltbay.fleets.close import erase_old_evidence, erase_old_invitations


@app.periodic(cron="25 18 * * *")  # in UTC: 2:25 in Shanghai
@app.task(queueing_lock="erase_fleets", pass_context=False)
def erase_fleets(timestamp: int) -> None:
    """Erase papers of refused fleets and unanswered invitations, at night."""
    now = timezone.now()
    erase_old_evidence(now=now)
    erase_old_invitations(now=now)
