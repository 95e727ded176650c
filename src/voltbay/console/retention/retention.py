"""What is kept and for how long, what the last night ended, and legal holds on bookings."""

from datetime import datetime, time, timedelta
from functools import partial
from typing import Any

from django import forms
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from voltbay.audit.record import record
from voltbay.bookings.errors import HoldMissing, HoldTooLong
from voltbay.bookings.legal_hold import LONGEST_REASON, holds, lift, place
from voltbay.bookings.models import LegalHold
from voltbay.console.access.guard import StaffRequest, caller
from voltbay.console.access.permissions import may
from voltbay.console.access.scope import find_booking
from voltbay.console.entries import Day, EntryForm, OneNumber, Words
from voltbay.console.form_page import FormPage
from voltbay.core import clock
from voltbay.core.languages import EN, ZH
from voltbay.core.local_time import at, local
from voltbay.retention.report import Line, report

PAGE = "retention/retention.html"
A_PAGE = 50
LONGEST_CODE = 20  # characters: more than a code has, as it is typed


class HoldForm(EntryForm):
    """Which booking is kept longer, why, and to the end of which day."""

    booking = Words(
        most=LONGEST_CODE, widget=forms.TextInput({"required": True, "autocomplete": "off"})
    )
    reason = Words(most=LONGEST_REASON, widget=forms.TextInput({"required": True}))
    until = Day(required=False, widget=forms.DateInput({"type": "date", "required": True}))


class LiftForm(EntryForm):
    """Which hold is lifted."""

    hold = OneNumber(refusal=HoldMissing)


@require_safe
def retention(request: StaffRequest) -> HttpResponse:
    """Show the register with what the last run of each rule did, and the holds."""
    return FormPage(request, PAGE, _shown).show()


@require_POST
def place_hold(request: StaffRequest) -> HttpResponse:
    """Keep a booking longer."""
    asked, now = FormPage(request, PAGE, _shown), clock.now()
    said = _("Saved. Nothing of this booking is erased until then.")
    return asked.answer_once(
        HoldForm(request.POST), partial(_place, request, now), said=said, now=now
    )


@require_POST
def lift_hold(request: StaffRequest) -> HttpResponse:
    """End a hold before its time."""
    asked, now = FormPage(request, PAGE, _shown), clock.now()
    said = _("Lifted. What is over by now is erased tonight.")
    return asked.answer_once(
        LiftForm(request.POST), partial(_lift, request, now), said=said, now=now
    )


def _place(request: StaffRequest, now: datetime, form: HoldForm) -> str:
    typed = form.cleaned_data
    booking = find_booking(request.staff, typed["booking"])
    if typed["until"] is None:
        raise HoldTooLong(fields={"until": HoldTooLong.code})
    until = at(typed["until"] + timedelta(days=1), time.min)
    place(booking, reason=typed["reason"], until=until, staff=request.staff, now=now)
    _note("legal-hold-placed", request, booking.code, now)
    return reverse("console:retention")


def _lift(request: StaffRequest, now: datetime, form: LiftForm) -> str:
    hold = LegalHold.objects.select_related("booking").filter(pk=form.cleaned_data["hold"]).first()
    if hold is None:
        raise HoldMissing
    lift(hold.pk, staff=request.staff, now=now)
    _note("legal-hold-lifted", request, hold.booking.code, now)
    return reverse("console:retention")


def _note(what: str, request: StaffRequest, code: str, now: datetime) -> None:
    record(what, by=request.staff, address=caller(request), now=now, target=code)


def _shown(asked: FormPage) -> dict[str, Any]:
    pages = Paginator(holds(), A_PAGE).get_page(asked.request.GET.get("page"))
    may_hold = may(asked.request.staff.role, "hold-place")
    return {
        "lines": [_line(each) for each in report()],
        "holds": [_hold(each, is_read=may_hold) for each in pages],
        "pages": pages,
        "may_hold": may_hold,
        "form": asked.form(HoldForm),
        "wrong": asked.refusal.fields if asked.refusal else {},
    }


def _line(line: Line) -> dict[str, Any]:
    language = EN if get_language() == "en" else ZH
    rule, run = line.rule, line.run
    return {
        "what": rule.what.said(language),
        "why": rule.why.said(language),
        "kept": rule.said(language),
        "source": rule.source,
        "setting": rule.period.setting,
        "run": run,
        "at": f"{local(run.at):%Y-%m-%d %H:%M}" if run else "",
        "oldest": f"{local(run.oldest_at):%Y-%m-%d}" if run and run.oldest_at else "",
        "is_bad": bool(run and (run.failed or run.overdue)),
    }


def _hold(hold: LegalHold, *, is_read: bool) -> dict[str, Any]:
    return {
        "hold": hold,
        "reason": (hold.reason or "") if is_read else "",
        "until": f"{local(hold.until - timedelta(seconds=1)):%Y-%m-%d}",
        "placed": f"{local(hold.placed_at):%Y-%m-%d}",
        "lifted": f"{local(hold.lifted_at):%Y-%m-%d}" if hold.lifted_at else "",
    }
