"""What a change makes of each day: when it is open, before and after. Pure."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from itertools import groupby

from voltbay.bookings.opening.room import Cell
from voltbay.core.local_time import local_date


@dataclass(frozen=True)
class Open:
    """A stretch of a day with so many bays."""

    starts_at: datetime
    ends_at: datetime
    bays: int


@dataclass(frozen=True)
class ChangedDay:
    """A day that is not open as before. Nothing in `before` or `after`: it is closed."""

    day: date
    before: Sequence[Open]
    after: Sequence[Open]


def changed_days(before: Iterable[Cell], after: Iterable[Cell]) -> list[ChangedDay]:
    """Return the days that differ, in order; cells in time order."""
    was, will_be = _by_day(before), _by_day(after)
    return [
        ChangedDay(day, was.get(day, []), will_be.get(day, []))
        for day in sorted({*was, *will_be})
        if was.get(day) != will_be.get(day)
    ]


def _by_day(cells: Iterable[Cell]) -> dict[date, list[Open]]:
    staffed = [cell for cell in cells if cell.bays]
    days = groupby(staffed, key=lambda cell: local_date(cell.starts_at))
    return {day: _stretches(of_day) for day, of_day in days}


def _stretches(cells: Iterable[Cell]) -> list[Open]:
    found: list[Open] = []
    for cell in cells:
        last = found[-1] if found else None
        if last and last.ends_at == cell.starts_at and last.bays == cell.bays:
            found[-1] = Open(last.starts_at, cell.ends_at, cell.bays)
        else:
            found.append(Open(cell.starts_at, cell.ends_at, cell.bays))
    return found
