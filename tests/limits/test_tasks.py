"""What is forgotten by the clock."""

from datetime import timedelta

from tests.places import NOW
from voltbay.limits.models import Spent
from voltbay.limits.spend import Limit, spend
from voltbay.limits.tasks import forget_empty


def test_who_is_counted_no_more_is_forgotten(db):
    spend(Limit("short", most=1, window=timedelta(minutes=1)), "alice", now=NOW)
    spend(Limit("long", most=1, window=timedelta(days=1)), "alice", now=NOW)

    assert forget_empty(now=NOW + timedelta(minutes=1)) == 1
    assert Spent.objects.count() == 1
