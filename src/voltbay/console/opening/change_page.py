"""A page whose changes first show whom they hit: previewed, decided about, applied."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from typing import cast

from django.http import HttpResponse
from django.urls import reverse
from django.utils.functional import SimpleLazyObject, lazystr
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from voltbay.accounts.models import StaffUser
from voltbay.bookings.move import by
from voltbay.bookings.opening.apply import apply_change
from voltbay.console.access.guard import StaffRequest
from voltbay.console.form_page import FormPage
from voltbay.console.opening.forms import ChangeForm, DecisionForm, UnknownForm
from voltbay.console.opening.hours_shown import shown_hits
from voltbay.console.opening.row_forms import MORE
from voltbay.core import clock
from voltbay.core.local_time import local_date
from voltbay.directory.models import Outlet

LOOKS_ON = ("edit", MORE)  # what only shows the form again, with what was typed


@dataclass(frozen=True)
class ChangePage:
    """The page that a change is typed on, the forms that it has, and where it is."""

    typed_on: FormPage
    forms: Mapping[str, type[ChangeForm]]
    route: str

    def take(self, outlet: Outlet) -> HttpResponse:
        """Show whom a change hits, or apply the one that was shown."""
        request, now = self.typed_on.request, clock.now()
        form = self._form(request, outlet, now=now)
        if form.asks_for in LOOKS_ON:
            self.typed_on.sent = form
            return self.typed_on.show()
        answer = self._apply if form.asks_for == "apply" else self._preview
        return self.typed_on.answer(form, partial(answer, request, now=now))

    def _form(self, request: StaffRequest, outlet: Outlet, *, now: datetime) -> ChangeForm:
        sent = UnknownForm(outlet, local_date(now), request.POST)
        kind = self.forms.get(sent.kind)
        return kind(outlet, local_date(now), request.POST) if kind else sent

    def _preview(self, request: StaffRequest, form: ChangeForm, *, now: datetime) -> HttpResponse:
        return _hits(request, form, now=now).show()

    def _apply(self, request: StaffRequest, form: ChangeForm, *, now: datetime) -> HttpResponse:
        told: list[int] = []
        do = partial(self._do, form, told, staff=request.staff, now=now)
        # Said once it is done, when it is known; what was done before told nobody anew.
        said = cast("str", lazystr(SimpleLazyObject(partial(_said, told))))
        return _hits(request, form, now=now).answer_once(
            DecisionForm(request.POST), do, said=said, now=now
        )

    def _do(
        self,
        form: ChangeForm,
        told: list[int],
        decided: DecisionForm,
        *,
        staff: StaffUser,
        now: datetime,
    ) -> str:
        decision = decided.decision()
        found = apply_change(
            form.outlet,
            form.read(),
            decision,
            version=form.seen_version,
            by=by(staff),
            now=now,
        )
        told.append(decision.told(found))
        return reverse(f"console:{self.route}", kwargs={"outlet_id": form.outlet.pk})


def _said(told: list[int]) -> str:
    count = sum(told)
    if not count:
        return _("Saved; nobody is hit, so nobody is told.")
    words = ngettext("Saved; %(n)s owner is told.", "Saved; %(n)s owners are told.", count)
    return words % {"n": count}


def _hits(request: StaffRequest, form: ChangeForm, *, now: datetime) -> FormPage:
    return FormPage(request, "opening/opening_preview.html", partial(shown_hits, form, now=now))
