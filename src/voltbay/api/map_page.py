"""The page with a vendor's map, which the owners' client frames once the owner chose to open it.

The vendor's script evaluates text and loads more of itself, so it runs in a page of its own that
belongs to no site (`sandbox`): it reaches neither the owner's session nor our pages.
"""

import secrets
from typing import NamedTuple

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import path
from django.views.decorators.http import require_safe

from voltbay.api.language import language_of


class Vendor(NamedTuple):
    """Where its script is, and the hosts that this loads from."""

    script: str
    hosts: str


VENDORS = {
    "amap": Vendor(
        "https://webapi.amap.com/maps?v=2.0&key=", "https://*.amap.com https://*.autonavi.com"
    ),
    "tencent": Vendor(
        "https://map.qq.com/api/gljs?v=1.exp&key=",
        "https://map.qq.com https://*.map.qq.com https://*.gtimg.com",
    ),
}


@require_safe
def map_page(request: HttpRequest) -> HttpResponse:
    """Show the map of the vendor in the settings; 404 without one."""
    vendor = VENDORS.get(settings.VOLTBAY_MAP)
    if vendor is None:
        raise Http404
    nonce = secrets.token_urlsafe(16)
    of = {
        "vendor": settings.VOLTBAY_MAP,
        "script": vendor.script + settings.VOLTBAY_MAP_KEY,
        "code": settings.VOLTBAY_MAP_CODE,
    }
    gaps = {"of": of, "nonce": nonce, "language": language_of(request)}
    answer = render(request, "api/map.html", gaps)
    answer["Content-Security-Policy"] = policy(vendor.hosts, nonce)
    answer["X-Frame-Options"] = "SAMEORIGIN"
    answer["Cache-Control"] = "no-store"
    return answer


def policy(hosts: str, nonce: str) -> str:
    """Return what the framed page may do: nothing of ours, and of others the vendor's alone."""
    return (
        f"default-src 'none'; sandbox allow-scripts; frame-ancestors 'self'; base-uri 'none'; "
        f"form-action 'none'; script-src 'nonce-{nonce}' 'unsafe-eval' blob: {hosts}; "
        f"style-src 'unsafe-inline' {hosts}; img-src data: blob: {hosts}; "
        f"connect-src data: blob: {hosts}; font-src data: {hosts}; worker-src blob:"
    )


urlpatterns = [path("map/", map_page, name="map")]
