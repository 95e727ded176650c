"""Which hours hold on which day, and the slots that they are cut into. Pure."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, time, timedelta

from voltbay.core.local_time import at, local
from voltbay.slots.duty import Crew, certified_on, on_shift
from voltbay.slots.public_holidays import Day, kind_of

FRIDAY = 4


@dataclass(frozen=True, slots=True)
class Hours:
    """A stretch of a weekday with the bays staffed in it; Monday is 0."""

    weekday: int
    opens_at: time
    closes_at: time
    bays: int


@dataclass(frozen=True, slots=True)
class Week:
    """All that decides when an outlet is open. `closures` hold first and last day, both shut.

    `open_days` names the weekday that a day is worked as, whatever the public calendar says.
    `crew` is None where technicians are not counted; `walk_in_bays` are kept for the desk.
    """

    hours: Sequence[Hours]
    slot_minutes: int
    closures: Sequence[tuple[date, date]] = ()
    works_on_holidays: bool = False
    open_days: Mapping[date, int] = field(default_factory=dict)
    crew: Sequence[Crew] | None = None
    walk_in_bays: int = 0


@dataclass(frozen=True, slots=True)
class Opening:
    """A slot as it ought to be, `starts_at <= t < ends_at` in UTC.

    `technicians` is None where they are not counted, `for_owners` where no bay is kept back.
    """

    starts_at: datetime
    ends_at: datetime
    bays: int
    technicians: int | None = None
    for_owners: int | None = None


@dataclass(frozen=True, slots=True)
class Run:
    """Slots without a gap that are all as long and staffed alike, from the first to the last."""

    first: Opening
    last: Opening

    @property
    def step(self) -> timedelta:
        """How long each is."""
        return self.first.ends_at - self.first.starts_at


def hours_on(week: Week, day: date) -> list[Hours]:
    """Return the stretches that hold on a day, in time order; none when the outlet is shut."""
    weekday = weekday_on(week, day)
    return [] if weekday is None else _hours_of(week, weekday)


def weekday_on(week: Week, day: date) -> int | None:
    """Return the weekday whose hours and shifts hold on a day, or None when the outlet is shut.

    A make-up workday without hours of its own is worked as a Friday.
    """
    if any(first <= day <= last for first, last in week.closures):
        return None
    if day in week.open_days:
        return week.open_days[day]
    kind = kind_of(day)
    if kind is Day.HOLIDAY and not week.works_on_holidays:
        return None
    weekday = day.weekday()
    return FRIDAY if kind is Day.MAKE_UP and not _hours_of(week, weekday) else weekday


def openings(week: Week, days: Iterable[date]) -> list[Opening]:
    """Return the slots that an outlet ought to have on some days, in time order.

    Each stretch is cut into grid steps from its opening; a remainder too short for a step is not
    opened. Where stretches overlap, the one that opens first keeps its slots.
    """
    step = timedelta(minutes=week.slot_minutes)
    found = [
        (day, opening)
        for day in days
        for opening in _without_overlaps(
            slot
            for stretch in hours_on(week, day)
            for slot in _cut(stretch, day=day, step=step, kept=week.walk_in_bays)
        )
    ]
    if week.crew is None:
        return [opening for _, opening in found]
    return [replace(opening, technicians=_there(opening, week, day)) for day, opening in found]


def runs(slots: Sequence[Opening]) -> list[Run]:
    """Put slots that follow each other and are alike into runs; slots are in time order.

    An outlet's month is some five hundred slots and thirty runs.
    """
    begins = [n for n, slot in enumerate(slots) if not n or not _goes_on(slots[n - 1], slot)]
    ends = [*(n - 1 for n in begins[1:]), len(slots) - 1]
    return [Run(slots[n], slots[m]) for n, m in zip(begins, ends, strict=False)]


def _goes_on(slot: Opening, following: Opening) -> bool:
    return (
        following.starts_at == slot.ends_at
        and following.ends_at - following.starts_at == slot.ends_at - slot.starts_at
        and following.bays == slot.bays
        and following.technicians == slot.technicians
        and following.for_owners == slot.for_owners
    )


def _there(slot: Opening, week: Week, day: date) -> int:
    weekday = weekday_on(week, day)
    if weekday is None or not week.crew:
        return 0
    begins, ends = local(slot.starts_at).time(), local(slot.ends_at).time()
    return on_shift(certified_on(week.crew, day), weekday=weekday, begins=begins, ends=ends)


def _hours_of(week: Week, weekday: int) -> list[Hours]:
    found = [stretch for stretch in week.hours if stretch.weekday == weekday and stretch.bays]
    return sorted(found, key=lambda stretch: stretch.opens_at)


def _cut(stretch: Hours, *, day: date, step: timedelta, kept: int) -> Iterable[Opening]:
    """Cut a stretch into slots, `kept` of whose bays are the desk's."""
    starts_at, closes_at = at(day, stretch.opens_at), at(day, stretch.closes_at)
    for_owners = max(stretch.bays - kept, 0) if kept else None
    while starts_at + step <= closes_at:
        yield Opening(starts_at, starts_at + step, stretch.bays, for_owners=for_owners)
        starts_at += step


def _without_overlaps(slots: Iterable[Opening]) -> Iterable[Opening]:
    end: datetime | None = None
    for slot in slots:
        if end is None or slot.starts_at >= end:
            yield slot
            end = slot.ends_at
