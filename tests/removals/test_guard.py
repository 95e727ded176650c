"""What the database itself refuses, and the stock that it keeps."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.db import DatabaseError, connection, transaction

from tests.places import NINE
from tests.quoted import accepted, quoted
from tests.removals.conftest import PACK, work_on
from voltbay.audit.models import AuditEntry
from voltbay.core.retention import OVER
from voltbay.core.sealing import Keyring, sealer_of
from voltbay.directory.models import Outlet
from voltbay.removals.packs.find import find_pack
from voltbay.removals.packs.record import PackEntry, record_pack
from voltbay.removals.packs.strike import strike
from voltbay.removals.packs.weigh import weigh
from voltbay.removals.payouts.settle import Settled, settle
from voltbay.removals.stock.hand_over import Receiver, hand_over


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


RESEALED = "UPDATE removals_receipt SET payload = %s"
ANNOUNCED = "SET LOCAL voltbay.resealing = 'on'"


def sealed_anew(receipt, *, key_id: str = "2026a", text: str | None = None) -> bytes:
    """Return what another key makes of a receipt's text, or of another text."""
    ring = Keyring(sealing={key_id: b"n" * 32}, fingerprinting=b"m" * 32)
    return ring.seal((text or receipt.payload).encode(), purpose="removals.receipt.payload")


def test_a_receipt_may_be_sealed_anew_where_that_is_announced(receipt):
    reseal(receipt)

    assert set(by_key_of_receipts()) == {"2026a"}


def reseal(receipt, *, announced: bool = True, beside: str = "", **change: str) -> None:
    with transaction.atomic(), connection.cursor() as cursor:
        if announced:
            cursor.execute(ANNOUNCED)
        cursor.execute(RESEALED + beside, [sealed_anew(receipt, **change)])


@pytest.mark.parametrize(
    "change",
    [
        {"announced": False},
        {"key_id": "test"},  # the key that it has: nothing is sealed anew
        {"text": "something longer or shorter"},
        {"beside": ", issued_at = now()"},
    ],
)
def test_a_receipt_is_not_forged_by_sealing_it(receipt, change):
    with pytest.raises(DatabaseError):
        reseal(receipt, **change)


def by_key_of_receipts() -> list[str]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT payload FROM removals_receipt")
        return [sealer_of(bytes(payload)) or "" for (payload,) in cursor.fetchall()]


@pytest.mark.parametrize(
    ("ended", "forged"),
    [
        ("removals_quote SET note = ''", "removals_quote SET note = 'forged'"),
        (
            "removals_payout SET reason = 'erased', reference = ''",
            "removals_payout SET reason = 'forged', reference = ''",
        ),
        ("removals_handover SET note = ''", "removals_handover SET note = '', at = now()"),
    ],
)
def test_words_go_when_their_time_is_over_and_only_then(removal, bob, ended, forged):
    handed_over_and_paid(removal, bob)
    over = (NINE + timedelta(days=1)).isoformat()

    for statement, over_before in ((ended, ""), (forged, over)):
        with pytest.raises(DatabaseError):
            update(statement, over_before)
    assert update(ended, over) == 1
    assert "王小燕" not in str(AuditEntry.objects.order_by("pk").values_list("before").last())


def handed_over_and_paid(removal, bob) -> None:
    work_on(removal, bob)
    quote = accepted(quoted(removal, bob, note="王小燕说没进过水", now=NINE), bob, now=NINE)
    paid = Settled("paid", "转给王小燕", "bank", NINE, "王小燕")
    settle(quote.payout, paid, seen=0, staff=bob, now=NINE)
    receiver = Receiver("华东电池再生有限公司", "91310115MA1TEKT19B", note="王小燕的电池")
    packs = [pack.pk for pack in removal.packs.all()]
    hand_over(removal.outlet, packs, receiver, staff=bob, now=NINE)


def update(statement: str, over_before: str) -> int:
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(OVER, [over_before])
        cursor.execute(f"UPDATE {statement}")
        count = cursor.rowcount
        cursor.execute(OVER, [""])
    return count


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
