"""Staff give a booking another service, or book a car that its service does not name."""

from dataclasses import replace

import pytest

from tests.people import BOB_PHONE
from tests.places import NOW
from tests.removals.conftest import staff_named
from voltbay.bookings.desk.book import WALK_IN, DeskForm, book_at_desk
from voltbay.bookings.desk.change import Why
from voltbay.bookings.desk.swap_service import DeskSwap, swap_service_at_desk
from voltbay.bookings.errors import FitWhyMissing, ServiceUnknown
from voltbay.bookings.models import Booking
from voltbay.bookings.move import by
from voltbay.directory.models import Service
from voltbay.notifications.models import Notice


@pytest.fixture
def bob(db):
    return staff_named("bob")


@pytest.fixture
def bus_form(service, slots):
    return DeskForm(
        slots[0].pk,
        service.pk,
        WALK_IN,
        "李雷",
        BOB_PHONE,
        "沪AD54321",
        "LGXCE6DB7J0123456",
        vehicle_class="bus",
    )


@pytest.fixture
def for_buses(service):
    return Service.objects.create(
        outlet=service.outlet,
        name="商用车动力电池拆卸",
        slots_needed=3,
        vehicle_classes=["bus"],
        heaviest_kg=18_000,
    )


def test_a_bus_at_the_desk_needs_a_service_for_buses_or_a_reason(bus_form, bob):
    with pytest.raises(FitWhyMissing) as refused:
        book_at_desk(bus_form, by=by(bob), now=NOW)
    booking = book_at_desk(replace(bus_form, fit_why="agreed"), by=by(bob), now=NOW)

    assert refused.value.fields == {"fit_why": "fit_why_missing"}
    assert (booking.vehicle_class, booking.fuel, booking.fit_why) == ("bus", "electric", "agreed")
    assert booking.events.get().details == {"misfits": ["class_not_taken"], "fit_why": "agreed"}


def test_a_petrol_car_at_the_desk_needs_a_reason(bus_form, bob):
    petrol = {"plate": "沪A12345", "vehicle_model": "大众牌FV7146BB"}

    with pytest.raises(FitWhyMissing):
        book_at_desk(
            replace(bus_form, **petrol, vehicle_class="passenger_car"), by=by(bob), now=NOW
        )


def test_what_nobody_said_is_not_judged(bus_form, bob):
    booking = book_at_desk(replace(bus_form, vehicle_class=""), by=by(bob), now=NOW)

    assert (booking.state, booking.traits) == ("confirmed", None)


def test_another_service_takes_what_it_needs_and_a_reason_is_gone(bus_form, bob, for_buses, slots):
    book_at_desk(replace(bus_form, mass_kg=16_000, fit_why="agreed"), by=by(bob), now=NOW)
    booking = Booking.objects.get()
    wanted = DeskSwap(for_buses.pk, slots[1].pk, why=Why.UNFIT)

    swap_service_at_desk(booking, wanted, by=by(bob), now=NOW)

    booking.refresh_from_db()
    assert (booking.service, booking.fit_why) == (for_buses, "")
    assert booking.starts_at == slots[1].starts_at
    templates = list(Notice.objects.order_by("id").values_list("template", flat=True))
    assert templates == ["booking_confirmed", "booking_moved_by_outlet"]


def test_what_is_too_heavy_needs_a_reason(bus_form, bob, for_buses, slots):
    book_at_desk(replace(bus_form, mass_kg=18_001, fit_why="agreed"), by=by(bob), now=NOW)
    wanted = DeskSwap(for_buses.pk, slots[0].pk, why=Why.OWNER_ASKED)

    with pytest.raises(FitWhyMissing):
        swap_service_at_desk(Booking.objects.get(), wanted, by=by(bob), now=NOW)


def test_a_service_that_is_not_offered_is_none(bus_form, bob, for_buses, slots):
    Service.objects.filter(pk=for_buses.pk).update(is_offered=False)
    book_at_desk(replace(bus_form, fit_why="agreed"), by=by(bob), now=NOW)
    wanted = DeskSwap(for_buses.pk, slots[0].pk, why=Why.UNFIT)

    with pytest.raises(ServiceUnknown):
        swap_service_at_desk(Booking.objects.get(), wanted, by=by(bob), now=NOW)
