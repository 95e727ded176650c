from datetime import timedelta

from tests.people import ALICE_NAME, ALICE_PHONE, BOB_PHONE, owner_with
from tests.places import NOW
from voltbay.accounts.models import Owner
from voltbay.accounts.owners.vehicles import Car, note_vehicle
from voltbay.accounts.phones.remembered import Remembered, proves
from voltbay.bookings.desk.book import TELEPHONE, DeskForm, book_at_desk
from voltbay.bookings.models import Booking, BookingEvent
from voltbay.bookings.move import Actor
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


def by_telephone(slot, service, *, plate, now):
    form = DeskForm(
        slot_id=slot.pk,
        service_id=service.pk,
        channel=TELEPHONE,
        name="查理",
        phone=ALICE_PHONE,
        plate=plate,
        vin="LGXCE6DB7J0654321",
    )
    return book_at_desk(form, by=Actor(BookingEvent.Actor.STAFF, "1"), now=now)


def test_what_a_new_holder_told_a_desk_proves_nothing_of_who_was_there_before(
    confirmed, alice, service, slots
):
    Document.objects.all().delete()
    by_telephone(slots[2], service, plate="沪AF99999", now=NOW + timedelta(minutes=1))

    known = remembered(alice)

    assert known.numbers == NUMBERS
    assert not proves("9999", known)


def test_what_its_first_caller_told_a_desk_counts_for_an_account_made_there(service, slots):
    booking = by_telephone(slots[0], service, plate="沪AF99999", now=NOW)

    assert proves("9999", remembered(booking.owner))


def test_what_a_desk_entered_before_the_phone_was_proven_counts(service, slots):
    booking = by_telephone(slots[0], service, plate="沪AF99999", now=NOW)
    Owner.objects.update(created_at=NOW - timedelta(days=9), phone_proven_at=NOW)

    assert proves("9999", remembered(Owner.objects.get(pk=booking.owner_id)))
