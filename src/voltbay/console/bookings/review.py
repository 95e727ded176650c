"""The review queue: a person compares the photos with what was read, and says yes or no."""

from datetime import datetime
from functools import partial
from typing import Any
from urllib.parse import urlencode
from uuid import uuid4

from django.http import HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from voltbay.audit.view import LONGEST_REASON, view_booking
from voltbay.bookings.desk.review import accept, refuse
from voltbay.bookings.lifecycle import State
from voltbay.bookings.models import Booking
from voltbay.console.access.guard import StaffRequest
from voltbay.console.access.idempotency import answer_once
from voltbay.console.access.scope import find_booking, outlets_of
from voltbay.console.bookings.board import row_of
from voltbay.console.bookings.booking import (
    ActionUnknown,
    ReasonNeeded,
    by,
    check_unchanged,
    newest_event,
    person_of,
    when_of,
)
from voltbay.console.pages import page
from voltbay.console.sentences import sentence
from voltbay.core.errors import Refusal
from voltbay.recognition.documents.view import view_photo
from voltbay.recognition.errors import PhotoGone
from voltbay.recognition.models import Document
from voltbay.sentences.statuses import status_of

MOST = 100
COLUMNS = {"identity": "identity_card", "licence": "vehicle_licence"}


@require_safe
def queue(request: StaffRequest) -> HttpResponse:
    """List what waits for a person, the nearest appointment first."""
    mine = outlets_of(request.staff).order_by().values("pk")
    waiting = Booking.objects.filter(state=State.IN_REVIEW, outlet__in=mine)
    found = waiting.select_related("outlet", "service").order_by("starts_at")[:MOST]
    now = timezone.now()
    rows = [{"row": row_of(booking, now=now), "outlet": booking.outlet.name} for booking in found]
    return page(request, "bookings/review_queue.html", {"rows": rows})


@require_http_methods(["GET", "POST"])
def review(request: StaffRequest, code: str) -> HttpResponse:
    """Show a booking in review; with a reason also its full fields and photos, which is noted."""
    booking = find_booking(request.staff, code)
    if request.method != "POST":
        return _page(request, booking)
    why = request.POST.get("why", "").strip()[:LONGEST_REASON]
    if not why:
        return _page(request, booking, refusal=ReasonNeeded())
    view_booking(
        booking.code,
        outlet_id=booking.outlet_id,
        staff=request.staff,
        why=why,
        now=timezone.now(),
    )
    return _page(request, booking, why=why)


@require_safe
def photo(request: StaffRequest, code: str, kind: str) -> HttpResponse:
    """Send a photo, after noting who looks at it and why."""
    booking, why = find_booking(request.staff, code), request.GET.get("why", "").strip()
    if not why:
        raise ReasonNeeded
    document: Document | None = getattr(booking, COLUMNS.get(kind, ""), None)
    if document is None or booking.state != State.IN_REVIEW:
        raise PhotoGone
    picture = view_photo(
        document, staff=request.staff, why=why[:LONGEST_REASON], now=timezone.now()
    )
    answer = HttpResponse(picture, content_type="image/jpeg")
    answer.headers["Cache-Control"] = "private, no-store"
    return answer


@require_POST
def decide(request: StaffRequest, code: str) -> HttpResponse:
    """Accept or refuse, once."""
    booking, now = find_booking(request.staff, code), timezone.now()
    do = partial(_decide, request, booking, now=now)

    def again(refusal: Refusal) -> HttpResponse:
        return _page(request, find_booking(request.staff, code), refusal=refusal)

    return answer_once(request, do, said=_("Saved; the owner is told."), again=again, now=now)


def _decide(request: StaffRequest, booking: Booking, *, now: datetime) -> str:
    check_unchanged(booking, request.POST.get("seen", ""))
    action, staff = request.POST.get("action", ""), by(request.staff)
    if action == "accept":
        accept(booking, by=staff, now=now)
    elif action == "refuse":
        reason = request.POST.get("reason", "")[:LONGEST_REASON]
        refuse(booking, by=staff, reason=reason, now=now)
    else:
        raise ActionUnknown
    return reverse("console:review-queue")


def _page(
    request: StaffRequest, booking: Booking, *, why: str = "", refusal: Refusal | None = None
) -> HttpResponse:
    shown = {
        "booking": booking,
        "when": when_of(booking),
        "person": [*person_of(booking, is_full=bool(why)), *_licence_owner(booking, why)],
        "photos": _photos(booking, why=why) if why else [],
        "is_open": booking.state == State.IN_REVIEW,
        "why": why,
        "key": uuid4(),
        "seen": newest_event(booking),
        "refusal": sentence(refusal.code, refusal.data) if refusal else "",
        "typed": request.POST.get("reason", ""),
    }
    status = status_of(refusal) if refusal else 200
    return page(request, "bookings/review.html", shown, outlet=booking.outlet, status=status)


def _licence_owner(booking: Booking, why: str) -> list[tuple[str, str]]:
    return [(_("Owner on the licence"), booking.licence_owner or "–")] if why else []


def _photos(booking: Booking, *, why: str) -> list[dict[str, Any]]:
    """Describe the photos that are still there."""
    names = {"identity": _("Identity card"), "licence": _("Vehicle licence")}
    return [
        {
            "name": names[kind],
            "path": reverse("console:review-photo", kwargs={"code": booking.code, "kind": kind})
            + f"?{urlencode({'why': why})}",
        }
        for kind, column in COLUMNS.items()
        if getattr(booking, f"{column}_id")
    ]
