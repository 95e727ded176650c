"""Finding a booking at the outlets that somebody sees."""

import pytest

from voltbay.bookings.desk.find import find_at
from voltbay.bookings.errors import BookingUnknown
from voltbay.directory.models import Outlet


def test_a_code_is_found_however_it_is_typed(confirmed):
    assert find_at(Outlet.objects.all(), f" {confirmed.code.lower()} ") == confirmed


def test_a_booking_at_another_outlet_is_not_there(confirmed):
    elsewhere = Outlet.objects.exclude(pk=confirmed.outlet_id)

    with pytest.raises(BookingUnknown):
        find_at(elsewhere, confirmed.code)
