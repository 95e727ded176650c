"""What of a booking is put right, by staff or as its owner asked; masked until asked for."""

from collections.abc import Callable
from datetime import datetime
from functools import partial
from typing import Any

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from voltbay.audit.view import view_booking
from voltbay.bookings.models import Booking
from voltbay.console.access.guard import StaffRequest
from voltbay.console.access.scope import find_booking
from voltbay.console.entries import EntryForm
from voltbay.console.errors import unknown
from voltbay.console.form_page import FormPage
from voltbay.console.look_form import LookForm
from voltbay.console.rights.forms import AnswerForm, CorrectForm, RefuseForm
from voltbay.core import clock
from voltbay.core.local_time import local
from voltbay.core.masking import mask_name, mask_phone, mask_plate, mask_vin
from voltbay.rights.answer_correction import carry_out, refuse
from voltbay.rights.correct import correct
from voltbay.rights.models import Correction, Field, Paper
from voltbay.rights.queries import corrections_of
from voltbay.rights.words import CORRECTION_STATES, FIELDS, PAPERS

PAGE = "rights/corrections.html"
MASKS = {
    Field.NAME: mask_name,
    Field.PHONE: mask_phone,
    Field.PLATE: mask_plate,
    Field.VIN: mask_vin,
}


@require_http_methods(["GET", "POST"])
def corrections(request: StaffRequest, code: str) -> HttpResponse:
    """Show what was corrected of a booking; correct it, or answer what its owner asked."""
    asked, now = FormPage(request, PAGE, partial(_shown, code)), clock.now()
    if request.method != "POST":
        return asked.show()
    kind, do = ACTIONS.get(asked.pressed, (EntryForm, unknown))
    act = partial(_act, request, code, do, now=now)
    return asked.answer_once(kind(request.POST), act, said=_("Saved."), now=now)


@require_POST
def reveal(request: StaffRequest, code: str) -> HttpResponse:
    """Show names and numbers in full once, after noting who looks and why."""
    asked = FormPage(request, PAGE, partial(_shown, code))
    return asked.answer(LookForm(request.POST), partial(_reveal, request, code))


def _reveal(request: StaffRequest, code: str, form: LookForm) -> HttpResponse:
    booking = find_booking(request.staff, code)
    view_booking(
        booking.code,
        outlet_id=booking.outlet_id,
        staff=request.staff,
        **form.reason(),
        now=clock.now(),
    )
    return FormPage(request, PAGE, partial(_shown, code, is_full=True)).show()


def _act(
    request: StaffRequest, code: str, do: Callable[..., None], form: EntryForm, *, now: datetime
) -> str:
    do(request, find_booking(request.staff, code), form, now=now)
    return reverse("console:correct", kwargs={"code": code})


def _correct(request: StaffRequest, booking: Booking, form: CorrectForm, *, now: datetime) -> None:
    correct(booking, form.right(), staff=request.staff, now=now)


def _carry_out(request: StaffRequest, booking: Booking, form: AnswerForm, *, now: datetime) -> None:
    typed = form.cleaned_data
    carry_out(booking, typed["correction"], paper=typed["paper"], staff=request.staff, now=now)


def _refuse(request: StaffRequest, booking: Booking, form: RefuseForm, *, now: datetime) -> None:
    typed = form.cleaned_data
    refuse(booking, typed["correction"], reason=typed["reason"], staff=request.staff, now=now)


ACTIONS: dict[str, tuple[type[EntryForm], Callable[..., None]]] = {
    "correct": (CorrectForm, _correct),
    "carry-out": (AnswerForm, _carry_out),
    "refuse": (RefuseForm, _refuse),
}


def _shown(code: str, asked: FormPage, *, is_full: bool = False) -> dict[str, Any]:
    booking = find_booking(asked.request.staff, code)
    return {
        "outlet": booking.outlet,
        "booking": booking,
        "rows": [_row(each, asked, is_full=is_full) for each in corrections_of(booking)],
        "is_full": is_full,
        "form": asked.form(CorrectForm),
        "wrong": asked.refusal.fields if asked.refusal else {},
        "look": asked.form(LookForm),
    }


def _row(each: Correction, asked: FormPage, *, is_full: bool) -> dict[str, Any]:
    mask = MASKS[Field(each.field)]

    def shown(value: str | None) -> str:
        return (value if is_full else mask(value)) if value else "–"

    return {
        "correction": each,
        "field": FIELDS[Field(each.field)],
        "was": shown(each.was),
        "wanted": shown(each.wanted),
        "why": each.why or "–",
        "state": CORRECTION_STATES[Correction.State(each.state)],
        "is_open": each.state == Correction.State.ASKED,
        "asked": f"{local(each.asked_at):%Y-%m-%d}",
        "by": _("owner") if each.by_owner else (each.staff.username if each.staff else "–"),
        "answered": f"{local(each.answered_at):%Y-%m-%d}" if each.answered_at else "",
        "paper": PAPERS[Paper(each.paper)] if each.paper else "",
        "carry_out": asked.form(AnswerForm, {"correction": each.pk}, named="correction"),
        "refuse": asked.form(RefuseForm, {"correction": each.pk}, named="correction"),
    }
