from tests.people import ALICE_NAME, BOB_PHONE, owner_with
from tests.places import NOW
from voltbay.accounts.models import Owner
from voltbay.accounts.owners.vehicles import Car, note_vehicle
from voltbay.accounts.phones.remembered import Remembered
from voltbay.bookings.models import Booking
from voltbay.bookings.remembered import remembered
from voltbay.recognition.models import Document

NUMBERS = {"沪AD12345", "310101198506150024"}


def test_a_lapsed_hold_is_nothing_of_a_person(held, alice):
    assert not remembered(alice)


def test_the_name_on_the_account_is(alice):
    Owner.objects.update(name=ALICE_NAME)

    assert remembered(Owner.objects.get()) == Remembered(names=frozenset({ALICE_NAME}))


def test_a_noted_car_is(alice):
    note_vehicle(Car(plate="沪AF54321", relation="self"), owner=alice, now=NOW)

    assert remembered(alice) == Remembered(numbers=frozenset({"沪AF54321"}))


def test_a_booking_is_when_its_documents_are_long_gone(confirmed, alice):
    Booking.objects.update(identity_card=None, vehicle_licence=None)
    Document.objects.all().delete()

    assert remembered(alice) == Remembered(frozenset({ALICE_NAME}), frozenset(NUMBERS))


def test_what_was_read_and_not_booked_yet_is(form, alice):
    assert remembered(alice).numbers == NUMBERS


def test_another_s_booking_is_not(confirmed):
    assert not remembered(owner_with(BOB_PHONE))
