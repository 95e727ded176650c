"""Taking another service for one's own booking: all of it, or everything stays."""

from datetime import timedelta

import pytest
from django.db import connection

from tests.places import NOW, open_outlet
from voltbay.bookings.errors import HoldLapsed, SameService, ServiceUnknown, TooLate, WrongState
from voltbay.bookings.fit import DoesNotFitWithOffers
from voltbay.bookings.models import Booking
from voltbay.bookings.owner.swap_service import Swap, swap_service
from voltbay.directory.models import Service
from voltbay.notifications.models import Notice
from voltbay.slots.errors import SlotFull
from voltbay.slots.models import Slot


@pytest.fixture
def longer(service):
    return Service.objects.create(outlet=service.outlet, name="检测与拆卸", slots_needed=3)


def taken():
    return list(Slot.objects.order_by("starts_at").values_list("taken", flat=True))


def test_a_hold_takes_the_longer_time_and_keeps_its_minutes(held, longer, by_alice):
    until = held.held_until

    swap_service(held, Swap(longer.pk), by=by_alice, now=NOW)

    held.refresh_from_db()
    assert (held.service, held.state, held.held_until) == (longer, "held", until)
    assert held.ends_at - held.starts_at == timedelta(minutes=90)
    assert taken() == [1, 1, 1, 0]
    event = held.events.order_by("id").last()
    assert (event.why, event.details["service_to"]) == ("service_swapped", longer.name)
    assert not Notice.objects.exists()


def test_a_shorter_service_gives_the_rest_back(held, service, by_alice):
    shorter = Service.objects.create(outlet=service.outlet, name="检测", slots_needed=1)

    swap_service(held, Swap(shorter.pk), by=by_alice, now=NOW)

    assert taken() == [1, 0, 0, 0]


def test_the_time_to_clean_the_bay_is_the_new_services(held, longer, service, by_alice):
    Service.objects.filter(pk=longer.pk).update(slots_needed=1, buffer_minutes=60)
    longer.refresh_from_db()

    swap_service(held, Swap(longer.pk), by=by_alice, now=NOW)

    assert (held.buffer_minutes, taken()) == (60, [1, 1, 1, 0])
    connection.check_constraints()  # places and time agree, as the database asks at the end


def test_without_room_everything_stays(held, longer, slots, by_alice):
    Slot.objects.filter(pk=slots[2].pk).update(capacity=0)

    with pytest.raises(SlotFull):
        swap_service(held, Swap(longer.pk), by=by_alice, now=NOW)

    held.refresh_from_db()
    assert (held.service_id != longer.pk, taken()) == (True, [1, 1, 0, 0])


def test_another_start_is_taken_in_the_same_tap(held, longer, slots, by_alice):
    swap_service(held, Swap(longer.pk, slots[1].pk), by=by_alice, now=NOW)

    assert (held.starts_at, taken()) == (slots[1].starts_at, [0, 1, 1, 1])


def test_an_appointments_owner_is_told(confirmed, longer, by_alice):
    swap_service(confirmed, Swap(longer.pk), by=by_alice, now=NOW)

    templates = list(Notice.objects.order_by("id").values_list("template", flat=True))
    assert templates == ["booking_confirmed", "booking_rescheduled"]
    assert Booking.objects.get().state == "confirmed"


def test_what_cannot_be_swapped(held, longer, service, by_alice):
    elsewhere = open_outlet("嘉定回收服务网点")
    later = NOW + timedelta(minutes=15)

    with pytest.raises(SameService):
        swap_service(held, Swap(service.pk), by=by_alice, now=NOW)
    with pytest.raises(ServiceUnknown):
        swap_service(held, Swap(elsewhere.pk), by=by_alice, now=NOW)
    with pytest.raises(HoldLapsed):
        swap_service(held, Swap(longer.pk), by=by_alice, now=later)
    held.state = "completed"
    with pytest.raises(WrongState):
        swap_service(held, Swap(longer.pk), by=by_alice, now=NOW)


def test_shortly_before_only_the_outlet_swaps(confirmed, longer, by_alice):
    with pytest.raises(TooLate):
        swap_service(confirmed, Swap(longer.pk), by=by_alice, now=confirmed.starts_at)


def test_a_car_is_not_swapped_to_what_does_not_take_it(confirmed, longer, service, by_alice):
    Service.objects.filter(pk=longer.pk).update(vehicle_classes=["bus"])

    with pytest.raises(DoesNotFitWithOffers):
        swap_service(confirmed, Swap(longer.pk), by=by_alice, now=NOW)

    assert Booking.objects.get().service == service
