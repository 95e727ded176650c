"""Receipts as a table for a company's books."""

from tests.people import ALICE_PHONE, owner_with
from tests.removals.conftest import MODULE, PACK
from tests.taxis import a_fleet
from voltbay.bookings.models import Booking
from voltbay.removals.receipts.queries import receipts_of_fleet
from voltbay.removals.receipts.table import HEADINGS, HEADINGS_EN, receipt_rows


def test_each_battery_is_a_row_and_the_price_stands_once(receipt):
    first, second = receipt_rows([receipt])

    assert (first[9], second[9]) == (PACK, MODULE)
    assert (first[-1], second[-1]) == ("1200.00", "")
    assert first[10].endswith("电池")  # a word, not the code's letter
    assert len(first) == len(HEADINGS) == len(HEADINGS_EN)


def test_a_fleet_has_the_receipts_of_its_cars(receipt):
    mine = a_fleet(owner_with(ALICE_PHONE))
    assert receipts_of_fleet(mine.fleet.pk) == []

    Booking.objects.update(fleet=mine.fleet)

    assert [each.serial for each in receipts_of_fleet(mine.fleet.pk)] == [receipt.serial]
