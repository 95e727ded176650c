"""The platform decides about a fleet: once, with the reason that the company is owed."""

from datetime import datetime

from django.db import transaction

from voltbay.accounts.models import StaffUser
from voltbay.fleets.errors import FleetDecided, FleetReasonMissing
from voltbay.fleets.messages import tell_decided
from voltbay.fleets.models import FleetAccount

State = FleetAccount.State
STEPS = {
    State.APPROVED: (State.ASKED, State.SUSPENDED),
    State.REFUSED: (State.ASKED,),
    State.SUSPENDED: (State.APPROVED,),
}
LONGEST_REASON = 200


@transaction.atomic
def decide(fleet: FleetAccount, to: str, *, reason: str, staff: StaffUser, now: datetime) -> None:
    """Approve, refuse or suspend, and tell who asked.

    Raises FleetReasonMissing, or FleetDecided if the account's state does not know this step or
    somebody was faster. Appointments of a suspended fleet stand: its outlets expect the cars.
    """
    reason = reason.strip()[:LONGEST_REASON]
    if not reason:
        raise FleetReasonMissing(fields={"reason": FleetReasonMissing.code})
    here = FleetAccount.objects.filter(pk=fleet.pk, state__in=STEPS[State(to)])
    if here.update(state=to, reason=reason, decided_at=now, decided_by=staff) == 0:
        raise FleetDecided
    fleet.refresh_from_db()
    tell_decided(fleet, now=now)
