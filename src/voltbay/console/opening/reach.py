"""How far an outlet tows, and how far it comes to remove a battery."""

from functools import partial
from typing import Any
from uuid import UUID

from django import forms
from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from voltbay.accounts.models import StaffUser
from voltbay.console.access.guard import StaffRequest
from voltbay.console.access.scope import find_outlet
from voltbay.console.form_page import FormPage
from voltbay.core import clock
from voltbay.directory.models import Outlet

FURTHEST = 500  # km, as outlet_reach_is_sensible


class ReachForm(forms.Form):
    """Two radii in km; empty where the outlet does not do it."""

    tow_km = forms.IntegerField(
        label=gettext_lazy("Tows cars that do not drive, within km (empty: it does not)"),
        required=False,
        min_value=1,
        max_value=FURTHEST,
    )
    on_site_km = forms.IntegerField(
        label=gettext_lazy("Removes batteries on site, within km (empty: it does not)"),
        required=False,
        min_value=1,
        max_value=FURTHEST,
    )


@require_http_methods(["GET", "POST"])
def reach(request: StaffRequest, outlet_id: UUID) -> HttpResponse:
    """Show how far the outlet goes, or change it. What was asked for before stands."""
    asked = FormPage(request, "opening/reach.html", partial(_shown, outlet_id))
    if request.method != "POST":
        return asked.show()
    do = partial(_change, request.staff, outlet_id)
    return asked.answer_once(ReachForm(request.POST), do, said=_("Saved."), now=clock.now())


def _change(staff: StaffUser, outlet_id: UUID, form: ReachForm) -> str:
    outlet = find_outlet(staff, outlet_id)
    Outlet.objects.filter(pk=outlet.pk).update(**form.cleaned_data)
    return reverse("console:call-outs", kwargs={"outlet_id": outlet.pk})


def _shown(outlet_id: UUID, asked: FormPage) -> dict[str, Any]:
    outlet = find_outlet(asked.request.staff, outlet_id)
    initial = {"tow_km": outlet.tow_km, "on_site_km": outlet.on_site_km}
    return {"outlet": outlet, "form": asked.form(ReachForm, initial)}
