"""Changing an outlet's opening or services without losing anybody who is booked.

1. The change is written and published within a transaction; the preview rolls that back.
2. Whoever has a place that is not staffed any more is hit, and whoever booked a service whose size
   changed or that is not offered any more. Of too many in one slot, those who booked last are.
3. Each is offered the nearest free times, no place twice.
4. Applying does it again under the same lock and looks whether it hits whom the preview showed;
   then each booking goes where the manager decided, and its owner is told. Holds that stand in the
   way are given back: whoever is filling in the form is told too.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from django.db import transaction

from voltbay.bookings.desk.change import Why, call_off, cancel_at_desk, reschedule_at_desk
from voltbay.bookings.errors import OpeningChanged
from voltbay.bookings.move import Actor
from voltbay.bookings.opening.preview import Choice, Do, Hit, Kind, Preview, try_change
from voltbay.bookings.opening.refit import refit
from voltbay.directory.crew import DropTechnician, GiveLeave, KeepTechnician, SetTimeRules
from voltbay.directory.models import Outlet
from voltbay.directory.opening import Change, CloseDays, SetServices
from voltbay.slots.errors import SlotFull
from voltbay.slots.models import Slot

OF_PEOPLE = (KeepTechnician, DropTechnician, GiveLeave, SetTimeRules)
# What somebody reads whose hold is given back; the history has the cause.
HOLD_REASON = "网点营业安排有变，请重新选择时间。The outlet's opening changed; choose another time."


@dataclass(frozen=True)
class Decision:
    """What the manager saw and decided. `cancel_reason` is what owners read who are cancelled."""

    seen: str
    choices: Mapping[str, Choice] = field(default_factory=dict)
    cancel_reason: str = ""

    def told(self, found: Preview) -> int:
        """Return how many owners hear of it: whoever is kept at their time hears nothing."""
        chosen = [self.choices.get(hit.booking.code, hit.default) for hit in found.hits]
        return len(found.holds) + sum(choice.do is not Do.KEEP for choice in chosen)


@transaction.atomic
def apply_change(
    outlet: Outlet, change: Change, decision: Decision, *, version: str, by: Actor, now: datetime
) -> Preview:
    """Change the opening and do with each booking what was decided; owners are told.

    Raises as the preview does, OpeningChanged if it hits others by now or a chosen time is gone,
    and ReasonMissing where a cancellation has none. Then all stays.
    """
    found = try_change(outlet, change, version=version, now=now)
    if found.seen != decision.seen:
        raise OpeningChanged
    why = _why(change)
    for hold in found.holds:
        call_off(hold, by=by, why=why, reason=HOLD_REASON, now=now)
    for hit in found.hits:
        choice = decision.choices.get(hit.booking.code, hit.default)
        try:
            _settle(hit, choice, reason=decision.cancel_reason, why=why, by=by, now=now)
        except SlotFull as taken:
            raise OpeningChanged from taken
    return found


def _settle(hit: Hit, choice: Choice, *, reason: str, why: Why, by: Actor, now: datetime) -> None:
    booking = hit.booking
    if choice.do is Do.CANCEL:
        cancel_at_desk(booking, by=by, why=why, reason=reason, now=now)
    elif choice.do is Do.MOVE:
        if choice.to is None or choice.to not in hit.starts:
            raise OpeningChanged
        slot = Slot.objects.only("pk").get(outlet=booking.outlet_id, starts_at=choice.to)
        reschedule_at_desk(booking, slot_id=slot.pk, by=by, why=why, now=now)
    elif hit.kind is Kind.RESIZED:
        refit(booking, by=by, why=why, now=now)


def _why(change: Change) -> Why:
    if isinstance(change, CloseDays):
        return Why.OUTLET_CLOSED
    if isinstance(change, OF_PEOPLE):
        return Why.STAFF_SHORT
    return Why.SERVICE_CHANGED if isinstance(change, SetServices) else Why.HOURS_CHANGED
