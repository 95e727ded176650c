"""Closing an outlet for some days: first whom it hits and what they can be offered, then doing it.

1. The preview closes within a savepoint, publishes, looks, and rolls all of it back.
1. The preview closes within a savepoint, publishes, looks, and rolls all of that back.
3. Closing moves each booking to the time that was shown, and its owner is told; one without a free
   time stays booked, and its owner is called.
"""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db import transaction

from voltbay.bookings.desk_change import Why, reschedule_at_desk
from voltbay.bookings.lifecycle import State
from voltbay.bookings.models import Booking
from voltbay.bookings.move import Actor
from voltbay.console.errors import ClosureChanged, ClosureIncomplete
from voltbay.core.time import day_bounds, local_date
from voltbay.directory.models import Closure, Outlet
from voltbay.slots.publish import publish_ahead
from voltbay.slots.queries import Start, next_free_starts

LONGEST = timedelta(days=366)


@dataclass(frozen=True)
class Days:
    """The days to close, both included, and what owners are told."""

    first_date: date
    last_date: date
    reason: str


@dataclass(frozen=True)
class Hit:
    """A booking that falls on a closed day, and the nearest time that is free for it."""

    booking: Booking
    start: Start | None


def preview(outlet: Outlet, days: Days, *, now: datetime) -> list[Hit]:
    """Return whom a closure hits, in time order. Changes nothing. Raises ClosureIncomplete."""
    _check(days, now=now)
    with transaction.atomic():
        hits = _close(outlet, days, now=now)
        transaction.set_rollback(True)
    return hits


@transaction.atomic
def close(outlet: Outlet, days: Days, *, seen: str, by: Actor, now: datetime) -> list[Hit]:
    """Close, and move whoever is hit to the time that the preview showed.

    Raises ClosureIncomplete, or ClosureChanged if it hits others than were shown.
    """
    _check(days, now=now)
    hits = _close(outlet, days, now=now)
    if fingerprint_of(hits) != seen:
        raise ClosureChanged
    for hit in hits:
        if hit.start:
            slot_id = hit.start.slot_id
            reschedule_at_desk(hit.booking, slot_id=slot_id, by=by, why=Why.OUTLET_CLOSED, now=now)
    return hits


def fingerprint_of(hits: Sequence[Hit]) -> str:
    """Return what changes with any booking or time of a preview."""
    told = [(hit.booking.code, hit.start.slot_id if hit.start else 0) for hit in hits]
    return hashlib.sha256(repr(told).encode()).hexdigest()


def _close(outlet: Outlet, days: Days, *, now: datetime) -> list[Hit]:
    Closure.objects.create(outlet=outlet, **vars(days))
    publish_ahead(outlet, now=now)
    found = Booking.objects.select_for_update(of=("self",)).filter(
        outlet=outlet,
        state__in=[State.IN_REVIEW, State.CONFIRMED],
        starts_at__gte=max(now, day_bounds(days.first_date)[0]),
        starts_at__lt=day_bounds(days.last_date)[1],
    )
    used: dict[int, int] = {}
    after = day_bounds(days.last_date)[1]
    ordered = found.select_related("outlet", "service").order_by("starts_at", "code")
    return [Hit(each, _nearest(each, used, after=after, now=now)) for each in ordered]


def _nearest(
    booking: Booking, used: dict[int, int], *, after: datetime, now: datetime
) -> Start | None:
    """Return the first free start after the closure, giving no place to two."""
    starts = next_free_starts(booking.service, after=after, now=now, most=100)
    for start in starts:
        moments = _moments(start)
        if start.places_left > max(used.get(moment, 0) for moment in moments):
            for moment in moments:
                used[moment] = used.get(moment, 0) + 1
            return start
    return None


def _moments(start: Start) -> list[int]:
    """Return the minutes that a start covers."""
    first = int(start.starts_at.timestamp()) // 60
    return list(range(first, int(start.ends_at.timestamp()) // 60))


def _check(days: Days, *, now: datetime) -> None:
    right = local_date(now) <= days.first_date <= days.last_date <= local_date(now) + LONGEST
    if not right or not days.reason.strip():
        raise ClosureIncomplete
