"""An outlet open from nine to eleven every day with one bay, and services of an hour."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

import pytest

from tests.people import ALICE_PHONE
from tests.places import NINE, NOW
from voltbay.bookings.desk.book import DeskForm, book_at_desk
from voltbay.bookings.models import Booking, BookingEvent
from voltbay.bookings.move import Actor
from voltbay.bookings.opening.apply import Decision, apply_change
from voltbay.bookings.opening.preview import Preview, preview
from voltbay.core.local_time import local_date
from voltbay.directory.models import OpeningHours, Outlet, Service
from voltbay.directory.opening import (
    Change,
    CloseDays,
    ServiceEntry,
    SetServices,
    SetWeek,
    Stretch,
    opening_version,
)
from voltbay.slots.models import Slot
from voltbay.slots.publish import publish_ahead

DAY = timedelta(days=1)
WEDNESDAY = local_date(NINE)
CAROL = Actor(BookingEvent.Actor.STAFF, "7")


@dataclass
class House:
    """An outlet that is open, and what a test does with it."""

    service: Service
    cars: Iterator[int]

    @property
    def outlet(self) -> Outlet:
        return self.service.outlet

    def open(self, *, bays: int = 1) -> None:
        """Be open all week with so many bays, from now on."""
        OpeningHours.objects.filter(outlet=self.outlet).delete()
        week(bays=bays).write(self.outlet)
        publish_ahead(self.outlet, now=NOW)

    def book(
        self, starts_at: datetime = NINE, *, service: Service | None = None, made_at: datetime = NOW
    ) -> Booking:
        """Book another car at the desk."""
        slot = Slot.objects.get(outlet=self.outlet, starts_at=starts_at)
        number = next(self.cars)
        form = DeskForm(
            slot_id=slot.pk,
            service_id=(service or self.service).pk,
            channel="telephone",
            name="王小燕",
            phone=ALICE_PHONE,
            plate=f"沪AD1000{number}",
            vin=f"LGXCE6DB7J012345{number}",
        )
        return book_at_desk(form, by=CAROL, now=made_at)

    def preview(self, change: Change, *, now: datetime = NOW) -> Preview:
        """Look whom a change hits."""
        return preview(self.outlet, change, version=opening_version(self.outlet.pk), now=now)

    def apply(self, change: Change, *, seen: str | None = None, reason: str = "", **how) -> Preview:
        """Apply a change as it was just previewed, or as `seen`; choices are by code."""
        decision = Decision(seen or self.preview(change).seen, how.get("choices", {}), reason)
        version = how.get("version", opening_version(self.outlet.pk))
        return apply_change(self.outlet, change, decision, version=version, by=CAROL, now=NOW)

    def taken(self, day: date = WEDNESDAY) -> list[int]:
        """Return how many bays are taken in each slot of a day."""
        return [slot.taken for slot in self._slots(day)]

    def bays(self, day: date = WEDNESDAY) -> list[int]:
        """Return how many bays there are in each slot of a day."""
        return [slot.capacity for slot in self._slots(day)]

    def _slots(self, day: date) -> list[Slot]:
        slots = Slot.objects.filter(outlet=self.outlet).order_by("starts_at")
        return [slot for slot in slots if local_date(slot.starts_at) == day]


@pytest.fixture
def house(service) -> House:
    Outlet.objects.filter(pk=service.outlet_id).update(works_on_holidays=True, book_ahead_days=14)
    made = House(Service.objects.get(pk=service.pk), iter(range(10)))
    made.open()
    return made


def closing(first: date = WEDNESDAY, *, days: int = 1) -> CloseDays:
    """Close some days."""
    return CloseDays(first, first + timedelta(days=days - 1), "设备年检")


def week(*, bays: int = 1, without: tuple[int, ...] = ()) -> SetWeek:
    """Open from nine to eleven on every weekday but some."""
    hours = (weekday for weekday in range(7) if weekday not in without)
    return SetWeek([Stretch(weekday, time(9), time(11), bays) for weekday in hours], True)


def services(service: Service, **changes) -> SetServices:
    """Have the outlet's only service otherwise."""
    now = {
        "id": service.pk,
        "name": service.name,
        "slots_needed": service.slots_needed,
        "places": service.places,
        "is_offered": service.is_offered,
    }
    return SetServices([ServiceEntry(**{**now, **changes})])
