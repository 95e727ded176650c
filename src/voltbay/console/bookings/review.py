"""The review queue: a person compares the photos with what was read, and says yes or no."""

from collections.abc import Callable
from datetime import datetime
from functools import partial
from typing import Any
from urllib.parse import urlencode

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from voltbay.accounts.models import StaffUser
from voltbay.audit.models import Purpose
from voltbay.bookings.desk.queries import history_of
from voltbay.bookings.desk.review import accept, refuse, typed_fields
from voltbay.bookings.desk.seen import check_unchanged, newest_event
from voltbay.bookings.desk.waiting import in_review, lying_open
from voltbay.bookings.lifecycle import State
from voltbay.bookings.models import Booking
from voltbay.bookings.move import by
from voltbay.bookings.originals import Original
from voltbay.bookings.rules import LEFT_OPEN_FOR, is_near
from voltbay.bookings.words import misfits_in_words, paper_name, time_left, told_in, when_of
from voltbay.console.access.guard import StaffRequest
from voltbay.console.access.permissions import may
from voltbay.console.access.scope import find_booking, outlet_ids_of
from voltbay.console.bookings.board import waiting_row
from voltbay.console.bookings.forms import AcceptForm, RefuseForm
from voltbay.console.bookings.person import look_at_person, person_of
from voltbay.console.entries import SeenForm, checked
from voltbay.console.errors import unknown
from voltbay.console.form_page import FormPage
from voltbay.console.look_form import LookForm, Reason
from voltbay.console.pages import page, unkept
from voltbay.core import clock
from voltbay.identifiers.identity_paper import IdentityKind
from voltbay.recognition.documents.queries import recognised_fields
from voltbay.recognition.documents.view import view_photo
from voltbay.recognition.errors import PhotoGone
from voltbay.recognition.models import Document
from voltbay.sentences.for_staff import for_staff

PAGE = "bookings/review.html"
Verb = Callable[..., None]
ACTIONS: dict[str, tuple[type[SeenForm], Verb]] = {
    "accept": (AcceptForm, accept),
    "refuse": (RefuseForm, refuse),
}
MOST = 100
OTHER_NUMBERS = (IdentityKind.FOREIGNER_CARD, IdentityKind.TRAVEL_PERMIT, IdentityKind.PASSPORT)
COLUMNS = {"identity": "identity_card", "licence": "vehicle_licence"}


@require_safe
def queue(request: StaffRequest) -> HttpResponse:
    """List what waits for a person, the nearest appointment first, and what lies open."""
    now, outlets = clock.now(), outlet_ids_of(request.staff)
    shown = {
        "rows": [waiting_row(booking, now=now) for booking in in_review(outlets)[:MOST]],
        "open": [waiting_row(booking, now=now) for booking in lying_open(outlets, now=now)[:MOST]],
        "sees_photos": may(request.staff.role, "review"),
        "open_for": LEFT_OPEN_FOR.days,
    }
    return page(request, "bookings/review_queue.html", shown)


@require_http_methods(["GET", "POST"])
def review(request: StaffRequest, code: str) -> HttpResponse:
    """Show a booking in review; with a reason also its full fields and photos, which is noted."""
    asked = FormPage(request, PAGE, partial(_shown, code))
    if request.method != "POST":
        return asked.show()
    return asked.answer(LookForm(request.POST), partial(_look, request, code))


@require_safe
def photo(request: StaffRequest, code: str, kind: str) -> HttpResponse:
    """Send a photo, after noting who looks at it and why."""
    booking = find_booking(request.staff, code)
    reason = checked(LookForm(request.GET)).reason()
    document: Document | None = getattr(booking, COLUMNS.get(kind, ""), None)
    if document is None or booking.state != State.IN_REVIEW:
        raise PhotoGone
    picture = view_photo(
        document,
        staff=request.staff,
        **reason,
        now=clock.now(),
        booking_code=booking.code,
        outlet_id=booking.outlet_id,
    )
    return unkept(HttpResponse(picture, content_type="image/jpeg"))


@require_POST
def decide(request: StaffRequest, code: str) -> HttpResponse:
    """Accept or refuse, once."""
    asked, now = FormPage(request, PAGE, partial(_shown, code)), clock.now()
    kind, verb = ACTIONS.get(asked.pressed, (SeenForm, unknown))
    do = partial(_decide, request.staff, code, verb, now=now)
    return asked.answer_once(kind(request.POST), do, said=_("Saved; the owner is told."), now=now)


def _look(request: StaffRequest, code: str, form: LookForm) -> HttpResponse:
    reason = form.reason()
    look_at_person(request.staff, code, reason, now=clock.now())
    return FormPage(request, PAGE, partial(_shown, code, reason=reason)).show()


def _decide(staff: StaffUser, code: str, verb: Verb, form: SeenForm, *, now: datetime) -> str:
    booking = find_booking(staff, code)
    check_unchanged(booking, form.cleaned_data["seen"])
    verb(booking, **form.entered(), by=by(staff), now=now)
    return reverse("console:review-queue")


def _shown(code: str, asked: FormPage, *, reason: Reason | None = None) -> dict[str, Any]:
    booking, now = find_booking(asked.request.staff, code), clock.now()
    return {
        "outlet": booking.outlet,
        "booking": booking,
        "when": when_of(booking),
        "person": [*person_of(booking, is_full=reason is not None), *_read_names(booking, reason)],
        "told": [words for event in history_of(booking) for words in told_in(event.details)],
        "misfits": misfits_in_words(booking),
        "fit_why": asked.form(AcceptForm)["fit_why"],
        "typed": _typed(booking) if reason else [],
        "must_compare": bool(typed_fields(booking)),
        "photos": _photos(booking, reason) if reason else [],
        "is_open": booking.state == State.IN_REVIEW,
        "left": time_left(booking.starts_at, now=now),
        "is_near": is_near(booking.starts_at, now=now),
        "is_full": reason is not None,
        "look": asked.form(LookForm, {"purpose": Purpose.REVIEW}),
        "refuse": asked.form(RefuseForm),
        "seen": newest_event(booking),
    }


def _read_names(booking: Booking, reason: Reason | None) -> list[tuple[str, str]]:
    """Return the names on licence and card; the card's only where the typed one differs."""
    if reason is None:
        return []
    card = booking.identity_card
    read = recognised_fields(card).get("name", "") if card else ""
    differs = [(_("Name as read on the card"), read)] if read not in ("", booking.name) else []
    return [*differs, (_("Owner on the licence"), booking.licence_owner or "–")]


def _typed(booking: Booking) -> list[dict[str, str]]:
    """Return what the owner typed, to be held against the photo field by field."""
    return [
        {"name": name, "label": for_staff(_label(booking, name)), "value": value}
        for name, value in typed_fields(booking)
    ]


def _label(booking: Booking, name: str) -> str:
    """Give what a field is called on the paper: on some its number is no citizen's."""
    is_other = name == "number" and booking.identity_kind in OTHER_NUMBERS
    return "label_paper_number" if is_other else f"label_{name}"


def _photos(booking: Booking, reason: Reason) -> list[dict[str, Any]]:
    """Describe the photos that are still there."""
    names = {
        "identity": paper_name(Original.IDENTITY_CARD, booking.identity_kind),
        "licence": _("Vehicle licence"),
    }
    return [
        {
            "name": names[kind],
            "path": reverse("console:review-photo", kwargs={"code": booking.code, "kind": kind})
            + f"?{urlencode(reason)}",
        }
        for kind, column in COLUMNS.items()
        if getattr(booking, f"{column}_id")
    ]
