"""Keeping a booking longer than its time, for a dispute or an authority: placed, lifted, over."""

from datetime import datetime, timedelta

from django.db import IntegrityError, transaction
from django.db.models import F, QuerySet

from voltbay.accounts.models import StaffUser
from voltbay.bookings.errors import HoldMissing, HoldPlaced, HoldReasonMissing, HoldTooLong
from voltbay.bookings.models import Booking, LegalHold

LONGEST = timedelta(days=3 * 365)  # then somebody has to say again that it is needed
LONGEST_REASON = 500


@transaction.atomic
def place(
    booking: Booking, *, reason: str, until: datetime, staff: StaffUser, now: datetime
) -> LegalHold:
    """Keep a booking and all that belongs to it until then.

    Raises HoldReasonMissing, HoldTooLong unless it ends within three years from now, or HoldPlaced.
    """
    if not reason.strip():
        raise HoldReasonMissing(fields={"reason": HoldReasonMissing.code})
    if not now < until <= now + LONGEST:
        raise HoldTooLong(fields={"until": HoldTooLong.code})
    try:
        with transaction.atomic():
            return LegalHold.objects.create(
                booking=booking,
                reason=reason.strip()[:LONGEST_REASON],
                until=until,
                placed_at=now,
                placed_by=staff,
            )
    except IntegrityError as refused:
        if "legal_hold_is_one" not in str(refused):
            raise
        raise HoldPlaced from refused


def lift(hold_id: int, *, staff: StaffUser, now: datetime) -> None:
    """End a hold before its time. Raises HoldMissing if it is none any more."""
    live = LegalHold.objects.filter(pk=hold_id, lifted_at=None)
    if not live.update(lifted_at=now, lifted_by=staff):
        raise HoldMissing


def end_holds(*, now: datetime) -> int:
    """Lift what is over by the clock; return how many."""
    return LegalHold.objects.filter(lifted_at=None, until__lte=now).update(lifted_at=now)


def holds() -> QuerySet[LegalHold]:
    """Return holds with booking and staff: those that hold first, then those lifted last."""
    joined = LegalHold.objects.select_related("booking", "placed_by", "lifted_by")
    return joined.order_by(F("lifted_at").desc(nulls_first=True), "until")
