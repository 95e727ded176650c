"""What the database itself refuses, and the stock that it keeps."""

from decimal import Decimal

import pytest
from django.db import DatabaseError, connection, transaction

from tests.places import NINE
from tests.removals.conftest import PACK
from voltbay.directory.models import Outlet
from voltbay.removals.packs.find import find_pack
from voltbay.removals.packs.record import PackEntry, record_pack
from voltbay.removals.packs.strike import strike
from voltbay.removals.packs.weigh import weigh


def stored():
    return Outlet.objects.get().stored_kg


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE removals_removalevent SET kind = 'forged'",
        "DELETE FROM removals_removalevent",
        "UPDATE removals_receipt SET issued_at = now()",
        "DELETE FROM removals_receipt",
        "UPDATE removals_batterypack SET mass_kg = -1",
        "UPDATE removals_batterypack SET mass_kg = 3001",
        "UPDATE removals_batterypack SET safety = 'unsafe'",
        "UPDATE removals_batterypack SET left_at = now()",
    ],
)
def test_records_cannot_be_forged(receipt, statement):
    with pytest.raises(DatabaseError), transaction.atomic():
        connection.cursor().execute(statement)


def test_the_stock_is_the_sum_of_the_packs(removal, bob):
    record_pack(removal, PackEntry(PACK), staff=bob, now=NINE)
    assert stored() == 0
    weigh(find_pack(removal, PACK), Decimal("300.5"), staff=bob, now=NINE)
    assert stored() == Decimal("300.5")
    weigh(find_pack(removal, PACK), Decimal(310), staff=bob, now=NINE)
    assert stored() == 310
    strike(find_pack(removal, PACK), staff=bob, now=NINE, why="扫错")
    assert stored() == 0


def test_a_form_that_was_open_meanwhile_does_not_change_the_stock(removal, bob):
    open_form = Outlet.objects.get()
    record_pack(removal, PackEntry(PACK, Decimal(300)), staff=bob, now=NINE)

    open_form.phone = "021-50009999"
    open_form.save()

    assert (stored(), Outlet.objects.get().phone) == (300, "021-50009999")
