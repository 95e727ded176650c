"""A receipt that says something wrong is replaced: both stay, one counts, the stock follows."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.db import IntegrityError, connection, transaction
from pypdfium2 import PdfDocument

from tests.places import NINE
from tests.quoted import agree
from tests.removals.conftest import MODULE, PACK, RECEIVER
from voltbay.directory.models import Outlet
from voltbay.identifiers.battery_code import BatteryCodeMalformed
from voltbay.notifications.models import Notice
from voltbay.removals.ending import Ending
from voltbay.removals.errors import (
    CorrectionReasonMissing,
    PackInStock,
    ReceiptReplaced,
    ReceiptUnknown,
)
from voltbay.removals.models import BatteryPack, Receipt, RemovalEvent
from voltbay.removals.receipts.queries import (
    check_receipt,
    contents,
    receipts_of,
    verify_receipt,
    void,
)
from voltbay.removals.receipts.receipt_pdf import receipt_pdf
from voltbay.removals.receipts.reissue import Corrected, Correction, reissue
from voltbay.removals.stock.hand_over import Receiver, hand_over

LATER = NINE + timedelta(hours=3)
RIGHT_CODE = "001PE0100000A18120000128"
ENDING = Ending("kept")


def correct(receipt, bob, *, why="质量录错", ending=ENDING, **packs):
    correction = Correction(why, ending, packs.get("packs", {}))
    return reissue(receipt.serial, correction, staff=bob, now=LATER)


def test_a_corrected_mass_is_on_the_new_receipt_and_in_the_stock(receipt, bob):
    new = correct(receipt, bob, packs={PACK: Corrected(PACK, Decimal(400))})

    assert contents(new)["mass_kg"] == "812.5"
    assert contents(new)["replaces"] == receipt.serial
    assert Outlet.objects.get().stored_kg == Decimal("812.5")
    assert verify_receipt(new)


def test_a_code_that_was_misread_is_decoded_anew(receipt, bob):
    correct(receipt, bob, packs={PACK: Corrected(RIGHT_CODE.lower(), Decimal("412.5"))})

    assert set(BatteryPack.objects.values_list("code", flat=True)) == {RIGHT_CODE, MODULE}
    event = RemovalEvent.objects.get(kind="corrected")
    assert event.details["before"]["code"] == PACK


def test_the_price_is_what_was_agreed_last(receipt, bob):
    agree(receipt.removal, bob, yuan="1500", now=LATER)

    new = correct(receipt, bob, ending=Ending("to_be_scrapped"))

    says = contents(new)
    assert (says["price_yuan"], says["car_after"]) == ("1500.00", "to_be_scrapped")
    assert says["quote"]["number"] == 2


def test_the_old_one_is_genuine_and_void(receipt, bob):
    new = correct(receipt, bob)

    old = check_receipt(receipt.serial)
    assert (old.is_genuine, old.replaced_by, old.voided_at) == (True, new.serial, LATER)
    assert check_receipt(new.serial).replaced_by is None


def test_the_owner_reads_why_and_is_told(receipt, bob):
    correct(receipt, bob)

    new, old = receipts_of(receipt.removal.booking.owner_id)
    assert void(old)["void_reason"] == "质量录错"
    assert void(new) == {}
    assert Notice.objects.filter(template="receipt_issued").count() == 2


def test_the_old_paper_says_that_it_is_void(receipt, bob):
    new = correct(receipt, bob)

    with PdfDocument(receipt_pdf(Receipt.objects.get(serial=receipt.serial))) as document:
        assert len(document) == 1
        text = document[0].get_textpage().get_text_range()
    assert "VOID" in text
    assert new.serial in text


def test_of_two_who_replace_one_receipt_one_is_told(receipt, bob):
    new = correct(receipt, bob)

    with pytest.raises(ReceiptReplaced) as refused:
        correct(receipt, bob)

    assert refused.value.data["serial"] == new.serial
    assert Receipt.objects.count() == 2


def test_a_corrected_receipt_may_be_corrected_again(receipt, bob):
    third = correct(correct(receipt, bob), bob)

    assert third.number == 3


@pytest.mark.parametrize(
    ("wrong", "refusal"),
    [
        ({"why": "  "}, CorrectionReasonMissing),
        ({"packs": {PACK: Corrected("123", Decimal(1))}}, BatteryCodeMalformed),
        ({"packs": {PACK: Corrected(MODULE, Decimal(1))}}, PackInStock),
    ],
)
def test_what_is_wrong_changes_nothing(receipt, bob, wrong, refusal):
    with pytest.raises(refusal):
        correct(receipt, bob, **wrong)

    assert Receipt.objects.count() == 1
    assert Outlet.objects.get().stored_kg == Decimal(825)


def test_an_unknown_receipt_is_none(receipt, bob):
    with pytest.raises(ReceiptUnknown):
        reissue("VR260408-00000000", Correction("x", ENDING), staff=bob, now=LATER)


def test_a_battery_that_has_left_may_still_be_corrected_and_the_stock_stays(receipt, bob):
    pack = BatteryPack.objects.get(code=PACK)
    hand_over(pack.outlet, [pack.pk], Receiver("绿能", RECEIVER), staff=bob, now=LATER)
    stored = Outlet.objects.get().stored_kg

    new = correct(receipt, bob, packs={PACK: Corrected(PACK, Decimal(400))})

    assert contents(new)["mass_kg"] == "812.5"
    assert BatteryPack.objects.get(code=PACK).mass_kg == 400
    assert Outlet.objects.get().stored_kg == stored


def test_what_was_wrong_is_sealed_in_the_table(receipt, bob):
    correct(receipt, bob)

    with connection.cursor() as cursor:
        cursor.execute("SELECT receipt::text FROM removals_receipt AS receipt")
        assert not [row for (row,) in cursor.fetchall() if "质量录错".encode().hex() in row]


def test_the_database_keeps_one_that_counts(receipt):
    second = Receipt(
        serial="VR260408-AAAAAAAA",
        removal=receipt.removal,
        issued_at=LATER,
        payload=receipt.payload,
        signature=receipt.signature,
        key_id=receipt.key_id,
    )

    with pytest.raises(IntegrityError), transaction.atomic():
        second.save(force_insert=True)
