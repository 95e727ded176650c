"""What a receipt says of a battery without a readable code, on paper and to anybody."""

from decimal import Decimal

import pytest
from django.test import Client
from pypdfium2 import PdfDocument

from tests.api.session import signed_in
from tests.documents import a_photo, photos_setting
from tests.places import NINE
from tests.quoted import agree
from tests.removals.conftest import PACK, a_booking, work_on
from voltbay.removals.ending import Ending
from voltbay.removals.models import BatteryPack, Receipt
from voltbay.removals.packs.record_uncoded import UncodedEntry, record_uncoded
from voltbay.removals.receipts.queries import verify_receipt
from voltbay.removals.receipts.receipt_pdf import receipt_pdf
from voltbay.removals.receipts.reissue import Corrected, Correction, reissue
from voltbay.removals.rules import Step
from voltbay.removals.work.begin import begin
from voltbay.removals.work.finish import finish
from voltbay.removals.work.photos import take_photo


@pytest.fixture
def uncoded(removal, bob, settings, tmp_path):
    """Return the receipt of a removal with one battery, whose label is gone."""
    settings.STORAGES = photos_setting(tmp_path)
    entry = UncodedEntry("gone", "P", "比亚迪", "B", Decimal("47.5"), "BYD-0042", Decimal(540))
    pack = record_uncoded(removal, entry, staff=bob, now=NINE)
    take_photo(removal, Step.INSPECT, a_photo(), staff=bob, now=NINE, of=pack)
    work_on(removal, bob, codes=())
    return finish(removal, Ending("kept"), staff=bob, now=NINE).receipt


def found(receipt, bob):
    """Return the receipt after the code was found."""
    pack = BatteryPack.objects.get()
    right = {pack.code: Corrected(PACK, pack.mass_kg)}
    correction = Correction("找到编码", Ending("kept"), right)
    return reissue(receipt.serial, correction, staff=bob, now=NINE)


def on_paper(receipt):
    with PdfDocument(receipt_pdf(receipt)) as document:
        assert len(document) == 1
        return "".join(document[0].get_textpage().get_text_range().split())


def to_anybody(receipt, language):
    answer = Client().get(f"/r/{receipt.serial}", headers={"accept-language": language})
    return " ".join(answer.content.decode().split())


def test_it_is_signed(uncoded):
    assert verify_receipt(uncoded)


def test_the_paper_says_so_in_both_languages(uncoded):
    number = BatteryPack.objects.get().printed_number

    text = on_paper(uncoded)

    for said in (f"无可读编码，本网点标签{number}", f"noreadablecode,ourlabel{number}"):
        assert said in text
    for said in ("标签缺失", "thelabelisgone", "比亚迪", "BYD-0042", "47.50kWh", "540.0"):
        assert said in text


@pytest.mark.parametrize(
    ("language", "said", "later"),
    [
        ("zh-CN", "无可读编码，本网点标签", "后补编码，原标签"),
        ("en", "no readable code, our label", "code found later, formerly our label"),
    ],
)
def test_the_public_page_says_so_in_both_languages(uncoded, bob, language, said, later):
    number = BatteryPack.objects.get().printed_number
    assert f"{said} <code>{number}</code>" in to_anybody(uncoded, language)

    new = found(uncoded, bob)

    page = to_anybody(new, language)
    assert f"{later} <code>{number}</code>" in page
    assert PACK in page


def test_the_paper_of_a_code_that_was_found_says_both(uncoded, bob):
    text = on_paper(found(uncoded, bob))

    assert PACK in text
    assert f"formerlyourlabel{BatteryPack.objects.get().printed_number}" in text


def test_its_owner_has_it_in_the_list_and_in_the_copy(uncoded):
    phone = signed_in(uncoded.removal.booking.owner)
    (pack,) = phone.get("/api/v1/me/receipts").json()["items"][0]["packs"]

    assert (pack["code"], pack["made_date"], pack["no_code_reason"]) == ("", "", "gone")
    assert pack["own_number"] == BatteryPack.objects.get().printed_number


def test_a_receipt_of_the_older_version_is_still_shown(receipt):
    assert "own_number" not in receipt.payload
    assert PACK in on_paper(Receipt.objects.get())
    assert PACK in to_anybody(receipt, "zh-CN")


@pytest.fixture
def unplated(request, service, slots, bob):
    """Return the receipt of a car without an ordinary plate."""
    booking = a_booking(service, slots, bob, **request.param)
    removal = begin(booking, staff=bob, now=NINE)
    work_on(removal, bob)
    agree(removal, bob, now=NINE)
    return finish(removal, Ending("kept"), staff=bob, now=NINE).receipt


CERTIFIED = {"plate": "", "certificate_number": "310012345678"}


@pytest.mark.parametrize(
    ("unplated", "said"),
    [
        (CERTIFIED | {"no_plate": "not_plated"}, "号牌号码Plate无牌none"),
        (CERTIFIED | {"no_plate": "deregistered"}, "号牌号码Plate已注销"),
        (CERTIFIED | {"no_plate": "to_be_scrapped"}, "号牌号码Plate已交牌报废"),
        ({"plate": "沪A0123C临", "no_plate": "temporary"}, "沪A0123C临"),
    ],
    indirect=["unplated"],
    ids=["not plated", "deregistered", "to be scrapped", "temporary"],
)
def test_a_car_without_an_ordinary_plate_has_a_whole_receipt(unplated, said):
    text = on_paper(unplated)

    assert said in text
    assert "LGXCE6DB7J0123456" in text
    assert "310012345678" not in text
    assert verify_receipt(unplated)
    assert unplated.serial in to_anybody(unplated, "zh-CN")
