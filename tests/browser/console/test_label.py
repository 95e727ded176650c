"""The label of a battery without a readable code, as a label printer gets it."""

import pytest
import zxingcpp
from django.utils import timezone
from playwright.sync_api import expect
from pypdfium2 import PdfDocument

from tests.browser.console.conftest import coming, shot, under_way
from voltbay.accounts.models import StaffUser
from voltbay.bookings.models import Booking
from voltbay.removals.models import Removal
from voltbay.removals.packs.record_uncoded import UncodedEntry, record_uncoded

pytestmark = [pytest.mark.browser, pytest.mark.journey]
POINTS = 25.4 / 72  # mm
LABEL_PRINTER = 203 / 72  # dots a point: the coarsest there is


def test_a_label_is_one_small_page_whose_codes_are_both_read(tablet, service):
    removal = Removal.objects.get(booking=under_way(service, steps=3))
    bob = StaffUser.objects.get(username="bob")
    known = UncodedEntry("gone", maker="比亚迪" * 10, printed_serial="0042" * 10)
    pack = record_uncoded(removal, known, staff=bob, now=timezone.now())
    waiting = coming(
        service, vin="LGXCE6DB0J0123458"
    )  # its warning stands on the screen, and not on the label
    Booking.objects.filter(pk=waiting.pk).update(state="in_review")
    tablet.goto(f"/console/bookings/{removal.booking.code}/removal/")
    tablet.get_by_role("link", name="打印标签").click()
    tablet.wait_for_url("**/labels/**")
    expect(tablet.locator("main .near").first).to_be_visible()
    shot(tablet, "label")
    inside = """[...document.querySelectorAll('.label-words > *')].every((each) =>
        each.getBoundingClientRect().bottom <= document.querySelector('.label-bars')
            .getBoundingClientRect().top + 1)"""
    assert tablet.evaluate(inside), "words reach into the bars"

    with PdfDocument(tablet.pdf(prefer_css_page_size=True)) as paper:
        assert len(paper) == 1
        assert [round(side * POINTS) for side in paper[0].get_size()] == [50, 30]
        printed = paper[0].render(scale=LABEL_PRINTER).to_pil()

    read = {found.format: found.text for found in zxingcpp.read_barcodes(printed)}
    assert read == {
        zxingcpp.BarcodeFormat.QRCode: pack.own_number,
        zxingcpp.BarcodeFormat.Code128: pack.own_number,
    }
