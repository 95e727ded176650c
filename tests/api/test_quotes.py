"""An outlet's offers through the owners' door: read, accepted, refused, and by nobody else."""

import pytest

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

API = "/api/v1/bookings"
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


def test_an_owner_accepts_and_is_owed(phone, mine):
    answer = phone.post(f"{mine}/1/accept", {"total_yuan": "5280.00", "to": TO})

    body = answer.json()
    assert (answer.status_code, body["state"], body["answered_on"]) == (200, "accepted", "phone")
    assert body["payout"] == {
        "state": "owed",
        "way": "bank",
        "account": "****0123",
        "paid_at": None,
        "reference": "",
    }


@pytest.mark.parametrize(
    ("entries", "status", "code"),
    [
        ({"total_yuan": "5280.01"}, 409, "quote_other"),
        ({"total_yuan": "5280.00", "to": {"way": "bank"}}, 422, "destination_wrong"),
        ({"total_yuan": "-1"}, 422, "invalid"),
        ({"total_yuan": "5280.00", "surprise": 1}, 422, "invalid"),
    ],
)
def test_what_is_not_what_was_offered_accepts_nothing(phone, mine, entries, status, code):
    answer = phone.post(f"{mine}/1/accept", entries)

    assert (answer.status_code, answer.json()["code"]) == (status, code)
    assert phone.get(mine).json()["items"][0]["state"] == "waiting"


def test_an_owner_refuses_once(phone, mine):
    first = phone.post(f"{mine}/1/refuse", {"why": "别家出价更高"})
    again = phone.post(f"{mine}/1/accept", {"total_yuan": "5280.00"})

    assert (first.json()["state"], first.json()["why"]) == ("refused", "别家出价更高")
    assert (again.status_code, again.json()["code"]) == (409, "quote_answered")


@pytest.mark.parametrize("way", ["", "/1/accept", "/1/refuse"])
def test_for_another_owner_there_is_nothing_there(mine, way):
    other = signed_in(owner_with("13700137000"))

    body = {"total_yuan": "5280.00"} if "accept" in way else {}
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
