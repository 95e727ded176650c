"""Who may take batteries out at an outlet: certificates, shifts, leave; changed with a preview."""

from collections.abc import Mapping
from datetime import datetime
from functools import partial
from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.views.decorators.http import require_http_methods

from voltbay.console.access.guard import StaffRequest
from voltbay.console.access.scope import find_outlet
from voltbay.console.form_page import FormPage
from voltbay.console.opening.change_page import ChangePage
from voltbay.console.opening.crew_forms import (
    DropTechnicianForm,
    LeaveForm,
    TakeLeaveBackForm,
    TechnicianForm,
)
from voltbay.console.opening.forms import ChangeForm
from voltbay.console.opening.hours_shown import version_of
from voltbay.core import clock
from voltbay.core.local_time import local_date
from voltbay.directory.models import Outlet, Technician
from voltbay.directory.timetable import EXPIRES_SOON, technicians_of_outlet

FORMS: Mapping[str, type[ChangeForm]] = {
    "technician": TechnicianForm,
    "drop-technician": DropTechnicianForm,
    "leave": LeaveForm,
    "take-leave-back": TakeLeaveBackForm,
}


@require_http_methods(["GET", "POST"])
def technicians(request: StaffRequest, outlet_id: UUID) -> HttpResponse:
    """Show who works here; preview a change of it, or apply the one that was shown."""
    outlet, now = find_outlet(request.staff, outlet_id), clock.now()
    listed = FormPage(request, "opening/technicians.html", partial(_shown, outlet, now=now))
    if request.method != "POST":
        return listed.show()
    return ChangePage(listed, FORMS, "technicians").take(outlet)


def _shown(outlet: Outlet, asked: FormPage, *, now: datetime) -> dict[str, Any]:
    today = local_date(now)
    people = list(technicians_of_outlet(outlet, today))
    edited = next((each for each in people if str(each.pk) == asked.request.GET.get("edit")), None)
    initial = _initial(edited) if edited else None
    return {
        "outlet": outlet,
        "version": version_of(outlet, asked),
        "today": today,
        "soon": today + EXPIRES_SOON,
        "people": people,
        "edited": edited,
        "technician": asked.form(partial(TechnicianForm, outlet, today), initial),
        "leave": asked.form(partial(LeaveForm, outlet, today)),
    }


def _initial(edited: Technician) -> dict[str, Any]:
    """Return what stands in the form; the certificate's number is entered, never shown."""
    return {"id": edited.pk, "name": edited.name, "until": edited.certified_until}
