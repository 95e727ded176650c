from datetime import timedelta

import pytest

from tests.originals import originals_seen
from tests.people import ALICE_PHONE, BOB_PHONE, owner_with
from tests.places import NOW
from voltbay.accounts.models import Owner
from voltbay.bookings.close_account import ClosedTooOften, RemovalUnderWay, close_account
from voltbay.bookings.lifecycle import State
from voltbay.bookings.models import Booking, BookingEvent
from voltbay.bookings.owner.cancel import cancel
from voltbay.bookings.owner.export_data import export_bookings
from voltbay.core.personal import emptied
from voltbay.notifications.models import Notice
from voltbay.recognition.models import Document
from voltbay.slots.models import Claim


def test_leaving_cancels_the_appointment_and_gives_its_places_back(confirmed, alice):
    close_account(owner=alice, now=NOW)

    confirmed.refresh_from_db()
    assert confirmed.state == State.CANCELLED
    assert not Claim.objects.filter(claimant=confirmed.pk).exists()
    assert BookingEvent.objects.latest("id").why == "account_closed"
    assert Notice.objects.filter(template="booking_cancelled").count() == 1


def test_leaving_is_possible_when_it_is_too_late_to_cancel(confirmed, alice):
    close_account(owner=alice, now=confirmed.starts_at)

    assert Owner.objects.get().closed_at == confirmed.starts_at


def test_leaving_drops_a_hold(held, alice):
    close_account(owner=alice, now=NOW)

    held.refresh_from_db()
    assert held.state == State.CANCELLED


def test_what_is_left_names_nobody(confirmed, alice, by_alice):
    cancel(confirmed, by=by_alice, reason="车卖给了李雷", now=NOW)

    close_account(owner=alice, now=NOW)

    left = Booking.objects.get()
    assert {name: getattr(left, name) for name in emptied(Booking)} == dict.fromkeys(
        emptied(Booking)
    )
    assert not Document.objects.exists()
    assert Owner.objects.get().phone is None


def test_of_a_completed_removal_the_sealed_record_stays(confirmed, alice):
    Booking.objects.update(state=State.COMPLETED)

    close_account(owner=alice, now=NOW)

    assert Booking.objects.get().vin == confirmed.vin


@pytest.mark.parametrize("state", [State.CHECKED_IN, State.REMOVING])
def test_nobody_leaves_while_the_car_is_at_the_outlet(confirmed, alice, state):
    originals_seen(confirmed)
    Booking.objects.update(state=state)

    with pytest.raises(RemovalUnderWay):
        close_account(owner=alice, now=NOW)
    assert Owner.objects.get().phone == ALICE_PHONE


def test_leaving_twice_is_fine(confirmed, alice):
    close_account(owner=alice, now=NOW)
    close_account(owner=alice, now=NOW)

    assert Notice.objects.filter(template="booking_cancelled").count() == 1


def test_an_owner_takes_bookings_with_their_history_along(confirmed, alice):
    export = export_bookings(alice)

    (booking,) = export["bookings"]
    assert booking["code"] == confirmed.code
    assert booking["vin"] == confirmed.vin
    assert [event["to_state"] for event in booking["events"]] == ["held", "confirmed"]
    assert {document["kind"] for document in export["documents"]} == {
        "identity_card",
        "vehicle_licence",
    }


def test_an_account_is_not_closed_and_made_again_all_day(db):
    for _ in range(3):
        close_account(owner=owner_with(ALICE_PHONE), now=NOW)
    fourth = owner_with(ALICE_PHONE)

    with pytest.raises(ClosedTooOften):
        close_account(owner=fourth, now=NOW)

    close_account(owner=owner_with(BOB_PHONE), now=NOW)
    close_account(owner=fourth, now=NOW + timedelta(hours=8))
