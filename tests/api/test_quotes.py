"""An outlet's offers through the owners' door: read, accepted, refused, and by nobody else."""

import pytest
from django.db import IntegrityError, transaction

from tests.api.session import signed_in
from tests.people import owner_with
from tests.places import NINE
from tests.quoted import accepted, quoted
from tests.removals.conftest import (  # noqa: F401  # fixtures
    bob,
    booking,
    removal,
    service,
    slots,
    work_on,
)
from voltbay.removals.models import Quote
from voltbay.removals.quotes.signature import MOST_POINTS, MOST_STROKES

API = "/api/v1/bookings"
STROKES = [[[100, 200], [300, 120], [500, 260]], [[520, 90], [530, 300]]]
TOO_MANY = [[[0, 0], [500, 200]] * (MOST_POINTS // 4)] * 3
SIGNED = {"signer": "王小燕", "strokes": STROKES}
TO = {"way": "bank", "payee": "王小燕", "account": "6222021234567890123"}


@pytest.fixture
def quote(removal, bob):  # noqa: F811
    work_on(removal, bob)
    return quoted(removal, bob, yuan="12.80", unit="kg", now=NINE)


@pytest.fixture
def phone(quote):
    return signed_in(quote.removal.booking.owner)


@pytest.fixture
def mine(quote):
    return f"{API}/{quote.removal.booking.code}/quotes"


def test_an_owner_reads_what_each_battery_fetches(phone, mine):
    (item,) = phone.get(mine).json()["items"]

    assert (item["state"], item["total_yuan"], item["payout"]) == ("waiting", "5280.00", None)
    assert item["lines"][0] | {"mass_kg": "412.5", "amount_yuan": "5280.00"} == item["lines"][0]


def test_an_owner_accepts_signs_and_is_owed(phone, mine):
    entries = {"total_yuan": "5280.00", "signature": SIGNED, "to": TO}
    answer = phone.post(f"{mine}/1/accept", entries)

    body = answer.json()
    assert (answer.status_code, body["state"], body["answered_on"]) == (200, "accepted", "phone")
    assert body["payout"] == {
        "state": "owed",
        "way": "bank",
        "account": "****0123",
        "paid_at": None,
        "reference": "",
    }
    (item,) = phone.get("/api/v1/me/data").json()["quotes"]
    assert (item["signer"], item["signature"]) == (
        "王小燕",
        "M100 200L300 120L500 260M520 90L530 300",
    )


def test_a_typed_name_signs_for_whoever_cannot_draw(phone, mine, quote):
    signature = {"signer": " 王小燕 ", "strokes": None}
    answer = phone.post(f"{mine}/1/accept", {"total_yuan": "5280.00", "signature": signature})

    quote.refresh_from_db()
    assert (answer.status_code, quote.signer, quote.signature) == (200, "王小燕", None)


def test_the_database_refuses_a_price_that_nobody_signed(quote):
    unsigned = {"state": "accepted", "answered_at": NINE, "answered_on": "phone"}

    with pytest.raises(IntegrityError, match="nobody has signed"), transaction.atomic():
        Quote.objects.filter(pk=quote.pk).update(
            answered_by=quote.removal.booking.owner, **unsigned
        )


@pytest.mark.parametrize(
    ("entries", "status", "code"),
    [
        ({"total_yuan": "5280.01"}, 409, "quote_other"),
        ({"to": {"way": "bank"}}, 422, "destination_wrong"),
        ({"total_yuan": "-1"}, 422, "invalid"),
        ({"surprise": 1}, 422, "invalid"),
        ({"signature": None}, 422, "invalid"),
        ({"signature": {"signer": "王小燕"}}, 422, "invalid"),
        ({"signature": {**SIGNED, "signer": " "}}, 422, "invalid"),
        ({"signature": {**SIGNED, "strokes": []}}, 422, "invalid"),
        ({"signature": {**SIGNED, "strokes": [[[1, 2, 3]]]}}, 422, "invalid"),
        ({"signature": {**SIGNED, "strokes": STROKES * MOST_STROKES}}, 422, "invalid"),
        ({"signature": {**SIGNED, "strokes": [[[5, 5], [9, 9]]]}}, 422, "signature_missing"),
        ({"signature": {**SIGNED, "strokes": [[[0, 0], [1001, 9]]]}}, 422, "signature_missing"),
        ({"signature": {**SIGNED, "strokes": TOO_MANY}}, 422, "signature_missing"),
    ],
)
def test_what_is_not_offered_or_not_signed_accepts_nothing(phone, mine, entries, status, code):
    whole = {"total_yuan": "5280.00", "signature": SIGNED}
    answer = phone.post(f"{mine}/1/accept", whole | entries)

    assert (answer.status_code, answer.json()["code"]) == (status, code)
    assert phone.get(mine).json()["items"][0]["state"] == "waiting"


def test_an_owner_refuses_once(phone, mine):
    first = phone.post(f"{mine}/1/refuse", {"why": "别家出价更高"})
    again = phone.post(f"{mine}/1/accept", {"total_yuan": "5280.00", "signature": SIGNED})

    assert (first.json()["state"], first.json()["why"]) == ("refused", "别家出价更高")
    assert (again.status_code, again.json()["code"]) == (409, "quote_answered")


@pytest.mark.parametrize("way", ["", "/1/accept", "/1/refuse"])
def test_for_another_owner_there_is_nothing_there(mine, way):
    other = signed_in(owner_with("13700137000"))

    body = {"total_yuan": "5280.00", "signature": SIGNED} if "accept" in way else {}
    answer = other.post(mine + way, body) if way else other.get(mine)

    assert (answer.status_code, answer.json()["code"]) == (404, "booking_unknown")


def test_a_number_that_was_never_quoted_is_not_there(phone, mine):
    answer = phone.post(f"{mine}/9/refuse", {})

    assert (answer.status_code, answer.json()["code"]) == (404, "quote_unknown")


def test_the_owners_copy_has_quotes_with_payee_and_signature(phone, quote, bob):  # noqa: F811
    accepted(quote, bob, now=NINE)

    (item,) = phone.get("/api/v1/me/data").json()["quotes"]

    assert (item["signer"], item["payout"]["account"]) == ("王小燕", TO["account"])
    assert item["signature"].startswith("M100 200L")
