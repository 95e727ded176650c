from datetime import timedelta

import pytest

from tests.places import NOW
from voltbay.accounts.rules import PER_PHONE, next_send_at, seconds_until


def minutes_ago(*minutes):
    return [NOW - timedelta(minutes=each) for each in minutes]


def test_the_first_code_may_be_sent_at_once():
    assert next_send_at([], limits=PER_PHONE, now=NOW) == NOW


@pytest.mark.parametrize(
    ("sent", "wait"),
    [
        (minutes_ago(1), timedelta(0)),
        (minutes_ago(0.5), timedelta(seconds=30)),
        (minutes_ago(2, 12, 22, 32), timedelta(0)),
        (minutes_ago(2, 12, 22, 32, 42), timedelta(minutes=18)),
        (minutes_ago(70, 80, 90, 100, 110, 120, 130, 140, 150), timedelta(0)),
        (minutes_ago(70, 80, 90, 100, 110, 120, 130, 140, 150, 160), timedelta(minutes=1280)),
    ],
)
def test_one_a_minute_five_an_hour_ten_a_day(sent, wait):
    assert next_send_at(sent, limits=PER_PHONE, now=NOW) - NOW == wait


def test_waiting_the_seconds_that_were_told_is_enough():
    assert seconds_until(NOW + timedelta(seconds=29, milliseconds=1), now=NOW) == 30
    assert seconds_until(NOW + timedelta(seconds=30), now=NOW) == 30
