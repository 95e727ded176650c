"""How many certified technicians are there at some time of a day. Pure."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, time


@dataclass(frozen=True, slots=True)
class Crew:
    """A technician: the weekly shifts (Monday is 0), the certificate's last day, days of leave."""

    shifts: Sequence[tuple[int, time, time]]
    certified_until: date
    leaves: Sequence[tuple[date, date]] = ()


def certified_on(crew: Iterable[Crew], day: date) -> list[Crew]:
    """Return who holds a valid certificate on a day and is not on leave."""
    return [
        each
        for each in crew
        if day <= each.certified_until
        and not any(first <= day <= last for first, last in each.leaves)
    ]


def on_shift(crew: Iterable[Crew], *, weekday: int, begins: time, ends: time) -> int:
    """Count those of a weekday who are there from `begins` to `ends` without a break.

    Who leaves in the middle does not count: nobody takes over an open battery.

    >>> early = Crew([(0, time(8), time(12))], date(2027, 1, 1))
    >>> on_shift([early], weekday=0, begins=time(11, 30), ends=time(12))
    1
    >>> on_shift([early], weekday=0, begins=time(11, 30), ends=time(12, 30))
    0
    """
    return sum(
        any(
            on == weekday and starts_at <= begins and ends <= ends_at
            for on, starts_at, ends_at in each.shifts
        )
        for each in crew
    )
