"""What lies in an outlet's store, and its handing over."""

from datetime import datetime
from functools import partial
from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from voltbay.console.access.guard import StaffRequest
from voltbay.console.access.idempotency import form_key
from voltbay.console.access.permissions import may
from voltbay.console.access.scope import find_outlet
from voltbay.console.form_page import FormPage
from voltbay.console.removals.forms import HandOverForm
from voltbay.console.words import CHEMISTRIES
from voltbay.core import clock
from voltbay.core.local_time import local
from voltbay.directory.models import Outlet
from voltbay.removals.queries import handovers
from voltbay.removals.queries import stock as stock_of
from voltbay.removals.rules import WARN_AT
from voltbay.removals.stock.hand_over import hand_over
from voltbay.removals.stock.storage import Storage, outlook_of, storage_of
from voltbay.traceability.queries import owings

MOST = 50  # past handovers on the page


@require_safe
def stock(request: StaffRequest, outlet_id: UUID) -> HttpResponse:
    """Show the store, what is owed, and what left."""
    return _page(request, find_outlet(request.staff, outlet_id)).show()


@require_POST
def hand_over_packs(request: StaffRequest, outlet_id: UUID) -> HttpResponse:
    """Hand over the chosen batteries, once."""
    outlet, now = find_outlet(request.staff, outlet_id), clock.now()
    form, said = HandOverForm(request.POST), _("Handed over; the stock has fallen.")
    do = partial(_hand_over, request, outlet, now=now)
    return _page(request, outlet).answer_once(form, do, said=said, now=now)


def _hand_over(request: StaffRequest, outlet: Outlet, form: HandOverForm, *, now: datetime) -> str:
    receiver = form.receiver(key=form_key(request))
    hand_over(outlet, form.cleaned_data["pack"], receiver, staff=request.staff, now=now)
    return reverse("console:stock", kwargs={"outlet_id": outlet.pk})


def _page(request: StaffRequest, outlet: Outlet) -> FormPage:
    return FormPage(request, "removals/stock.html", partial(_shown, outlet))


def _shown(outlet: Outlet, asked: FormPage) -> dict[str, Any]:
    now, here = clock.now(), [outlet.pk]
    storage, handing = storage_of(outlet.pk), asked.form(HandOverForm)
    chosen = handing["pack"].value() or []
    return {
        "outlet": outlet,
        "storage": storage,
        "percent": min(100, round(storage.share * 100)),
        "gauge": _gauge(storage),
        "outlook": outlook_of(outlet.pk, storage, now=now),
        "packs": [{**_pack(pack), "is_chosen": str(pack.pk) in chosen} for pack in stock_of(here)],
        "standings": owings(here, now=now) if may(asked.request.staff.role, "trace") else [],
        "handovers": [_handover(each) for each in handovers(here)[:MOST]],
        "hand_over": handing,
    }


def _gauge(storage: Storage) -> dict[str, int]:
    """Return the lengths of a gauge that is a thousand long."""
    stored = min(1000, round(storage.stored_kg * 1000 / storage.ceiling_kg))
    expected = min(1000 - stored, round(storage.expected_kg * 1000 / storage.ceiling_kg))
    return {"stored": stored, "expected": expected, "warn": int(WARN_AT * 1000)}


def _pack(pack: Any) -> dict[str, Any]:
    return {
        "pack": pack,
        "id": str(pack.pk),
        "chemistry": CHEMISTRIES.get(pack.chemistry, pack.chemistry),
        "since": f"{local(pack.stored_at):%Y-%m-%d}",
        "booking": pack.booking_code,
        "place": pack.place if pack.contained_at else "",
    }


def _handover(each: Any) -> dict[str, Any]:
    packs = list(each.packs.all())
    return {
        "each": each,
        "at": f"{local(each.at):%Y-%m-%d %H:%M}",
        "codes": [pack.shown_code for pack in packs],
        "mass": sum(pack.mass_kg or 0 for pack in packs),
    }
