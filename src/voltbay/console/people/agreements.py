"""Agreements: their versions, what each changed, and who agreed to what."""

from collections.abc import Mapping
from datetime import date
from typing import Any
from uuid import UUID

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from voltbay.accounts.agreements.consents import Asked, consents, versions
from voltbay.accounts.agreements.diff import differences
from voltbay.accounts.agreements.errors import AgreementUnknown
from voltbay.accounts.models import Agreement, Consent, Owner
from voltbay.audit.view import view_owner
from voltbay.console.access.guard import StaffRequest
from voltbay.console.access.permissions import may
from voltbay.console.bookings.booking import ReasonNeeded
from voltbay.console.pages import page
from voltbay.core.errors import NotFound
from voltbay.core.local_time import local
from voltbay.core.masking import mask_name, mask_phone

PAGE = 50


class OwnerUnknown(NotFound):
    """There is no such owner."""

    code = "owner_unknown"


@require_safe
def listed(request: StaffRequest) -> HttpResponse:
    """Show every version, how many agreed to it, and the way to what it changed."""
    rows: list[dict[str, Any]] = []
    by_kind: dict[str, dict[str, Any]] = {}
    for version in versions():  # the newest of a kind first
        row = {"version": version, "before": None}
        if version.kind in by_kind:
            by_kind[version.kind]["before"] = version
        by_kind[version.kind] = row
        rows.append(row)
    may_write = may(request.staff.role, "consent-reveal")
    return page(request, "people/agreements.html", {"rows": rows, "may_write": may_write})


@require_safe
def diff(request: StaffRequest) -> HttpResponse:
    """Show what one version of a kind says otherwise than another, in both languages."""
    old, new = _version(request.GET.get("old", "")), _version(request.GET.get("new", ""))
    if old.kind != new.kind:
        raise AgreementUnknown
    texts = [
        {"name": "中文", "lang": "zh-Hans", "parts": _changes(old, new, "zh")},
        {"name": "English", "lang": "en", "parts": _changes(old, new, "en")},
    ]
    others = Agreement.objects.filter(kind=new.kind).order_by("-effective_at")
    shown = {"old": old, "new": new, "texts": texts, "others": others}
    return page(request, "people/agreement_diff.html", shown)


@require_safe
def given(request: StaffRequest) -> HttpResponse:
    """Show who agreed to what, masked."""
    return _given(request, request.GET)


@require_POST
def reveal(request: StaffRequest, owner_id: UUID) -> HttpResponse:
    """Show an owner's consents with name and number in full, after noting who looks and why."""
    owner = Owner.objects.filter(pk=owner_id).first()
    if owner is None:
        raise OwnerUnknown
    why = request.POST.get("why", "").strip()
    if not why:
        raise ReasonNeeded
    view_owner(owner, staff=request.staff, why=why, now=timezone.now())
    rows = [_row(each, is_full=True) for each in consents(Asked()).filter(owner=owner)[:PAGE]]
    return page(request, "people/consents.html", {"rows": rows, "asked": {}, "is_full": True})


def _given(request: StaffRequest, typed: Mapping[str, str]) -> HttpResponse:
    asked = {
        name: typed.get(name, "").strip() for name in ("phone", "kind", "version", "since", "until")
    }
    found = consents(
        Asked(
            phone=asked["phone"],
            kind=asked["kind"],
            version=asked["version"],
            since=_day(asked["since"]),
            until=_day(asked["until"]),
        )
    )
    pages = Paginator(found, PAGE).get_page(typed.get("page"))
    shown = {
        "rows": [_row(each) for each in pages],
        "pages": pages,
        "asked": asked,
        "kinds": Agreement.Kind.choices,
        "may_reveal": may(request.staff.role, "consent-reveal"),
    }
    return page(request, "people/consents.html", shown)


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


def _changes(old: Agreement, new: Agreement, language: str) -> list[Any]:
    texts = [
        f"<h1>{getattr(each, f'title_{language}')}</h1>{getattr(each, f'html_{language}')}"
        for each in (old, new)
    ]
    return differences(*texts)


def _version(text: str) -> Agreement:
    number = int(text) if text.isascii() and text.isdecimal() and len(text) < 10 else 0
    found = Agreement.objects.filter(pk=number).first()
    if found is None:
        raise AgreementUnknown
    return found


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None
