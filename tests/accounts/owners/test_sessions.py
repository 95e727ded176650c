from datetime import timedelta

import pytest

from tests.places import NOW
from voltbay.accounts.models import Session
from voltbay.accounts.owners.erase_owner import erase_owner
from voltbay.accounts.owners.sessions import close_session, open_session, owner_of
from voltbay.core.errors import Unauthenticated

DAY = timedelta(days=1)


@pytest.fixture
def token(alice):
    return open_session(alice, client="a phone", now=NOW)[0]


def test_the_token_finds_the_owner_in_one_statement(alice, token, django_assert_num_queries):
    with django_assert_num_queries(1):
        assert owner_of(token=token, now=NOW) == alice


def test_only_the_hash_of_the_token_is_stored(token):
    session = Session.objects.get()

    assert len(bytes(session.token_hash)) == 32
    assert token.encode() not in bytes(session.token_hash)


@pytest.mark.django_db
@pytest.mark.parametrize("token", ["", "x", "A" * 43, "'; DROP TABLE accounts_session; --", "😀"])
def test_another_token_finds_nobody(token):
    with pytest.raises(Unauthenticated):
        owner_of(token=token, now=NOW)


def test_a_session_ends_after_thirty_days_without_use(token):
    with pytest.raises(Unauthenticated):
        owner_of(token=token, now=NOW + 30 * DAY)


def test_use_prolongs_a_session(alice, token):
    owner_of(token=token, now=NOW + 29 * DAY)

    assert owner_of(token=token, now=NOW + 50 * DAY) == alice


def test_use_costs_one_write_a_day(token, django_assert_num_queries):
    with django_assert_num_queries(2):
        owner_of(token=token, now=NOW + DAY + timedelta(seconds=1))
    with django_assert_num_queries(1):
        owner_of(token=token, now=NOW + DAY + timedelta(hours=23))


def test_signing_out_ends_this_session_only(alice, token):
    other, _ = open_session(alice, client="a tablet", now=NOW)

    close_session(token=token)

    with pytest.raises(Unauthenticated):
        owner_of(token=token, now=NOW)
    assert owner_of(token=other, now=NOW) == alice


def test_signing_out_twice_is_fine(token):
    close_session(token=token)
    close_session(token=token)

    assert not Session.objects.exists()


def test_a_client_that_calls_itself_a_novel_is_cut(alice):
    _, session = open_session(alice, client="x" * 5000, now=NOW)

    assert len(session.client) == 200


def test_a_session_that_was_opened_while_its_account_closed_opens_nothing(alice):
    erase_owner(owner=alice, now=NOW)
    token, _ = open_session(alice, client="a phone", now=NOW)

    with pytest.raises(Unauthenticated):
        owner_of(token=token, now=NOW)
