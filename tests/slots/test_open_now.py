"""Whether an outlet is open now, until when, or when next."""

from datetime import date, time, timedelta

import pytest

from tests.places import NOW, open_every_day, open_outlet
from voltbay.core.local_time import at, local_date
from voltbay.directory.models import Closure
from voltbay.slots.open_now import Doors, doors, doors_of
from voltbay.slots.openings import Hours, Week

TUESDAY = date(2026, 4, 7)
MORNING, AFTERNOON = (time(9), time(12)), (time(13), time(17))


def week(*stretches, **others):
    hours = [Hours(day, *stretch, bays=1) for day in (1, 2) for stretch in stretches]
    return Week(hours=hours, slot_minutes=30, **others)


@pytest.mark.parametrize(
    ("clock", "expected"),
    [
        (time(8), Doors(opens_at=at(TUESDAY, time(9)))),
        (time(9), Doors(open_until=at(TUESDAY, time(12)))),
        (time(12), Doors(opens_at=at(TUESDAY, time(13)))),
        (time(16, 59), Doors(open_until=at(TUESDAY, time(17)))),
        (time(17), Doors(opens_at=at(TUESDAY + timedelta(days=1), time(9)))),
    ],
)
def test_they_follow_the_hours_of_the_day(clock, expected):
    assert doors(week(MORNING, AFTERNOON), now=at(TUESDAY, clock)) == expected


def test_hours_that_touch_are_one():
    until = doors(week(MORNING, (time(12), time(17))), now=at(TUESDAY, time(10))).open_until

    assert until == at(TUESDAY, time(17))


def test_a_closure_sends_to_the_next_open_day():
    closed = week(MORNING, closures=[(TUESDAY, TUESDAY)])

    assert doors(closed, now=at(TUESDAY, time(10))).opens_at == at(date(2026, 4, 8), time(9))


def test_who_never_opens_says_nothing():
    assert doors(week(), now=at(TUESDAY, time(10))) == Doors()


@pytest.mark.django_db
def test_many_outlets_are_read_at_once(django_assert_num_queries):
    outlets = [open_every_day(open_outlet(name)) for name in ("浦东", "浦西")]
    today = local_date(NOW)
    Closure.objects.create(outlet=outlets[1], first_date=today, last_date=today, reason="盘点")

    with django_assert_num_queries(3):
        found = doors_of(outlets, now=NOW)

    assert found[outlets[0].pk].open_until == at(today, time(12))
    assert found[outlets[1].pk].opens_at == at(today + timedelta(days=1), time(9))
