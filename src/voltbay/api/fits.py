"""Which services fit an owner's car: shown once its licence is read, and changed in one tap."""

from typing import Annotated, Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from ninja import Query, Router, Schema
from pydantic import Field, TypeAdapter

from voltbay.api.auth import OwnerRequest, owner_auth
from voltbay.api.booking_out import BookingOut, MisfitOut, booking_out, misfits_out
from voltbay.api.directory_out import OutletSummary, nearby_out
from voltbay.api.entries import Body, Id
from voltbay.api.language import language_of
from voltbay.api.limits import LISTED, MOVES
from voltbay.api.problems import problem
from voltbay.api.slots import StartOut
from voltbay.bookings.fit import DoesNotFitWithOffers, Offer
from voltbay.bookings.lifecycle import State
from voltbay.bookings.models import BookingEvent
from voltbay.bookings.move import Actor
from voltbay.bookings.owner.alternatives import swap_or_suggest
from voltbay.bookings.owner.car import Told, fit_of
from voltbay.bookings.owner.swap_service import Swap
from voltbay.bookings.queries import find_booking
from voltbay.core import clock
from voltbay.core.languages import EN
from voltbay.directory.latin import named
from voltbay.directory.models import Service
from voltbay.identifiers.vehicle import Fuel, VehicleClass
from voltbay.limits.spend import spend
from voltbay.sentences.statuses import status_of

router = Router(tags=["bookings"], auth=owner_auth)
MassKg = Annotated[int, Field(ge=500, le=100_000)]


class FittingService(Schema):
    """A service that fits: `kept` begins when the booking does, if the time is free there."""

    id: int
    name: str
    minutes: int
    kept: StartOut | None
    starts: list[StartOut]


class FitOut(Schema):
    """What is known of the car; `ask_fuel` if its owner has to say what drives it."""

    vehicle_class: VehicleClass
    fuel: Fuel
    ask_fuel: bool
    is_petrol: bool
    misfits: list[MisfitOut]
    services: list[FittingService]
    nearby: list[OutletSummary]


class SwapIn(Body):
    """Another service of the same outlet; without a slot at the time that the booking has."""

    service_id: Id
    slot_id: Id | None = None


WRITER = TypeAdapter(list[FittingService])


@router.get("/bookings/{code}/fit", response=FitOut, summary="Whether the car fits the service")
def show_fit(
    request: OwnerRequest,
    code: str,
    vehicle_licence: UUID,
    fuel: Fuel | None = None,
    mass_kg: Annotated[int | None, Query(ge=500, le=100_000)] = None,
) -> dict[str, Any]:
    """Say whether a booking's service takes the car of a recognised licence, and which others do.

    `misfits` are empty if it does. `services` are the outlet's that fit, if this one surely does
    not; with none of them the booking goes to review, and `nearby` are
    outlets that take the car. `fuel` and `mass_kg` are the owner's word.
    """
    now = clock.now()
    booking = find_booking(code, owner_id=request.owner.pk)
    fit = fit_of(booking, vehicle_licence, Told(fuel or "", mass_kg), now=now)
    return {
        "vehicle_class": fit.traits.vehicle_class,
        "fuel": fit.traits.fuel,
        "ask_fuel": fit.ask_fuel,
        "is_petrol": fit.is_petrol,
        "misfits": misfits_out(fit.misfits, language=language_of(request)),
        "services": [_offer(offer, language_of(request)) for offer in fit.offers],
        "nearby": nearby_out(fit.nearby, fit.traits, language=language_of(request)),
    }


@router.post(
    "/bookings/{code}/service",
    response=BookingOut,
    summary="Take another service",
    openapi_extra=LISTED,
)
def swap_booking_service(request: OwnerRequest, code: str, entries: SwapIn) -> dict[str, Any]:
    """Change the service of a hold or an appointment; a hold keeps its minutes.

    409 `slot_full` comes with `alternatives` of the new service; then everything stays as it was.
    """
    now = clock.now()
    booking = find_booking(code, owner_id=request.owner.pk)
    if booking.state != State.HELD:
        spend(MOVES, str(request.owner.pk), now=now)
    by = Actor(BookingEvent.Actor.OWNER, str(request.owner.pk))
    swap_or_suggest(booking, Swap(entries.service_id, entries.slot_id), by=by, now=now)
    return booking_out(booking, now=now, language=language_of(request))


def refuse_misfit(request: HttpRequest, refused: DoesNotFitWithOffers) -> HttpResponse:
    """Translate a service that does not take the car, with those that do as `services`."""
    language = language_of(request)
    offers = WRITER.validate_python([_offer(offer, language) for offer in refused.offers])
    listed = WRITER.dump_python(offers, mode="json")
    names = [_name(offer.service, language) for offer in refused.offers]
    told = {
        **refused.data,
        "service": _name(refused.service, language),
        "fitting": (", " if language == EN else "、").join(names),
        "services": listed,
    }
    return problem(request, status=status_of(refused), code=refused.code, data=told)


def _offer(offer: Offer, language: str) -> dict[str, Any]:
    service = offer.service
    return {
        "id": service.pk,
        "name": _name(service, language),
        "minutes": service.slots_needed * service.outlet.slot_minutes,
        "kept": offer.kept,
        "starts": offer.starts,
    }


def _name(service: Service, language: str) -> str:
    return named(service.name, service.name_en, language=language)
