"""The first page: one's only outlet, the choice among several, or what somebody watches over."""

from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.views.decorators.http import require_safe

from voltbay.console.access.guard import StaffRequest
from voltbay.console.access.permissions import may
from voltbay.console.access.scope import outlets_of
from voltbay.console.many import OF_OUTLET, listing
from voltbay.console.pages import page


@require_safe
def home(request: StaffRequest) -> HttpResponse:
    """Go to where this person's day begins."""
    if not may(request.staff.role, "outlets"):
        return HttpResponseRedirect(reverse("console:audit"))
    mine = list(outlets_of(request.staff).values_list("pk", flat=True)[:2])
    if len(mine) == 1:
        return HttpResponseRedirect(reverse("console:day", kwargs={"outlet_id": mine[0]}))
    return HttpResponseRedirect(reverse("console:outlets"))


@require_safe
def choose(request: StaffRequest) -> HttpResponse:
    """List the outlets in sight, by city, in pages."""
    found = outlets_of(request.staff).select_related("company").defer("company__introduction_html")
    return page(request, "outlets.html", {"listing": listing(request, found, OF_OUTLET)})
