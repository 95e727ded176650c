"""The outlet's opening: its week, its closures, and closing with a preview of whom it hits."""

from datetime import date, datetime
from functools import partial
from typing import Any
from uuid import UUID, uuid4

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from voltbay.console.bookings import by, when_of
from voltbay.console.close import Days, Hit, close, fingerprint_of, preview
from voltbay.console.door import StaffRequest, status_of
from voltbay.console.errors import ClosureChanged, ClosureIncomplete
from voltbay.console.once import once
from voltbay.console.pages import page
from voltbay.console.scope import find_outlet
from voltbay.console.sentences import sentence
from voltbay.core.errors import Refusal
from voltbay.core.masking import mask_name
from voltbay.core.time import local, local_date
from voltbay.directory.models import Outlet

LONGEST_REASON = 120


@require_http_methods(["GET", "POST"])
def hours(request: StaffRequest, outlet_id: UUID) -> HttpResponse:
    """Show the opening; preview a closure, or apply the one that was shown."""
    outlet, now = find_outlet(request.staff, outlet_id), timezone.now()
    if request.method != "POST":
        return _page(request, outlet, now=now)
    try:
        days = _days(request)
    except Refusal as refusal:
        return _page(request, outlet, now=now, refusal=refusal)
    try:
        if request.POST.get("action") != "apply":
            return _page(request, outlet, now=now, hits=preview(outlet, days, now=now))
        do = partial(_close, request, outlet, days, now=now)
        after = once(request.POST.get("key", ""), do, staff=request.staff, now=now)
    except ClosureChanged as changed:
        hits = preview(outlet, days, now=now)
        return _page(request, outlet, now=now, hits=hits, refusal=changed)
    except Refusal as refusal:
        return _page(request, outlet, now=now, refusal=refusal)
    messages.success(request, _("Closed; the owners are told."))
    return HttpResponseRedirect(after)


def _close(request: StaffRequest, outlet: Outlet, days: Days, *, now: datetime) -> str:
    seen = request.POST.get("seen", "")
    close(outlet, days, seen=seen, by=by(request.staff), now=now)
    return reverse("console:hours", kwargs={"outlet_id": outlet.pk})


def _days(request: StaffRequest) -> Days:
    try:
        first = date.fromisoformat(request.POST.get("first", ""))
        last = date.fromisoformat(request.POST.get("last", ""))
    except ValueError as malformed:
        raise ClosureIncomplete from malformed
    return Days(first, last, request.POST.get("reason", "").strip()[:LONGEST_REASON])


def _page(
    request: StaffRequest,
    outlet: Outlet,
    *,
    now: datetime,
    hits: list[Hit] | None = None,
    refusal: Refusal | None = None,
) -> HttpResponse:
    today = local_date(now)
    shown: dict[str, Any] = {
        "week": list(outlet.opening_hours.order_by("weekday", "opens_at")),
        "closures": list(outlet.closures.filter(last_date__gte=today).order_by("first_date")),
        "today": today,
        "typed": request.POST,
        "is_preview": hits is not None,
        "hits": [_shown(hit) for hit in hits or []],
        "seen": fingerprint_of(hits or []),
        "key": uuid4(),
        "refusal": sentence(refusal.code, refusal.data) if refusal else "",
    }
    status = status_of(refusal) if refusal else 200
    return page(request, "hours.html", shown, outlet=outlet, status=status)


def _shown(hit: Hit) -> dict[str, str]:
    start = hit.start
    return {
        "code": hit.booking.code,
        "when": when_of(hit.booking),
        "name": mask_name(hit.booking.name or ""),
        "plate": hit.booking.plate or "",
        "nearest": f"{local(start.starts_at):%Y-%m-%d %H:%M}" if start else "",
    }
