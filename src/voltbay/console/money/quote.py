"""What is offered for a car's batteries, and what became of it."""

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
from voltbay.console.money.forms import (
    AnsweredForm,
    DestinationChangeForm,
    QuoteForm,
    SettleForm,
)
from voltbay.console.money.quote_shown import shown
from voltbay.core import clock
from voltbay.removals.models import Removal
from voltbay.removals.payouts.settle import change_destination, find_payout, settle
from voltbay.removals.queries import find_removal
from voltbay.removals.quotes.answer import refuse
from voltbay.removals.quotes.propose import propose
from voltbay.removals.quotes.queries import find_quote
from voltbay.removals.quotes.withdraw import withdraw_quote

PAGE = "money/quote.html"
Do = Callable[[StaffRequest, Booking, Any, datetime], None]


@require_http_methods(["GET", "POST"])
def quote(request: StaffRequest, code: str) -> HttpResponse:
    """Show a car's quotes; propose one, withdraw it, or note that the owner says no; once."""
    asked = _page(request, code)
    if request.method != "POST":
        return asked.show()
    if asked.pressed == "propose":
        packs = list(_removal(find_booking(request.staff, code)).packs.all())
        return _once(asked, QuoteForm(packs, request.POST), code, _propose)
    kind, do = ACTIONS.get(asked.pressed, (EntryForm, unknown))
    return _once(asked, kind(request.POST), code, do)


@require_POST
def payout(request: StaffRequest, code: str) -> HttpResponse:
    """Note what became of a payout, or to whom it goes; once."""
    asked = _page(request, code)
    kind, do = OF_PAYOUTS.get(asked.pressed, (EntryForm, unknown))
    return _once(asked, kind(request.POST), code, do)


@require_POST
def reveal(request: StaffRequest, code: str, number: int) -> HttpResponse:
    """Show who signed, the signature, and payee and account, after writing down who looks."""
    booking = find_booking(request.staff, code)
    find_quote(booking.pk, number)

    def look(form: LookForm) -> HttpResponse:
        view_booking(
            booking.code,
            outlet_id=booking.outlet_id,
            staff=request.staff,
            **form.reason(),
            now=clock.now(),
        )
        return FormPage(request, PAGE, partial(shown, code, revealed=number)).show()

    return _page(request, code).answer(LookForm(request.POST), look)


def _page(request: StaffRequest, code: str) -> FormPage:
    return FormPage(request, PAGE, partial(shown, code))


def _once(asked: FormPage, form: Any, code: str, do: Do) -> HttpResponse:
    now = clock.now()

    def done(form: Any) -> str:
        booking = find_booking(asked.request.staff, code)
        do(asked.request, booking, form, now)
        return reverse("console:quote", kwargs={"code": booking.code})

    return asked.answer_once(form, done, said=_("Saved."), now=now)


def _removal(booking: Booking) -> Removal:
    return find_removal(booking.code, [booking.outlet_id])


def _propose(request: StaffRequest, booking: Booking, form: QuoteForm, now: datetime) -> None:
    note = form.cleaned_data["note"]
    propose(_removal(booking), form.offered(), note=note, staff=request.staff, now=now)


def _withdraw(request: StaffRequest, booking: Booking, form: AnsweredForm, now: datetime) -> None:
    found = find_quote(booking.pk, form.cleaned_data["number"])
    withdraw_quote(found, why=form.cleaned_data["why"], staff=request.staff, now=now)


def _refuse(request: StaffRequest, booking: Booking, form: AnsweredForm, now: datetime) -> None:
    found = find_quote(booking.pk, form.cleaned_data["number"])
    refuse(found, by=request.staff, why=form.cleaned_data["why"], now=now)


def _settle(request: StaffRequest, booking: Booking, form: SettleForm, now: datetime) -> None:
    typed = form.cleaned_data
    found = find_payout(typed["payout"], booking.pk)
    settle(found, form.settled(now), seen=typed["seen"], staff=request.staff, now=now)


def _destination(
    request: StaffRequest, booking: Booking, form: DestinationChangeForm, now: datetime
) -> None:
    typed, to = form.cleaned_data, form.destination()
    found = find_payout(typed["payout"], booking.pk)
    seen, reason = typed["seen"], typed["reason"]
    change_destination(found, to, reason=reason, seen=seen, staff=request.staff, now=now)


ACTIONS: dict[str, tuple[type[EntryForm], Do]] = {
    "withdraw": (AnsweredForm, _withdraw),
    "refuse": (AnsweredForm, _refuse),
}
OF_PAYOUTS: dict[str, tuple[type[EntryForm], Do]] = {
    "settle": (SettleForm, _settle),
    "destination": (DestinationChangeForm, _destination),
}
