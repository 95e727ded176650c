"""Changes of an outlet's opening and services: each knows what it needs and what it writes.

What they mean for those who are booked is found out above, in `bookings.opening`.
"""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, time, timedelta
from typing import Protocol
from uuid import UUID

from django.db import models

from voltbay.directory.errors import (
    ClosureIncomplete,
    HoursWrong,
    OpenDayWrong,
    ServiceWrong,
    UnknownOpening,
)
from voltbay.directory.models import (
    MOST_BUFFER,
    MOST_NOTICE,
    Closure,
    Leave,
    OpenDay,
    OpeningHours,
    Outlet,
    Service,
    Shift,
    Technician,
)
from voltbay.directory.rules import check_stretches

LONGEST = timedelta(days=366)
MOST_BAYS = 99
LONGEST_SERVICE = 48  # slots


class Change(Protocol):
    """Something that an outlet wants to have otherwise."""

    def check(self, today: date) -> None:
        """Check the entries; raises a refusal."""

    def write(self, outlet: Outlet) -> None:
        """Write them. Needs a transaction."""


@dataclass(frozen=True)
class CloseDays:
    """Shut for some days, both included; owners read the reason. Raises ClosureIncomplete."""

    first_date: date
    last_date: date
    reason: str
    reason_en: str = ""

    def check(self, today: date) -> None:
        """Check the days and the reason."""
        right = today <= self.first_date <= self.last_date <= today + LONGEST
        if not right or not self.reason.strip():
            raise ClosureIncomplete

    def write(self, outlet: Outlet) -> None:
        """Add the closure."""
        Closure.objects.create(outlet=outlet, **vars(self))


@dataclass(frozen=True)
class Reopen:
    """Take a closure back. Raises UnknownOpening."""

    closure_id: int

    def check(self, today: date) -> None:  # not about days
        """Nothing can be wrong with it."""

    def write(self, outlet: Outlet) -> None:
        """Delete the closure."""
        _drop(outlet.closures.filter(pk=self.closure_id))


@dataclass(frozen=True)
class OpenOn:
    """Work on a day as on a weekday. Raises OpenDayWrong."""

    day: date
    works_as: int

    def check(self, today: date) -> None:
        """Check the day."""
        is_near = today <= self.day <= today + LONGEST
        if not is_near or self.works_as not in OpeningHours.Weekday.values:
            raise OpenDayWrong

    def write(self, outlet: Outlet) -> None:
        """Set what the day is worked as."""
        OpenDay.objects.update_or_create(
            outlet=outlet, date=self.day, defaults={"works_as": self.works_as}
        )


@dataclass(frozen=True)
class DropOpenDay:
    """Take an extra opening day back. Raises UnknownOpening."""

    open_day_id: int

    def check(self, today: date) -> None:  # not about days
        """Nothing can be wrong with it."""

    def write(self, outlet: Outlet) -> None:
        """Delete the day."""
        _drop(outlet.open_days.filter(pk=self.open_day_id))


@dataclass(frozen=True)
class Stretch:
    """Open time of a weekday, Monday being 0, with the bays staffed in it."""

    weekday: int
    opens_at: time
    closes_at: time
    bays: int


@dataclass(frozen=True)
class SetWeek:
    """Have other weekly hours. Raises HoursWrong or HoursOverlap."""

    stretches: Sequence[Stretch]
    works_on_holidays: bool

    def check(self, today: date) -> None:  # noqa: ARG002  # not about days
        """Check each stretch, and all against each other."""
        for number, each in enumerate(self.stretches, 1):
            if not (each.opens_at < each.closes_at and 1 <= each.bays <= MOST_BAYS):
                raise HoursWrong(row=number)
        check_stretches((each.weekday, each.opens_at, each.closes_at) for each in self.stretches)

    def write(self, outlet: Outlet) -> None:
        """Replace what is different; what stays keeps its row, so that the log tells the truth."""
        wanted = set(self.stretches)
        for row in outlet.opening_hours.all():
            stretch = Stretch(row.weekday, row.opens_at, row.closes_at, row.bays)
            if stretch in wanted:
                wanted.remove(stretch)
            else:
                row.delete()
        for stretch in sorted(wanted, key=lambda each: (each.weekday, each.opens_at)):
            OpeningHours.objects.create(outlet=outlet, **vars(stretch))
        holidays = Outlet.objects.filter(pk=outlet.pk)
        holidays.exclude(works_on_holidays=self.works_on_holidays).update(
            works_on_holidays=self.works_on_holidays
        )


@dataclass(frozen=True)
class ServiceEntry:
    """A service as it ought to be; without an id it is a new one."""

    id: int | None
    name: str
    slots_needed: int
    places: int
    is_offered: bool
    vehicle_classes: Sequence[str] = ("passenger_car",)
    fuels: Sequence[str] = ("electric", "hybrid")
    heaviest_kg: int | None = None
    technicians: int = 1
    buffer_minutes: int = 0
    notice_hours: int | None = None
    name_en: str = ""

    @property
    def is_sized(self) -> bool:
        """Whether its numbers are what the tables take."""
        return (
            1 <= self.slots_needed <= LONGEST_SERVICE
            and 1 <= self.places <= MOST_BAYS
            and 1 <= self.technicians <= MOST_BAYS
            and 0 <= self.buffer_minutes <= MOST_BUFFER
            and 0 <= (self.notice_hours or 0) <= MOST_NOTICE
        )


@dataclass(frozen=True)
class SetServices:
    """Have other services. None is ever deleted. Raises ServiceWrong or UnknownOpening."""

    entries: Sequence[ServiceEntry]

    def check(self, today: date) -> None:  # noqa: ARG002  # not about days
        """Check each service, and that no two have one name."""
        names = [each.name.strip() for each in self.entries]
        for number, each in enumerate(self.entries, 1):
            is_right = each.is_sized and bool(each.vehicle_classes and each.fuels)
            if not (names[number - 1] and is_right) or names.count(names[number - 1]) > 1:
                raise ServiceWrong(row=number)

    def write(self, outlet: Outlet) -> None:
        """Write what is different."""
        known = {service.pk: service for service in outlet.services.all()}
        for entry in self.entries:
            takes = {
                "vehicle_classes": list(entry.vehicle_classes),
                "fuels": list(entry.fuels),
            }
            entered = {**vars(entry), **takes, "name": entry.name.strip()}
            if entered.pop("id") is None:
                Service.objects.create(outlet=outlet, **entered)
                continue
            if entry.id not in known:
                raise UnknownOpening
            service = known[entry.id]
            if any(getattr(service, name) != value for name, value in entered.items()):
                Service.objects.filter(pk=service.pk).update(**entered)


def opening_version(outlet_id: UUID) -> str:
    """Return what changes with anything that decides when and for what an outlet is open.

    Who works there as well, and the time rules. Six statements; eight where anybody is on the list.
    """
    columns = (
        "slot_minutes",
        "works_on_holidays",
        "book_ahead_days",
        "notice_hours",
        "walk_in_bays",
        "counts_technicians",
    )
    outlet = Outlet.objects.values_list(*columns).get(pk=outlet_id)
    tables = (OpeningHours, Closure, OpenDay, Service)
    rows = [
        list(table._default_manager.filter(outlet=outlet_id).order_by("pk").values())
        for table in tables
    ]
    people = Technician.objects.filter(outlet=outlet_id).order_by("pk")
    names = list(people.values_list("pk", "name", "certified_until"))
    theirs = [
        list(table._default_manager.filter(technician__in=people).order_by("pk").values_list())
        for table in (Shift, Leave)
        if names
    ]
    return hashlib.sha256(repr((outlet, rows, names, theirs)).encode()).hexdigest()


def _drop(found: "models.QuerySet[Closure] | models.QuerySet[OpenDay]") -> None:
    deleted, _ = found.delete()
    if not deleted:
        raise UnknownOpening
