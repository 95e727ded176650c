"""Free times of an outlet."""

from datetime import date, datetime
from typing import Annotated
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from ninja import Query, Router, Schema

from voltbay.api.auth import OwnerRequest, owner_auth
from voltbay.api.entries import Day, Id
from voltbay.bookings.queries import find_booking, find_service
from voltbay.core import clock
from voltbay.core.local_time import local_date
from voltbay.directory.models import Service
from voltbay.slots.queries import DayState, Start, day_states, starts_written

router = Router(tags=["slots"])


class StartOut(Schema):
    """A time at which the service can begin; full when `places_left` is 0."""

    slot_id: int
    starts_at: datetime
    ends_at: datetime
    places_left: int


class DayOut(Schema):
    """A calendar day in Asia/Shanghai, what it is to who books, and its starts in time order.

    `open` may be full. The others have no start: `over`, `too_soon` for the outlet's notice, or
    `closed`.
    """

    date: date
    state: DayState
    starts: list[StartOut]


class DaysOut(Schema):
    days: list[DayOut]


@router.get("/outlets/{uuid:outlet_id}/slots", response=DaysOut, summary="Free times of a service")
def slots_of_outlet(
    request: HttpRequest,
    outlet_id: UUID,
    service: Id,
    first: Annotated[Day | None, Query(alias="from")] = None,
    days: Annotated[int, Query(ge=1, le=31)] = 7,
) -> HttpResponse:
    """List every start of a service from now on, by day, with the places left at each.

    Without `from` the list begins today. A day without starts is present and empty.
    """
    now = clock.now()
    asked = find_service(service, outlet_id=outlet_id)
    by_day = starts_written(asked, first=first or local_date(now), days=days, now=now)
    return _written(by_day, asked, now=now)


@router.get("/bookings/{code}/times", auth=owner_auth, response=DaysOut, summary="Times to move to")
def times_to_move_to(
    request: OwnerRequest,
    code: str,
    first: Annotated[Day | None, Query(alias="from")] = None,
    days: Annotated[int, Query(ge=1, le=31)] = 7,
) -> HttpResponse:
    """List every start that a booking could be moved to, as `/outlets/{outlet_id}/slots` does.

    The booking's own place counts as free; its present start is in the list and is refused.
    """
    now = clock.now()
    booking = find_booking(code, owner_id=request.owner.pk)
    by_day = starts_written(
        booking.service,
        first=first or local_date(now),
        days=days,
        now=now,
        claimant=booking.pk,
    )
    return _written(by_day, booking.service, now=now)


def _written(by_day: dict[date, str], service: Service, *, now: datetime) -> HttpResponse:
    """Put together what DaysOut describes from what the database wrote; nothing needs escaping."""
    what = day_states(by_day, service, now=now)
    listed = ",".join(
        f'{{"date":"{day}","state":"{what[day].value}","starts":{starts or "[]"}}}'
        for day, starts in by_day.items()
    )
    return HttpResponse(f'{{"days":[{listed}]}}', content_type="application/json; charset=utf-8")


def start_out(start: Start) -> dict[str, object]:
    """Write a start as JSON-ready values, for refusals that offer alternatives."""
    return {
        "slot_id": start.slot_id,
        "starts_at": start.starts_at.isoformat(),
        "ends_at": start.ends_at.isoformat(),
        "places_left": start.places_left,
    }
