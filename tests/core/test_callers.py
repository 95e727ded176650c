"""Whose address is believed, behind no proxy, one, or two."""

import pytest
from django.http import HttpResponse
from django.test import RequestFactory

from voltbay.core.callers import caller_of, network_of
from voltbay.server.web.request_log import Requests

PEER = "10.0.0.1"


@pytest.mark.parametrize(
    ("proxies", "forwarded", "believed"),
    [
        (0, "", PEER),
        (0, "198.51.100.9", PEER),
        (1, "", PEER),
        (1, "198.51.100.9", "198.51.100.9"),
        (1, "made up, 198.51.100.9", "198.51.100.9"),
        (1, "198.51.100.9, ", PEER),
        (1, "rubbish", PEER),
        (1, " 198.51.100.9 ", "198.51.100.9"),
        (1, "198.51.100.9:4711", "198.51.100.9"),
        (1, "2001:db8::1", "2001:db8::1"),
        (1, "[2001:db8::1]:4711", "2001:db8::1"),
        (1, "::ffff:198.51.100.9", "198.51.100.9"),
        (2, "198.51.100.9, 10.0.0.7", "198.51.100.9"),
        (2, "made up, 198.51.100.9, 10.0.0.7", "198.51.100.9"),
        (2, "198.51.100.9", PEER),
        (2, ",", PEER),
        (2, "", PEER),
    ],
)
def test_only_our_own_proxies_are_believed(proxies: int, forwarded: str, believed: str):
    assert caller_of(PEER, forwarded, proxies=proxies) == believed


@pytest.mark.parametrize(
    ("address", "counted"),
    [
        ("203.0.113.7", "203.0.113.7"),
        ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"),
        ("::ffff:203.0.113.7", "203.0.113.7"),
        ("", "unknown"),
        ("rubbish", "unknown"),
    ],
)
def test_limits_count_a_household_once(address: str, counted: str):
    assert network_of(address) == counted


def test_every_door_sees_the_same_caller(settings):
    settings.VOLTBAY_PROXIES = 2
    request = RequestFactory().get("/", REMOTE_ADDR=PEER, HTTP_X_FORWARDED_FOR="198.51.100.9")

    Requests(lambda _: HttpResponse())(request)

    assert request.META["REMOTE_ADDR"] == PEER, "the caller's own word, with too few entries"
