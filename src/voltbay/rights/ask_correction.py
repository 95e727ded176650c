"""An owner says that something of a booking is wrong."""

from datetime import datetime

from django.db import IntegrityError, transaction

from voltbay.accounts.models import Owner
from voltbay.bookings.errors import BookingUnknown
from voltbay.bookings.lifecycle import State
from voltbay.bookings.models import Booking
from voltbay.core.errors import Invalid
from voltbay.core.local_time import local_date
from voltbay.rights.apply import apply
from voltbay.rights.deadline import answer_by
from voltbay.rights.errors import (
    CorrectionAsked,
    CorrectionReasonNeeded,
    NothingToCorrect,
    SameAsBefore,
)
from voltbay.rights.models import Correction, Field
from voltbay.rights.values import read

LONGEST_WHY = 200
UNSAID = (State.HELD, State.EXPIRED)  # nobody has said anything yet


def ask_correction(
    field: Field, value: str, *, why: str, code: str, owner: Owner, now: datetime
) -> Correction:
    """Ask the outlet to put something right; the phone is put right at once.

    Raises BookingUnknown, NothingToCorrect, SameAsBefore, CorrectionReasonNeeded, CorrectionAsked
    or what the value is refused for.
    """
    try:
        return _ask(field, value, why=why.strip()[:LONGEST_WHY], code=code, owner=owner, now=now)
    except IntegrityError as refused:
        if "correction_asked_once" not in str(refused):
            raise
        raise CorrectionAsked from refused


@transaction.atomic
def _ask(
    field: Field, value: str, *, why: str, code: str, owner: Owner, now: datetime
) -> Correction:
    booking = Booking.objects.select_for_update().filter(code=code, owner=owner).first()
    if booking is None:
        raise BookingUnknown
    correction = started(field, value, booking, why=why, now=now)
    correction.by_owner = True
    if field == Field.PHONE:
        apply(field, str(correction.wanted), booking, staff=None, now=now)
        correction.state, correction.answered_at = Correction.State.DONE, now
    correction.save(force_insert=True)
    return correction


def started(field: Field, value: str, booking: Booking, *, why: str, now: datetime) -> Correction:
    """Return a correction that is asked for, not yet written, of a booking that is locked.

    Raises NothingToCorrect, SameAsBefore, CorrectionReasonNeeded or what the value is refused for.
    """
    was = getattr(booking, field.value)
    if was is None or booking.state in UNSAID:
        raise NothingToCorrect
    try:
        wanted = read(field, value, booking)
    except Invalid as wrong:
        wrong.fields = {"value": wrong.code}  # where it is said to whoever typed it
        raise
    if wanted == was:
        raise SameAsBefore(fields={"value": SameAsBefore.code})
    if not why:
        raise CorrectionReasonNeeded(fields={"why": CorrectionReasonNeeded.code})
    return Correction(
        booking=booking,
        field=field,
        state=Correction.State.ASKED,
        was=was,
        wanted=wanted,
        why=why,
        by_owner=False,
        asked_at=now,
        answer_by=answer_by(local_date(now)),
    )
