"""Who is calling, as far as the network and the browser say."""

from ipaddress import IPv6Address, IPv6Network, ip_address

from django.conf import settings
from django.http import HttpRequest

LONGEST = 200
HOME = 64  # bits: a household gets a whole IPv6 network of this size


def client_name(request: HttpRequest) -> str:
    """Return what the browser or app calls itself."""
    return request.headers.get("User-Agent", "")[:LONGEST]


def client_address(request: HttpRequest) -> str:
    """Return the network address that limits are counted by.

    `X-Forwarded-For` counts only as far as our own proxies wrote it: everything left of what the
    outermost of them added is the caller's invention. Of an IPv6 address the network counts.
    """
    address = request.META.get("REMOTE_ADDR", "")
    if settings.VOLTBAY_PROXIES:
        hops = request.headers.get("X-Forwarded-For", "").split(",")
        address = hops[-settings.VOLTBAY_PROXIES :][0].strip() or address
    return _network(address)


def _network(address: str) -> str:
    try:
        parsed = ip_address(address)
    except ValueError:
        return "unknown"  # a Unix socket, or a broken proxy: all of them share one limit
    if isinstance(parsed, IPv6Address):
        return str(parsed.ipv4_mapped or IPv6Network((parsed, HOME), strict=False))
    return str(parsed)
