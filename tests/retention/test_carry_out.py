from dataclasses import replace
from datetime import timedelta

import pytest

from tests.places import NOW
from voltbay.core.retention import register
from voltbay.limits.models import Spent
from voltbay.limits.spend import Limit, spend
from voltbay.retention import carry_out as module
from voltbay.retention.carry_out import carry_out

SPENT = register()["limits.spent"]
LATER = NOW + timedelta(days=2)


@pytest.fixture
def spent(db):
    """Ten who are counted no more."""
    for n in range(10):
        spend(Limit("short", most=1, window=timedelta(minutes=1)), f"owner {n}", now=NOW)


def test_who_is_counted_no_more_is_forgotten(db):
    spend(Limit("short", most=1, window=timedelta(minutes=1)), "alice", now=NOW)
    spend(Limit("long", most=1, window=timedelta(days=1)), "alice", now=NOW)

    assert carry_out(SPENT, now=NOW + timedelta(minutes=1)).ended == 1
    assert Spent.objects.count() == 1


def test_it_goes_on_batch_by_batch_until_nothing_is_over(spent, monkeypatch):
    monkeypatch.setattr(module, "AT_A_TIME", 3)

    assert carry_out(SPENT, now=LATER).ended == 10
    assert not Spent.objects.exists()


def test_who_stops_in_between_has_done_so_much_and_goes_on(spent, monkeypatch):
    monkeypatch.setattr(module, "AT_A_TIME", 3)
    batches = []

    def dies(rows, _):
        batches.append(rows.count())
        if len(batches) == 3:
            raise KeyboardInterrupt
        rows.delete()

    with pytest.raises(KeyboardInterrupt):
        carry_out(replace(SPENT, end=dies), now=LATER)
    assert Spent.objects.count() == 4

    assert carry_out(SPENT, now=LATER).ended == 4


def test_a_row_that_cannot_be_ended_keeps_no_other_and_is_named_nowhere(spent, caplog):
    stubborn = bytes(Spent.objects.order_by("who").first().who)

    def end(rows, _):
        if any(bytes(row.who) == stubborn for row in rows):
            raise ValueError("13800138000 does not want to go")
        rows.delete()

    outcome = carry_out(replace(SPENT, end=end), now=LATER)

    assert (outcome.ended, len(outcome.failed)) == (9, 1)
    assert Spent.objects.count() == 1
    assert "limits.spent failed: ValueError" in caplog.text
    assert "13800138000" not in caplog.text


@pytest.mark.django_db(transaction=True)
def test_what_somebody_else_has_locked_is_left_for_the_next_time():
    import psycopg
    from django.db import connection

    for n in range(2):
        spend(Limit("short", most=1, window=timedelta(minutes=1)), f"owner {n}", now=NOW)
    with psycopg.connect(
        **connection.get_connection_params() | {"cursor_factory": psycopg.Cursor}
    ) as other:
        other.execute("SELECT FROM limits_spent LIMIT 1 FOR UPDATE")

        assert carry_out(SPENT, now=LATER).ended == 1

    assert carry_out(SPENT, now=LATER).ended == 1
