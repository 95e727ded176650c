"""Balancers ask whether we are well by our address: they know nothing of the site's name."""

from ipaddress import ip_address

from django.http import HttpRequest, HttpResponsePermanentRedirect
from django.http.request import split_domain_port
from django.middleware.common import CommonMiddleware

BY_ADDRESS = ("/healthz", "/readyz")  # they say nothing of the site, nor write a link


class Common(CommonMiddleware):
    """Django's, which refuses names that are not ours, but not an address where machines ask."""

    def process_request(self, request: HttpRequest) -> HttpResponsePermanentRedirect | None:
        """Answer 400 to whoever asks for somebody else."""
        if request.path_info in BY_ADDRESS and is_address(_host(request)):
            return None
        return super().process_request(request)


def is_address(host: str) -> bool:
    """Tell an address, with or without a port, from a name.

    >>> is_address("10.0.0.7:8000"), is_address("[fd00::7]"), is_address("example.org")
    (True, True, False)
    """
    domain, _ = split_domain_port(host)
    try:
        ip_address(domain.strip("[]"))
    except ValueError:
        return False
    return True


def _host(request: HttpRequest) -> str:
    # Whoever speaks HTTP/1.0 names no host; then it is the address at which we listen.
    return str(request.META.get("HTTP_HOST") or request.META.get("SERVER_NAME", ""))
