"""Proposing a block: which car may come when, without holding anything yet."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from voltbay.bookings.bookable import check_room
from voltbay.bookings.fleet.errors import (
    BlockTooLarge,
    CarsBooked,
    CarsTooFew,
    CarTwice,
    PlacesTooFew,
)
from voltbay.bookings.fleet.planning import Need, Seat, seats_for
from voltbay.bookings.fleet.queries import booked_vehicles
from voltbay.bookings.fleet.room import Stretch, free_slots, rooms
from voltbay.bookings.queries import find_service
from voltbay.bookings.rules import last_bookable
from voltbay.core.local_time import day_bounds, days_from
from voltbay.directory.models import Service
from voltbay.fleets.models import FleetAccount, FleetVehicle
from voltbay.fleets.queries import find_vehicles, vehicles_of
from voltbay.fleets.rules import LARGEST_BLOCK


@dataclass(frozen=True)
class Request:
    """What a company wants: named cars, or the first so many of its list that are not booked."""

    service_id: int
    first: date
    days: int
    vehicles: Sequence[UUID] = ()
    count: int = 0
    most_a_day: int | None = None


@dataclass(frozen=True)
class Proposal:
    """A time for every car, in the order of the times."""

    service: Service
    cars: list[tuple[FleetVehicle, Seat]]


def propose(request: Request, *, fleet: FleetAccount, now: datetime) -> Proposal:
    """Return a plan for all cars over the free times of some days. Nothing is held by it.

    Raises ServiceUnknown, OutletFull, BlockTooLarge, CarTwice, VehicleUnknown, CarsBooked,
    CarsTooFew, or PlacesTooFew with as many as would fit.
    """
    service = find_service(request.service_id)
    check_room(service.outlet)
    vehicles = _vehicles(request, fleet)
    seats = _seats(request, service, cars=len(vehicles), now=now)
    if len(seats) < len(vehicles):
        raise PlacesTooFew(found=len(seats), asked=len(vehicles))
    return Proposal(service, list(zip(vehicles, seats, strict=True)))


def check_size(vehicles: Sequence[UUID], count: int) -> None:
    """Raise BlockTooLarge or CarTwice."""
    if not 1 <= count <= LARGEST_BLOCK:
        raise BlockTooLarge(limit=LARGEST_BLOCK)
    if len(set(vehicles)) < len(vehicles):
        raise CarTwice


def _vehicles(request: Request, fleet: FleetAccount) -> list[FleetVehicle]:
    check_size(request.vehicles, len(request.vehicles) or request.count)
    if request.vehicles:
        found = find_vehicles(fleet, request.vehicles)
        if booked := booked_vehicles(found.values()):
            raise CarsBooked(sorted(booked))
        return [found[each] for each in request.vehicles]
    listed = list(vehicles_of(fleet))
    booked = booked_vehicles(listed)
    free = [each for each in listed if each.pk not in booked]
    if len(free) < request.count:
        raise CarsTooFew(found=len(free), asked=request.count)
    return free[: request.count]


def _seats(request: Request, service: Service, *, cars: int, now: datetime) -> list[Seat]:
    calendar = days_from(request.first, request.days)
    stretch = Stretch(
        outlet_id=service.outlet_id,
        first=day_bounds(calendar[0])[0],
        last=day_bounds(calendar[-1])[1],
        now=now,
        soonest=now + service.notice,
        horizon=last_bookable(now, days=service.outlet.book_ahead_days),
    )
    need = Need(
        cars,
        service.slots_needed,
        service.places,
        request.most_a_day,
        technicians=service.technicians,
        buffer_minutes=service.buffer_minutes,
    )
    return seats_for(need, free_slots(stretch), rooms=rooms(stretch))
