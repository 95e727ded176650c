"""Taking a call-out back, and with it the place that was held for its car."""

from datetime import datetime

from django.db import transaction

from voltbay.bookings.expire import expire_promised
from voltbay.bookings.models import BookingEvent
from voltbay.bookings.move import Actor
from voltbay.callouts.end import withdraw
from voltbay.callouts.models import CallOut


@transaction.atomic
def withdraw_call_out(call_out: CallOut, *, now: datetime) -> None:
    """Take a call-out back; what is booked for its car stays booked. Safe to repeat.

    Raises CallOutOver.
    """
    withdraw(call_out, now=now)
    owner = Actor(BookingEvent.Actor.OWNER, str(call_out.owner_id))
    expire_promised(call_out, by=owner, now=now)
