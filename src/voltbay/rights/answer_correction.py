"""Staff answer what an owner said is wrong: put it right, or say why not."""

from datetime import datetime

from django.db import transaction

from voltbay.accounts.models import StaffUser
from voltbay.bookings.models import Booking
from voltbay.rights.ask_correction import LONGEST_WHY
from voltbay.rights.correct import done
from voltbay.rights.errors import CorrectionReasonNeeded, CorrectionUnknown
from voltbay.rights.models import Correction, Paper


@transaction.atomic
def carry_out(
    booking: Booking, correction_id: int, *, paper: Paper | None, staff: StaffUser, now: datetime
) -> Correction:
    """Put right what the owner asked for. Raises CorrectionUnknown, or what `done` raises."""
    current, correction = _locked(booking, correction_id)
    done(correction, current, paper=paper, staff=staff, now=now)
    correction.save()
    return correction


@transaction.atomic
def refuse(
    booking: Booking, correction_id: int, *, reason: str, staff: StaffUser, now: datetime
) -> Correction:
    """Say why it stays as it is: the owner reads it. Raises CorrectionReasonNeeded."""
    if not reason.strip():
        raise CorrectionReasonNeeded(fields={"reason": CorrectionReasonNeeded.code})
    _, correction = _locked(booking, correction_id)
    correction.answer, correction.staff = reason.strip()[:LONGEST_WHY], staff
    correction.state, correction.answered_at = Correction.State.REFUSED, now
    correction.save()
    return correction


def _locked(booking: Booking, correction_id: int) -> tuple[Booking, Correction]:
    """Lock the booking first, as asking does. Raises CorrectionUnknown."""
    current = Booking.objects.select_for_update().get(pk=booking.pk)
    asked = Correction.objects.select_for_update().filter(
        pk=correction_id, booking=current, state=Correction.State.ASKED
    )
    found = asked.first()
    if found is None:
        raise CorrectionUnknown
    return current, found
