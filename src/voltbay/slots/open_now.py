"""Whether outlets are open now, until when, or when next: for lists, from their hours."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import prefetch_related_objects

from voltbay.core.local_time import at, days_from, local_date
from voltbay.directory.models import Outlet
from voltbay.slots.openings import Hours, Week, hours_on

AHEAD = 15  # days that are looked through: the longest public holiday is half of that


@dataclass(frozen=True)
class Doors:
    """`open_until` of an outlet that is open; else `opens_at`, None if that is weeks away."""

    open_until: datetime | None = None
    opens_at: datetime | None = None


def doors_of(outlets: Sequence[Outlet], *, now: datetime) -> dict[UUID, Doors]:
    """Return how the doors of some outlets are, by their ids.

    Three statements for all of them, none for what was read before.
    """
    prefetch_related_objects(outlets, "opening_hours", "closures", "open_days")
    return {each.pk: doors(_week(each), now=now) for each in outlets}


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
    hours = outlet.opening_hours.all()
    return Week(
        hours=[Hours(one.weekday, one.opens_at, one.closes_at, one.bays) for one in hours],
        slot_minutes=outlet.slot_minutes,
        closures=[(one.first_date, one.last_date) for one in outlet.closures.all()],
        works_on_holidays=outlet.works_on_holidays,
        open_days={one.date: one.works_as for one in outlet.open_days.all()},
    )
