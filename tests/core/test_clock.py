"""The database's time, whatever this machine says."""

import time
from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection

from voltbay.core import clock

pytestmark = pytest.mark.django_db
NOON = datetime(2026, 4, 7, 4, 0, tzinfo=UTC)


@pytest.fixture(autouse=True)
def asks():
    """Ask the database, as programs do."""
    clock.follow(None)


def database_s_time() -> datetime:
    with connection.cursor() as cursor:
        cursor.execute("SELECT clock_timestamp()")
        return cursor.fetchone()[0]


def test_it_is_the_database_s_time_though_our_clock_is_an_hour_fast(monkeypatch):
    real = time.time
    monkeypatch.setattr("time.time", lambda: real() + 3600)

    assert abs(clock.now() - database_s_time()) < timedelta(seconds=0.5)
    assert clock.now().tzinfo is UTC


@pytest.mark.parametrize("hours", [-1, 1])
def test_how_far_our_clock_is_off_is_known_from_the_same_question(
    monkeypatch, django_assert_num_queries, hours
):
    real = time.time
    monkeypatch.setattr("time.time", lambda: real() + hours * 3600)
    assert clock.skew() is None

    with django_assert_num_queries(1):
        clock.now()
        assert abs(clock.skew() - hours * 3600) < 0.5


def test_one_question_is_enough_for_a_while(django_assert_num_queries, monkeypatch):
    with django_assert_num_queries(1):
        first = clock.now()
        assert first <= clock.now()

    later = clock.counted() + clock.FRESH + 1
    monkeypatch.setattr(clock, "counted", lambda: later)
    with django_assert_num_queries(1):
        clock.now()


def test_between_two_questions_it_goes_on(monkeypatch):
    clock.follow(NOON)
    later = clock.counted() + 3
    monkeypatch.setattr(clock, "counted", lambda: later)

    assert abs(clock.now() - NOON - timedelta(seconds=3)) < timedelta(seconds=0.1)
