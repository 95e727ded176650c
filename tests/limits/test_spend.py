"""How often somebody may."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from django.db import connection

from tests.places import NOW
from voltbay.limits.errors import LimitReached
from voltbay.limits.models import Spent
from voltbay.limits.spend import Limit, clear, refund, spend, spend_all


class FerriesTooOften(LimitReached):
    """The ferry takes nobody that often."""

    code = "limit_reached"


FERRY = Limit("ferry", most=3, window=timedelta(hours=1), refusal=FerriesTooOften)
TOLL = Limit("toll", most=3, window=timedelta(hours=1))
MINUTE = timedelta(minutes=1)


def fill(limit=FERRY, who="alice", *, now=NOW) -> None:
    for _ in range(limit.most):
        spend(limit, who, now=now)


def is_refused(limit=FERRY, who="alice", *, now=NOW) -> bool:
    try:
        spend(limit, who, now=now)
    except limit.refusal:
        return True
    return False


def test_as_many_as_are_allowed_and_no_more(db):
    fill()

    with pytest.raises(FerriesTooOften) as refused:
        spend(FERRY, "alice", now=NOW)

    assert refused.value.retry_after_seconds == 20 * 60
    assert refused.value.data["retry_after_minutes"] == 20


def test_waiting_as_long_as_was_said_is_enough_and_for_one_only(db):
    fill()

    assert is_refused(now=NOW + 20 * MINUTE - timedelta(seconds=1))
    assert not is_refused(now=NOW + 20 * MINUTE)
    assert is_refused(now=NOW + 20 * MINUTE)


def test_after_the_window_all_of_it_is_there_again(db):
    fill()

    fill(now=NOW + timedelta(hours=1))

    assert is_refused(now=NOW + timedelta(hours=1))


def test_who_is_refused_waits_no_longer_for_having_asked(db):
    fill()
    for _ in range(100):
        assert is_refused(now=NOW + 10 * MINUTE)

    assert not is_refused(now=NOW + 20 * MINUTE)


def test_each_is_counted_alone_and_each_kind_apart(db):
    fill()

    assert not is_refused(who="bob")
    assert not is_refused(TOLL)


def test_what_is_given_back_can_be_used_again_and_clearing_gives_back_all(db):
    fill()
    refund(FERRY, "alice")

    assert not is_refused()
    assert is_refused()
    clear(FERRY, "alice")
    fill()


def test_the_first_that_refuses_leaves_the_ones_behind_it_alone(db):
    fill(TOLL)

    with pytest.raises(LimitReached):
        spend_all([(TOLL, "alice"), (FERRY, "alice")], now=NOW)

    fill(FERRY)


def test_counting_is_one_statement_and_who_is_refused_writes_nothing(db, django_assert_num_queries):
    with django_assert_num_queries(1):
        spend(FERRY, "alice", now=NOW)
    spend(FERRY, "alice", now=NOW)
    spend(FERRY, "alice", now=NOW)
    with connection.cursor() as cursor:
        cursor.execute("SELECT ctid, xmax FROM limits_spent")
        before = cursor.fetchall()

        with django_assert_num_queries(1):
            assert is_refused()

        cursor.execute("SELECT ctid, xmax FROM limits_spent")
        assert cursor.fetchall() == before, "a flood must not lock nor rewrite the row"


def test_nobody_is_named_in_the_table(db):
    spend(FERRY, "203.0.113.7", now=NOW)

    assert b"203.0.113.7" not in bytes(Spent.objects.get().who)


def test_nothing_waits_for_a_disk(db):
    with connection.cursor() as cursor:
        cursor.execute("SELECT relpersistence FROM pg_class WHERE relname = 'limits_spent'")
        assert cursor.fetchone() == ("u",)


@pytest.mark.race
def test_of_thirty_at_once_no_more_pass_than_are_allowed(transactional_db):
    def ask(_: int) -> bool:
        try:
            return not is_refused()
        finally:
            connection.close()

    with ThreadPoolExecutor(max_workers=10) as crowd:
        passed = sum(crowd.map(ask, range(30)))

    assert passed == FERRY.most
