"""What lies in an outlet's store, its handing over, and what must be reported."""

from datetime import datetime
from functools import partial
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from voltbay.accounts.models import StaffUser
from voltbay.console.access.guard import StaffRequest
from voltbay.console.access.idempotency import form_key
from voltbay.console.access.permissions import may
from voltbay.console.access.scope import find_outlet
from voltbay.console.form_page import FormPage
from voltbay.console.removals.forms import KINDS, ExportForm, HandOverForm, ReportedForm
from voltbay.console.words import CHEMISTRIES
from voltbay.core.local_time import local
from voltbay.directory.models import Outlet
from voltbay.removals.models import Export
from voltbay.removals.queries import exports, find_export, handovers
from voltbay.removals.queries import stock as stock_of
from voltbay.removals.stock.export import export, mark_reported
from voltbay.removals.stock.hand_over import hand_over
from voltbay.removals.stock.reporting import how_many_to_report, to_report
from voltbay.removals.stock.storage import storage_of

MOST = 50  # reports owed, past handovers and exports on the page
TYPES = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}


@require_safe
def stock(request: StaffRequest, outlet_id: UUID) -> HttpResponse:
    """Show the store, what is owed, and what left."""
    return _page(request, find_outlet(request.staff, outlet_id)).show()


@require_POST
def hand_over_packs(request: StaffRequest, outlet_id: UUID) -> HttpResponse:
    """Hand over the chosen batteries, once."""
    outlet, now = find_outlet(request.staff, outlet_id), timezone.now()
    form, said = HandOverForm(request.POST), _("Handed over; the stock has fallen.")
    do = partial(_hand_over, request, outlet, now=now)
    return _page(request, outlet).answer_once(form, do, said=said, now=now)


@require_POST
def write_export(request: StaffRequest, outlet_id: UUID) -> HttpResponse:
    """Send a list as CSV or XLSX, keeping the proof of it."""
    outlet = find_outlet(request.staff, outlet_id)
    return _page(request, outlet).answer(
        ExportForm(request.POST), partial(_export, request.staff, outlet)
    )


@require_POST
def reported(request: StaffRequest, outlet_id: UUID) -> HttpResponse:
    """Note that an export was handed on."""
    outlet = find_outlet(request.staff, outlet_id)
    return _page(request, outlet).answer(
        ReportedForm(request.POST), partial(_reported, request, outlet)
    )


def _hand_over(request: StaffRequest, outlet: Outlet, form: HandOverForm, *, now: datetime) -> str:
    receiver = form.receiver(key=form_key(request))
    hand_over(outlet, form.cleaned_data["pack"], receiver, staff=request.staff, now=now)
    return reverse("console:stock", kwargs={"outlet_id": outlet.pk})


def _export(staff: StaffUser, outlet: Outlet, form: ExportForm) -> HttpResponse:
    asked, file = form.range(outlet), form.cleaned_data["form"]
    made, content = export(asked, file, staff=staff, now=timezone.now())
    answer = HttpResponse(content, content_type=TYPES[made.form])
    answer.headers["Content-Disposition"] = f'attachment; filename="{made.filename}"'
    return answer


def _reported(request: StaffRequest, outlet: Outlet, form: ReportedForm) -> HttpResponse:
    made = find_export(form.cleaned_data["export"], [outlet.pk])
    mark_reported(made.pk, staff=request.staff, now=timezone.now())
    messages.success(request, _("Saved."))
    return HttpResponseRedirect(reverse("console:stock", kwargs={"outlet_id": outlet.pk}))


def _page(request: StaffRequest, outlet: Outlet) -> FormPage:
    return FormPage(request, "removals/stock.html", partial(_shown, outlet))


def _shown(outlet: Outlet, asked: FormPage) -> dict[str, Any]:
    now, here = timezone.now(), [outlet.pk]
    storage, handing = storage_of(outlet.pk), asked.form(HandOverForm)
    chosen = handing["pack"].value() or []
    return {
        "outlet": outlet,
        "storage": storage,
        "may_export": may(asked.request.staff.role, "export"),
        "percent": min(100, round(storage.share * 100)),
        "packs": [{**_pack(pack), "is_chosen": str(pack.pk) in chosen} for pack in stock_of(here)],
        "owed": [_owed(due) for due in to_report(here, now=now, most=MOST)],
        "owed_count": how_many_to_report(here),
        "handovers": [_handover(each) for each in handovers(here)[:MOST]],
        "exports": [_exported(each) for each in exports(here)[:MOST]],
        "hand_over": handing,
        "export": asked.form(ExportForm),
    }


def _pack(pack: Any) -> dict[str, Any]:
    return {
        "pack": pack,
        "id": str(pack.pk),
        "chemistry": CHEMISTRIES.get(pack.chemistry, pack.chemistry),
        "since": f"{local(pack.stored_at):%Y-%m-%d}",
        "booking": pack.booking_code,
        "place": pack.place if pack.contained_at else "",
    }


def _exported(made: Export) -> dict[str, Any]:
    return {"made": made, "at": f"{local(made.at):%Y-%m-%d %H:%M}"}


def _owed(due: Any) -> dict[str, Any]:
    return {"due": due, "code": due.pack.shown_code, "what": KINDS[Export.Kind(due.kind)]}


def _handover(each: Any) -> dict[str, Any]:
    packs = list(each.packs.all())
    return {
        "each": each,
        "at": f"{local(each.at):%Y-%m-%d %H:%M}",
        "codes": [pack.shown_code for pack in packs],
        "mass": sum(pack.mass_kg or 0 for pack in packs),
    }
