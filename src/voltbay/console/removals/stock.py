"""What lies in an outlet's store, its handing over, and what must be reported."""

from datetime import date, datetime
from functools import partial
from typing import Any
from uuid import UUID, uuid4

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from voltbay.console.access.guard import StaffRequest
from voltbay.console.access.idempotency import answer_once, form_key
from voltbay.console.access.permissions import may
from voltbay.console.access.scope import find_outlet
from voltbay.console.pages import page
from voltbay.console.sentences import sentence
from voltbay.console.words import CHEMISTRIES
from voltbay.core.errors import Refusal
from voltbay.core.local_time import local
from voltbay.directory.models import Outlet
from voltbay.removals.errors import ExportUnknown, PackUnknown
from voltbay.removals.models import Export
from voltbay.removals.queries import handovers
from voltbay.removals.queries import stock as stock_of
from voltbay.removals.stock.export import export, mark_reported
from voltbay.removals.stock.hand_over import Receiver, hand_over
from voltbay.removals.stock.reporting import Range, how_many_to_report, to_report
from voltbay.removals.stock.storage import storage_of
from voltbay.sentences.statuses import status_of

MOST = 50  # reports owed, past handovers and exports on the page
TYPES = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}


@require_safe
def stock(request: StaffRequest, outlet_id: UUID) -> HttpResponse:
    """Show the store, what is owed, and what left."""
    return _page(request, find_outlet(request.staff, outlet_id))


@require_POST
def hand_over_packs(request: StaffRequest, outlet_id: UUID) -> HttpResponse:
    """Hand over the chosen batteries, once."""
    outlet, now = find_outlet(request.staff, outlet_id), timezone.now()
    do = partial(_hand_over, request, outlet, now=now)

    def again(refusal: Refusal) -> HttpResponse:
        return _page(request, outlet, refusal=refusal)

    said = _("Handed over; the stock has fallen.")
    return answer_once(request, do, said=said, again=again, now=now)


@require_POST
def write_export(request: StaffRequest, outlet_id: UUID) -> HttpResponse:
    """Send a list as CSV or XLSX, keeping the proof of it."""
    outlet = find_outlet(request.staff, outlet_id)
    try:
        asked = Range(
            outlets=[outlet.pk],
            kind=_choice(request, "kind", Export.Kind.values),
            first_date=_date(request.POST.get("first", "")),
            last_date=_date(request.POST.get("last", "")),
        )
        form = Export.Form(_choice(request, "form", Export.Form.values))
        made, content = export(asked, form, staff=request.staff, now=timezone.now())
    except Refusal as refusal:
        return _page(request, outlet, refusal=refusal)
    answer = HttpResponse(content, content_type=TYPES[made.form])
    answer.headers["Content-Disposition"] = f'attachment; filename="{made.filename}"'
    return answer


@require_POST
def reported(request: StaffRequest, outlet_id: UUID) -> HttpResponse:
    """Note that an export was handed on."""
    outlet = find_outlet(request.staff, outlet_id)
    try:
        made = Export.objects.filter(pk=_id(request.POST.get("export", "")), outlets=outlet).first()
        if made is None:
            raise ExportUnknown
        mark_reported(made.pk, staff=request.staff, now=timezone.now())
    except Refusal as refusal:
        return _page(request, outlet, refusal=refusal)
    messages.success(request, _("Saved."))
    return HttpResponseRedirect(reverse("console:stock", kwargs={"outlet_id": outlet.pk}))


def _hand_over(request: StaffRequest, outlet: Outlet, *, now: datetime) -> str:
    receiver = Receiver(
        name=request.POST.get("name", "").strip()[:120],
        credit_code=request.POST.get("credit_code", "").strip(),
        override_reason=request.POST.get("override_reason", "").strip()[:200],
        note=request.POST.get("note", "").strip()[:200],
        idempotency_key=form_key(request),
    )
    wanted = [_id(text) for text in request.POST.getlist("pack")]
    hand_over(outlet, wanted, receiver, staff=request.staff, now=now)
    return reverse("console:stock", kwargs={"outlet_id": outlet.pk})


def _id(text: str) -> UUID:
    try:
        return UUID(text)
    except ValueError as malformed:
        raise PackUnknown from malformed


def _choice(request: StaffRequest, name: str, known: list[str]) -> str:
    asked = request.POST.get(name, "")
    if asked not in known:
        raise ExportUnknown
    return asked


def _date(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def _page(request: StaffRequest, outlet: Outlet, *, refusal: Refusal | None = None) -> HttpResponse:
    now, here = timezone.now(), [outlet.pk]
    made = Export.objects.filter(outlets=outlet).select_related("staff").order_by("-at")[:MOST]
    storage = storage_of(outlet.pk)
    shown = {
        "storage": storage,
        "may_export": may(request.staff.role, "export"),
        "percent": min(100, round(storage.share * 100)),
        "packs": [_pack(pack) for pack in stock_of(here)],
        "owed": [_owed(due) for due in to_report(here, now=now, most=MOST)],
        "owed_count": how_many_to_report(here),
        "handovers": [_handover(each) for each in handovers(here)[:MOST]],
        "exports": [{"made": each, "at": f"{local(each.at):%Y-%m-%d %H:%M}"} for each in made],
        "key": uuid4(),
        "typed": request.POST if refusal else {},
        "chosen": request.POST.getlist("pack") if refusal else [],
        "refusal": sentence(refusal.code, refusal.data) if refusal else "",
    }
    status = status_of(refusal) if refusal else 200
    return page(request, "removals/stock.html", shown, outlet=outlet, status=status)


def _pack(pack: Any) -> dict[str, Any]:
    return {
        "pack": pack,
        "id": str(pack.pk),
        "chemistry": CHEMISTRIES.get(pack.chemistry, pack.chemistry),
        "since": f"{local(pack.stored_at):%Y-%m-%d}",
        "booking": pack.booking_code,
        "place": pack.place if pack.contained_at else "",
    }


def _owed(due: Any) -> dict[str, Any]:
    return {"due": due, "code": due.pack.code, "is_in": due.kind == Export.Kind.IN}


def _handover(each: Any) -> dict[str, Any]:
    packs = list(each.packs.all())
    return {
        "each": each,
        "at": f"{local(each.at):%Y-%m-%d %H:%M}",
        "codes": [pack.code for pack in packs],
        "mass": sum(pack.mass_kg or 0 for pack in packs),
    }
