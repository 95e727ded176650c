"""Beginning a removal: the bay takes the car."""

from datetime import datetime

from django.db import transaction

from voltbay.accounts.models import StaffUser
from voltbay.bookings.models import Booking
from voltbay.bookings.move import by
from voltbay.bookings.work import start
from voltbay.removals.models import Removal
from voltbay.removals.note import note


@transaction.atomic
def begin(booking: Booking, *, staff: StaffUser, now: datetime) -> Removal:
    """Start the work on a car that is checked in. Raises WrongState, also for the second of two."""
    start(booking, by=by(staff), now=now)
    removal = Removal.objects.create(
        booking=booking,
        outlet_id=booking.outlet_id,
        started_at=now,
        started_by=staff,
        car_after=booking.car_after,
    )
    note(removal, "begun", staff=staff, now=now)
    return removal
