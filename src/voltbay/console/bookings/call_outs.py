"""Call-outs at an outlet: the list, one of them, and what staff answer."""

from base64 import b64encode
from collections.abc import Callable
from datetime import datetime
from functools import partial
from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from voltbay.accounts.models import StaffUser
from voltbay.audit.models import Purpose
from voltbay.bookings.desk.promise import promise
from voltbay.bookings.lifecycle import GIVEN_BACK
from voltbay.bookings.lifecycle import State as BookingState
from voltbay.bookings.words import when_of
from voltbay.callouts.answer import accept, decline, finish, note_called
from voltbay.callouts.lifecycle import State
from voltbay.callouts.models import CallOut
from voltbay.callouts.photos import reveal
from voltbay.callouts.queries import ended_at_outlet, find_at_outlets
from voltbay.callouts.rules import Kind
from voltbay.callouts.words import KINDS
from voltbay.console.access.guard import StaffRequest
from voltbay.console.access.permissions import may
from voltbay.console.access.scope import find_outlet, outlet_ids_of
from voltbay.console.bookings.call_out_forms import AcceptForm, DeclineForm, offered
from voltbay.console.bookings.call_out_rows import (
    facts_of,
    live_rows,
    row_of_call_out,
    window_of,
)
from voltbay.console.bookings.call_out_seats import Seats, seats_for
from voltbay.console.entries import EntryForm
from voltbay.console.errors import unknown
from voltbay.console.form_page import FormPage
from voltbay.console.look_form import LookForm
from voltbay.console.pages import page
from voltbay.core import clock
from voltbay.core.local_time import local

PAGE = "bookings/call_out.html"
NO_SEATS = Seats((), ())
Do = Callable[[CallOut, Any, StaffUser, datetime], None]


@require_safe
def listed(request: StaffRequest, outlet_id: UUID) -> HttpResponse:
    """List an outlet's call-outs: what is live, danger first, and how the last ones ended."""
    outlet, now = find_outlet(request.staff, outlet_id), clock.now()
    shown = {
        "live": live_rows(outlet, now=now),
        "may_reach": may(request.staff.role, "reach"),
        "ended": [row_of_call_out(each, now=now) for each in ended_at_outlet(outlet, now=now)],
    }
    return page(request, "bookings/call_outs.html", shown, outlet=outlet)


@require_safe
def show(request: StaffRequest, callout_id: UUID) -> HttpResponse:
    """Show a call-out."""
    return FormPage(request, PAGE, partial(_shown, callout_id)).show()


@require_POST
def answer(request: StaffRequest, callout_id: UUID) -> HttpResponse:
    """Accept, decline, or note that it is done; once."""
    asked, now = FormPage(request, PAGE, partial(_shown, callout_id)), clock.now()
    kind, do = ACTIONS.get(asked.pressed, (EntryForm, unknown))

    def done(form: EntryForm) -> str:
        do(_find(request.staff, callout_id), form, request.staff, now)
        return reverse("console:call-out", kwargs={"callout_id": callout_id})

    said = _("Saved.") if asked.pressed in ("done", "called") else _("Saved; the owner is told.")
    return asked.answer_once(kind(request.POST), done, said=said, now=now)


@require_POST
def reveal_page(request: StaffRequest, callout_id: UUID) -> HttpResponse:
    """Show phone, place and photo once, after noting who looks and why."""
    asked = FormPage(request, PAGE, partial(_shown, callout_id))
    return asked.answer(LookForm(request.POST), partial(_reveal, request, callout_id))


def _reveal(request: StaffRequest, callout_id: UUID, form: LookForm) -> HttpResponse:
    call_out = _find(request.staff, callout_id)
    photo = reveal(call_out, staff=request.staff, **form.reason(), now=clock.now())
    shown = partial(_shown, callout_id, is_full=True, photo=photo)
    return FormPage(request, PAGE, shown).show()


def _find(staff: StaffUser, callout_id: UUID) -> CallOut:
    return find_at_outlets(callout_id, outlet_ids_of(staff))


def _accept(call_out: CallOut, form: AcceptForm, staff: StaffUser, now: datetime) -> None:
    message, window = form.cleaned_data["message"], form.window
    if call_out.kind == Kind.DANGER or window is None:  # then nobody is promised a place
        accept(call_out, window=window, message=message, staff=staff, now=now)
        return
    promise(call_out, form.place, window=window, message=message, staff=staff, now=now)


def _decline(call_out: CallOut, form: DeclineForm, staff: StaffUser, now: datetime) -> None:
    decline(call_out, message=form.cleaned_data["message"], staff=staff, now=now)


def _finish(call_out: CallOut, _form: EntryForm, _staff: StaffUser, now: datetime) -> None:
    finish(call_out, now=now)


def _called(call_out: CallOut, _form: EntryForm, staff: StaffUser, now: datetime) -> None:
    note_called(call_out, staff=staff, now=now)


ACTIONS: dict[str, tuple[type[EntryForm], Do]] = {
    "accept": (AcceptForm, _accept),
    "decline": (DeclineForm, _decline),
    "done": (EntryForm, _finish),
    "called": (EntryForm, _called),
}


def _shown(
    callout_id: UUID, asked: FormPage, *, is_full: bool = False, photo: bytes | None = None
) -> dict[str, Any]:
    call_out, now = _find(asked.request.staff, callout_id), clock.now()
    may_answer, row = call_out.state == State.ASKED, row_of_call_out(call_out, now=now)
    seats = seats_for(call_out, now=now) if may_answer else NO_SEATS
    wish = {**offered(call_out.wanted_from, call_out.wanted_before), "seat": seats.first}
    return {
        **_answered(call_out),
        "outlet": call_out.outlet,
        "call_out": call_out,
        "row": row,
        "was_late": call_out.state == State.LAPSED,
        "kind": KINDS[call_out.kind],
        "is_danger": call_out.kind == Kind.DANGER,
        "state_name": row.state_name,
        "band": row.band,
        "facts": facts_of(call_out, is_full=is_full),
        "is_full": is_full,
        "photo": f"data:image/jpeg;base64,{b64encode(photo).decode()}" if photo else "",
        "look": asked.form(LookForm, {"purpose": Purpose.CALL_OUT}),
        "seats": seats,
        "accept": asked.form(AcceptForm, wish).offering(seats.choices),
        "decline": asked.form(DeclineForm),
        "may_answer": may_answer,
        "may_finish": call_out.state == State.ACCEPTED,
        **_booked(call_out),
    }


def _booked(call_out: CallOut) -> dict[str, Any]:
    """Return what is booked for the car; a place that still waits for papers by itself."""
    live = list(call_out.bookings.exclude(state__in=GIVEN_BACK).select_related("service"))
    held = next((each for each in live if each.state == BookingState.HELD), None)
    return {
        "bookings": [each.code for each in live if each is not held],
        "held": held and f"{when_of(held)} · {held.service.name}",
    }


def _answered(call_out: CallOut) -> dict[str, Any]:
    """Return what was answered, by whom and when."""
    by = call_out.answered_by
    if by is None or call_out.answered_at is None:
        return {}
    return {
        "answered_by": by.first_name or by.username,
        "answered_at": f"{local(call_out.answered_at):%Y-%m-%d %H:%M}",
        "agreed": window_of(call_out.agreed_from, call_out.agreed_before),
        "message": call_out.message or "",
    }
