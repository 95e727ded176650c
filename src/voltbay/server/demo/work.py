"""Cars that come to a demo's outlet at any hour, as whoever tries it does."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from voltbay.accounts.models import StaffUser
from voltbay.bookings.desk.book import WALK_IN, DeskForm, book_at_desk
from voltbay.bookings.desk.looks import all_agree
from voltbay.bookings.desk.receive import receive
from voltbay.bookings.models import Booking
from voltbay.bookings.move import by
from voltbay.directory.models import Outlet, Service
from voltbay.identifiers.vin import check_digit
from voltbay.removals.models import Removal
from voltbay.removals.work.begin import begin
from voltbay.slots.models import Slot

HALF_HOUR = timedelta(minutes=30)


@dataclass(frozen=True)
class Car:
    """A car and who brings it."""

    name: str
    phone: str
    plate: str
    vin: str
    model: str = ""


def checked_vin(body: str) -> str:
    """Return a vehicle identification number of 17 characters with its ninth made right."""
    return f"{body[:8]}{check_digit(body)}{body[9:]}"


def first_service(outlet: Outlet) -> Service:
    """Return the shortest service of an outlet."""
    return outlet.services.order_by("slots_needed", "pk")[0]


def booked(
    car: Car, outlet: Outlet, desk: StaffUser, starts_at: datetime, *, now: datetime
) -> Booking:
    """Book a car at the desk for a time."""
    service = first_service(outlet)
    form = DeskForm(
        slot_id=free_slot(outlet, service, starts_at).pk,
        service_id=service.pk,
        channel=WALK_IN,
        name=car.name,
        phone=car.phone,
        identity_kind="identity_card",
        plate=car.plate,
        vin=car.vin,
        vehicle_model=car.model,
        car_after="to_be_scrapped",
        incomplete_told=True,
    )
    return book_at_desk(form, by=by(desk), now=now)


def at_the_outlet(car: Car, outlet: Outlet, desk: StaffUser, *, now: datetime) -> Booking:
    """Return the booking, checked in, of a car that came on time."""
    starts_at = half_hour(now)
    booking = booked(car, outlet, desk, starts_at, now=starts_at)
    receive(booking, looks=all_agree(booking), by=by(desk), now=starts_at)
    return booking


def in_the_bay(car: Car, outlet: Outlet, desk: StaffUser, *, now: datetime) -> Removal:
    """Return the removal, just begun, of a car that came on time."""
    return begin(at_the_outlet(car, outlet, desk, now=now), staff=desk, now=half_hour(now))


def free_slot(outlet: Outlet, service: Service, starts_at: datetime) -> Slot:
    """Return the slot of a time; a service that begins with it finds a bay, also at night."""
    slots = [_slot(outlet, starts_at + n * HALF_HOUR) for n in range(service.slots_needed)]
    return slots[0]


def half_hour(instant: datetime) -> datetime:
    """Return the half hour in which an instant lies."""
    return instant.replace(minute=instant.minute // 30 * 30, second=0, microsecond=0)


def _slot(outlet: Outlet, starts_at: datetime) -> Slot:
    slot, _ = Slot.objects.get_or_create(
        outlet=outlet,
        starts_at=starts_at,
        defaults={"ends_at": starts_at + HALF_HOUR, "capacity": 1},
    )
    if slot.taken >= slot.capacity:
        Slot.objects.filter(pk=slot.pk).update(capacity=slot.taken + 1)
    return slot
