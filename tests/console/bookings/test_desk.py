"""Booking a car without an ordinary plate at the desk, and finding it again."""

from uuid import uuid4

import pytest
from django.urls import reverse

from tests.people import ALICE_PHONE
from voltbay.bookings.models import Booking
from voltbay.core.local_time import local_date

VIN = "LGXCE6DB7J0123456"
CERTIFICATE = "310012345678"


def send(desk, outlet, slots, **changes):
    sent = {
        "key": str(uuid4()),
        "channel": "walk_in",
        "slot": slots[0].pk,
        "name": "MUELLER HANS",
        "phone": ALICE_PHONE,
        "vin": VIN,
        "relation": "self",
        **changes,
    }
    day = local_date(slots[0].starts_at)
    path = reverse("console:book", kwargs={"outlet_id": outlet.pk})
    return desk.post(f"{path}?date={day}", sent)


def found(desk, outlet, text):
    path = reverse("console:find", kwargs={"outlet_id": outlet.pk})
    return desk.get(path, {"q": text}).content.decode()


@pytest.mark.parametrize("why", ["not_plated", "deregistered", "to_be_scrapped"])
def test_a_car_without_plate_is_booked_by_vin_and_certificate(desk, outlet, slots, why):
    told = {"incomplete_told": "on"}
    answer = send(desk, outlet, slots, no_plate=why, certificate_number=CERTIFICATE, **told)

    booking = Booking.objects.get()
    assert answer.status_code == 302
    assert (booking.plate, booking.plate_fingerprint, booking.no_plate) == (None, None, why)
    assert (booking.certificate_number, booking.name) == (CERTIFICATE, "MUELLER HANS")


def test_a_temporary_plate_is_kept_with_its_number(desk, outlet, slots):
    send(desk, outlet, slots, no_plate="temporary", plate="沪A·0123C 临")

    booking = Booking.objects.get()
    assert (booking.plate, booking.no_plate) == ("沪A0123C临", "temporary")


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({}, "请输入正确的车牌号"),
        ({"no_plate": "temporary"}, "请按临时行驶车号牌上印的填写"),
        ({"no_plate": "not_plated"}, "请填写机动车登记证书或注销证明书上的编号"),
        ({"no_plate": "nothing"}, "nothing"),
        (
            {"no_plate": "deregistered", "certificate_number": CERTIFICATE},
            "请先告知车主，再勾选“已告知”",
        ),
        ({"plate": "沪AD12345", "car_after": "kept"}, "请先告知车主，再勾选“已告知”"),
    ],
)
def test_what_is_missing_is_said(desk, outlet, slots, changes, said):
    answer = send(desk, outlet, slots, **changes)

    assert answer.status_code == 422
    assert said in answer.content.decode()
    assert not Booking.objects.exists()


def test_the_paper_that_is_brought_is_kept_and_asked_for_at_check_in(desk, outlet, slots):
    send(desk, outlet, slots, plate="沪AD12345", identity_kind="passport")

    booking = Booking.objects.get()
    page = desk.get(reverse("console:booking", kwargs={"code": booking.code})).content.decode()
    assert (booking.identity_kind, booking.identity_number) == ("passport", None)
    assert "<legend>护照" in page or "护照</legend>" in page


def test_it_stands_on_the_board_and_is_found_by_the_end_of_its_vin(desk, outlet, slots):
    send(desk, outlet, slots, no_plate="not_plated", certificate_number=CERTIFICATE)
    booking = Booking.objects.get()
    day = local_date(slots[0].starts_at)
    board = desk.get(reverse("console:day", kwargs={"outlet_id": outlet.pk}) + f"?date={day}")

    assert "无牌 · VIN …123456" in board.content.decode()
    assert booking.code in found(desk, outlet, "123456")
    assert booking.code not in found(desk, outlet, "123457")


def test_its_page_says_what_follows_and_asks_for_the_certificate(desk, outlet, slots):
    why = {"no_plate": "to_be_scrapped", "certificate_number": CERTIFICATE}
    send(desk, outlet, slots, incomplete_told="on", **why)

    code = Booking.objects.get().code
    page = desk.get(reverse("console:booking", kwargs={"code": code})).content.decode()
    assert "按车辆缺失处理（工业和信息化部令第73号第二十一条）" in page
    assert "已告知车主：无电池车辆报废时按缺失处理" in page
    assert 'name="paper_registration_certificate"' in page
    assert 'name="paper_vehicle_licence"' not in page
    assert CERTIFICATE not in page
