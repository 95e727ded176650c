"""Whether outlets are open now, until when, or when next: for lists, from their hours."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db.models import QuerySet

from voltbay.core.compiled import CompiledQuery
from voltbay.core.local_time import at, days_from, local_date
from voltbay.directory.models import Closure, OpenDay, OpeningHours, Outlet
from voltbay.slots.openings import Hours, Week, hours_on

PREFETCHED = "_prefetched_objects_cache"  # where Django keeps what was read with an outlet
READ_BEFORE = {"opening_hours", "closures", "open_days"}
AHEAD = 15  # days that are looked through: the longest public holiday is half of that


@dataclass(frozen=True)
class Doors:
    """`open_until` of an outlet that is open; else `opens_at`, None if that is weeks away."""

    open_until: datetime | None = None
    opens_at: datetime | None = None


def doors_of(outlets: Sequence[Outlet], *, now: datetime) -> dict[UUID, Doors]:
    """Return how the doors of some outlets are, by their ids.

    Three statements for all of them, none for outlets whose hours were read before.
    """
    known = [each for each in outlets if {*getattr(each, PREFETCHED, ())} >= READ_BEFORE]
    weeks = {each.pk: _week(each) for each in known}
    weeks |= _weeks([each for each in outlets if each.pk not in weeks], today=local_date(now))
    return {outlet: doors(week, now=now) for outlet, week in weeks.items()}


def doors(week: Week, *, now: datetime) -> Doors:
    """Return how the doors are. Stretches that touch or overlap are one."""
    until: datetime | None = None
    for day in days_from(local_date(now), AHEAD):
        for stretch in hours_on(week, day):
            opens_at, closes_at = at(day, stretch.opens_at), at(day, stretch.closes_at)
            if opens_at <= (until or now) < closes_at:
                until = closes_at
            elif until is None and opens_at > now:
                return Doors(opens_at=opens_at)
        if until is not None:
            return Doors(open_until=until)
    return Doors()


def _week(outlet: Outlet) -> Week:
    return Week(
        hours=[
            Hours(one.weekday, one.opens_at, one.closes_at, one.bays)
            for one in outlet.opening_hours.all()
        ],
        slot_minutes=outlet.slot_minutes,
        closures=[(one.first_date, one.last_date) for one in outlet.closures.all()],
        works_on_holidays=outlet.works_on_holidays,
        open_days={one.date: one.works_as for one in outlet.open_days.all()},
    )


def _weeks(outlets: Sequence[Outlet], *, today: date) -> dict[UUID, Week]:
    """Read the hours of a page of outlets: as bare values, as models took half the page's time."""
    these, hours = [each.pk for each in outlets], defaultdict[UUID, list[Hours]](list)
    for outlet, *stretch in _HOURS.ask(outlets=these):
        hours[outlet].append(Hours(*stretch))
    shut: dict[UUID, list[tuple[date, date]]] = defaultdict(list)
    for outlet, first, last in _CLOSURES.ask(outlets=these, today=today):
        shut[outlet].append((first, last))
    extra: dict[UUID, dict[date, int]] = defaultdict(dict)
    for outlet, day, works_as in _OPEN_DAYS.ask(outlets=these, today=today):
        extra[outlet][day] = works_as
    return {
        each.pk: Week(
            hours[each.pk],
            each.slot_minutes,
            shut[each.pk],
            each.works_on_holidays,
            extra[each.pk],
        )
        for each in outlets
    }


def _hours(*, outlets: Sequence[UUID]) -> QuerySet[OpeningHours, tuple[Any, ...]]:
    found = OpeningHours.objects.filter(outlet__in=outlets)
    return found.values_list("outlet", "weekday", "opens_at", "closes_at", "bays")


def _closures(*, outlets: Sequence[UUID], today: date) -> QuerySet[Closure, tuple[Any, ...]]:
    ahead = Closure.objects.filter(outlet__in=outlets, last_date__gte=today)
    return ahead.values_list("outlet", "first_date", "last_date")


def _open_days(*, outlets: Sequence[UUID], today: date) -> QuerySet[OpenDay, tuple[Any, ...]]:
    ahead = OpenDay.objects.filter(outlet__in=outlets, date__gte=today)
    return ahead.values_list("outlet", "date", "works_as")


_HOURS, _CLOSURES = CompiledQuery(_hours), CompiledQuery(_closures)
_OPEN_DAYS = CompiledQuery(_open_days)
