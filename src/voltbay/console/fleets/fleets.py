"""Companies' accounts: those that wait, the paper that shows who they are, and the decision."""

from collections.abc import Mapping
from datetime import datetime
from functools import partial
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django import forms
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from voltbay.accounts.models import StaffUser
from voltbay.audit.models import Purpose
from voltbay.audit.view import view_owner
from voltbay.console.access.guard import StaffRequest
from voltbay.console.entries import EntryForm, Words, checked
from voltbay.console.errors import unknown
from voltbay.console.form_page import FormPage
from voltbay.console.look_form import LookForm, Reason
from voltbay.console.pages import page, unkept
from voltbay.core import clock
from voltbay.core.local_time import local
from voltbay.core.masking import mask_name, mask_phone
from voltbay.fleets.decide import LONGEST_REASON, STEPS, decide
from voltbay.fleets.evidence import look_at
from voltbay.fleets.models import FleetAccount
from voltbay.fleets.queries import find_fleet, known_fleets, waiting_fleets

PAGE = "fleets/fleet.html"
A_PAGE = 50
STATES: Mapping[str, Any] = {
    "asked": gettext_lazy("waits for a decision"),
    "approved": gettext_lazy("approved"),
    "refused": gettext_lazy("not approved"),
    "suspended": gettext_lazy("suspended"),
    "closed": gettext_lazy("closed by the company"),
}
PAPERS: Mapping[str, Any] = {
    "business_licence": gettext_lazy("business licence"),
    "letter": gettext_lazy("letter with the company's seal"),
}
ACTIONS = {"approve": "approved", "refuse": "refused", "suspend": "suspended"}


class DecisionForm(EntryForm):
    """Why the platform decides so; the company reads it."""

    reason = Words(most=LONGEST_REASON, widget=forms.TextInput({"required": True}))


@require_safe
def listed(request: StaffRequest) -> HttpResponse:
    """List the accounts that wait, the longest first, and all that there are."""
    pages = Paginator(known_fleets(), A_PAGE).get_page(request.GET.get("page"))
    shown = {
        "waiting": [_row(fleet) for fleet in waiting_fleets()],
        "rows": [_row(fleet) for fleet in pages],
        "pages": pages,
    }
    return page(request, "fleets/fleets.html", shown)


@require_http_methods(["GET", "POST"])
def fleet(request: StaffRequest, fleet_id: UUID) -> HttpResponse:
    """Show an account; with a reason also its contact and paper, which is noted."""
    asked = FormPage(request, PAGE, partial(_shown, fleet_id))
    if request.method != "POST":
        return asked.show()
    return asked.answer(LookForm(request.POST), partial(_look, request, fleet_id))


@require_safe
def paper(request: StaffRequest, fleet_id: UUID) -> HttpResponse:
    """Send the paper, after noting who looks at it and why."""
    reason, found = checked(LookForm(request.GET)).reason(), find_fleet(fleet_id)
    picture = look_at(found, staff=request.staff, **reason, now=clock.now())
    return unkept(HttpResponse(picture, content_type="image/jpeg"))


@require_POST
def decide_fleet(request: StaffRequest, fleet_id: UUID) -> HttpResponse:
    """Approve, refuse or suspend, once."""
    asked, now = FormPage(request, PAGE, partial(_shown, fleet_id)), clock.now()
    do = partial(_decide, request.staff, fleet_id, ACTIONS.get(asked.pressed, ""), now=now)
    said = _("Saved; the company is told.")
    return asked.answer_once(DecisionForm(request.POST), do, said=said, now=now)


def _look(request: StaffRequest, fleet_id: UUID, form: LookForm) -> HttpResponse:
    reason, found = form.reason(), find_fleet(fleet_id)
    view_owner(found.asked_by, staff=request.staff, **reason, now=clock.now())
    return FormPage(request, PAGE, partial(_shown, fleet_id, reason=reason)).show()


def _decide(staff: StaffUser, fleet_id: UUID, to: str, form: DecisionForm, *, now: datetime) -> str:
    if not to:
        unknown()
    decide(find_fleet(fleet_id), to, reason=form.cleaned_data["reason"], staff=staff, now=now)
    return reverse("console:fleets")


def _row(fleet: FleetAccount) -> dict[str, Any]:
    return {
        "fleet": fleet,
        "state": STATES[fleet.state],
        "asked": f"{local(fleet.asked_at):%Y-%m-%d %H:%M}",
    }


def _shown(fleet_id: UUID, asked: FormPage, *, reason: Reason | None = None) -> dict[str, Any]:
    fleet = find_fleet(fleet_id)
    name, phone = fleet.contact_name or "", fleet.contact_phone or ""
    offered = [action for action, to in ACTIONS.items() if fleet.state in STEPS[to]]  # type: ignore[index]  # a state's value
    return {
        **_row(fleet),
        "facts": [
            (_("Company"), fleet.name),
            (_("Credit code"), fleet.credit_code),
            (_("Contact"), name if reason else mask_name(name)),
            (_("Telephone"), phone if reason else mask_phone(phone)),
            (_("Paper"), PAPERS[fleet.evidence_kind]),
            (_("Cars on the list"), fleet.vehicles.count()),
            (_("People"), fleet.members.filter(owner__isnull=False).count()),
        ],
        "is_full": reason is not None,
        "picture": _picture(fleet, reason),
        "look": asked.form(LookForm, {"purpose": Purpose.FLEET}),
        "decision": asked.form(DecisionForm),
        "offered": offered,
    }


def _picture(fleet: FleetAccount, reason: Reason | None) -> str:
    if not (reason and fleet.evidence):
        return ""
    path = reverse("console:fleet-paper", kwargs={"fleet_id": fleet.pk})
    return f"{path}?{urlencode(reason)}"
