from datetime import timedelta

import pytest
from django.utils import timezone

from tests.api.signing_in import PHONE, Caller, seed, signed_in_as
from tests.retention.conftest import bob, done  # noqa: F401  # fixtures
from voltbay.accounts.models import Owner
from voltbay.bookings.legal_hold import place
from voltbay.bookings.models import Booking


@pytest.fixture(autouse=True)
def texts(db):
    return seed()


def test_anybody_may_read_how_long_things_are_kept():
    items = Caller().get("/retention").json()["items"]

    undone = next(item for item in items if item["kind"] == "bookings.undone")
    assert undone["kept"] == "预约时间之后 30 天"
    assert not [item for item in items if item["kind"] == "audit.entries"], "of staff"


def test_periods_are_those_of_the_settings(settings):
    settings.VOLTBAY_KEEP_UNDONE_DAYS = 365

    caller = Caller()
    items = caller.get("/retention", **{"Accept-Language": "en"}).json()["items"]
    undone = next(item for item in items if item["kind"] == "bookings.undone")

    assert undone["kept"] == "1 year after the appointment"


def test_whoever_closes_is_told_what_goes_at_once_and_what_stays(done, bob):  # noqa: F811
    alice = signed_in_as(PHONE)
    Booking.objects.update(owner=Owner.objects.exclude(pk=done.owner_id).get())
    told = alice.get("/me/closing").json()

    assert "账号的手机号、姓名" in told["at_once"]
    record = next(each for each in told["kept"] if each["kind"] == "bookings.record")
    assert record["until"].startswith(f"{done.ends_at + timedelta(days=1095):%Y-%m-%d}")
    assert told["held_until"] is None

    until = timezone.now() + timedelta(days=9)
    place(done, reason="诉讼", until=until, staff=bob, now=timezone.now())
    assert alice.get("/me/closing").json()["held_until"]


def test_who_has_only_an_account_leaves_nothing_but_consents():
    told = signed_in_as(PHONE).get("/me/closing").json()

    assert [each["kind"] for each in told["kept"]] == ["accounts.consents"]


def test_closing_is_told_to_nobody_else():
    assert Caller().get("/me/closing").status_code == 401
