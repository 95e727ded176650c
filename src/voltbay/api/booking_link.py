"""The short address of a booking in messages: it leads to the page of the owners' client."""

from django.http import HttpRequest, HttpResponseRedirect
from django.urls import path
from django.views.decorators.http import require_safe

from voltbay.bookings.links import PAGE


@require_safe
def booking_link(request: HttpRequest, code: str) -> HttpResponseRedirect:
    """Lead on; whether the booking exists is said to its owner only."""
    return HttpResponseRedirect(f"{PAGE}{code}")


urlpatterns = [path("b/<slug:code>", booking_link, name="booking-link")]
