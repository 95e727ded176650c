"""What a desk looks at, in a fixed number of statements however much there is."""

import time
from datetime import timedelta

import pytest
from django.db import connection

from tests.people import BOB_PHONE
from tests.places import NINE, NOW, open_outlet
from tests.removals.conftest import PACK, work_on
from voltbay.bookings.errors import BookingUnknown
from voltbay.bookings.models import Booking
from voltbay.core.local_time import local_date
from voltbay.removals.errors import RemovalUnknown
from voltbay.removals.queries import day_of, find_at_outlets, find_removal, in_review, search, stock

DAY = local_date(NINE)
# Past bookings are there to be in the way: nothing opens their sealed columns.
PAST = """
INSERT INTO bookings_booking (
    id, code, owner_id, outlet_id, service_id, starts_at, ends_at, state, created_at,
    relation, car_after, vehicle_model, plate_fingerprint, phone_end_fingerprint)
SELECT gen_random_uuid(), 'P' || n, owner_id, outlet_id, service_id,
       starts_at - n * interval '10 minutes' - interval '1 day',
       ends_at - n * interval '10 minutes' - interval '1 day', 'completed', created_at,
       '', '', '', sha256(n::text::bytea), sha256((n %% 10000)::text::bytea)
FROM bookings_booking, generate_series(1, %s) AS n WHERE code = %s
"""


def days_like(booking: Booking, count: int) -> None:
    """Add bookings of the same day, sealed as the desk writes them."""
    fields = [field.attname for field in Booking._meta.concrete_fields]
    values = {name: getattr(booking, name) for name in fields if name != "id"}
    Booking.objects.bulk_create(
        Booking(**values | {"code": f"VBDAY{n:05}", "vin_fingerprint": None}) for n in range(count)
    )


@pytest.mark.parametrize("text", ["沪A·D12345", "沪ad12345", "LGXCE6DB7J0123456"])
def test_a_booking_is_found_by_what_people_say(booking, text):
    assert search(text, [booking.outlet_id]) == [booking]


def test_a_booking_is_found_by_code_phone_and_its_end(booking):
    here = [booking.outlet_id]

    for text in (booking.code.lower(), f"voltbay:{booking.code}", BOB_PHONE, BOB_PHONE[-4:]):
        assert search(text, here) == [booking], text
    assert find_at_outlets(f"voltbay:{booking.code}", here) == booking


def test_a_booking_is_found_by_its_batterys_code(removal, bob):
    work_on(removal, bob)

    assert search(PACK.lower(), [removal.outlet_id]) == [removal.booking]


@pytest.mark.parametrize("text", ["", "0000", "沪AD99999", "x", "' OR 1=1", "é" * 30])
def test_what_is_not_there_is_not_found(booking, text):
    assert search(text, [booking.outlet_id]) == []


def test_an_outlet_never_sees_anothers_bookings(booking, removal):
    other = [open_outlet("闵行回收服务网点").outlet_id]

    assert search(booking.code, other) == []
    with pytest.raises(BookingUnknown):
        find_at_outlets(booking.code, other)
    with pytest.raises(RemovalUnknown):
        find_removal(booking.code, other)


def test_a_removal_comes_with_all_that_its_page_shows(removal, bob, django_assert_num_queries):
    work_on(removal, bob)

    with django_assert_num_queries(4):
        found = find_removal(removal.booking.code, [removal.outlet_id])
        assert len([step.staff.username for step in found.steps.all()]) == 5
        assert [pack.code for pack in found.packs.all()] == [PACK]
        assert not found.photos.all()
        assert found.booking.service.name


def test_stock_and_reviews_are_lists_of_one_statement(removal, bob, django_assert_num_queries):
    work_on(removal, bob)

    with django_assert_num_queries(1):
        assert [pack.booking_code for pack in stock([removal.outlet_id])]
    with django_assert_num_queries(1):
        assert not list(in_review([removal.outlet_id]))


def test_a_full_day_is_read_in_one_statement_whatever_lies_behind(
    booking, removal, django_assert_num_queries
):
    with connection.cursor() as cursor:
        # None of these has places; the check of that is not what this test is about.
        cursor.execute("SET LOCAL session_replication_role = replica")
        days_like(booking, 199)
        cursor.execute(PAST, [100_000, booking.code])
        cursor.execute("SET LOCAL session_replication_role = origin; ANALYZE bookings_booking")

    with django_assert_num_queries(1):
        began = time.perf_counter()
        found = [
            (each.code, each.name, each.phone, each.plate, each.service.name)
            for each in day_of(booking.outlet_id, DAY)
        ]
        day_took = time.perf_counter() - began
    with django_assert_num_queries(1):
        began = time.perf_counter()
        assert len(search("8000", [booking.outlet_id])) == 0
        assert time.perf_counter() - began < 0.15

    assert len(found) == 200
    assert day_took < 0.15


def test_yesterday_is_another_day(booking):
    assert day_of(booking.outlet_id, DAY - timedelta(days=1)) == []
    assert [each.code for each in day_of(booking.outlet_id, DAY)] == [booking.code]
    assert NOW < NINE
