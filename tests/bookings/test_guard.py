"""What the database itself refuses about bookings."""

import pytest
from django.db import DatabaseError, connection, transaction

from tests.originals import originals_seen
from tests.places import HALF_HOUR, NOW
from voltbay.bookings.models import Booking
from voltbay.bookings.owner.cancel import cancel
from voltbay.directory.models import Service
from voltbay.slots.models import Claim


@pytest.mark.parametrize(
    "statement",
    ["UPDATE bookings_bookingevent SET why = 'forged'", "DELETE FROM bookings_bookingevent"],
)
def test_history_is_only_added_to(held, statement):
    with pytest.raises(DatabaseError, match="only added to"), transaction.atomic():
        connection.cursor().execute(statement)


def check_now() -> None:
    """Let the database check what it otherwise checks at the end of a transaction."""
    connection.cursor().execute("SET CONSTRAINTS ALL IMMEDIATE; SET CONSTRAINTS ALL DEFERRED")


def lose_places(booking: Booking) -> None:
    Claim.objects.filter(claimant=booking.pk).delete()
    check_now()


def die_without_giving_back(booking: Booking) -> None:
    Booking.objects.filter(pk=booking.pk).update(state="cancelled", hold_ordinal=None)
    check_now()


def move_without_swapping(booking: Booking) -> None:
    Booking.objects.filter(pk=booking.pk).update(starts_at=booking.starts_at + HALF_HOUR)
    check_now()


def keep_the_bay_longer_than_it_is_taken(booking: Booking) -> None:
    Booking.objects.filter(pk=booking.pk).update(buffer_minutes=30)
    check_now()


@pytest.mark.parametrize(
    "act",
    [
        lose_places,
        die_without_giving_back,
        move_without_swapping,
        keep_the_bay_longer_than_it_is_taken,
    ],
)
def test_places_and_state_go_together_whoever_writes(held, act):
    with pytest.raises(DatabaseError, match="places of booking"), transaction.atomic():
        act(held)


def test_what_the_verbs_write_passes_the_check(confirmed, by_alice):
    check_now()
    cancel(confirmed, by=by_alice, reason="车卖了", now=NOW)
    check_now()

    assert Claim.objects.count() == 0


def test_an_unknown_state_is_refused(held):
    with pytest.raises(DatabaseError, match="booking_state_is_known"), transaction.atomic():
        Booking.objects.update(state="lost")


@pytest.mark.parametrize(
    "car",
    [
        {"vehicle_class": "bus", "fuel": "electric"},
        {"vehicle_class": "unknown", "fuel": "electric"},
        {"vehicle_class": "passenger_car", "fuel": "petrol"},
        {"vehicle_class": "passenger_car", "fuel": "electric", "mass_kg": 3_501},
    ],
)
def test_no_appointment_stands_for_a_car_that_its_service_does_not_take(confirmed, car):
    confirmed.service.heaviest_kg = 3_500
    confirmed.service.save()

    with pytest.raises(DatabaseError, match="does not take its car"), transaction.atomic():
        Booking.objects.update(**car)
    Booking.objects.update(**car, fit_why="agreed")  # somebody said why


def test_a_service_that_takes_less_breaks_no_word(confirmed):
    confirmed.service.vehicle_classes = ["bus"]
    confirmed.service.save()

    Booking.objects.update(note=None)
    originals_seen(confirmed)
    Booking.objects.update(state="checked_in")

    assert Booking.objects.get().state == "checked_in"


@pytest.mark.parametrize(
    "column", [{"vehicle_class": "tank"}, {"fuel": "coal"}, {"mass_kg": 5}, {"fit_why": "bribe"}]
)
def test_a_car_that_there_is_not_is_refused(held, column):
    with pytest.raises(DatabaseError, match="booking_"), transaction.atomic():
        Booking.objects.update(**column)


@pytest.mark.parametrize(
    "takes",
    [
        {"vehicle_classes": []},
        {"vehicle_classes": ["unknown"]},
        {"fuels": []},
        {"fuels": ["petrol"]},
        {"heaviest_kg": 1},
    ],
)
def test_a_service_takes_what_there_is_and_something(held, takes):
    with pytest.raises(DatabaseError, match="service_"), transaction.atomic():
        Service.objects.update(**takes)
