"""The robots of an outlet's groups: added, tried, taken off. Their secrets are never shown."""

from collections.abc import Callable, Mapping
from datetime import datetime
from functools import partial
from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet
from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from voltbay.accounts.models import Role
from voltbay.console.access.guard import StaffRequest
from voltbay.console.access.scope import find_outlet
from voltbay.console.errors import ActionUnknown
from voltbay.console.form_page import FormPage
from voltbay.console.news.failed import rows_of
from voltbay.console.news.forms import VENDORS, KnownRobotForm, PressedForm, RobotForm
from voltbay.console.news.hear import language_now
from voltbay.core import clock
from voltbay.core.local_time import local
from voltbay.directory.models import Outlet
from voltbay.staff_news.groups import add_robot, find_robot, robots_at, take_off
from voltbay.staff_news.kinds import Vendor
from voltbay.staff_news.models import Delivery, Robot
from voltbay.staff_news.trial import send_again, try_robot

PAGE = "news/robots.html"
LEADS_ALL = (Role.COMPANY_MANAGER, Role.OPERATOR)  # of a company


@require_http_methods(["GET", "POST"])
def robots(request: StaffRequest, outlet_id: UUID) -> HttpResponse:
    """Show the robots of an outlet, or do what a button asks."""
    outlet = find_outlet(request.staff, outlet_id)
    asked, now = FormPage(request, PAGE, partial(_shown, outlet)), clock.now()
    if request.method != "POST":
        return asked.show()
    act = ACTIONS.get(asked.pressed)
    if act is None:
        return asked.refuse(ActionUnknown())
    return act(asked, outlet, now)


def _leads_all(asked: FormPage) -> bool:
    return asked.request.staff.role in LEADS_ALL


def _here(outlet: Outlet) -> str:
    return reverse("console:robots", kwargs={"outlet_id": outlet.pk})


def _add(asked: FormPage, outlet: Outlet, now: datetime) -> HttpResponse:
    def do(form: RobotForm) -> str:
        entry = form.entry(language_now(), may_all=_leads_all(asked))
        try_robot(add_robot(outlet, entry, now=now), now=now)
        return _here(outlet)

    said = _("Added. A trial message is on its way to the group.")
    return asked.answer_once(RobotForm(asked.request.POST), do, said=said, now=now)


def _drop(asked: FormPage, outlet: Outlet, now: datetime) -> HttpResponse:
    def do(form: KnownRobotForm) -> str:
        take_off(outlet, form.cleaned_data["robot"], of_company=_leads_all(asked))
        return _here(outlet)

    return asked.answer_once(KnownRobotForm(asked.request.POST), do, said=_("Removed."), now=now)


def _try(asked: FormPage, outlet: Outlet, now: datetime) -> HttpResponse:
    def do(form: KnownRobotForm) -> str:
        robot_id = form.cleaned_data["robot"]
        try_robot(find_robot(outlet, robot_id, of_company=_leads_all(asked)), now=now)
        return _here(outlet)

    said = _("On its way: it should be there within a minute.")
    return asked.answer_once(KnownRobotForm(asked.request.POST), do, said=said, now=now)


def _again(asked: FormPage, outlet: Outlet, now: datetime) -> HttpResponse:
    def do(_form: PressedForm) -> str:
        send_again(_to_groups(outlet), now=now)
        return _here(outlet)

    said = _("On its way: it should be there within a minute.")
    return asked.answer_once(PressedForm(asked.request.POST), do, said=said, now=now)


ACTIONS: Mapping[str, Callable[[FormPage, Outlet, datetime], HttpResponse]] = {
    "add": _add,
    "drop": _drop,
    "try": _try,
    "again": _again,
}


def _to_groups(outlet: Outlet) -> "QuerySet[Delivery]":
    """Return what was to be said in this outlet's groups, of this outlet or as a trial."""
    of_here = Q(news__outlet=outlet) | Q(news__outlet__isnull=True)
    return Delivery.objects.filter(of_here, robot__in=robots_at(outlet).order_by().values("pk"))


def _shown(outlet: Outlet, asked: FormPage) -> dict[str, Any]:
    language, leads_all = language_now(), _leads_all(asked)
    return {
        "outlet": outlet,
        "form": asked.form(RobotForm),
        "leads_all": leads_all,
        "robots": [_robot(each, leads_all=leads_all) for each in robots_at(outlet)],
        "failed": rows_of(_to_groups(outlet), language, now=clock.now()),
    }


def _robot(robot: Robot, *, leads_all: bool) -> dict[str, Any]:
    is_of_company = robot.outlet_id is None
    return {
        "id": robot.pk,
        "name": robot.name,
        "vendor": VENDORS[Vendor(robot.vendor)],
        "is_of_company": is_of_company,
        "is_signed": robot.secret is not None,
        "used": f"{local(robot.used_at):%Y-%m-%d %H:%M}",
        "may_change": leads_all or not is_of_company,
    }
