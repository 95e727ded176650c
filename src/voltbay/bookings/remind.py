"""Reminding owners the day before."""

from datetime import datetime, timedelta

from django.db import transaction

from voltbay.accounts.agreements.queries import wants_reminders
from voltbay.accounts.models import Owner
from voltbay.bookings.lifecycle import State
from voltbay.bookings.messages import tell_tomorrow
from voltbay.bookings.models import Booking

AHEAD = timedelta(hours=24)


def remind(*, now: datetime) -> int:
    """Remind of every appointment in the next 24 hours, and return of how many.

    Repeating it tells nobody twice; who has taken reminders back is told nothing.
    """
    soon = Booking.objects.filter(
        state=State.CONFIRMED, starts_at__gt=now, starts_at__lte=now + AHEAD
    ).select_related("outlet", "block__owner", "block__outlet")
    return sum(_remind(booking, now=now) for booking in soon)


@transaction.atomic
def _remind(booking: Booking, *, now: datetime) -> bool:
    """Lock the owner, as who takes reminders back does, so that none is queued behind that."""
    told = booking.block.owner_id if booking.block else booking.owner_id
    owner = Owner.objects.select_for_update(no_key=True).get(pk=told)
    if not wants_reminders(owner):
        return False
    tell_tomorrow(booking, now=now)
    return True
