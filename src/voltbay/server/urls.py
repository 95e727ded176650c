"""Where each door is."""

from django.conf import settings
from django.contrib import admin
from django.urls import URLPattern, URLResolver, include, path

from voltbay.api.app import api
from voltbay.api.booking_link import urlpatterns as booking_links
from voltbay.api.map_page import urlpatterns as map_pages
from voltbay.api.receipt_page import urlpatterns as receipt_pages
from voltbay.api.whose_site import urlpatterns as logos
from voltbay.console.access.sign_in import sign_in
from voltbay.info.urls import urlpatterns as site_pages
from voltbay.server.web.health import healthz, metrics, readyz
from voltbay.server.web.owners_client import not_built

urlpatterns: list[URLPattern | URLResolver] = [
    path("admin/login/", sign_in),  # one way in for all staff pages
    path("admin/", admin.site.urls),
    path("console/", include("voltbay.console.urls")),
    path("i18n/", include("django.conf.urls.i18n")),  # the back office's choice of language
    path("api/v1/", api.urls),
    *receipt_pages,
    *booking_links,
    *map_pages,
    *logos,
    *site_pages,
    path("healthz", healthz),
    path("readyz", readyz),
    path("metrics", metrics),
    path("", not_built),  # the built client is served before
]
# Everybody's messages are shown there, so it must not even be imported elsewhere.
if settings.VOLTBAY_DEMO or settings.VOLTBAY_TEST:
    from voltbay.api.demo import urlpatterns as demo_pages

    urlpatterns += demo_pages

handler400 = "voltbay.server.web.failures.bad_request"
handler403 = "voltbay.server.web.failures.forbidden"
handler404 = "voltbay.server.web.failures.not_found"
handler500 = "voltbay.server.web.failures.failed"
