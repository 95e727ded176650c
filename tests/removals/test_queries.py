"""What a desk looks at, in a fixed number of statements however much there is."""

import time

import pytest

from tests.past import long_past
from tests.people import BOB_PHONE
from tests.places import open_outlet
from tests.removals.conftest import PACK, work_on
from voltbay.removals.errors import RemovalUnknown
from voltbay.removals.queries import find_removal, search, stock


@pytest.mark.parametrize("text", ["沪A·D12345", "沪ad12345", "LGXCE6DB7J0123456"])
def test_a_booking_is_found_by_what_people_say(booking, text):
    assert search(text, [booking.outlet_id]) == [booking]


def test_a_booking_is_found_by_code_phone_and_its_end(booking):
    here = [booking.outlet_id]

    for text in (booking.code.lower(), f"booking:{booking.code}", BOB_PHONE, BOB_PHONE[-4:]):
        assert search(text, here) == [booking], text


def test_a_booking_is_found_by_its_receipt(receipt):
    booking = receipt.removal.booking

    assert search(receipt.serial.lower(), [booking.outlet_id]) == [booking]


def test_a_booking_is_found_by_its_batterys_code(removal, bob):
    work_on(removal, bob)

    assert search(PACK.lower(), [removal.outlet_id]) == [removal.booking]


@pytest.mark.parametrize("text", ["", "0000", "沪AD99999", "x", "' OR 1=1", "é" * 30])
def test_what_is_not_there_is_not_found(booking, text):
    assert search(text, [booking.outlet_id]) == []


def test_an_outlet_never_sees_anothers_bookings(booking, removal):
    other = [open_outlet("闵行回收服务网点").outlet_id]

    assert search(booking.code, other) == []
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


def test_stock_is_a_list_of_one_statement(removal, bob, django_assert_num_queries):
    work_on(removal, bob)

    with django_assert_num_queries(1):
        assert [pack.booking_code for pack in stock([removal.outlet_id])]


def test_a_search_is_one_statement_whatever_lies_behind(booking, django_assert_num_queries):
    long_past(booking, 100_000)

    with django_assert_num_queries(1):
        began = time.perf_counter()
        assert len(search("8000", [booking.outlet_id])) == 0
        assert time.perf_counter() - began < 0.15
