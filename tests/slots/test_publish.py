"""Publishing: an outlet's hours become slots, and booked places are never touched."""

from datetime import date, datetime, time, timedelta
from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.places import NOW, open_outlet
from voltbay.core.local_time import SHANGHAI, local
from voltbay.directory.models import Closure, OpeningHours, Outlet
from voltbay.slots.models import Claim, Slot
from voltbay.slots.publish import prune, publish, publish_ahead
from voltbay.slots.take import give_back

pytestmark = pytest.mark.django_db

TODAY = date(2026, 4, 7)  # a Tuesday; NOW is nine o'clock
WEDNESDAY = date(2026, 4, 8)


def at_clock(hour: int, minute: int = 0, day: date = WEDNESDAY) -> datetime:
    return datetime.combine(day, time(hour, minute), SHANGHAI)


def set_hours(outlet: Outlet, opens: time, closes: time, *, bays: int = 1) -> None:
    OpeningHours.objects.filter(outlet=outlet).delete()
    for weekday in range(5):
        OpeningHours.objects.create(
            outlet=outlet, weekday=weekday, opens_at=opens, closes_at=closes, bays=bays
        )


@pytest.fixture
def outlet() -> Outlet:
    outlet = open_outlet().outlet
    set_hours(outlet, time(10), time(12), bays=2)
    return outlet


def publish_wednesday(outlet: Outlet):
    return publish(outlet, first=WEDNESDAY, days=1, now=NOW)


def book(starts_at: datetime, *, places: int = 1):
    slot = Slot.objects.get(starts_at=starts_at)
    return Claim.objects.create(slot=slot, places=places, claimant=uuid4()).claimant


def board(day: date = WEDNESDAY) -> list[tuple[str, int, int]]:
    found = Slot.objects.order_by("starts_at")
    return [
        (f"{local(slot.starts_at):%H:%M}", slot.taken, slot.capacity)
        for slot in found
        if local(slot.starts_at).date() == day
    ]


def test_hours_become_slots_with_the_staffed_bays(outlet):
    published = publish_wednesday(outlet)

    assert board() == [("10:00", 0, 2), ("10:30", 0, 2), ("11:00", 0, 2), ("11:30", 0, 2)]
    assert (published.added, published.changed, published.removed) == (4, 0, 0)


def test_publishing_again_changes_nothing(outlet):
    publish_wednesday(outlet)
    book(at_clock(10))
    before = list(Slot.objects.order_by("id").values())

    published = publish_wednesday(outlet)

    assert list(Slot.objects.order_by("id").values()) == before
    assert (published.added, published.changed, published.removed) == (0, 0, 0)
    assert not published.outside
    assert not published.overfull


def test_publishing_again_writes_no_row(outlet):
    publish_wednesday(outlet)
    with connection.cursor() as cursor:
        cursor.execute("SELECT array_agg(xmax::text ORDER BY id) FROM slots_slot")
        before = cursor.fetchone()
        publish_wednesday(outlet)
        cursor.execute("SELECT array_agg(xmax::text ORDER BY id) FROM slots_slot")
        assert cursor.fetchone() == before


def test_longer_hours_add_slots_beside_the_booked_ones(outlet):
    publish_wednesday(outlet)
    book(at_clock(10))

    set_hours(outlet, time(9, 30), time(12, 30), bays=2)
    published = publish_wednesday(outlet)

    assert published.added == 2
    assert board()[:2] == [("09:30", 0, 2), ("10:00", 1, 2)]


def test_shorter_hours_remove_what_is_free_and_keep_what_is_booked(outlet):
    publish_wednesday(outlet)
    book(at_clock(10))

    set_hours(outlet, time(11), time(12), bays=2)
    published = publish_wednesday(outlet)

    assert board() == [("10:00", 1, 1), ("11:00", 0, 2), ("11:30", 0, 2)]
    assert published.removed == 1
    assert published.outside == [at_clock(10)]


def test_what_is_outside_the_hours_is_told_at_every_publishing(outlet):
    publish_wednesday(outlet)
    book(at_clock(10))
    Closure.objects.create(outlet=outlet, first_date=WEDNESDAY, last_date=WEDNESDAY, reason="盘点")

    first, second = publish_wednesday(outlet), publish_wednesday(outlet)

    assert first.outside == second.outside == [at_clock(10)]
    assert (second.changed, second.removed) == (0, 0)


def test_a_place_given_back_outside_the_hours_is_not_offered_again(outlet):
    publish_wednesday(outlet)
    alice, bob = book(at_clock(10)), book(at_clock(10))
    set_hours(outlet, time(11), time(12), bays=2)
    publish_wednesday(outlet)

    give_back(alice)
    assert board()[0] == ("10:00", 1, 1)
    give_back(bob)
    assert board()[0] == ("10:00", 0, 0)
    publish_wednesday(outlet)

    assert board()[0] == ("11:00", 0, 2)


def test_fewer_bays_than_are_booked_keep_the_bookings_and_fall_as_they_go(outlet):
    publish_wednesday(outlet)
    alice, _ = book(at_clock(10)), book(at_clock(10))

    set_hours(outlet, time(10), time(12), bays=1)
    published = publish_wednesday(outlet)

    assert board()[:2] == [("10:00", 2, 2), ("10:30", 0, 1)]
    assert published.overfull == [at_clock(10)]
    give_back(alice)
    assert board()[0] == ("10:00", 1, 1)


def test_bays_that_come_back_are_offered_again(outlet):
    publish_wednesday(outlet)
    alice, _ = book(at_clock(10)), book(at_clock(10))
    set_hours(outlet, time(10), time(12), bays=1)
    publish_wednesday(outlet)

    set_hours(outlet, time(10), time(12), bays=3)
    published = publish_wednesday(outlet)
    give_back(alice)

    assert not published.overfull
    assert board()[0] == ("10:00", 1, 3)


def test_hours_that_come_back_take_the_booked_slot_in_again(outlet):
    publish_wednesday(outlet)
    alice = book(at_clock(10))
    set_hours(outlet, time(11), time(12), bays=2)
    publish_wednesday(outlet)

    set_hours(outlet, time(10), time(12), bays=2)
    published = publish_wednesday(outlet)
    give_back(alice)

    assert not published.outside
    assert board()[0] == ("10:00", 0, 2)


def test_a_new_grid_leaves_room_for_the_booked_slots_of_the_old_one(outlet):
    publish_wednesday(outlet)
    book(at_clock(10, 30))

    Outlet.objects.filter(pk=outlet.pk).update(slot_minutes=60)
    published = publish_wednesday(outlet)

    assert board() == [("10:30", 1, 1), ("11:00", 0, 2)]
    assert published.outside == [at_clock(10, 30)]


def test_the_new_grid_fills_the_gap_once_the_old_booking_is_gone(outlet):
    publish_wednesday(outlet)
    alice = book(at_clock(10, 30))
    Outlet.objects.filter(pk=outlet.pk).update(slot_minutes=60)
    publish_wednesday(outlet)

    give_back(alice)
    publish_wednesday(outlet)

    assert board() == [("10:00", 0, 2), ("11:00", 0, 2)]


def test_slots_that_have_begun_are_left_alone(outlet):
    set_hours(outlet, time(8, 30), time(10), bays=2)
    publish(outlet, first=TODAY, days=1, now=NOW - timedelta(hours=1))

    set_hours(outlet, time(8, 30), time(9, 30), bays=1)
    publish(outlet, first=TODAY, days=1, now=NOW + timedelta(minutes=10))

    assert board(TODAY) == [("08:30", 0, 2), ("09:00", 0, 2)]


def test_what_is_past_is_not_published(outlet):
    set_hours(outlet, time(8), time(10))

    publish(outlet, first=TODAY, days=1, now=NOW)

    assert [clock for clock, _, _ in board(TODAY)] == ["09:00", "09:30"]


def test_publishing_ahead_reaches_as_far_as_can_be_booked(outlet):
    Outlet.objects.filter(pk=outlet.pk).update(book_ahead_days=7)

    publish_ahead(outlet, now=NOW)

    days = {local(slot.starts_at).date() for slot in Slot.objects.all()}
    assert sorted(day.day for day in days) == [7, 8, 9, 10, 13, 14]


def test_booking_less_far_ahead_withdraws_the_later_days(outlet):
    publish_ahead(outlet, now=NOW)
    far = at_clock(10, day=date(2026, 4, 28))
    book(far)

    Outlet.objects.filter(pk=outlet.pk).update(book_ahead_days=2)
    published = publish_ahead(outlet, now=NOW)

    left = {
        local(slot.starts_at)
        for slot in Slot.objects.filter(starts_at__gt=at_clock(12, day=date(2026, 4, 9)))
    }
    assert left == {far}
    assert published.outside == [far]


def test_another_outlet_is_not_touched(outlet):
    other = open_outlet("松江回收服务网点").outlet
    set_hours(other, time(9), time(10))
    publish_wednesday(other)

    publish_wednesday(outlet)
    Closure.objects.create(outlet=outlet, first_date=WEDNESDAY, last_date=WEDNESDAY, reason="盘点")
    publish_wednesday(outlet)

    assert [clock for clock, _, _ in board()] == ["09:00", "09:30"]


def test_a_quarter_of_a_year_takes_eleven_statements(outlet):
    Outlet.objects.filter(pk=outlet.pk).update(book_ahead_days=90)

    with CaptureQueriesContext(connection) as queries:
        published = publish_ahead(outlet, now=NOW)

    assert published.added > 200
    assert len([q for q in queries if "SAVEPOINT" not in q["sql"]]) <= 11


def test_pruning_forgets_past_slots_but_never_claimed_ones(outlet):
    publish(outlet, first=TODAY, days=2, now=NOW - timedelta(hours=9))
    book(at_clock(10, day=TODAY))

    forgotten = prune(before=at_clock(0))

    assert forgotten == 3
    assert board(TODAY) == [("10:00", 1, 2)]
    assert len(board()) == 4
