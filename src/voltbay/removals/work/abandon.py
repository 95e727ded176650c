"""Abandoning a removal: the battery stays in the car."""

from datetime import datetime

from django.db import transaction

from voltbay.accounts.models import StaffUser
from voltbay.bookings.desk.change import Why, call_off
from voltbay.bookings.models import Booking
from voltbay.bookings.move import by
from voltbay.removals.errors import PacksRecorded
from voltbay.removals.models import Removal
from voltbay.removals.note import lock, note
from voltbay.removals.quotes.drop import drop_quotes


@transaction.atomic
def abandon(removal: Removal, *, staff: StaffUser, reason: str, now: datetime) -> None:
    """Close a removal that cannot be done; the booking is cancelled and the owner is told why.

    Batteries that were recorded are struck first, as their codes would stay in stock.
    What was quoted falls away, and who signed it is forgotten. Raises
    RemovalFinished, PacksRecorded, ReasonMissing or WrongState.
    """
    current = lock(removal)
    if current.packs.exists():
        raise PacksRecorded
    booking = Booking.objects.select_related("outlet").get(pk=current.booking_id)
    call_off(booking, by=by(staff), why=Why.UNFIT, reason=reason, now=now)
    drop_quotes(current, now=now)
    current.finished_at = now
    current.save(update_fields=["finished_at"])
    note(current, "abandoned", staff=staff, now=now)
