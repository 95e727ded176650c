"""A receipt: signed, seen as false when altered, printed, told to its owner."""

import json

import pytest
from django.db import connection
from pypdfium2 import PdfDocument

from tests.people import BOB_PHONE, owner_with
from tests.removals.conftest import MODULE, PACK
from voltbay.notifications.models import Notice
from voltbay.removals.errors import ReceiptUnknown
from voltbay.removals.models import Receipt
from voltbay.removals.receipts.issue import owner_on_licence
from voltbay.removals.receipts.queries import check_receipt, contents, find_receipt, verify_receipt
from voltbay.removals.receipts.receipt_pdf import receipt_pdf
from voltbay.removals.receipts.signing import (
    public_keys,
    read_signature,
    sign,
    verify,
    write_signature,
)


def altered(text: str, place: int) -> str:
    """Return the text with one character changed."""
    other = "0" if text[place] != "0" else "1"
    return text[:place] + other + text[place + 1 :]


def test_a_receipt_says_what_was_taken_from_which_car(receipt):
    says = contents(receipt)

    assert (says["plate"], says["vin"], says["owner"]) == ("沪AD12345", "LGXCE6DB7J0123456", "王**")
    assert [pack["code"] for pack in says["packs"]] == [PACK, MODULE]
    assert (says["mass_kg"], says["price_yuan"]) == ("825.0", "1200.00")
    assert says["credit_code"] == "91310115MA1TEKT19B"


def test_any_character_that_was_altered_is_found(receipt):
    signature = bytes(receipt.signature)
    assert verify(receipt.payload, signature, key_id=receipt.key_id)

    assert not any(
        verify(altered(receipt.payload, place), signature, key_id=receipt.key_id)
        for place in range(len(receipt.payload))
    )


def test_a_signature_that_was_altered_is_found(receipt):
    written = write_signature(bytes(receipt.signature))

    assert check_receipt(receipt.serial, signature=written).is_genuine
    assert not any(
        check_receipt(receipt.serial, signature=altered(written, place)).is_genuine
        for place in range(len(written))
    )


def test_a_serial_that_was_altered_is_no_receipt(receipt):
    assert check_receipt(receipt.serial.lower()).is_genuine
    assert not any(
        check_receipt(altered(receipt.serial, place)).is_genuine
        for place in range(len(receipt.serial))
    )


@pytest.mark.parametrize("text", ["", "x" * 85, "=" * 86, "é" * 86, "A" * 85 + "B"])
def test_what_is_no_signature_is_none(text):
    assert read_signature(text) is None


def test_a_receipt_of_a_key_that_we_do_not_have_is_false(receipt):
    assert not verify(receipt.payload, bytes(receipt.signature), key_id="stolen")


def test_an_older_key_still_verifies(receipt, settings):
    newer = "bmV3ZXIgbmV3ZXIgbmV3ZXIgbmV3ZXIgbmV3ZXIgISE="
    settings.VOLTBAY_RECEIPT_KEY = f"2027a:{newer},{settings.VOLTBAY_RECEIPT_KEY}"

    assert verify_receipt(receipt)
    assert sign("something")[0] == "2027a"


def test_a_receipt_verifies_by_what_is_left_of_its_key(receipt, settings):
    newer = "bmV3ZXIgbmV3ZXIgbmV3ZXIgbmV3ZXIgbmV3ZXIgISE="
    left = public_keys()["test"]
    settings.VOLTBAY_RECEIPT_KEY = f"2027a:{newer},test:public:{left}"

    assert verify_receipt(receipt)
    assert public_keys()["test"] == left


def test_what_was_signed_elsewhere_under_another_serial_is_false(receipt):
    forged = Receipt(
        serial="VR260408-0000000",
        payload=receipt.payload,
        signature=receipt.signature,
        key_id=receipt.key_id,
    )

    assert not verify_receipt(forged)


def test_anybody_sees_enough_to_compare_and_no_more(receipt):
    says = check_receipt(receipt.serial).says

    assert (says["plate"], says["vin"]) == ("沪AD1***5", "LGX***********456")
    assert not {"price_yuan", "booking"} & says.keys()


def test_what_a_receipt_says_is_sealed_in_the_table(receipt):
    with connection.cursor() as cursor:
        cursor.execute("SELECT receipt::text FROM removals_receipt AS receipt")
        row = cursor.fetchone()[0]

    assert b"LGXCE6DB7J0123456".hex() not in row


def test_the_owner_is_told_where_it_is(receipt):
    notice = Notice.objects.get(template="receipt_issued")

    assert notice.phone == BOB_PHONE
    assert notice.params["link"].endswith(f"/r/{receipt.serial}")


def test_a_receipt_is_its_owners_alone(receipt):
    owner = receipt.removal.booking.owner_id

    assert find_receipt(receipt.serial, owner_id=owner) == receipt
    with pytest.raises(ReceiptUnknown):
        find_receipt(receipt.serial, owner_id=owner_with("13700137000").pk)


def test_the_paper_is_one_small_page_with_its_letters_inside(receipt):
    paper = receipt_pdf(receipt)

    with PdfDocument(paper) as document:
        assert len(document) == 1
        page = document[0].get_textpage()
        text = "".join(page.get_text_range().split())
    assert len(paper) < 120_000
    for said in (receipt.serial, PACK, MODULE, "91310115MA1TEKT19B", "LGXCE6DB7J0123456"):
        assert said in text
    for said in ("动力电池回收凭证", "绿环电池回收有限公司", "沪A·D12345", "王**", "825.0kg"):
        assert said in text


def test_the_same_receipt_makes_the_same_paper(receipt):
    assert receipt_pdf(receipt) == receipt_pdf(Receipt.objects.get())


def test_what_was_signed_is_json_in_one_form(receipt):
    says = json.loads(receipt.payload)

    assert receipt.payload == json.dumps(
        says, ensure_ascii=False, sort_keys=True, separators=(",", ":")
    )


def test_a_paper_of_an_older_version_stays_genuine(receipt):
    says = contents(receipt)
    del says["quote"]
    older = json.dumps(
        says | {"version": 2}, ensure_ascii=False, sort_keys=True, separators=(",", ":")
    )
    receipt.payload = older
    receipt.key_id, receipt.signature = sign(older)

    assert verify_receipt(receipt)
    assert receipt_pdf(receipt).startswith(b"%PDF-")


def test_what_was_agreed_is_signed_and_printed(receipt):
    assert contents(receipt)["quote"] == {
        "number": 1,
        "accepted_at": "2026-04-08T01:00:00+00:00",
        "accepted_on": "tablet",
        "payout": "owed",
    }
    with PdfDocument(receipt_pdf(receipt)) as document:
        text = document[0].get_textpage().get_text_range()
    assert "Quote 1 accepted by tablet, payout owed" in text
    assert "quote" not in (check_receipt(receipt.serial).says or {})


def test_a_receipt_names_the_owner_on_the_licence(receipt):
    booking = receipt.removal.booking
    assert owner_on_licence(booking) == "王**"  # a desk reads no licence

    booking.licence_owner = "李建国"
    assert owner_on_licence(booking) == "李**"
    booking.licence_owner, booking.relation = "申通出租汽车有限公司", "company"
    assert owner_on_licence(booking) == "申通出租汽车有限公司"
