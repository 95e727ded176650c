"""One booking: what is known of it, its history, and what staff may do with it."""

from collections.abc import Callable
from datetime import date, datetime, timedelta
from functools import partial
from typing import Any
from uuid import uuid4

from django.db.models import Max
from django.http import HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from voltbay.accounts.models import StaffUser
from voltbay.audit.view import LONGEST_REASON, view_booking
from voltbay.bookings.desk.change import CANCELLABLE, Why, cancel_at_desk, reschedule_at_desk
from voltbay.bookings.desk.check_in import check_in
from voltbay.bookings.desk.no_show import mark_no_show
from voltbay.bookings.lifecycle import MOVABLE, State
from voltbay.bookings.models import Booking, BookingEvent
from voltbay.bookings.move import Actor
from voltbay.console.access.guard import StaffRequest
from voltbay.console.access.idempotency import answer_once
from voltbay.console.access.permissions import may
from voltbay.console.access.scope import find_booking
from voltbay.console.pages import page
from voltbay.console.sentences import sentence
from voltbay.console.words import ACTORS, CAR_AFTER, MOVE_WHYS, RELATIONS, STATES, WHYS
from voltbay.core.errors import Conflict, Invalid, Refusal
from voltbay.core.local_time import local, local_date
from voltbay.core.masking import mask_identity_number, mask_name, mask_phone, mask_vin
from voltbay.sentences.statuses import status_of
from voltbay.slots.queries import starts_by_day

Verb = Callable[..., None]
STEPS: dict[str, Verb] = {"check-in": check_in, "no-show": mark_no_show}
# Which steps a state offers; the verbs refuse the others anyway.
OFFERED = {
    State.CONFIRMED: ("check-in", "no-show"),
    State.NO_SHOW: ("check-in",),
    State.CHECKED_IN: ("begin",),
    State.REMOVING: ("removal",),
    State.COMPLETED: ("removal", "receipt"),
}
DAYS_OFFERED = 7


class ChangedMeanwhile(Conflict):
    """Somebody else changed the booking after this page was opened; nothing was overwritten."""

    code = "booking_changed_meanwhile"


class ActionUnknown(Invalid):
    """No such action."""

    code = "action_unknown"


class ReasonNeeded(Invalid):
    """Looking at full numbers needs a reason, which is kept."""

    code = "reason_needed"


@require_safe
def show(request: StaffRequest, code: str) -> HttpResponse:
    """Show a booking."""
    return _page(request, find_booking(request.staff, code))


@require_POST
def act(request: StaffRequest, code: str) -> HttpResponse:
    """Check in, note a no-show, or cancel; once, and only what was seen."""
    booking, now = find_booking(request.staff, code), timezone.now()
    here = reverse("console:booking", kwargs={"code": booking.code})
    do = partial(_act, request, booking, here=here, now=now)

    def again(refusal: Refusal) -> HttpResponse:
        return _page(request, find_booking(request.staff, code), refusal=refusal)

    return answer_once(request, do, said=_("Saved."), again=again, now=now)


@require_http_methods(["GET", "POST"])
def move_page(request: StaffRequest, code: str) -> HttpResponse:
    """Offer other times, and move to the chosen one."""
    booking, now = find_booking(request.staff, code), timezone.now()
    if request.method != "POST":
        return _times(request, booking, now=now)
    here = reverse("console:booking", kwargs={"code": booking.code})
    do = partial(_move, request, booking, here=here, now=now)

    def again(refusal: Refusal) -> HttpResponse:
        return _times(request, find_booking(request.staff, code), now=now, refusal=refusal)

    return answer_once(request, do, said=_("Moved; the owner is told."), again=again, now=now)


@require_POST
def reveal(request: StaffRequest, code: str) -> HttpResponse:
    """Show full name and numbers once, after noting who looks and why."""
    booking, why = find_booking(request.staff, code), request.POST.get("why", "").strip()
    if not why:
        return _page(request, booking, refusal=ReasonNeeded())
    view_booking(
        booking.code,
        outlet_id=booking.outlet_id,
        staff=request.staff,
        why=why,
        now=timezone.now(),
    )
    return _page(request, booking, is_full=True)


def by(staff: StaffUser) -> Actor:
    """Return a member of staff as the one who moves a booking."""
    return Actor(BookingEvent.Actor.STAFF, str(staff.pk))


def check_unchanged(booking: Booking, seen: str) -> None:
    """Check that the booking is as the page showed it, and keep it so until the transaction ends.

    Raises ChangedMeanwhile.
    """
    Booking.objects.select_for_update(of=("self",)).only("pk").get(pk=booking.pk)
    if str(newest_event(booking)) != seen:
        raise ChangedMeanwhile
    booking.refresh_from_db(fields=["state", "starts_at", "ends_at"])


def newest_event(booking: Booking) -> int:
    """Return the number of the booking's last move, which tells one version from the next."""
    return booking.events.aggregate(newest=Max("id"))["newest"] or 0


def _act(request: StaffRequest, booking: Booking, *, here: str, now: datetime) -> str:
    check_unchanged(booking, request.POST.get("seen", ""))
    action, staff = request.POST.get("action", ""), by(request.staff)
    if action == "cancel":
        why, reason = _why(request), request.POST.get("reason", "")[:LONGEST_REASON]
        cancel_at_desk(booking, by=staff, why=why, reason=reason, now=now)
    elif action in STEPS:
        STEPS[action](booking, by=staff, now=now)
    else:
        raise ActionUnknown
    return here


def _move(request: StaffRequest, booking: Booking, *, here: str, now: datetime) -> str:
    check_unchanged(booking, request.POST.get("seen", ""))
    slot = request.POST.get("slot", "")
    slot_id = int(slot) if slot.isdecimal() else 0
    reschedule_at_desk(booking, slot_id=slot_id, by=by(request.staff), why=_why(request), now=now)
    return here


def _why(request: StaffRequest) -> Why:
    try:
        return Why(request.POST.get("why", ""))
    except ValueError as unknown:
        raise ActionUnknown from unknown


def _page(
    request: StaffRequest,
    booking: Booking,
    *,
    refusal: Refusal | None = None,
    is_full: bool = False,
) -> HttpResponse:
    events = list(booking.events.order_by("id"))
    shown = {
        "booking": booking,
        "when": when_of(booking),
        "state_name": STATES[booking.state],
        "person": person_of(booking, is_full=is_full),
        "is_full": is_full,
        "events": [_event(event) for event in events],
        "steps": OFFERED.get(State(booking.state), ()),
        "may_cancel": booking.state in CANCELLABLE,
        "may_move": booking.state in MOVABLE,
        "may_review": may(request.staff.role, "review"),
        "whys": WHYS.items(),
        "key": uuid4(),
        "seen": events[-1].pk if events else 0,
        "day": local_date(booking.starts_at),
        "refusal": sentence(refusal.code, refusal.data) if refusal else "",
        "typed": request.POST.get("reason", ""),
    }
    status = status_of(refusal) if refusal else 200
    return page(request, "bookings/booking.html", shown, outlet=booking.outlet, status=status)


def _times(
    request: StaffRequest, booking: Booking, *, now: datetime, refusal: Refusal | None = None
) -> HttpResponse:
    first = _first_day(request, booking, now=now)
    by_day = starts_by_day(booking.service, first=first, days=DAYS_OFFERED, now=now)
    days = [
        {"day": day, "starts": [_start(start) for start in starts if start.places_left]}
        for day, starts in by_day.items()
    ]
    shown = {
        "booking": booking,
        "when": when_of(booking),
        "days": days,
        "before": first - timedelta(days=DAYS_OFFERED),
        "after": first + timedelta(days=DAYS_OFFERED),
        "whys": WHYS.items(),
        "key": uuid4(),
        "seen": newest_event(booking),
        "refusal": sentence(refusal.code, refusal.data) if refusal else "",
    }
    status = status_of(refusal) if refusal else 200
    return page(request, "bookings/move.html", shown, outlet=booking.outlet, status=status)


def _first_day(request: StaffRequest, booking: Booking, *, now: datetime) -> date:
    try:
        return date.fromisoformat(request.GET.get("date", ""))
    except ValueError:
        return max(local_date(now), local_date(booking.starts_at) - timedelta(days=1))


def _start(start: Any) -> dict[str, Any]:
    return {
        "slot_id": start.slot_id,
        "begins": f"{local(start.starts_at):%H:%M}",
        "left": start.places_left,
    }


def when_of(booking: Booking) -> str:
    return f"{local(booking.starts_at):%Y-%m-%d %H:%M}–{local(booking.ends_at):%H:%M}"


def person_of(booking: Booking, *, is_full: bool) -> list[tuple[str, str]]:
    """Return what is known of person and car; names and numbers masked unless asked for."""

    def shown(value: str | None, mask: Callable[[str], str]) -> str:
        return (value if is_full else mask(value)) if value else "–"

    return [
        (_("Name"), shown(booking.name, mask_name)),
        (_("Mobile number"), shown(booking.phone, mask_phone)),
        (_("Identity number"), shown(booking.identity_number, mask_identity_number)),
        (_("Plate"), booking.plate or "–"),
        (_("VIN"), shown(booking.vin, mask_vin)),
        (_("Model"), booking.vehicle_model or "–"),
        (_("Whose car"), str(RELATIONS.get(booking.relation, "–"))),
        (_("The car afterwards"), str(CAR_AFTER.get(booking.car_after, "–"))),
        (_("Note"), booking.note or "–"),
        (_("Reason of cancellation"), booking.cancel_reason or "–"),
    ]


def _event(event: BookingEvent) -> dict[str, Any]:
    return {
        "at": f"{local(event.at):%Y-%m-%d %H:%M:%S}",
        "from": STATES.get(event.from_state, ""),
        "to": STATES[event.to_state],
        "who": ACTORS[event.actor],
        "why": MOVE_WHYS.get(event.why, event.why),
    }
