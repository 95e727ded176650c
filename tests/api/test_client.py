from django.test import RequestFactory

from voltbay.api.client import client_address, client_name


def test_a_browser_with_a_long_name_is_cut():
    request = RequestFactory().get("/", headers={"User-Agent": "x" * 500})

    assert client_name(request) == "x" * 200


def test_limits_count_the_network():
    assert client_address(RequestFactory().get("/", REMOTE_ADDR="2001:db8::1")) == "2001:db8::/64"
