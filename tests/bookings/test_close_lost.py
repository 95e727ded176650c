from datetime import timedelta

import pytest

from tests.originals import originals_seen
from tests.people import BOB_PHONE
from tests.places import NOW
from voltbay.accounts.models import Owner
from voltbay.accounts.owners.change_phone import Here, move_phone
from voltbay.accounts.owners.prove_account import Caller
from voltbay.accounts.owners.sessions import open_session
from voltbay.accounts.phones.question import Waiting, ask
from voltbay.bookings.close_lost import WAITS, close_lost
from voltbay.bookings.lifecycle import State
from voltbay.bookings.models import Booking
from voltbay.bookings.new_holder import begin_anew
from voltbay.core.personal import emptied
from voltbay.recognition.models import Document

LATER = NOW + WAITS


@pytest.fixture
def lost(alice):
    begin_anew(question=ask(alice, Waiting(), now=NOW).question, caller=Caller(""), now=NOW)
    return alice


def test_after_ninety_days_it_is_erased_as_a_closed_one_is(confirmed, lost):
    assert close_lost(now=LATER - timedelta(seconds=1)) == 0
    assert close_lost(now=LATER) == 1

    assert Owner.objects.get(pk=lost.pk).closed_at == LATER
    left = Booking.objects.get()
    assert {getattr(left, name) for name in emptied(Booking)} == {None}
    assert not Document.objects.exists()
    assert close_lost(now=LATER) == 0


def test_the_new_holder_s_account_stays(lost):
    close_lost(now=LATER)

    assert Owner.objects.get(closed_at=None).pk != lost.pk


@pytest.mark.parametrize("state", [State.CHECKED_IN, State.REMOVING])
def test_not_while_the_car_is_at_the_outlet(confirmed, lost, state):
    originals_seen(confirmed)
    Booking.objects.update(state=state)

    assert close_lost(now=LATER) == 0


@pytest.mark.parametrize("state", [State.CONFIRMED, State.IN_REVIEW])
def test_not_before_what_lies_ahead(confirmed, lost, state):
    Booking.objects.update(state=state)
    Owner.objects.filter(pk=lost.pk).update(phone_lost_at=NOW - WAITS)

    assert close_lost(now=NOW) == 0
    assert close_lost(now=confirmed.ends_at) == 1


def test_not_while_its_owner_is_signed_in_somewhere(lost):
    open_session(lost, client="", now=LATER - timedelta(days=29))

    assert close_lost(now=LATER) == 0
    assert close_lost(now=LATER + timedelta(days=2)) == 1


def test_not_when_its_owner_has_proved_another_phone(lost):
    move_phone(lost, BOB_PHONE, here=Here(), now=LATER)

    assert close_lost(now=LATER + WAITS) == 0
