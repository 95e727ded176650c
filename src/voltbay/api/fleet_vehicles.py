"""A fleet's cars: the list, its upload with a dry run, and taking a car off."""

from typing import Annotated, Any
from uuid import UUID

from django.http import HttpResponse
from ninja import File, Form, Router, Status
from ninja.files import UploadedFile
from pydantic import StringConstraints

from voltbay.api.auth import OwnerRequest, owner_auth
from voltbay.api.fleet_out import (
    FleetVehicleList,
    ListEffectOut,
    effect_out,
    vehicle_out,
)
from voltbay.api.language import language_of
from voltbay.api.limits import LISTED, VEHICLE_LISTS
from voltbay.bookings.fleet.queries import booked_vehicles
from voltbay.bookings.fleet.remove_vehicle import remove_vehicle
from voltbay.core import clock
from voltbay.core.languages import EN
from voltbay.core.sheets import as_csv, as_xlsx
from voltbay.directory.imports.sheet import LONGEST_FILE
from voltbay.fleets.queries import find_approved, find_membership, vehicles_of
from voltbay.fleets.rules import Power
from voltbay.fleets.vehicles.check import check_list, read_list
from voltbay.fleets.vehicles.columns import COLUMNS, EXAMPLE
from voltbay.fleets.vehicles.write import import_list
from voltbay.limits.spend import spend

router = Router(tags=["fleets"], auth=owner_auth)
Seen = Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{64}$")]
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@router.get("/fleets/{uuid:fleet_id}/vehicles", response=FleetVehicleList, summary="A fleet's cars")
def list_fleet_vehicles(request: OwnerRequest, fleet_id: UUID) -> dict[str, Any]:
    """List the cars in the order of the lists, and which have an appointment."""
    mine = find_membership(fleet_id, owner=request.owner)
    listed = list(vehicles_of(mine.fleet))
    booked = booked_vehicles(listed)
    return {"items": [vehicle_out(each, booked=each.pk in booked) for each in listed]}


@router.post(
    "/fleets/{uuid:fleet_id}/vehicles",
    response=ListEffectOut,
    summary="Upload a list of cars",
    openapi_extra=LISTED,
)
def upload_vehicles(
    request: OwnerRequest,
    fleet_id: UUID,
    list: File[UploadedFile],  # noqa: A002  # the part's name
    seen: Form[Seen | None] = None,
) -> dict[str, Any]:
    """Check an XLSX or CSV file row by row; with `seen` of what was shown, write it.

    All or nothing: a wrong row is named by its number and reason, and nothing is imported. 409
    `fleet_list_changed` if it would do something else by now.
    """
    mine = find_approved(fleet_id, owner=request.owner, power=Power.MANAGE)
    now, language = clock.now(), language_of(request)
    spend(VEHICLE_LISTS, str(mine.fleet.pk), now=now)
    sent = read_list(list.read(LONGEST_FILE + 1))
    list.close()
    if seen is None:
        return effect_out(check_list(mine.fleet, sent), done=False, language=language)
    effect = import_list(mine.fleet, sent, seen=seen, owner=request.owner, now=now)
    return effect_out(effect, done=True, language=language)


@router.get("/fleets/{uuid:fleet_id}/vehicles/template.csv", summary="An empty list, CSV")
def csv_template(request: OwnerRequest, fleet_id: UUID) -> HttpResponse:
    """Return the headings with one example, to be filled in."""
    find_membership(fleet_id, owner=request.owner)
    content = as_csv(_headings(request), [EXAMPLE])
    return _file(content, "text/csv; charset=utf-8", "vehicles.csv")


@router.get("/fleets/{uuid:fleet_id}/vehicles/template.xlsx", summary="An empty list, XLSX")
def xlsx_template(request: OwnerRequest, fleet_id: UUID) -> HttpResponse:
    """Return the headings with one example, to be filled in."""
    find_membership(fleet_id, owner=request.owner)
    content = as_xlsx(_headings(request), [EXAMPLE], title="vehicles", made_at=clock.now())
    return _file(content, XLSX, "vehicles.xlsx")


@router.delete(
    "/fleets/{uuid:fleet_id}/vehicles/{uuid:car}", response={204: None}, summary="Take a car off"
)
def take_off(request: OwnerRequest, fleet_id: UUID, car: UUID) -> Status[None]:
    """Take a car off the list. 409 `fleet_vehicle_booked` while it has an appointment."""
    mine = find_membership(fleet_id, owner=request.owner, power=Power.MANAGE)
    remove_vehicle(mine.fleet, car)
    return Status(204, None)


def _headings(request: OwnerRequest) -> list[str]:
    return [each.en if language_of(request) == EN else each.zh for each in COLUMNS]


def _file(content: bytes, kind: str, name: str) -> HttpResponse:
    answer = HttpResponse(content, content_type=kind)
    answer["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer
