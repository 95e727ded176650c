"""A stranger becomes an owner, changes phones and leaves, on a site that runs for real."""

import time

import httpx
import pytest

from tests.api.signing_in import agreed, seed, solve
from tests.live import Site

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]
PHONE, NEW_PHONE = "13800138000", "13900139000"
PATIENCE = 20  # seconds; a code takes a fifth of one on an idle machine


@pytest.fixture
def browser(site: Site):
    seed()
    with httpx.Client(base_url=site.url, timeout=20) as browser:
        yield browser


def send(browser: httpx.Client, method: str, url: str, body: object = None) -> httpx.Response:
    """Send as our client does: the CSRF cookie goes back as a header."""
    token = browser.cookies.get("csrftoken", "")
    headers = {"X-CSRFToken": token} if token else {}
    return browser.request(method, f"/api/v1{url}", json=body, headers=headers)


def code_for(browser: httpx.Client, phone: str) -> str:
    captcha = solve(browser.get("/api/v1/captcha").json())
    asked = send(browser, "POST", "/sign-in/codes", {"phone": phone, "captcha": captcha})
    assert asked.status_code == 202, asked.text
    ends_at = time.monotonic() + PATIENCE
    while time.monotonic() < ends_at:
        items = browser.get("/demo/inbox.json", params={"phone": phone}).json()["items"]
        if items:
            return items[0]["code"]
        time.sleep(0.05)
    raise AssertionError(f"no code within {PATIENCE} s")


def test_a_stranger_signs_in_changes_phones_and_leaves(browser: httpx.Client):
    code = code_for(browser, PHONE)
    body = {"phone": PHONE, "code": code, "agreements": agreed()}
    signed_in = send(browser, "POST", "/sign-in", body)
    assert signed_in.status_code == 200, signed_in.text

    assert send(browser, "PATCH", "/me", {"name": "王小燕"}).json()["name"] == "王小燕"

    change = {"phone": NEW_PHONE, "code": code_for(browser, NEW_PHONE)}
    assert send(browser, "PATCH", "/me", change).json()["phone"] == NEW_PHONE

    assert send(browser, "DELETE", "/me").status_code == 204
    assert browser.get("/api/v1/me").status_code == 401
