"""Staff put something of a booking right, on the owner's word and after a look at a paper."""

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from voltbay.accounts.models import StaffUser
from voltbay.bookings.models import Booking
from voltbay.rights.apply import apply
from voltbay.rights.ask_correction import LONGEST_WHY, started
from voltbay.rights.errors import PaperNeeded
from voltbay.rights.models import Correction, Field, Paper


@dataclass(frozen=True)
class Right:
    """What is right, which paper says so, and why it was wrong."""

    field: Field
    value: str
    why: str
    paper: Paper | None


@transaction.atomic
def correct(booking: Booking, right: Right, *, staff: StaffUser, now: datetime) -> Correction:
    """Put something of a booking right, and keep what it was.

    A receipt that was issued is followed by a corrected one. Raises what `done` and
    `ask_correction.started` raise.
    """
    current = Booking.objects.select_for_update().get(pk=booking.pk)
    why = right.why.strip()[:LONGEST_WHY]
    correction = started(right.field, right.value, current, why=why, now=now)
    done(correction, current, paper=right.paper, staff=staff, now=now)
    correction.save(force_insert=True)
    return correction


def done(
    correction: Correction,
    booking: Booking,
    *,
    paper: Paper | None,
    staff: StaffUser,
    now: datetime,
) -> None:
    """Carry a correction out, unsaved. Needs the booking locked.

    Raises PaperNeeded or VehicleAlreadyBooked.
    """
    field = Field(correction.field)
    if paper is None and field != Field.PHONE:
        raise PaperNeeded(fields={"paper": PaperNeeded.code})
    correction.receipt = apply(field, str(correction.wanted), booking, staff=staff, now=now)
    correction.paper, correction.staff = paper or "", staff
    correction.state, correction.answered_at = Correction.State.DONE, now
