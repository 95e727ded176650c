"""Putting cars on free times: the earliest first, each day up to the share of blocks. Pure."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from voltbay.core.local_time import local_date


@dataclass(frozen=True, slots=True)
class Free:
    """A slot with what is left of it, `starts_at <= t < ends_at`."""

    slot_id: int
    starts_at: datetime
    ends_at: datetime
    left: int
    may_begin: bool = True  # a car may begin here; it has not begun and is not too far ahead


@dataclass(frozen=True, slots=True)
class Need:
    """How many cars, and what each takes: consecutive slots, and places in each of them."""

    cars: int
    slots: int
    places: int
    most_a_day: int | None = None  # as the company can spare no more


@dataclass(frozen=True, slots=True)
class Seat:
    """A time for one car."""

    slot_id: int
    starts_at: datetime
    ends_at: datetime


def seats_for(need: Need, free: Sequence[Free], *, rooms: Mapping[date, int]) -> list[Seat]:
    """Return a time for each car, the earliest; fewer if there are no more.

    `free` are an outlet's slots in time order, `rooms` the places of each day, counted in slots,
    that blocks may still take. All cars take equally long, so that beginning each as early as
    possible places as many as can be placed.
    """
    left = [each.left for each in free]
    room, of_day = dict(rooms), Counter[date]()
    seats: list[Seat] = []
    for first, slot in enumerate(free):
        span = range(first, first + need.slots)
        if not slot.may_begin or not _follow(free, span):
            continue
        day = local_date(slot.starts_at)
        while (
            len(seats) < need.cars
            and all(left[each] >= need.places for each in span)
            and room.get(day, 0) >= need.slots * need.places
            and of_day[day] < (need.most_a_day or need.cars)
        ):
            for each in span:
                left[each] -= need.places
            room[day] -= need.slots * need.places
            of_day[day] += 1
            seats.append(Seat(slot.slot_id, slot.starts_at, free[span[-1]].ends_at))
    return seats


def _follow(free: Sequence[Free], span: range) -> bool:
    """Tell whether slots follow each other without a gap."""
    if span[-1] >= len(free):
        return False
    return all(free[each].ends_at == free[each + 1].starts_at for each in span[:-1])
