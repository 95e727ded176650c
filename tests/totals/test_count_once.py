"""Totals are what a recount finds, whatever was changed meanwhile, and by whom."""

import random
from datetime import timedelta
from threading import Thread

import psycopg
import pytest
from django.db import connection
from django.utils import timezone

from tests.places import in_days, open_outlet
from voltbay.accounts.models import Owner
from voltbay.bookings.figures import COUNTED as BOOKINGS
from voltbay.bookings.models import Booking, BookingEvent
from voltbay.core.local_time import days_from, local_date
from voltbay.recognition.figures import COUNTED as PHOTOS
from voltbay.recognition.models import Outcome
from voltbay.removals.figures import COUNTED as PACKS
from voltbay.slots.figures import COUNTED as LOAD
from voltbay.slots.models import Slot
from voltbay.totals.count_once import keep
from voltbay.totals.models import DayChange, DayTotal
from voltbay.totals.queries import by_day, missing

pytestmark = pytest.mark.django_db(transaction=True)
DAYS = 5
PHONE = "13800138000"


@pytest.fixture
def days():
    """Return the days before today."""
    return days_from(local_date(timezone.now()) - timedelta(days=DAYS), DAYS)


def counted_anew(counted, days):
    with connection.cursor() as cursor:
        gaps = counted.asked(days) | {"now": timezone.now()}
        cursor.execute(counted.statement(everywhere=True), gaps)
        return {(day, key): count for day, key, count in cursor.fetchall()}


def kept(counted):
    """Return what is kept and holds."""
    stale = set(DayChange.objects.filter(kind=counted.kind).values_list("day", flat=True))
    return {
        (total.day, key): count
        for total in DayTotal.objects.filter(kind=counted.kind)
        if total.day not in stale
        for key, count in zip(total.keys, total.counts, strict=True)
    }


def agrees(counted, days):
    """Tell whether what is kept is true of its days, and what is read of all of them."""
    true = counted_anew(counted, days)
    told = kept(counted)
    of_days = {day for day, _key in told}
    assert told == {key: count for key, count in true.items() if key[0] in of_days}
    return by_day(counted, days, None, now=timezone.now()) == true


def read_a_photo(chance, *, ago=None):
    at = in_days(-(chance.randrange(DAYS + 1) if ago is None else ago))
    result = chance.choice(["read", "doubtful"])
    return Outcome.objects.create(at=at, kind="identity_card", result=result)


def change_photos(chance):
    """Do one thing that a site, a repair or a restore may do."""
    some = Outcome.objects.order_by("?").first()
    match chance.randrange(4):
        case 1 if some:
            Outcome.objects.filter(pk=some.pk).update(result="read")
        case 2 if some:
            Outcome.objects.filter(pk=some.pk).update(at=in_days(-chance.randrange(DAYS + 1)))
        case 3 if some:
            some.delete()
        case _:
            read_a_photo(chance)


def test_totals_are_what_a_recount_finds_after_random_changes(days):
    chance = random.Random(16)
    for _ in range(60):
        change_photos(chance)
        if chance.randrange(3) == 0:
            keep(PHOTOS, chance.sample(days, 3))
        assert agrees(PHOTOS, days)
    assert keep(PHOTOS, days)
    assert missing(PHOTOS, days) == [
        day for day in days if not any(key[0] == day for key in counted_anew(PHOTOS, days))
    ]


def a_booking(service, owner, n, *, starts_at):
    return Booking.objects.create(
        code=f"VB{n:05}", owner=owner, outlet=service.outlet, service=service, starts_at=starts_at,
        ends_at=starts_at + timedelta(hours=1), state="cancelled", created_at=in_days(-20),
    )  # fmt: skip


def test_bookings_and_their_reviews_count_as_they_are_whatever_changed(days):
    chance, service = random.Random(16), open_outlet()
    owner = Owner.objects.create(
        phone="13800138000", phone_fingerprint=b"1", created_at=in_days(-9)
    )
    made = [a_booking(service, owner, n, starts_at=in_days(-n % DAYS - 1)) for n in range(9)]
    for _ in range(40):
        one = Booking.objects.filter(pk=chance.choice(made).pk)
        match chance.randrange(4):
            case 0:
                one.update(state=chance.choice(["cancelled", "expired"]))
            case 1:
                at = in_days(-chance.randrange(DAYS))
                one.update(starts_at=at, ends_at=at + timedelta(hours=1))
            case 2:
                one.update(created_at=in_days(-20 - chance.randrange(20)))
            case _:
                BookingEvent.objects.create(
                    booking=one.get(), at=in_days(-chance.randrange(9)), actor="staff",
                    from_state="in_review", to_state=chance.choice(["confirmed", "cancelled"]),
                )  # fmt: skip
        if chance.randrange(3) == 0:
            keep(BOOKINGS, days)
        assert agrees(BOOKINGS, days)
    assert any(key.startswith("review ") for _day, key in counted_anew(BOOKINGS, days))


def test_what_is_changed_while_days_are_counted_is_never_lost(days, postgres):
    """Four change photos as fast as they can while two keep the days."""
    done = []

    def change(seed):
        chance = random.Random(seed)
        try:
            for _ in range(60):
                change_photos(chance)
            done.append(seed)
        finally:
            connection.close()

    def keep_on():
        try:
            while len(done) < 4:
                keep(PHOTOS, days)
        finally:
            connection.close()

    threads = [Thread(target=change, args=[seed]) for seed in range(4)]
    threads += [Thread(target=keep_on) for _ in range(2)]
    for each in threads:
        each.start()
    for each in threads:
        each.join(60)

    assert len(done) == 4
    assert agrees(PHOTOS, days)
    assert keep(PHOTOS, days)
    assert kept(PHOTOS) == counted_anew(PHOTOS, days)


def test_a_day_is_not_kept_while_somebody_still_writes_who_began_before_it_was_over(days):
    read_a_photo(random.Random(1), ago=1)
    with psycopg.connect(**{**connection.get_connection_params(), "cursor_factory": None}) as other:
        other.execute("UPDATE recognition_outcome SET result = 'doubtful'")  # not committed

        assert not keep(PHOTOS, days)
        assert kept(PHOTOS) == {}

        other.rollback()
    assert keep(PHOTOS, days)
    assert kept(PHOTOS) == counted_anew(PHOTOS, days)


def test_today_is_not_kept(days):
    chance, today = random.Random(1), local_date(timezone.now())
    read_a_photo(chance, ago=0)

    assert keep(PHOTOS, [*days, today])

    assert DayTotal.objects.filter(day=today).count() == 0
    assert DayChange.objects.count() == 0


def test_within_a_transaction_nothing_is_kept(days):
    from django.db import transaction

    read_a_photo(random.Random(1), ago=1)

    with transaction.atomic():
        assert not keep(PHOTOS, days)


def test_whoever_looks_first_keeps_what_is_over(days):
    read_a_photo(random.Random(1), ago=2)

    first = by_day(PHOTOS, days, None)

    assert missing(PHOTOS, days) == [day for day in days if day != days[-2]]
    assert by_day(PHOTOS, days, None) == first == counted_anew(PHOTOS, days)


@pytest.mark.parametrize("change", [{"taken": 0, "capacity": 7}, {"capacity": 9}])
def test_a_slot_of_a_past_day_that_is_changed_is_counted_anew(days, change):
    service = open_outlet()
    at = in_days(-2)
    Slot.objects.create(
        outlet=service.outlet, starts_at=at, ends_at=at + timedelta(hours=1), capacity=2
    )
    assert keep(LOAD, days)
    assert kept(LOAD) == counted_anew(LOAD, days) != {}

    Slot.objects.update(**change)

    assert kept(LOAD) == {}
    assert agrees(LOAD, days)


def test_emptied_tables_have_no_totals(days):
    read_a_photo(random.Random(1), ago=2)
    keep(PHOTOS, days)

    with connection.cursor() as cursor:
        cursor.execute("TRUNCATE recognition_outcome")

    assert kept(PHOTOS) == {} == counted_anew(PHOTOS, days)


def test_there_are_no_batteries_to_count(days):
    assert keep(PACKS, days)
    assert agrees(PACKS, days)
