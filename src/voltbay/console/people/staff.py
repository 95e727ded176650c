"""Staff: who works where, made, changed, reset and disabled by who manages them."""

from collections.abc import Callable
from functools import partial
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from voltbay.accounts.models import StaffUser
from voltbay.accounts.staff.devices import devices_of
from voltbay.accounts.staff.dormant import is_dormant
from voltbay.accounts.staff.manage import (
    add_staff,
    change_staff,
    forget_devices_of,
    reset_password,
    reset_second_factor,
    sign_out_everywhere,
    wake_staff,
)
from voltbay.accounts.staff.queries import find_staff, search_staff, version_of
from voltbay.accounts.staff.second_factor import has_factor
from voltbay.console.access.guard import StaffRequest
from voltbay.console.access.permissions import may
from voltbay.console.errors import ActionUnknown
from voltbay.console.form_page import FormPage
from voltbay.console.many import asked_words
from voltbay.console.pages import page
from voltbay.console.people.forms import ActionForm, KnownStaffForm, NewStaffForm
from voltbay.core import clock

PAGE = 50
MEMBER = "people/staff_member.html"


@require_safe
def listed(request: StaffRequest) -> HttpResponse:
    """Show those whom one manages."""
    text = request.GET.get("q", "").strip()
    pages = Paginator(search_staff(request.staff, text), PAGE).get_page(request.GET.get("page"))
    return page(request, "people/staff.html", {"pages": pages, "q": text, "me": request.staff.pk})


@require_http_methods(["GET", "POST"])
def add(request: StaffRequest) -> HttpResponse:
    """Make a member of staff and show the first password once."""
    asked = FormPage(request, MEMBER, _new)
    if request.method != "POST":
        return asked.show()
    return asked.answer(NewStaffForm(request.staff, request.POST), partial(_add, request))


@require_http_methods(["GET", "POST"])
def member(request: StaffRequest, staff_id: int) -> HttpResponse:
    """Show one member of staff; change, reset or disable."""
    staff = find_staff(request.staff, staff_id)
    asked = FormPage(request, MEMBER, partial(_known, staff))
    if request.method != "POST":
        return asked.show()
    pressed = ActionForm(request.POST)
    if pressed["action"].value() == "save":
        form = KnownStaffForm(staff, request.staff, request.POST)
        return asked.answer(form, partial(_save, request))
    return asked.answer(pressed, partial(_act, request, staff))


def _add(request: StaffRequest, form: NewStaffForm) -> HttpResponse:
    made, password = add_staff(form.entry(), by=request.staff, now=clock.now())
    return FormPage(request, MEMBER, partial(_known, made, password=password)).show()


def _save(request: StaffRequest, form: KnownStaffForm) -> HttpResponse:
    change_staff(form.staff, form.entry(), seen=form.cleaned_data["seen"], by=request.staff)
    return _back(request, form.staff, _("Saved."))


def _act(request: StaffRequest, staff: StaffUser, form: ActionForm) -> HttpResponse:
    do = ACTIONS.get(form.cleaned_data["action"])
    if do is None:
        raise ActionUnknown
    return do(request, staff)


def _password(request: StaffRequest, staff: StaffUser) -> HttpResponse:
    password = reset_password(staff, by=request.staff, now=clock.now())
    return FormPage(request, MEMBER, partial(_known, staff, password=password)).show()


def _factor(request: StaffRequest, staff: StaffUser) -> HttpResponse:
    reset_second_factor(staff, by=request.staff)
    return _back(request, staff, _("The next sign-in asks for a new second factor."))


def _devices(request: StaffRequest, staff: StaffUser) -> HttpResponse:
    forget_devices_of(staff, by=request.staff)
    return _back(request, staff, _("No computer is known any more."))


def _wake(request: StaffRequest, staff: StaffUser) -> HttpResponse:
    wake_staff(staff, by=request.staff, now=clock.now())
    return _back(request, staff, _("Awake: the same password works again."))


def _sessions(request: StaffRequest, staff: StaffUser) -> HttpResponse:
    sign_out_everywhere(staff, by=request.staff)
    return _back(request, staff, _("Signed out everywhere."))


ACTIONS: dict[str, Callable[[StaffRequest, StaffUser], HttpResponse]] = {
    "password": _password,
    "factor": _factor,
    "devices": _devices,
    "wake": _wake,
    "sessions": _sessions,
}


def _back(request: StaffRequest, staff: StaffUser, said: str) -> HttpResponse:
    messages.success(request, said)
    return HttpResponseRedirect(reverse("console:staff-member", kwargs={"staff_id": staff.pk}))


def _new(asked: FormPage) -> dict[str, Any]:
    words = asked_words(asked.request)
    form = asked.form(partial(NewStaffForm, asked.request.staff, words=words))
    return {"member": None, "form": form, "wrong": _wrong(asked)}


def _known(staff: StaffUser, asked: FormPage, *, password: str = "") -> dict[str, Any]:
    manager, words = asked.request.staff, asked_words(asked.request)
    return {
        "member": staff,
        "form": asked.form(partial(KnownStaffForm, staff, manager, words=words)),
        "wrong": _wrong(asked),
        "seen": version_of(staff),
        "is_me": staff.pk == manager.pk,
        "password": password,
        "is_dormant": staff.is_active and is_dormant(staff, now=clock.now()),
        "may_see_views": may(manager.role, "views"),
        "has_factor": has_factor(staff),
        "devices": devices_of(staff, now=clock.now()),
    }


def _wrong(asked: FormPage) -> dict[str, str]:
    return asked.refusal.fields if asked.refusal else {}
