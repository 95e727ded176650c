"""Noting who looked at full names and numbers, and why, before they are shown."""

from datetime import datetime

from voltbay.accounts.models import Owner, StaffUser
from voltbay.bookings.models import Booking
from voltbay.console.models import NumberView

LONGEST_REASON = 200


def note_look(booking: Booking, *, staff: StaffUser, why: str, now: datetime) -> None:
    """Write that somebody is about to see a booking in full."""
    NumberView.objects.create(
        at=now,
        staff=staff,
        booking_code=booking.code,
        outlet_id=booking.outlet_id,
        why=why[:LONGEST_REASON],
    )


def note_owner_look(owner: Owner, *, staff: StaffUser, why: str, now: datetime) -> None:
    """Write that somebody is about to see an owner's name and number in full."""
    NumberView.objects.create(at=now, staff=staff, owner_id=owner.pk, why=why[:LONGEST_REASON])
