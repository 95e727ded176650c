"""Receipts through the owners' door, and the page that the QR code opens."""

import pytest
from django.test import Client
from django.utils import timezone

from tests.api.session import signed_in
from tests.people import owner_with
from tests.removals.conftest import (  # noqa: F401  # fixtures
    PACK,
    bob,
    booking,
    receipt,
    removal,
    service,
    slots,
)
from voltbay.api.limits import PAPERS, RECEIPT_CHECKS
from voltbay.limits.spend import spend
from voltbay.removals.receipts.signing import public_keys, write_signature

API = "/api/v1"


@pytest.fixture
def phone(receipt):  # noqa: F811
    return signed_in(receipt.removal.booking.owner)


@pytest.fixture
def anybody():
    return Client(raise_request_exception=False)


def signature_of(receipt):  # noqa: F811
    return write_signature(bytes(receipt.signature))


def test_anybody_checks_a_receipt_and_sees_it_masked(anybody, receipt):  # noqa: F811
    body = anybody.get(f"{API}/receipts/{receipt.serial}").json()

    assert (body["genuine"], body["plate"]) == (True, "沪AD1***5")
    assert body["packs"][0]["code"] == PACK
    assert "王小燕" not in str(body)
    assert "LGXCE6DB7J0123456" not in str(body)


@pytest.mark.parametrize("serial", ["VR260408-00000000", "x", "'; DROP TABLE", "é"])
def test_a_serial_that_is_none_of_ours_is_not_genuine(anybody, receipt, serial):  # noqa: F811
    body = anybody.get(f"{API}/receipts/{serial}").json()

    assert body == {"serial": serial, "genuine": False} | dict.fromkeys(
        set(body) - {"serial", "genuine", "packs"}
    ) | {"packs": []}


def test_a_copied_serial_with_another_signature_is_not_genuine(anybody, receipt):  # noqa: F811
    right = anybody.get(f"{API}/receipts/{receipt.serial}?s={signature_of(receipt)}").json()
    wrong = anybody.get(f"{API}/receipts/{receipt.serial}?s={'A' * 86}").json()

    assert (right["genuine"], wrong["genuine"]) == (True, False)
    assert wrong["company"] is None


def test_an_owner_has_receipts_in_full_and_as_pdf(phone, receipt):  # noqa: F811
    (item,) = phone.get(f"{API}/me/receipts").json()["items"]
    assert (item["serial"], item["vin"]) == (receipt.serial, "LGXCE6DB7J0123456")
    assert item["price_yuan"] == "1200.00"

    paper = phone.get(item["pdf"])
    assert paper.headers["Content-Type"] == "application/pdf"
    assert f'filename="{receipt.serial}.pdf"' in paper.headers["Content-Disposition"]
    assert paper.content.startswith(b"%PDF-")


def test_an_owner_takes_receipts_along(phone, receipt):  # noqa: F811
    (mine,) = phone.get(f"{API}/me/data").json()["receipts"]

    assert (mine["serial"], mine["vin"]) == (receipt.serial, "LGXCE6DB7J0123456")


def test_nobody_else_has_them(anybody, receipt):  # noqa: F811
    other = signed_in(owner_with("13700137000"))

    assert other.get(f"{API}/me/receipts").json() == {"items": []}
    refused = other.get(f"{API}/me/receipts/{receipt.serial}.pdf")
    assert (refused.status_code, refused.json()["code"]) == (404, "receipt_unknown")
    assert anybody.get(f"{API}/me/receipts").status_code == 401


def test_the_keys_that_verify_are_public(anybody, db):
    (key,) = anybody.get(f"{API}/receipt-keys").json()["items"]

    assert {key["id"]: key["key"]} == public_keys()


def test_the_page_says_genuine_and_shows_what_to_compare(anybody, receipt):  # noqa: F811
    page = anybody.get(f"/r/{receipt.serial}?s={signature_of(receipt)}")

    html = page.content.decode()
    assert page.status_code == 200
    assert "凭证真实有效" in html
    assert PACK in html
    assert "沪AD1***5" in html
    assert "LGXCE6DB7J0123456" not in html


def test_the_page_speaks_english(anybody, receipt):  # noqa: F811
    page = anybody.get(f"/r/{receipt.serial}", headers={"Accept-Language": "en"})

    assert "This receipt is genuine" in page.content.decode()


@pytest.mark.parametrize("change", [("/r/VR", "/r/VX"), ("?s=", "?s=A")])
def test_the_page_says_false_when_a_character_is_altered(anybody, receipt, change):  # noqa: F811
    link = f"/r/{receipt.serial}?s={signature_of(receipt)}".replace(*change)

    page = anybody.get(link)

    assert page.status_code == 404
    assert "凭证核验不通过" in page.content.decode()
    assert PACK not in page.content.decode()


def test_what_is_typed_into_the_address_is_not_run(anybody, db):
    page = anybody.get("/r/%3Cscript%3Ealert(1)%3C%2Fscript%3E")

    assert "<script>" not in page.content.decode()


def use_up(limit, who):
    for _ in range(limit.most):
        spend(limit, who, now=timezone.now())


@pytest.mark.parametrize("path", [f"{API}/receipts/", "/r/"])
def test_an_address_that_goes_through_serials_waits_and_another_does_not(
    anybody,
    receipt,  # noqa: F811
    path,
):
    use_up(RECEIPT_CHECKS, "127.0.0.1")

    refused = anybody.get(path + receipt.serial)

    assert refused.status_code == 429
    assert int(refused["Retry-After"]) <= 6
    is_page = refused["Content-Type"].startswith("text/html")
    said = refused.content.decode() if is_page else refused.json()["detail"]
    assert "换一个网络" in said
    assert "不通过" not in said, "nothing was checked"
    assert anybody.get(path + receipt.serial, REMOTE_ADDR="198.51.100.1").status_code == 200


def test_papers_are_not_made_without_end(phone, receipt):  # noqa: F811
    use_up(PAPERS, str(receipt.removal.booking.owner_id))

    refused = phone.get(f"{API}/me/receipts/{receipt.serial}.pdf")

    assert (refused.status_code, refused.json()["code"]) == (429, "limit_reached")
    assert refused["Content-Type"] == "application/problem+json"


def test_checking_a_receipt_costs_two_statements(
    anybody,
    receipt,  # noqa: F811
    django_assert_num_queries,
):
    with django_assert_num_queries(2):
        anybody.get(f"{API}/receipts/{receipt.serial}")
