"""Closing accounts that lost their phone and that nobody came back to."""

from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction

from voltbay.accounts.models import Owner, Session
from voltbay.bookings.close_account import RemovalUnderWay, close_account
from voltbay.bookings.lifecycle import MOVABLE
from voltbay.bookings.models import Booking

WAITS = timedelta(days=90)  # for an owner who is away and has another number by now


def close_lost(*, now: datetime) -> int:
    """Close what was without a phone for so long, has no session and nothing ahead.

    Return how many. Safe to repeat.
    """
    lost = Owner.objects.filter(closed_at=None, phone_lost_at__lte=now - WAITS)
    return sum(_close(owner_id, now=now) for owner_id in lost.values_list("pk", flat=True))


@transaction.atomic
def _close(owner_id: UUID, *, now: datetime) -> bool:
    # Locked, as is who moves to another phone: an account that is found again this moment stays.
    lost = Owner.objects.select_for_update().filter(pk=owner_id, phone_lost_at__lte=now - WAITS)
    owner = lost.first()
    if owner is None or _is_used(owner, now=now):
        return False
    try:
        close_account(owner=owner, now=now)
    except RemovalUnderWay:  # the car is at the outlet: when it is done
        return False
    return True


def _is_used(owner: Owner, *, now: datetime) -> bool:
    ahead = Booking.objects.filter(owner=owner, state__in=MOVABLE, ends_at__gt=now)
    return ahead.exists() or Session.objects.filter(owner=owner, expires_at__gt=now).exists()
