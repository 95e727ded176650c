import pytest
from django.test import RequestFactory

from voltbay.api.client import client_address, client_name


def request_from(address, forwarded=None):
    headers = {"X-Forwarded-For": forwarded} if forwarded is not None else {}
    return RequestFactory().get("/", REMOTE_ADDR=address, headers=headers)


@pytest.mark.parametrize(
    ("proxies", "address", "forwarded", "counted"),
    [
        (0, "203.0.113.7", None, "203.0.113.7"),
        (0, "203.0.113.7", "198.51.100.1", "203.0.113.7"),
        (1, "10.0.0.1", "198.51.100.1", "198.51.100.1"),
        (1, "10.0.0.1", "1.2.3.4, 198.51.100.1", "198.51.100.1"),
        (2, "10.0.0.1", "1.2.3.4, 198.51.100.1, 10.0.0.2", "198.51.100.1"),
        (1, "10.0.0.1", "", "10.0.0.1"),
        (0, "2001:db8:1:2:3:4:5:6", None, "2001:db8:1:2::/64"),
        (0, "::ffff:203.0.113.7", None, "203.0.113.7"),
        (1, "10.0.0.1", "rubbish", "unknown"),
        (0, "", None, "unknown"),
    ],
)
def test_the_address_is_what_our_own_proxies_saw(settings, proxies, address, forwarded, counted):
    settings.VOLTBAY_PROXIES = proxies

    assert client_address(request_from(address, forwarded)) == counted


def test_a_browser_with_a_long_name_is_cut():
    request = RequestFactory().get("/", headers={"User-Agent": "x" * 500})

    assert client_name(request) == "x" * 200
