"""The account of a caller who cannot open it: moved to the phone that the caller has now."""

from functools import partial
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from voltbay.accounts.models import Owner
from voltbay.audit.models import Purpose
from voltbay.audit.record import record
from voltbay.audit.view import view_owner
from voltbay.bookings.restore_account import account_of_caller, restore_account, send_proof
from voltbay.console.access.guard import StaffRequest, caller
from voltbay.console.entries import Words
from voltbay.console.errors import unknown
from voltbay.console.form_page import FormPage
from voltbay.console.look_form import ReasonForm
from voltbay.core import clock

LONGEST = 40  # characters, of whatever a caller reads out


class CallerForm(ReasonForm):
    """What the caller reads out, and why the account is given back."""

    booking = Words(most=LONGEST, widget=forms.TextInput({"required": True, "autocomplete": "off"}))
    plate = Words(most=LONGEST, widget=forms.TextInput({"required": True, "autocomplete": "off"}))
    phone = Words(most=LONGEST, widget=forms.TextInput({"required": True, "autocomplete": "off"}))
    code = Words(most=LONGEST, widget=forms.TextInput({"autocomplete": "off"}))


@require_http_methods(["GET", "POST"])
def move(request: StaffRequest) -> HttpResponse:
    """Check two facts, send a code to the phone of now, and move the account there."""
    asked = FormPage(request, "people/account_move.html", _shown)
    if request.method != "POST":
        return asked.show()
    do = {"send": _send, "move": _move}.get(asked.pressed, unknown)
    return asked.answer(CallerForm(request.POST), partial(do, asked))


def _send(asked: FormPage, form: CallerForm) -> HttpResponse:
    _account(asked.request, form)
    address, phone = caller(asked.request), form.cleaned_data["phone"]
    send_proof(phone, address=address, now=clock.now())
    messages.success(asked.request, _("A code was sent. Have the caller read it out."))
    return asked.show()


def _move(asked: FormPage, form: CallerForm) -> HttpResponse:
    request, typed, now = asked.request, form.cleaned_data, clock.now()
    owner, address = _account(request, form), caller(request)
    restore_account(owner, phone=typed["phone"], code=typed["code"], address=address, now=now)
    record("account-moved", by=request.staff, address=address, now=now, target=_target(owner, form))
    messages.success(request, _("The account was moved. The caller signs in with this number."))
    return HttpResponseRedirect(reverse("console:account-move"))


def _account(request: StaffRequest, form: CallerForm) -> Owner:
    """Find the account, and note who asked for it and why."""
    typed, staff, now = form.cleaned_data, request.staff, clock.now()
    owner = account_of_caller(
        booking=typed["booking"], plate=typed["plate"], staff=str(staff.pk), now=now
    )
    view_owner(owner, staff=staff, purpose=Purpose.ACCOUNT, why=typed["why"], now=now)
    return owner


def _target(owner: Owner, form: CallerForm) -> str:
    return f"{owner.pk} {form.cleaned_data['booking']}"


def _shown(asked: FormPage) -> dict[str, Any]:
    return {
        "form": asked.form(CallerForm),
        "wrong": asked.refusal.fields if asked.refusal else {},
    }
