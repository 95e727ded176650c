"""Reading the logs: what staff did, and who looked at personal data. Nothing changes them."""

import json
from typing import Any

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from voltbay.audit.models import AuditEntry, Purpose, View
from voltbay.audit.queries import entries as newest_entries
from voltbay.audit.queries import views as newest_views
from voltbay.console.access.guard import StaffRequest
from voltbay.console.entries import as_id
from voltbay.console.logs.columns import COLUMNS
from voltbay.console.logs.words import in_words, kinds
from voltbay.console.pages import page
from voltbay.core.local_time import local
from voltbay.directory.models import Outlet

PAGE = 50
SEARCHED_BY = {
    "phone_end": gettext_lazy("last 4 digits of the phone"),
    "phone": gettext_lazy("Mobile number"),
    "vin": gettext_lazy("VIN"),
    "plate": gettext_lazy("Plate"),
    "vin_end": gettext_lazy("End of the VIN"),
}
WHAT = {View.Of.SEARCH: "search", View.Of.CALL_OUT: "call_out"}
MOST = 500  # views that the page goes back; the table keeps all


@require_safe
def audit(request: StaffRequest) -> HttpResponse:
    """Show who did what from where, with the columns before and after."""
    found = newest_entries()
    asked = {name: request.GET.get(name, "").strip() for name in ("staff", "what", "target")}
    if asked["staff"]:
        found = found.filter(staff__username=asked["staff"])
    if asked["what"]:
        found = found.filter(what__startswith=asked["what"])
    if asked["target"]:
        found = found.filter(target__icontains=asked["target"])
    pages = Paginator(found, PAGE).get_page(request.GET.get("page"))
    outlets = _outlets(list(pages))
    shown = {
        "entries": [_entry(entry, outlets) for entry in pages],
        "pages": pages,
        "asked": asked,
        "kinds": kinds(),
    }
    return page(request, "logs/audit.html", shown)


@require_safe
def views(request: StaffRequest) -> HttpResponse:
    """Show who looked at photos and full numbers, when and why: all, or one member of staff."""
    name, found = request.GET.get("staff", "").strip(), newest_views()
    if name:
        found = found.filter(staff__username=name)
    shown = [
        {
            "at": f"{local(view.at):%Y-%m-%d %H:%M:%S}",
            "staff": view.staff,
            "what": WHAT.get(View.Of(view.of)) or view.document_kind or "numbers",
            "of": _whose(view),
            "purpose": Purpose(view.purpose).label,
            "why": view.why,
        }
        for view in found[:MOST]
    ]
    return page(request, "logs/views.html", {"looks": shown, "name": name})


def _whose(view: View) -> str:
    if view.of == View.Of.OWNER:
        return f"{_('owner')} {view.owner_id}"
    if view.of == View.Of.CALL_OUT:
        return str(view.call_out_id)
    if view.of == View.Of.SEARCH:
        said = _("by %(number)s, found: %(found)s")
        return said % {"number": SEARCHED_BY[view.searched_by], "found": view.found}
    return view.booking_code or str(view.document_id)


def _outlets(entries: list[AuditEntry]) -> dict[str, str]:
    """Return the names of the outlets that entries are about, by their ids. One statement."""
    asked = {as_id(part) for entry in entries for part in entry.target.split()}
    found = Outlet.objects.filter(pk__in=[pk for pk in asked if pk]).values_list("pk", "name")
    return {str(pk): name for pk, name in found}


def _entry(entry: AuditEntry, outlets: dict[str, str]) -> dict[str, Any]:
    names = sorted({*(entry.before or {}), *(entry.after or {})})
    changes = [
        {
            "name": COLUMNS.get(name, name),
            "before": _written((entry.before or {}).get(name)),
            "after": _written((entry.after or {}).get(name)),
        }
        for name in names
    ]
    return {
        "entry": entry,
        "at": f"{local(entry.at):%Y-%m-%d %H:%M:%S}",
        "what": in_words(entry.what),
        "target": " ".join(outlets.get(part, part) for part in entry.target.split()),
        "changes": changes,
    }


def _written(value: Any) -> str:
    if value is None:
        return "—"
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    text = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
    return text if len(text) <= PAGE * 4 else f"{text[: PAGE * 4]}…"
