"""Which bay a car comes to: the lowest that is free, as bays are counted and have no names."""

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from voltbay.bookings.lifecycle import State
from voltbay.bookings.models import Booking

Stay = tuple[datetime, datetime, int]  # from, until, how many bays at a time
AWAY = (State.CANCELLED, State.NO_SHOW)  # they keep no bay


def bays_by_booking(bookings: Iterable[Booking]) -> dict[UUID, tuple[int, ...]]:
    """Return the bays of a day's bookings, which come in the order of their beginning."""
    coming = [booking for booking in bookings if booking.state not in AWAY]
    stays = ((each.starts_at, each.bay_until, each.service.places) for each in coming)
    return dict(zip((each.pk for each in coming), bays_of(stays), strict=True))


def bays_of(stays: Iterable[Stay]) -> list[tuple[int, ...]]:
    """Return the bays of stays that come in the order of their beginning.

    >>> at = [datetime(2026, 4, 8, hour) for hour in range(9, 13)]
    >>> bays_of([(at[0], at[2], 1), (at[0], at[1], 1), (at[1], at[2], 1), (at[2], at[3], 2)])
    [(1,), (2,), (2,), (1, 2)]
    """
    free_from: list[datetime] = []
    return [_take(free_from, begins, ends, places) for begins, ends, places in stays]


def _take(
    free_from: list[datetime], begins: datetime, ends: datetime, places: int
) -> tuple[int, ...]:
    free = [bay for bay, since in enumerate(free_from) if since <= begins][:places]
    while len(free) < places:
        free.append(len(free_from))
        free_from.append(ends)
    for bay in free:
        free_from[bay] = ends
    return tuple(bay + 1 for bay in free)
