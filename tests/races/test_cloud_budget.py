"""The month's last readings in the cloud, wanted by fifty workers."""

import time

import pytest
from django.db import connection

from tests.places import NOW
from tests.races.crowd import all_at_once, own_connection
from voltbay.recognition.engines.cloud_budget import SPEND, month_of
from voltbay.recognition.models import CloudMonth

pytestmark = [pytest.mark.race, pytest.mark.django_db(transaction=True)]
WORKERS = 50
EACH = 4
MOST = 120  # of the 200 that are wanted


@pytest.fixture
def crowd():
    connections = [own_connection() for _ in range(WORKERS)]
    yield connections
    for each in connections:
        each.close()


def spend_by_hand(mine, *, most=MOST):
    """Spend as the worker does, over a connection of its own."""
    row = {"provider": "aliyun", "month": month_of(NOW), "most": most}
    with mine.transaction():
        return mine.execute(SPEND, row).fetchone() is not None


def test_fifty_workers_never_send_more_than_the_month_allows(crowd):
    won = all_at_once(WORKERS, lambda n: [spend_by_hand(crowd[n]) for _ in range(EACH)])

    assert sum(each.count(True) for each in won) == MOST
    assert CloudMonth.objects.get().asked == MOST


def test_the_first_reading_of_a_month_makes_one_row(crowd):
    won = all_at_once(WORKERS, lambda n: spend_by_hand(crowd[n], most=1))

    assert won.count(True) == 1
    assert CloudMonth.objects.get().asked == 1


def look_then_spend(mine):
    """Spend as software does that counts before it writes."""
    with mine.transaction():
        (asked,) = mine.execute("SELECT asked FROM recognition_cloudmonth").fetchone()
        if asked >= 1:
            return False
        time.sleep(0.05)
        mine.execute("UPDATE recognition_cloudmonth SET asked = asked + 1")
        return True


def test_control_without_the_guard_the_same_crowd_overspends(crowd):
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO recognition_cloudmonth (provider, month, asked, answered, failed) "
            "VALUES ('aliyun', '2026-11-01', 0, 0, 0)"
        )

    won = all_at_once(WORKERS, lambda n: look_then_spend(crowd[n]))

    assert won.count(True) > 1
