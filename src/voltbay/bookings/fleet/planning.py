"""Putting cars on free times: the earliest first, each day up to the share of blocks. Pure."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from voltbay.core.local_time import local_date


@dataclass(frozen=True, slots=True)
class Free:
    """A slot with what is left of it for owners, `starts_at <= t < ends_at`."""

    slot_id: int
    starts_at: datetime
    ends_at: datetime
    left: int
    may_begin: bool = True  # a car may begin here; it is neither too soon nor too far ahead
    technicians: int | None = None  # left; None where they are not counted
    is_open: bool = True  # else it is there only for who is booked, and nothing is cleaned in it


@dataclass(frozen=True, slots=True)
class Need:
    """How many cars, and what each takes: consecutive slots, places and technicians in each.

    The bay stays taken for `buffer_minutes`, rounded up to the grid, as far as the day is open.
    """

    cars: int
    slots: int
    places: int
    most_a_day: int | None = None  # as the company can spare no more
    technicians: int = 1
    buffer_minutes: int = 0


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
    crew = [each.technicians for each in free]
    room, of_day = dict(rooms), Counter[date]()
    seats: list[Seat] = []
    for first, slot in enumerate(free):
        work = range(first, first + need.slots)
        if not slot.may_begin or not _follow(free, work):
            continue
        span = [*work, *_cleaning(free, work, minutes=need.buffer_minutes)]
        day = local_date(slot.starts_at)
        while (
            len(seats) < need.cars
            and all(left[each] >= need.places for each in span)
            and all((there := crew[each]) is None or there >= need.technicians for each in work)
            and room.get(day, 0) >= len(span) * need.places
            and of_day[day] < (need.most_a_day or need.cars)
        ):
            for each in span:
                left[each] -= need.places
            for each in work:
                there = crew[each]
                crew[each] = None if there is None else there - need.technicians
            room[day] -= len(span) * need.places
            of_day[day] += 1
            seats.append(Seat(slot.slot_id, slot.starts_at, free[work[-1]].ends_at))
    return seats


def _cleaning(free: Sequence[Free], work: range, *, minutes: int) -> list[int]:
    """Return the slots after the work in which the bay is cleaned, as `stretch_from` counts."""
    length = free[work[0]].ends_at - free[work[0]].starts_at
    ends_at = free[work[-1]].ends_at
    until = ends_at + length * -(-timedelta(minutes=minutes) // length)
    after = range(work[-1] + 1, len(free))
    return [
        n
        for n in after
        if free[n].starts_at >= ends_at and free[n].ends_at <= until and free[n].is_open
    ]


def _follow(free: Sequence[Free], span: range) -> bool:
    """Tell whether slots follow each other without a gap."""
    if span[-1] >= len(free):
        return False
    return all(free[each].ends_at == free[each + 1].starts_at for each in span[:-1])
