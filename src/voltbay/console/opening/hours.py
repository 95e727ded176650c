"""The outlet's opening and services: shown, changed with a preview of whom it hits, applied."""

from datetime import datetime
from functools import partial
from uuid import UUID, uuid4

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from voltbay.bookings.errors import OpeningChanged, OpeningEdited, ReasonMissing
from voltbay.bookings.move import by
from voltbay.bookings.opening.apply import apply_change
from voltbay.bookings.opening.preview import Preview, preview
from voltbay.console.access.guard import StaffRequest
from voltbay.console.access.idempotency import once
from voltbay.console.access.scope import find_outlet
from voltbay.console.opening.hours_form import MORE, kept, read_change, read_decision
from voltbay.console.opening.hours_shown import opening_of, shown_hits
from voltbay.console.pages import page
from voltbay.console.sentences import sentence
from voltbay.core.errors import Refusal
from voltbay.directory.models import Outlet
from voltbay.sentences.statuses import status_of

# What only shows the form again, with what was typed.
LOOKS_ON = ("edit", MORE)


@require_http_methods(["GET", "POST"])
def hours(request: StaffRequest, outlet_id: UUID) -> HttpResponse:
    """Show the opening; preview a change of it, or apply the one that was shown."""
    outlet, now = find_outlet(request.staff, outlet_id), timezone.now()
    if request.method != "POST" or request.POST.get("action") in LOOKS_ON:
        return _page(request, outlet, now=now)
    try:
        if request.POST.get("action") == "apply":
            return _apply(request, outlet, now=now)
        return _preview(request, outlet, now=now)
    except Refusal as refusal:
        return _page(request, outlet, now=now, refusal=refusal)


def _preview(
    request: StaffRequest, outlet: Outlet, *, now: datetime, refusal: Refusal | None = None
) -> HttpResponse:
    change, version = read_change(request.POST), request.POST.get("version", "")
    found = preview(outlet, change, version=version, now=now)
    shown = {
        **_frame(found),
        "kept": kept(request.POST),
        "change": request.POST.get("change", ""),
        "cancel_reason": request.POST.get("cancel_reason", ""),
        "hits": shown_hits(found.hits, request.POST),
        "refusal": sentence(refusal.code, refusal.data) if refusal else "",
    }
    status = status_of(refusal) if refusal else 200
    return page(request, "opening/opening_preview.html", shown, outlet=outlet, status=status)


def _apply(request: StaffRequest, outlet: Outlet, *, now: datetime) -> HttpResponse:
    do = partial(_do, request, outlet, now=now)
    try:
        after = once(request.POST.get("key", ""), do, staff=request.staff, now=now)
    except (OpeningChanged, ReasonMissing) as refusal:
        return _preview(request, outlet, now=now, refusal=refusal)
    messages.success(request, _("Saved; whoever it hits is told."))
    return HttpResponseRedirect(after)


def _do(request: StaffRequest, outlet: Outlet, *, now: datetime) -> str:
    apply_change(
        outlet,
        read_change(request.POST),
        read_decision(request.POST),
        version=request.POST.get("version", ""),
        by=by(request.staff),
        now=now,
    )
    return reverse("console:hours", kwargs={"outlet_id": outlet.pk})


def _frame(found: Preview) -> dict[str, object]:
    return {"seen": found.seen, "holds": len(found.holds), "key": uuid4()}


def _page(
    request: StaffRequest, outlet: Outlet, *, now: datetime, refusal: Refusal | None = None
) -> HttpResponse:
    shown = opening_of(outlet, typed=request.POST, now=now)
    # What was typed goes on standing for the opening that it was typed over, until that is said
    # to be gone: otherwise a colleague's change would be overwritten unseen.
    if not isinstance(refusal, OpeningEdited):
        shown["version"] = request.POST.get("version", shown["version"])
    shown["refusal"] = sentence(refusal.code, refusal.data) if refusal else ""
    status = status_of(refusal) if refusal else 200
    return page(request, "opening/hours.html", shown, outlet=outlet, status=status)
