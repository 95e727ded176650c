"""Who is calling, as far as the network and the browser say."""

from django.http import HttpRequest

from voltbay.core.callers import network_of

LONGEST = 200


def client_name(request: HttpRequest) -> str:
    """Return what the browser or app calls itself."""
    return request.headers.get("User-Agent", "")[:LONGEST]


def client_address(request: HttpRequest) -> str:
    """Return the network that limits are counted by; our proxies' word is already taken."""
    return network_of(request.META.get("REMOTE_ADDR", ""))
