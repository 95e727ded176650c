"""Who agreed to what, masked; in full after saying why."""

from collections.abc import Mapping
from datetime import date
from typing import Any
from uuid import UUID

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.views.decorators.http import require_POST, require_safe

from voltbay.accounts.agreements.consents import Asked, consents, consents_of
from voltbay.accounts.models import Agreement, Consent
from voltbay.accounts.owners.queries import find_owner
from voltbay.audit.view import view_owner
from voltbay.console.access.guard import StaffRequest
from voltbay.console.access.permissions import may
from voltbay.console.entries import checked
from voltbay.console.look_form import LookForm
from voltbay.console.pages import page
from voltbay.core import clock
from voltbay.core.local_time import local, read_day
from voltbay.core.masking import mask_name, mask_phone

PAGE = 50


@require_safe
def given(request: StaffRequest) -> HttpResponse:
    """Show who agreed to what, masked."""
    names = ("phone", "kind", "version", "since", "until")
    asked = {name: request.GET.get(name, "").strip() for name in names}
    pages = Paginator(consents(_read(asked)), PAGE).get_page(request.GET.get("page"))
    shown = {
        "rows": [_row(each) for each in pages],
        "pages": pages,
        "look": LookForm(),
        "asked": asked,
        "kinds": Agreement.Kind.choices,
        "may_reveal": may(request.staff.role, "consent-reveal"),
    }
    return page(request, "people/consents.html", shown)


@require_POST
def reveal(request: StaffRequest, owner_id: UUID) -> HttpResponse:
    """Show an owner's consents with name and number in full, after noting who looks and why."""
    owner, reason = find_owner(owner_id), checked(LookForm(request.POST)).reason()
    view_owner(owner, staff=request.staff, **reason, now=clock.now())
    rows = [_row(each, is_full=True) for each in consents_of(owner)[:PAGE]]
    return page(request, "people/consents.html", {"rows": rows, "asked": {}, "is_full": True})


def _read(asked: Mapping[str, str]) -> Asked:
    days = {name: _day(asked[name]) for name in ("since", "until")}
    return Asked(phone=asked["phone"], kind=asked["kind"], version=asked["version"], **days)


def _row(consent: Consent, *, is_full: bool = False) -> dict[str, Any]:
    owner = consent.owner
    phone, name = owner.phone or "", owner.name or ""
    return {
        "at": f"{local(consent.at):%Y-%m-%d %H:%M:%S}",
        "owner_id": owner.pk,
        "phone": phone if is_full else mask_phone(phone) if phone else "",
        "name": name if is_full else mask_name(name),
        "is_closed": owner.closed_at is not None,
        "kind": Agreement.Kind(consent.kind).label,
        "version": consent.version,
        "is_given": consent.action == Consent.Action.GIVEN,
        "sha256": consent.sha256,
        "client": consent.client,
    }


def _day(text: str) -> date | None:
    try:
        return read_day(text)
    except ValueError:
        return None
