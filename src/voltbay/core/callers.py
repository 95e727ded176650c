"""From where somebody calls: the one reading of X-Forwarded-For, and what limits are counted by."""

from functools import lru_cache
from ipaddress import IPv4Address, IPv6Address, IPv6Network, ip_address

SITE = 48  # bits: what a provider rents out with a server; 65,536 homes to hop between
HOME = 64  # bits: a household gets a whole IPv6 network of this size
UNKNOWN = "unknown"  # a Unix socket, or a broken proxy: all of them share one limit


def caller_of(peer: str, forwarded: str, *, proxies: int) -> str:
    """Return the caller's address as seen by the outermost of our own proxies.

    Each proxy adds the address that it was called from at the end of X-Forwarded-For, so what the
    caller wrote itself stands further left and is not believed. A header with fewer entries than
    there are proxies, or with something that is no address where ours wrote, counts for nothing:
    then it is whoever called us.

    >>> caller_of("10.0.0.1", "1.2.3.4, 198.51.100.1", proxies=1)
    '198.51.100.1'
    >>> caller_of("10.0.0.1", "198.51.100.1", proxies=2)
    '10.0.0.1'
    """
    claimed = forwarded.split(",")
    if not proxies or len(claimed) < proxies:
        return peer
    seen = _address(claimed[-proxies])
    return peer if seen is None else str(seen)


def network_of(address: str) -> str:
    """Return what limits count an address by: of an IPv6 address its home's network.

    >>> network_of("2001:db8:1:2:3:4:5:6"), network_of("::ffff:203.0.113.7")
    ('2001:db8:1:2::/64', '203.0.113.7')
    """
    return _network(address, bits=HOME)


def site_of(address: str) -> str:
    """Return the wider network that an IPv6 address was cut from; an IPv4 address is its own.

    >>> site_of("2001:db8:1:2:3:4:5:6"), site_of("203.0.113.7")
    ('2001:db8:1::/48', '203.0.113.7')
    """
    return _network(address, bits=SITE)


@lru_cache(maxsize=4096)  # whoever asks once asks again
def _network(address: str, *, bits: int) -> str:
    parsed = _address(address)
    if parsed is None:
        return UNKNOWN
    if isinstance(parsed, IPv6Address):
        return str(IPv6Network((parsed, bits), strict=False))
    return str(parsed)


def _address(text: str) -> IPv4Address | IPv6Address | None:
    """Read an address as proxies write it: some put IPv6 in brackets, or a port behind."""
    text = text.strip()
    if text.startswith("["):
        text = text[1:].partition("]")[0]
    elif text.count(":") == 1:
        text = text.partition(":")[0]
    try:
        parsed = ip_address(text)
    except ValueError:
        return None
    return parsed.ipv4_mapped or parsed if isinstance(parsed, IPv6Address) else parsed
