"""What is free at an outlet, held in memory, to find many bookings another time at once. Pure."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import pairwise

from voltbay.core.local_time import local_date

MOST_AFTER = 24  # slots: four hours of cleaning on the finest grid
NOTICE = timedelta(hours=2)  # nobody is offered a time that can hardly be reached


@dataclass
class Cell:
    """A slot: how many bays it is to have, how many of them are taken; and so for technicians.

    `technicians` is None where they are not counted. A slot without bays is closed.
    """

    starts_at: datetime
    ends_at: datetime
    bays: int
    taken: int
    technicians: int | None = None
    technicians_taken: int = 0

    def has(self, *, places: int, technicians: int) -> bool:
        """Tell whether so much is free."""
        attended = (
            self.technicians is None or self.technicians - self.technicians_taken >= technicians
        )
        return self.bays - self.taken >= places and attended


@dataclass(frozen=True)
class Size:
    """What a service needs: consecutive slots, bays and technicians in each.

    For the buffer after it, rounded up to slots, it needs the bays alone.
    """

    slots: int
    places: int
    technicians: int = 1
    buffer: timedelta = timedelta(0)


class Room:
    """The slots of an outlet in time order."""

    def __init__(self, cells: Iterable[Cell]) -> None:
        self.cells = sorted(cells, key=lambda cell: cell.starts_at)
        self.index = {cell.starts_at: number for number, cell in enumerate(self.cells)}

    def give_back(
        self, first: datetime, last: datetime, *, places: int, technicians: int = 0
    ) -> None:
        """Give places and technicians back in every slot between two instants."""
        for cell in self.cells:
            if first <= cell.starts_at < last:
                cell.taken -= places
                cell.technicians_taken -= technicians

    def fits(self, at: datetime, size: Size) -> bool:
        """Tell whether a service of this size can begin there."""
        return bool(self._window(at, size))

    def take(self, at: datetime, size: Size) -> datetime:
        """Take the places and return when the service ends; they must fit."""
        window = self._window(at, size)
        for cell in window:
            cell.taken += size.places
            cell.technicians_taken += size.technicians
        for cell in self._after(window, size):
            cell.taken += size.places
        return window[-1].ends_at

    def nearest(self, at: datetime, size: Size, *, now: datetime, most: int) -> list[datetime]:
        """Return the free starts nearest to a time: of the same day, then of the days after it.

        Within a day those nearest to the same hour come first: who takes the morning off takes
        another morning. An earlier day is never offered: somebody planned for this one.
        """
        day = local_date(at)
        free = [
            cell.starts_at
            for cell in self.cells
            if cell.starts_at > now + NOTICE
            and local_date(cell.starts_at) >= day
            and cell.starts_at != at
            and self.fits(cell.starts_at, size)
        ]
        return sorted(free, key=lambda start: _distance(at, start))[:most]

    def _window(self, at: datetime, size: Size) -> list[Cell]:
        """Return the slots that the service would take, or none if they are not all free."""
        first = self.index.get(at)
        if first is None:
            return []
        window = self.cells[first : first + size.slots]
        is_whole = len(window) == size.slots and all(
            one.ends_at == next_.starts_at for one, next_ in pairwise(window)
        )
        if not is_whole:
            return []
        is_free = all(cell.has(places=size.places, technicians=size.technicians) for cell in window)
        is_cleaned = all(
            cell.has(places=size.places, technicians=0) for cell in self._after(window, size)
        )
        return window if is_free and is_cleaned else []

    def _after(self, window: list[Cell], size: Size) -> list[Cell]:
        """Return the slots in which the bay is cleaned, as many as there are before closing."""
        length, end = window[0].ends_at - window[0].starts_at, window[-1].ends_at
        until = end + length * -(-size.buffer // length)
        last = self.index[window[-1].starts_at]
        following = self.cells[last + 1 : last + 1 + MOST_AFTER]
        return [cell for cell in following if cell.bays and cell.ends_at <= until]


def _distance(at: datetime, start: datetime) -> tuple[timedelta, timedelta]:
    """Return how many days later a start is, and how far from the same hour."""
    days = local_date(start) - local_date(at)
    return days, abs(start - at - days)
