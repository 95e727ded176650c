"""The look before a hold takes as little whoever asks and whatever lies behind."""

import pytest
from django.db import connection

from tests.past import long_past
from tests.people import BOB_PHONE, owner_with
from tests.places import NOW
from voltbay.accounts.owners.sessions import Shown, open_session
from voltbay.bookings.owner.hold import LET_GO_COUNTS, Wish, hold
from voltbay.bookings.plan import Asked, look
from voltbay.bookings.rules import HOLD
from voltbay.core.errors import Unauthenticated

PLANNED = """
SELECT custom_plans, generic_plans FROM pg_prepared_statements
WHERE statement LIKE '%%is_let_go%%' AND statement LIKE '%%accounts_session%%'
"""


@pytest.fixture
def asked(held):
    slot = held.outlet.slots.earliest("starts_at")
    return Asked(slot.pk, held.service_id, key=None, since=NOW - LET_GO_COUNTS)


def test_it_is_planned_once_a_connection_even_if_one_owner_has_all_the_past(held, asked):
    long_past(held, 20_000)
    token, _ = open_session(owner_with(BOB_PHONE), client="", now=NOW)

    for _ in range(25):
        look(asked, owner=Shown(token), now=NOW)

    assert plans() == [(5, 15)]  # after five that are not prepared


def test_so_is_the_look_that_goes_on_to_hold(service, slots, alice):
    now = NOW
    for n in range(25):
        token, _ = open_session(owner_with(f"1380013{n:04}"), client="", now=now)
        hold(Wish(slots[2 * (n % 2)].pk, service.pk), owner=Shown(token), now=now)
        now += HOLD

    assert plans() == [(5, 15)]  # after five that are not prepared


def plans():
    """Return how often the look's statements were planned for their values, and how often not."""
    with connection.cursor() as cursor:
        cursor.execute(PLANNED)
        return cursor.fetchall()


def test_what_a_key_made_is_found_behind_fifty_newer_bookings(held, asked):
    type(held).objects.update(idempotency_key="the-first", created_at=NOW - 9 * LET_GO_COUNTS)
    long_past(held, 60)

    found = look(Asked(**{**vars(asked), "key": "the-first"}), owner=held.owner, now=NOW)

    assert [each.code for each in found.mine] == [held.code]


def test_what_is_held_and_made_by_the_key_comes_once(held, asked):
    type(held).objects.update(idempotency_key="the-first")

    found = look(Asked(**{**vars(asked), "key": "the-first"}), owner=held.owner, now=NOW)

    assert [(each.code, each.is_held) for each in found.mine] == [(held.code, True)]


def test_a_token_that_opens_nothing_finds_no_plan(held, asked):
    with pytest.raises(Unauthenticated):
        look(asked, owner=Shown("made up"), now=NOW)
