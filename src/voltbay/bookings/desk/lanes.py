"""An outlet's day drawn on a grid: bays across, its times down, what stands where. Pure.

1. The times are where slots and bookings begin and end.
2. Each car covers its bay from its beginning to its end, then the bay is cleaned; one that is still
   in it covers it until now, unless the next car has it.
3. Of the bays that no car covers, as many are held as others hold, as many free as are staffed.
"""

from bisect import bisect_left
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from itertools import pairwise
from uuid import UUID

from voltbay.bookings.lifecycle import State
from voltbay.bookings.models import Booking

IN_THE_BAY = (State.CHECKED_IN, State.REMOVING)
Bays = Mapping[UUID, Sequence[int]]  # counted from 1, by booking


class Kind(StrEnum):
    """What stands at a place of the grid."""

    CAR = "car"
    CLEANING = "cleaning"
    HELD = "held"
    FREE = "free"
    CLOSED = "closed"


@dataclass(frozen=True)
class Staffed:
    """A slot: how many bays are staffed, and how many of them are claimed, held ones included."""

    starts_at: datetime
    ends_at: datetime
    bays: int
    taken: int


@dataclass(frozen=True)
class Cell:
    """A place of the grid, so many lines high and bays wide."""

    kind: Kind
    lines: int = 1
    bays: int = 1
    booking: Booking | None = None


@dataclass(frozen=True)
class Line:
    """A stretch of time, and what begins in it, from the first bay to the last."""

    starts_at: datetime
    ends_at: datetime
    cells: list[Cell]


@dataclass
class _Grid:
    starts: list[datetime]
    lanes: int

    def __post_init__(self) -> None:
        self.at: dict[tuple[int, int], Cell | None] = {}  # None: covered from above or the left

    def put(self, cell: Cell, line: int, lane: int) -> None:
        here = [(line + n, lane + m) for n in range(cell.lines) for m in range(cell.bays)]
        self.at |= dict.fromkeys(here)
        self.at[line, lane] = cell

    def within(self, begins: datetime, ends: datetime) -> tuple[int, int]:
        """Return the first line of a stretch, and how many there are."""
        first = bisect_left(self.starts, begins)
        lines = bisect_left(self.starts, ends) - first
        return (first, lines) if lines > 0 else (0, 0)

    def free_from(self, line: int, lane: int, width: int, *, most: int) -> int:
        """Return how many lines from one on nothing covers, `most` at most."""
        free = 0
        while free < most and not any((line + free, lane + m) in self.at for m in range(width)):
            free += 1
        return free


def lanes_of(
    bookings: Iterable[Booking], bays: Bays, slots: Sequence[Staffed], *, now: datetime
) -> list[Line]:
    """Return a day's lines. Bookings without a bay, such as cancelled ones, are left out."""
    placed = [each for each in bookings if bays.get(each.pk)]
    times = sorted(
        {at for each in placed for at in (each.starts_at, each.ends_at)}
        | {at for slot in slots for at in (slot.starts_at, slot.ends_at)}
    )
    used = max((bay for each in placed for bay in bays[each.pk]), default=0)
    grid = _Grid(times[:-1], max([used, *(slot.bays for slot in slots)]))
    for each in placed:
        _put_car(grid, each, bays[each.pk])
    for each in placed:
        if each.state in IN_THE_BAY and each.ends_at < now:
            _stay(grid, each, bays[each.pk], now=now)
    for each in placed:
        _clean(grid, each, bays[each.pk])
    by_start = {slot.starts_at: slot for slot in slots}
    return [
        Line(starts, ends, _cells(grid, line, by_start.get(starts)))
        for line, (starts, ends) in enumerate(pairwise(times))
    ]


def runs_of(bays: Sequence[int]) -> list[tuple[int, int]]:
    """Return bays that lie side by side as first bay and width.

    >>> runs_of([1, 2, 4])
    [(1, 2), (4, 1)]
    """
    runs: list[tuple[int, int]] = []
    for bay in sorted(bays):
        if runs and sum(runs[-1]) == bay:
            runs[-1] = (runs[-1][0], runs[-1][1] + 1)
        else:
            runs.append((bay, 1))
    return runs


def _put_car(grid: _Grid, booking: Booking, bays: Sequence[int]) -> None:
    first, lines = grid.within(booking.starts_at, booking.ends_at)
    for bay, width in runs_of(bays):
        grid.put(Cell(Kind.CAR, lines, width, booking), first, bay - 1)


def _stay(grid: _Grid, booking: Booking, bays: Sequence[int], *, now: datetime) -> None:
    first, lines = grid.within(booking.starts_at, booking.ends_at)
    after, more = grid.within(booking.ends_at, now)
    for bay, width in runs_of(bays):
        free = grid.free_from(after, bay - 1, width, most=more)
        grid.put(Cell(Kind.CAR, lines + free, width, booking), first, bay - 1)


def _clean(grid: _Grid, booking: Booking, bays: Sequence[int]) -> None:
    after, lines = grid.within(booking.ends_at, booking.bay_until)
    for bay, width in runs_of(bays):
        if lines and grid.free_from(after, bay - 1, width, most=lines) == lines:
            grid.put(Cell(Kind.CLEANING, lines, width), after, bay - 1)


def _cells(grid: _Grid, line: int, slot: Staffed | None) -> list[Cell]:
    covered = sum((line, lane) in grid.at for lane in range(grid.lanes))
    held = max(slot.taken - covered, 0) if slot else 0
    free = max(slot.bays - covered - held, 0) if slot else 0
    rest = iter([Kind.HELD] * held + [Kind.FREE] * free)
    cells = []
    for lane in range(grid.lanes):
        if (line, lane) not in grid.at:
            cells.append(Cell(next(rest, Kind.CLOSED)))
        elif (cell := grid.at[line, lane]) is not None:
            cells.append(cell)
    return cells
