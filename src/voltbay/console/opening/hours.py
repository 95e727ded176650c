"""The outlet's opening and services: shown, changed with a preview of whom it hits, applied."""

from collections.abc import Mapping
from functools import partial
from uuid import UUID

from django.http import HttpResponse
from django.views.decorators.http import require_http_methods

from voltbay.console.access.guard import StaffRequest
from voltbay.console.access.scope import find_outlet
from voltbay.console.form_page import FormPage
from voltbay.console.opening.change_page import ChangePage
from voltbay.console.opening.crew_forms import TimeRulesForm
from voltbay.console.opening.forms import (
    ChangeForm,
    CloseForm,
    DropOpenDayForm,
    OpenOnForm,
    ReopenForm,
)
from voltbay.console.opening.hours_shown import shown_opening
from voltbay.console.opening.row_forms import ServicesForm, WeekForm
from voltbay.core import clock

FORMS: Mapping[str, type[ChangeForm]] = {
    "close": CloseForm,
    "reopen": ReopenForm,
    "open-on": OpenOnForm,
    "drop-open-day": DropOpenDayForm,
    "week": WeekForm,
    "services": ServicesForm,
    "time-rules": TimeRulesForm,
}


@require_http_methods(["GET", "POST"])
def hours(request: StaffRequest, outlet_id: UUID) -> HttpResponse:
    """Show the opening; preview a change of it, or apply the one that was shown."""
    outlet, now = find_outlet(request.staff, outlet_id), clock.now()
    opening = FormPage(request, "opening/hours.html", partial(shown_opening, outlet, now=now))
    if request.method != "POST":
        return opening.show()
    return ChangePage(opening, FORMS, "hours").take(outlet)
