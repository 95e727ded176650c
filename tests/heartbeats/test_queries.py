"""Who lives, who is missed, and who serves what."""

from datetime import datetime, timedelta
from uuid import uuid4

import pytest

from tests.places import NOW
from voltbay.heartbeats.models import Heartbeat
from voltbay.heartbeats.queries import gone, living, served_by, unserved

pytestmark = pytest.mark.django_db


def ago(minutes: float) -> datetime:
    return NOW - timedelta(minutes=minutes)


def a_worker(host: str, queue: str, *, began: float, seen: float, pid: int = 1) -> Heartbeat:
    """Note a worker that began and was seen last so many minutes ago."""
    return Heartbeat.objects.create(
        id=uuid4(),
        host=host,
        pid=pid,
        build="1.2",
        queues=[queue],
        started_at=ago(began),
        seen_at=ago(seen),
        skew_seconds=0,
        is_off=False,
    )


def test_a_dead_reader_is_missed_beside_a_living_one_of_its_host():
    lives = a_worker("volt1", "recognition", began=90, seen=0)
    died = a_worker("volt1", "recognition", began=90, seen=2)

    assert living(now=NOW) == [lives]
    assert gone(now=NOW) == [died]


def test_one_that_is_back_is_not_missed_and_takes_one_place_only():
    a_worker("volt1", "recognition", began=90, seen=3, pid=1)
    other = a_worker("volt1", "recognition", began=90, seen=2, pid=2)
    assert len(gone(now=NOW)) == 2

    a_worker("volt1", "recognition", began=1, seen=0, pid=3)

    assert gone(now=NOW) == [other]


@pytest.mark.parametrize(
    ("host", "queue", "began"),
    [("volt2", "recognition", 1), ("volt1", "notices", 1), ("volt1", "recognition", 60)],
    ids=["elsewhere", "another queue", "already there"],
)
def test_no_other_takes_its_place(host, queue, began):
    died = a_worker("volt1", "recognition", began=90, seen=2)
    a_worker(host, queue, began=began, seen=0)

    assert gone(now=NOW) == [died]


def test_one_that_dies_again_and_again_is_missed_once():
    for minutes in (50, 40, 30):
        a_worker("volt1", "recognition", began=minutes, seen=minutes - 5)
    last = a_worker("volt1", "recognition", began=20, seen=15)

    assert gone(now=NOW) == [last]


def test_whoever_died_yesterday_is_not_expected():
    a_worker("volt1", "recognition", began=3000, seen=24 * 60)

    assert gone(now=NOW) == []


def test_a_queue_counts_the_living_that_serve_it():
    a_worker("volt1", "notices", began=90, seen=0)
    a_worker("volt2", "notices", began=90, seen=0.2)
    a_worker("volt2", "recognition", began=90, seen=2)

    asked = ["recognition", "notices"]
    assert served_by(asked, now=NOW) == {"notices": 2, "recognition": 0}
    assert unserved(asked, now=NOW) == ["recognition"]
