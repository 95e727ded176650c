"""The outlet's opening and services: shown, changed with a preview of whom it hits, applied."""

from collections.abc import Mapping
from datetime import date, datetime
from functools import partial
from uuid import UUID

from django.http import HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from voltbay.accounts.models import StaffUser
from voltbay.bookings.move import by
from voltbay.bookings.opening.apply import apply_change
from voltbay.console.access.guard import StaffRequest
from voltbay.console.access.scope import find_outlet
from voltbay.console.form_page import FormPage
from voltbay.console.opening.forms import (
    ChangeForm,
    CloseForm,
    DecisionForm,
    DropOpenDayForm,
    OpenOnForm,
    ReopenForm,
    UnknownForm,
)
from voltbay.console.opening.hours_shown import shown_hits, shown_opening
from voltbay.console.opening.row_forms import MORE, ServicesForm, WeekForm
from voltbay.core.local_time import local_date
from voltbay.directory.models import Outlet

FORMS: Mapping[str, type[ChangeForm]] = {
    "close": CloseForm,
    "reopen": ReopenForm,
    "open-on": OpenOnForm,
    "drop-open-day": DropOpenDayForm,
    "week": WeekForm,
    "services": ServicesForm,
}
LOOKS_ON = ("edit", MORE)  # what only shows the form again, with what was typed


@require_http_methods(["GET", "POST"])
def hours(request: StaffRequest, outlet_id: UUID) -> HttpResponse:
    """Show the opening; preview a change of it, or apply the one that was shown."""
    outlet, now = find_outlet(request.staff, outlet_id), timezone.now()
    opening = FormPage(request, "opening/hours.html", partial(shown_opening, outlet, now=now))
    if request.method != "POST":
        return opening.show()
    form = _form(request, outlet, local_date(now))
    if form.asks_for in LOOKS_ON:
        opening.sent = form
        return opening.show()
    answer = _apply if form.asks_for == "apply" else _preview
    return opening.answer(form, partial(answer, request, now=now))


def _form(request: StaffRequest, outlet: Outlet, today: date) -> ChangeForm:
    sent = UnknownForm(outlet, today, request.POST)
    kind = FORMS.get(sent.kind)
    return kind(outlet, today, request.POST) if kind else sent


def _preview(request: StaffRequest, form: ChangeForm, *, now: datetime) -> HttpResponse:
    return _hits(request, form, now=now).show()


def _apply(request: StaffRequest, form: ChangeForm, *, now: datetime) -> HttpResponse:
    do = partial(_do, form, staff=request.staff, now=now)
    said = _("Saved; whoever it hits is told.")
    return _hits(request, form, now=now).answer_once(
        DecisionForm(request.POST), do, said=said, now=now
    )


def _do(form: ChangeForm, decided: DecisionForm, *, staff: StaffUser, now: datetime) -> str:
    apply_change(
        form.outlet,
        form.read(),
        decided.decision(),
        version=form.seen_version,
        by=by(staff),
        now=now,
    )
    return reverse("console:hours", kwargs={"outlet_id": form.outlet.pk})


def _hits(request: StaffRequest, form: ChangeForm, *, now: datetime) -> FormPage:
    return FormPage(request, "opening/opening_preview.html", partial(shown_hits, form, now=now))
