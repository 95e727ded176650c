"""One booking: what is known of it, its history, and what staff may do with it."""

from collections.abc import Callable
from datetime import date, datetime, timedelta
from functools import partial
from typing import Any

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from voltbay.accounts.models import StaffUser
from voltbay.bookings.desk.authorisation import see_authorisation
from voltbay.bookings.desk.change import CANCELLABLE, cancel_at_desk, reschedule_at_desk
from voltbay.bookings.desk.no_show import mark_no_show
from voltbay.bookings.desk.queries import history_of
from voltbay.bookings.desk.receive import receive, receive_all_the_same
from voltbay.bookings.desk.seen import check_unchanged, newest_event
from voltbay.bookings.desk.swap_service import DeskSwap, swap_service_at_desk
from voltbay.bookings.desk.times import services_at
from voltbay.bookings.desk.undecided import is_undecided
from voltbay.bookings.fit import kept_start, misfits_with
from voltbay.bookings.lifecycle import LIVE_FOR_VEHICLE, MOVABLE, State
from voltbay.bookings.models import Booking, BookingEvent
from voltbay.bookings.move import Actor, by
from voltbay.bookings.rules import is_near
from voltbay.bookings.words import (
    ACTORS,
    MOVE_WHYS,
    STATES,
    misfits_in_words,
    time_left,
    told_in,
    when_of,
)
from voltbay.console.access.guard import StaffRequest
from voltbay.console.access.permissions import may
from voltbay.console.access.scope import find_booking
from voltbay.console.bookings.forms import CancelForm, LetPassForm, LooksForm, MoveForm
from voltbay.console.bookings.looks import looks_shown
from voltbay.console.bookings.person import look_at_person, person_of
from voltbay.console.entries import SeenForm
from voltbay.console.errors import unknown
from voltbay.console.form_page import FormPage
from voltbay.console.look_form import LookForm
from voltbay.core import clock
from voltbay.core.local_time import local, local_date, read_day
from voltbay.directory.models import Service
from voltbay.fleets.queries import authorised_at
from voltbay.sentences.for_staff import for_staff
from voltbay.slots.queries import Start, starts_at_desk, starts_by_day

PAGE = "bookings/booking.html"
Verb = Callable[..., None]
ACTIONS: dict[str, tuple[type[SeenForm], Verb]] = {
    "check-in": (LooksForm, receive),
    "no-show": (SeenForm, mark_no_show),
    "cancel": (CancelForm, cancel_at_desk),
    "authorisation": (SeenForm, see_authorisation),
}
# Which steps a state offers; the verbs refuse the others anyway.
OFFERED = {
    State.IN_REVIEW: ("no-show",),
    State.CONFIRMED: ("no-show",),
    State.CHECKED_IN: ("begin",),
    State.REMOVING: ("removal",),
    State.LEFT_OPEN: ("removal",),
    State.COMPLETED: ("removal", "receipt"),
}
DAYS_OFFERED = 7


@require_safe
def show(request: StaffRequest, code: str) -> HttpResponse:
    """Show a booking."""
    return FormPage(request, PAGE, partial(_shown, code)).show()


@require_POST
def act(request: StaffRequest, code: str) -> HttpResponse:
    """Check in, note a no-show, or cancel; once, and only what was seen."""
    asked, now = FormPage(request, PAGE, partial(_shown, code)), clock.now()
    kind, verb = ACTIONS.get(asked.pressed, (SeenForm, unknown))
    do = partial(_act, request.staff, code, verb, now=now)
    return asked.answer_once(kind(request.POST), do, said=_("Saved."), now=now)


@require_POST
def let_in(request: StaffRequest, code: str) -> HttpResponse:
    """Check a car in whose papers differ or are missing, once, for a reason."""
    asked, now = FormPage(request, PAGE, partial(_shown, code)), clock.now()
    do = partial(_act, request.staff, code, receive_all_the_same, now=now)
    return asked.answer_once(LetPassForm(request.POST), do, said=_("Saved."), now=now)


@require_http_methods(["GET", "POST"])
def move_page(request: StaffRequest, code: str) -> HttpResponse:
    """Offer other times, and move to the chosen one."""
    now = clock.now()
    asked = FormPage(request, "bookings/move.html", partial(_times, code, now=now))
    if request.method != "POST":
        return asked.show()
    do = partial(_act, request.staff, code, _move, now=now)
    said = _("Moved; the owner is told.")
    return asked.answer_once(MoveForm(request.POST), do, said=said, now=now)


@require_POST
def reveal(request: StaffRequest, code: str) -> HttpResponse:
    """Show full name and numbers once, after noting who looks and why."""
    asked = FormPage(request, PAGE, partial(_shown, code))
    return asked.answer(LookForm(request.POST), partial(_reveal, request, code))


def _reveal(request: StaffRequest, code: str, form: LookForm) -> HttpResponse:
    look_at_person(request.staff, code, form.reason(), now=clock.now())
    return FormPage(request, PAGE, partial(_shown, code, is_full=True)).show()


def _act(staff: StaffUser, code: str, verb: Verb, form: SeenForm, *, now: datetime) -> str:
    booking = find_booking(staff, code)
    check_unchanged(booking, form.cleaned_data["seen"])
    verb(booking, **form.entered(), by=by(staff), now=now)
    return reverse("console:booking", kwargs={"code": booking.code})


def _move(booking: Booking, *, wanted: DeskSwap, by: Actor, now: datetime) -> None:
    """Move to another time, or to another service at any time."""
    if wanted.service_id in (None, booking.service_id):
        reschedule_at_desk(booking, slot_id=wanted.slot_id, why=wanted.why, by=by, now=now)
    else:
        swap_service_at_desk(booking, wanted, by=by, now=now)


def _shown(code: str, asked: FormPage, *, is_full: bool = False) -> dict[str, Any]:
    booking, now = find_booking(asked.request.staff, code), clock.now()
    events = history_of(booking)
    return {
        **_undecided(booking, now=now),
        **_fleet(booking),
        **looks_shown(booking, asked),
        "has_come": local_date(now) >= local_date(booking.starts_at),
        "outlet": booking.outlet,
        "booking": booking,
        "when": when_of(booking),
        "state_name": STATES[booking.state],
        "person": person_of(booking, is_full=is_full),
        "misfits": misfits_in_words(booking),
        "is_full": is_full,
        "events": [_event(event) for event in events],
        "steps": _steps(booking, events),
        "may_cancel": booking.state in CANCELLABLE,
        "may_move": booking.state in MOVABLE,
        "may_review": may(asked.request.staff.role, "review"),
        "may_correct": may(asked.request.staff.role, "correct"),
        "cancel": asked.form(CancelForm),
        "look": asked.form(LookForm),
        "seen": events[-1].pk if events else 0,
        "day": local_date(booking.starts_at),
    }


def _undecided(booking: Booking, *, now: datetime) -> dict[str, Any]:
    """Return what is shown of a booking that nobody has decided about: how much time is left."""
    if not is_undecided(booking):
        return {}
    return {
        "undecided": True,
        "left": time_left(booking.starts_at, now=now),
        "is_near": is_near(booking.starts_at, now=now),
    }


def _fleet(booking: Booking) -> dict[str, Any]:
    """Return what is shown of a company's car: whose, in which block, and its authorisation."""
    if booking.fleet is None:
        return {}
    seen_at = authorised_at(booking.fleet, booking.owner)
    return {
        "fleet": booking.fleet,
        "of_block": booking.block,
        "authorised": f"{local(seen_at):%Y-%m-%d}" if seen_at else "",
        "may_authorise": booking.state in LIVE_FOR_VEHICLE and seen_at is None,
    }


def _steps(booking: Booking, events: list[BookingEvent]) -> tuple[str, ...]:
    """Return what the page offers; of a removal that was given up there is still the record."""
    was_begun = any(each.from_state == State.REMOVING for each in events)
    if booking.state == State.CANCELLED and was_begun:
        return ("removal",)
    return OFFERED.get(State(booking.state), ())


def _times(code: str, asked: FormPage, *, now: datetime) -> dict[str, Any]:
    booking = find_booking(asked.request.staff, code)
    first = _first_day(asked.request, booking, now=now)
    services = services_at(booking.outlet)
    service = _service(asked.request, booking, services)
    by_day = starts_by_day(service, first=first, days=DAYS_OFFERED, now=now, read=starts_at_desk)
    form = asked.form(MoveForm)
    return {
        "outlet": booking.outlet,
        "booking": booking,
        "when": when_of(booking),
        "services": [_offered(booking, one) for one in services],
        "service": service,
        "misfits": [for_staff(one.value) for one in misfits_with(booking, service)],
        "kept": kept_start(booking, service) if service.pk != booking.service_id else None,
        "days": [{"day": day, "starts": _free(starts, form)} for day, starts in by_day.items()],
        "before": first - timedelta(days=DAYS_OFFERED),
        "after": first + timedelta(days=DAYS_OFFERED),
        "form": form,
        "seen": newest_event(booking),
    }


def _service(request: StaffRequest, booking: Booking, services: list[Service]) -> Service:
    """Return the service that is asked for, by the address or by what was sent; else its own."""
    asked = request.POST.get("service") or request.GET.get("service", "")
    return next((one for one in services if str(one.pk) == asked), booking.service)


def _offered(booking: Booking, service: Service) -> dict[str, Any]:
    return {
        "id": service.pk,
        "name": service.name,
        "minutes": service.slots_needed * booking.outlet.slot_minutes,
        "fits": not misfits_with(booking, service),
    }


def _first_day(request: StaffRequest, booking: Booking, *, now: datetime) -> date:
    try:
        return read_day(request.GET.get("date", ""))
    except ValueError:
        return max(local_date(now), local_date(booking.starts_at) - timedelta(days=1))


def _free(starts: list[Start], form: MoveForm) -> list[dict[str, Any]]:
    chosen = form["slot"].value()
    return [
        {
            "slot_id": start.slot_id,
            "begins": f"{local(start.starts_at):%H:%M}",
            "left": start.places_left,
            "is_chosen": str(start.slot_id) == chosen,
        }
        for start in starts
        if start.places_left
    ]


def _event(event: BookingEvent) -> dict[str, Any]:
    return {
        "at": f"{local(event.at):%Y-%m-%d %H:%M:%S}",
        "from": STATES.get(event.from_state, ""),
        "to": STATES[event.to_state],
        "who": ACTORS[event.actor],
        "why": MOVE_WHYS.get(event.why, event.why),
        "told": told_in(event.details),
    }
