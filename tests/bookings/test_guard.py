"""What the database itself refuses about bookings."""

import pytest
from django.db import DatabaseError, connection, transaction

from tests.places import NOW
from voltbay.bookings.cancel import cancel
from voltbay.bookings.models import Booking
from voltbay.slots.models import Claim


@pytest.mark.parametrize("statement", ["UPDATE bookings_bookingevent SET why = 'forged'",
                                       "DELETE FROM bookings_bookingevent"])
def test_history_is_only_added_to(held, statement):
    with pytest.raises(DatabaseError, match="only added to"), transaction.atomic():
        connection.cursor().execute(statement)


def check_now() -> None:
    """Let the database check what it otherwise checks at the end of a transaction."""
    connection.cursor().execute("SET CONSTRAINTS ALL IMMEDIATE")


def test_a_live_booking_cannot_lose_its_places(held):
    with pytest.raises(DatabaseError, match="places of booking"), transaction.atomic():
        Claim.objects.filter(claimant=held.pk).delete()
        check_now()


def test_a_dead_booking_cannot_keep_its_places(held):
    with pytest.raises(DatabaseError, match="places of booking"), transaction.atomic():
        Booking.objects.filter(pk=held.pk).update(state="cancelled", hold_ordinal=None)
        check_now()


def test_what_the_verbs_write_passes_the_check(confirmed, by_alice):
    check_now()
    cancel(confirmed, by=by_alice, reason="车卖了", now=NOW)
    check_now()

    assert Claim.objects.count() == 0


def test_an_unknown_state_is_refused(held):
    with pytest.raises(DatabaseError, match="booking_state_is_known"), transaction.atomic():
        Booking.objects.update(state="lost")
