"""Whom a change of the opening hits, and what each of them is offered instead."""

from datetime import time, timedelta

import pytest

from tests.bookings.opening.conftest import DAY, WEDNESDAY, closing, services, week
from tests.originals import originals_seen
from tests.places import HALF_HOUR, NINE, NOW
from voltbay.bookings.errors import OpeningEdited
from voltbay.bookings.models import Booking
from voltbay.bookings.opening.preview import Choice, Do, Kind, preview
from voltbay.bookings.owner.hold import Wish, hold
from voltbay.core.local_time import local_date
from voltbay.directory.crew import GiveLeave, KeepTechnician, SetTimeRules, Turn
from voltbay.directory.errors import ClosureIncomplete, UnknownOpening
from voltbay.directory.models import Closure, OpeningHours, Service
from voltbay.directory.opening import DropOpenDay, OpenOn, Reopen, ServiceEntry, SetServices
from voltbay.notifications.models import Notice
from voltbay.slots.models import Slot

TEN = NINE + 2 * HALF_HOUR


def codes(found):
    return [hit.booking.code for hit in found.hits]


def all_slots():
    return list(Slot.objects.order_by("starts_at").values())


def held(house, owner, starts_at=NINE):
    slot = Slot.objects.get(outlet=house.outlet, starts_at=starts_at)
    return hold(Wish(slot.pk, house.service.pk), owner=owner, now=NOW)


def test_closing_a_day_hits_whoever_is_booked_then_in_time_order(house):
    late, early = house.book(TEN), house.book(NINE)
    house.book(NINE + DAY)

    found = house.preview(closing())

    assert codes(found) == [early.code, late.code]
    assert {hit.kind for hit in found.hits} == {Kind.NO_PLACE}


def test_each_is_offered_three_times_the_nearest_first(house):
    house.book(NINE)

    (hit,) = house.preview(closing()).hits

    assert hit.starts == [NINE + DAY, NINE + DAY + HALF_HOUR, TEN + DAY]
    assert hit.default == Choice(Do.MOVE, NINE + DAY)


def test_no_two_are_sent_to_the_same_place(house):
    house.book(NINE)
    house.book(TEN)
    house.book(NINE + DAY)

    firsts = [hit.starts[0] for hit in house.preview(closing()).hits]

    assert firsts == [TEN + DAY, TEN + 2 * DAY], "tomorrow at nine is taken, then at ten too"


def test_two_may_be_sent_to_a_time_that_has_two_bays(house):
    house.open(bays=2)
    house.book(NINE)
    house.book(NINE)

    assert [hit.starts[0] for hit in house.preview(closing()).hits] == [NINE + DAY] * 2


def test_where_nothing_is_free_a_booking_is_kept_unless_somebody_decides(house):
    house.book(NINE)

    (hit,) = house.preview(closing(days=30)).hits

    assert hit.starts == []
    assert hit.default == Choice(Do.KEEP)


def test_of_too_many_in_a_slot_the_newest_are_hit(house):
    house.open(bays=3)
    newest = house.book(NINE, made_at=NOW + timedelta(hours=2))
    house.book(NINE, made_at=NOW)
    second = house.book(NINE, made_at=NOW + timedelta(hours=1))

    assert set(codes(house.preview(week(bays=1)))) == {newest.code, second.code}
    assert codes(house.preview(week(bays=2))) == [newest.code]


def test_one_who_is_in_two_crowded_slots_makes_room_in_both(house):
    house.open(bays=2)
    house.book(NINE)
    between = house.book(NINE + HALF_HOUR, made_at=NOW + timedelta(hours=1))
    house.book(TEN)

    assert codes(house.preview(week(bays=1))) == [between.code]


def test_a_weekday_that_is_dropped_hits_every_week(house):
    near, far = house.book(NINE), house.book(NINE + 7 * DAY)
    house.book(NINE + DAY)

    assert codes(house.preview(week(without=(2,)))) == [near.code, far.code]


def test_somebody_in_review_is_hit_and_one_who_is_here_already_is_not(house):
    house.open(bays=2)
    waiting, here = house.book(NINE), house.book(NINE)
    Booking.objects.filter(pk=waiting.pk).update(state="in_review")
    originals_seen(here)
    Booking.objects.filter(pk=here.pk).update(state="checked_in")

    assert codes(house.preview(closing())) == [waiting.code]


def test_one_who_is_due_now_is_hit_until_the_last_slot_has_begun(house):
    due, later = house.book(NINE), house.book(TEN)

    assert codes(house.preview(closing(), now=NINE + timedelta(minutes=1))) == [
        due.code,
        later.code,
    ]
    assert codes(house.preview(closing(), now=NINE + timedelta(minutes=31))) == [later.code]


def test_a_service_that_has_begun_keeps_its_size(house):
    house.book(NINE)
    later = house.book(TEN)

    found = house.preview(services(house.service, slots_needed=1), now=NINE + HALF_HOUR / 2)

    assert codes(found) == [later.code]


def test_a_hold_is_told_apart_and_goes_before_anybody_who_is_booked(house, alice):
    house.open(bays=2)
    house.book(NINE)
    filling_in = held(house, alice)

    found = house.preview(week(bays=1))

    assert found.hits == []
    assert found.holds == [filling_in]


def test_what_was_seen_changes_with_a_booking_and_not_with_a_hold(house, alice):
    house.open(bays=3)
    house.book(NINE)
    before = house.preview(closing()).seen

    held(house, alice)
    assert house.preview(closing()).seen == before
    house.book(NINE)
    assert house.preview(closing()).seen != before


def test_who_was_kept_before_is_not_shown_again(house):
    house.book(NINE)
    kept = house.preview(closing()).hits[0].booking
    house.apply(closing(), choices={kept.code: Choice(Do.KEEP)})

    assert house.preview(week(without=(2,))).hits == []


def test_a_longer_service_keeps_its_time_where_it_fits(house):
    house.book(NINE)

    (hit,) = house.preview(services(house.service, slots_needed=3)).hits

    assert (hit.kind, hit.starts) == (Kind.RESIZED, ())
    assert hit.default == Choice(Do.KEEP)


def test_a_longer_service_that_runs_into_the_next_is_offered_other_times(house):
    house.book(NINE)
    house.book(TEN)

    first, second = house.preview(services(house.service, slots_needed=3)).hits

    assert {first.kind, second.kind} == {Kind.NO_PLACE}
    assert (first.starts[0], second.starts[0]) == (NINE + DAY, NINE + HALF_HOUR + 2 * DAY)


def test_a_service_that_needs_more_bays_finds_them_on_no_day(house):
    house.book(NINE)

    (hit,) = house.preview(services(house.service, places=2)).hits

    assert (hit.kind, hit.starts) == (Kind.NO_PLACE, [])


def test_a_shorter_service_makes_room_for_the_next(house):
    house.book(NINE)

    (hit,) = house.preview(services(house.service, slots_needed=1)).hits

    assert hit.kind == Kind.RESIZED


def test_a_service_that_is_not_offered_any_more_is_kept_for_those_who_booked_it(house):
    booked = house.book(NINE)

    (hit,) = house.preview(services(house.service, is_offered=False)).hits

    assert (hit.booking, hit.kind, hit.default) == (booked, Kind.NOT_OFFERED, Choice(Do.KEEP))


def test_another_name_and_another_service_hit_nobody(house):
    house.book(NINE)
    renamed = services(house.service, name="电池拆卸").entries

    found = house.preview(SetServices([*renamed, ServiceEntry(None, "检测", 1, 1, True)]))

    assert found.hits == []


@pytest.mark.parametrize(
    "change",
    [
        lambda service: closing(),
        lambda service: week(without=(2,)),
        lambda service: services(service, slots_needed=1),
        lambda service: OpenOn(WEDNESDAY, 5),
    ],
    ids=["close", "week", "services", "open-on"],
)
def test_a_preview_changes_nothing(house, change):
    booking = house.book(NINE)
    Notice.objects.all().delete()
    slots, hours = all_slots(), list(OpeningHours.objects.values())

    house.preview(change(house.service))

    assert all_slots() == slots
    assert list(OpeningHours.objects.values()) == hours
    assert list(Service.objects.values_list("slots_needed", flat=True)) == [2]
    assert not Closure.objects.exists()
    assert not house.outlet.open_days.exists()
    assert Booking.objects.get().starts_at == booking.starts_at
    assert not Notice.objects.exists()


def test_a_colleagues_change_meanwhile_is_told_and_not_overwritten(house):
    with pytest.raises(OpeningEdited):
        preview(house.outlet, closing(), version="as it was", now=NOW)


def test_a_change_that_makes_no_sense_is_refused(house):
    with pytest.raises(ClosureIncomplete):
        house.preview(closing(WEDNESDAY - 3 * DAY))
    for gone in (Reopen(4711), DropOpenDay(4711)):
        with pytest.raises(UnknownOpening):
            house.preview(gone)


@pytest.fixture
def attended(house):
    """Two bays and two technicians, each there all week, who are counted."""
    house.open(bays=2)
    everyday = [Turn(weekday, time(8), time(12)) for weekday in range(7)]
    for name in ("周建国", "李志强"):
        house.apply(KeepTechnician(None, name, "T310", local_date(NOW) + 300 * DAY, everyday))
    house.apply(SetTimeRules(0, 0, True))
    return house


def leave(house, name="周建国"):
    who = house.outlet.technicians.get(name=name)
    return GiveLeave(who.pk, WEDNESDAY, WEDNESDAY)


def test_leave_hits_who_booked_last_where_technicians_lack_and_bays_do_not(attended):
    first = attended.book(NINE, made_at=NOW)
    last = attended.book(NINE, made_at=NOW + HALF_HOUR)
    attended.book(TEN)

    (hit,) = attended.preview(leave(attended)).hits

    assert hit.booking.code == last.code != first.code
    assert hit.kind is Kind.NO_PLACE
    assert hit.starts == [NINE + DAY, NINE + DAY + HALF_HOUR, TEN + DAY]


def test_who_lost_the_technician_is_moved_and_told(attended):
    attended.book(NINE)
    last = attended.book(NINE, made_at=NOW + HALF_HOUR)

    attended.apply(leave(attended))

    last.refresh_from_db()
    assert last.starts_at == TEN  # the other technician is free then
    assert last.events.last().details["reason"] == "staff_short"
    assert Notice.objects.filter(template="booking_moved_by_outlet").count() == 1
    slots = Slot.objects.filter(starts_at__gte=NINE, starts_at__lt=NINE + DAY)
    assert {(slot.technicians, slot.technicians_taken) for slot in slots} == {(1, 1)}


def test_a_certificate_that_ends_sooner_hits_those_after_it(attended):
    attended.book(NINE)
    last = attended.book(NINE, made_at=NOW + HALF_HOUR)
    who = attended.outlet.technicians.get(name="周建国")
    turns = [Turn(each.weekday, each.starts_at, each.ends_at) for each in who.shifts.all()]

    expired = KeepTechnician(who.pk, who.name, "", WEDNESDAY - DAY, turns)

    assert codes(attended.preview(expired)) == [last.code]
    assert codes(attended.preview(KeepTechnician(who.pk, who.name, "", WEDNESDAY, turns))) == []


def test_counting_where_nobody_is_listed_hits_everybody(house):
    booking = house.book(NINE)

    (hit,) = house.preview(SetTimeRules(0, 0, True)).hits

    assert (hit.booking.code, hit.starts) == (booking.code, [])


def test_a_buffer_that_no_longer_fits_moves_the_next_car(house):
    house.open(bays=1)
    first, second = house.book(NINE), house.book(TEN)

    found = house.preview(services(house.service, buffer_minutes=30))

    kinds = {hit.booking.code: hit.kind for hit in found.hits}
    assert kinds == {first.code: Kind.NO_PLACE, second.code: Kind.RESIZED}


def test_what_is_kept_with_a_buffer_holds_its_bay_longer(house):
    booking = house.book(NINE)

    house.apply(services(house.service, buffer_minutes=20))

    booking.refresh_from_db()
    assert booking.ends_at == TEN
    assert booking.bay_until == TEN + HALF_HOUR
    assert house.taken() == [1, 1, 1, 0]
