"""The photo of an outlet that owners see in lists."""

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
from voltbay.recognition.shopfront import hang_up, take_down


class ShopfrontForm(forms.Form):
    """A photo; without one the outlet's photo is taken down."""

    photo = forms.FileField(
        label=gettext_lazy("A photo of the entrance, without people or number plates"),
        required=False,
        allow_empty_file=True,
        widget=forms.FileInput({"accept": "image/*"}),
    )


@require_http_methods(["GET", "POST"])
def shopfront(request: StaffRequest, outlet_id: UUID) -> HttpResponse:
    """Show the outlet's photo, or change it."""
    asked = FormPage(request, "opening/shopfront.html", partial(_shown, outlet_id))
    if request.method != "POST":
        return asked.show()
    form = ShopfrontForm(request.POST, request.FILES)
    do = partial(_change, request.staff, outlet_id)
    return asked.answer_once(form, do, said=_("Saved."), now=clock.now())


def _change(staff: StaffUser, outlet_id: UUID, form: ShopfrontForm) -> str:
    outlet = find_outlet(staff, outlet_id)
    if photo := form.cleaned_data["photo"]:
        hang_up(outlet, photo.read(), staff=staff)
    else:
        take_down(outlet)
    return reverse("console:shopfront", kwargs={"outlet_id": outlet.pk})


def _shown(outlet_id: UUID, asked: FormPage) -> dict[str, Any]:
    outlet = find_outlet(asked.request.staff, outlet_id)
    return {"outlet": outlet, "form": asked.form(ShopfrontForm, {})}
