"""A battery among the reports: what is known, what is missing, what was told of it, and entries."""

from collections.abc import Callable
from datetime import datetime
from functools import partial
from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from voltbay.accounts.models import StaffUser
from voltbay.console.access.guard import StaffRequest
from voltbay.console.access.permissions import may
from voltbay.console.access.scope import outlet_ids_of
from voltbay.console.errors import ActionUnknown
from voltbay.console.form_page import FormPage
from voltbay.console.traceability.forms import (
    FORMS,
    CarMakerForm,
    FormerCodeForm,
    ReceiverForm,
)
from voltbay.console.traceability.shown import facts_shown, missing_shown, report_shown
from voltbay.console.traceability.words import FACTS, LISTS
from voltbay.core import clock
from voltbay.removals.models import BatteryPack
from voltbay.traceability.complete import add_former_code, correct_receiver, name_car_maker
from voltbay.traceability.models import Movement, ReportRow
from voltbay.traceability.queries import car_makers, find_movements, rows_of
from voltbay.traceability.report_profile import VIN, list_of, profiles
from voltbay.traceability.rows import changed, missing_of


@require_safe
def show(request: StaffRequest, pack_id: UUID) -> HttpResponse:
    """Show a battery."""
    return _page(request, pack_id).show()


@require_POST
def enter(request: StaffRequest, pack_id: UUID) -> HttpResponse:
    """Enter the car maker, another receiver or a code from before; once."""
    page, now = _page(request, pack_id), clock.now()
    if page.pressed not in ACTIONS:
        raise ActionUnknown

    def do(form: Any) -> str:
        pack = find_movements(pack_id, outlet_ids_of(request.staff))[0].pack
        ACTIONS[page.pressed](pack, form, request.staff, now)
        return reverse("console:trace-battery", kwargs={"pack_id": pack_id})

    return page.answer_once(FORMS[page.pressed](request.POST), do, said=_("Saved."), now=now)


def _car_maker(pack: BatteryPack, form: CarMakerForm, staff: StaffUser, now: datetime) -> None:
    name_car_maker(pack.removal, form.cleaned_data["car_maker"], staff=staff, now=now)


def _receiver(pack: BatteryPack, form: ReceiverForm, staff: StaffUser, now: datetime) -> None:
    correct_receiver(pack, form.receiver(), form.cleaned_data["why"], staff=staff, now=now)


def _former_code(pack: BatteryPack, form: FormerCodeForm, staff: StaffUser, now: datetime) -> None:
    add_former_code(pack, form.cleaned_data["code"], staff=staff, now=now)


ACTIONS: dict[str, Callable[[BatteryPack, Any, StaffUser, datetime], None]] = {
    "car_maker": _car_maker,
    "receiver": _receiver,
    "former_code": _former_code,
}


def _page(request: StaffRequest, pack_id: UUID) -> FormPage:
    return FormPage(request, "traceability/battery.html", partial(_shown, pack_id))


def _shown(pack_id: UUID, asked: FormPage) -> dict[str, Any]:
    staff = asked.request.staff
    found = find_movements(pack_id, outlet_ids_of(staff))
    rows = list(rows_of(pack_id))
    last = found[-1]
    says = {"car_maker": last.car_maker}
    receiver = {
        "name": last.facts["receiver_name"],
        "credit_code": last.facts["receiver_code"],
    }
    return {
        "outlet": last.outlet,
        "pack": last.pack,
        "booking_code": last.booking_code,
        "has_left": last.way == "out",
        "movements": [_movement(each, rows) for each in found],
        "rows": [{**report_shown(row.report), "row": row} for row in rows],
        "may_enter": may(staff.role, "trace-enter"),
        "may_reissue": may(staff.role, "reissue"),
        "makers": car_makers([last.outlet_id]),
        "car_maker_form": asked.form(CarMakerForm, says),
        "receiver_form": asked.form(ReceiverForm, receiver),
        "former_code_form": asked.form(FormerCodeForm),
    }


def _movement(movement: Movement, rows: list[ReportRow]) -> dict[str, Any]:
    lacks = [(each, missing_of(movement, each)) for each in profiles().values()]
    current = {row.profile: row for row in rows if row.is_current and row.way == movement.way}
    return {
        "list": LISTS[list_of(movement.sort, movement.way)],
        "facts": facts_shown(
            movement, {fact for _, missing in lacks for fact in missing if fact != VIN}
        ),
        "has_vin": movement.has_vin,
        "profiles": [
            {
                "profile": profile,
                "row": current.get(profile.key),
                "missing": missing_shown(movement, missing),
                "changed": _changed(movement, current.get(profile.key)),
            }
            for profile, missing in lacks
        ],
    }


def _changed(movement: Movement, row: ReportRow | None) -> list[Any]:
    return [FACTS[fact] for fact in changed(movement, row.facts)] if row else []
