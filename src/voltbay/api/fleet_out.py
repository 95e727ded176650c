"""How a fleet, its people, its cars and its blocks are shown to a member."""

from collections.abc import Collection
from datetime import datetime
from typing import Any, Literal
from uuid import UUID

from ninja import Schema

from voltbay.bookings.fleet.propose import Proposal
from voltbay.bookings.lifecycle import GIVEN_BACK, State
from voltbay.bookings.models import Booking
from voltbay.bookings.rules import change_until
from voltbay.core.masking import mask_name, mask_phone
from voltbay.directory.latin import addressed, named
from voltbay.fleets.models import Block, FleetMember, FleetVehicle
from voltbay.fleets.queries import Membership
from voltbay.fleets.rules import Power
from voltbay.fleets.vehicles.check import Effect
from voltbay.fleets.vehicles.columns import COLUMNS
from voltbay.sentences import sentence

Role = Literal["books", "sees_all", "manages"]
FleetState = Literal["asked", "approved", "refused", "suspended"]
BlockState = Literal["held", "confirmed", "cancelled", "expired"]


class FleetOut(Schema):
    """A fleet account that I act for; `reason` is why it was refused or suspended."""

    id: UUID
    name: str
    credit_code: str
    state: FleetState
    reason: str
    asked_at: datetime
    role: Role
    may_book: bool
    may_see_all: bool
    may_manage: bool
    authorised_at: datetime | None


class InvitationOut(Schema):
    id: int
    company: str
    role: Role
    invited_at: datetime


class FleetsOut(Schema):
    """The fleets that I act for, and those that invite me."""

    items: list[FleetOut]
    invitations: list[InvitationOut]


class MemberOut(Schema):
    """Somebody who acts for the fleet, or is invited: masked."""

    id: int
    name: str | None
    phone: str
    role: Role
    joined_at: datetime | None
    invited_at: datetime
    is_me: bool


class MemberList(Schema):
    items: list[MemberOut]


class FleetVehicleOut(Schema):
    """A car of the list, in full for those who book it."""

    id: UUID
    plate: str
    vin: str
    model: str
    licence_owner: str
    booked: bool


class FleetVehicleList(Schema):
    items: list[FleetVehicleOut]


class RowOut(Schema):
    """A row that is new or changes; `number` is its number in the file."""

    number: int
    plate: str
    vin: str
    is_new: bool


class WrongRowOut(Schema):
    """Why a row is not taken."""

    number: int
    column: str
    cell: str
    code: str
    detail: str


class ListEffectOut(Schema):
    """What a file would do; with `done` it did. `seen` is sent back to have it done.

    `unused` are the headings of columns that nothing is read from.
    """

    done: bool
    created: int
    changed: int
    unchanged: int
    rows: list[RowOut]
    wrong: list[WrongRowOut]
    unused: list[str]
    seen: str


class SeatOut(Schema):
    """A proposed time for a car."""

    vehicle: UUID
    plate: str
    slot_id: int
    starts_at: datetime
    ends_at: datetime


class ProposalOut(Schema):
    outlet: str
    service: str
    cars: list[SeatOut]


class BlockOut(Schema):
    """A block; `cars_left` are those not cancelled, the first and last of them by time."""

    code: str
    state: BlockState
    cars: int
    cars_left: int
    outlet: str
    service: str
    created_at: datetime
    held_until: datetime | None
    first_at: datetime | None
    last_at: datetime | None


class BlockCarOut(Schema):
    code: str
    plate: str | None
    vehicle: UUID | None
    state: State
    starts_at: datetime
    ends_at: datetime
    may_cancel: bool
    offer_waits: bool
    why: str | None


class BlockDetail(BlockOut):
    """A block with its cars in time order; `is_mine` if I may open their bookings."""

    is_mine: bool
    address: str
    phone: str
    change_hours: int
    items: list[BlockCarOut]


class BlockList(Schema):
    items: list[BlockOut]


def fleet_out(mine: Membership) -> dict[str, Any]:
    """Write a fleet for a member."""
    fleet = mine.fleet
    is_refused = fleet.state in ("refused", "suspended")
    return {
        "id": fleet.pk,
        "name": fleet.name,
        "credit_code": fleet.credit_code,
        "state": fleet.state,
        "reason": fleet.reason if is_refused else "",
        "asked_at": fleet.asked_at,
        "role": mine.member.role,
        "may_book": mine.may(Power.BOOK) and fleet.state == "approved",
        "may_see_all": mine.may(Power.SEE_ALL),
        "may_manage": mine.may(Power.MANAGE),
        "authorised_at": mine.member.authorised_at,
    }


def invitation_out(member: FleetMember) -> dict[str, Any]:
    """Write an invitation for whom it is for."""
    return {
        "id": member.pk,
        "company": member.fleet.name,
        "role": member.role,
        "invited_at": member.invited_at,
    }


def member_out(member: FleetMember, *, mine: Membership) -> dict[str, Any]:
    """Write a member for another."""
    owner = member.owner
    phone = (owner.phone if owner else member.phone) or ""
    name = owner.name if owner else None
    return {
        "id": member.pk,
        "name": mask_name(name) if name else None,
        "phone": mask_phone(phone),
        "role": member.role,
        "joined_at": member.joined_at,
        "invited_at": member.invited_at,
        "is_me": member.pk == mine.member.pk,
    }


def vehicle_out(vehicle: FleetVehicle, *, booked: bool) -> dict[str, Any]:
    """Write a car of the list."""
    return {
        "id": vehicle.pk,
        "plate": vehicle.plate,
        "vin": vehicle.vin,
        "model": vehicle.model,
        "licence_owner": vehicle.licence_owner,
        "booked": booked,
    }


def effect_out(effect: Effect, *, done: bool, language: str) -> dict[str, Any]:
    """Write what a file does or would do, wrong rows with their sentences."""
    titles = {each.name: each.en if language == "en" else each.zh for each in COLUMNS}
    rows = [*((each, True) for each in effect.new), *((car, False) for _, car in effect.changed)]
    return {
        "done": done,
        "created": len(effect.new),
        "changed": len(effect.changed),
        "unchanged": effect.unchanged,
        "rows": [
            {"number": car.number, "plate": car.plate, "vin": car.vin, "is_new": is_new}
            for car, is_new in sorted(rows, key=lambda each: each[0].number)
        ],
        "wrong": [
            {
                "number": each.number,
                "column": titles[each.column],
                "cell": each.cell,
                "code": each.refusal.code,
                "detail": sentence(each.refusal.code, language, each.refusal.data),
            }
            for each in effect.wrongs
        ],
        "unused": effect.unused,
        "seen": effect.seen,
    }


def proposal_out(proposal: Proposal, *, language: str) -> dict[str, Any]:
    """Write a plan."""
    service, outlet = proposal.service, proposal.service.outlet
    return {
        "outlet": named(outlet.name, outlet.name_en, language=language),
        "service": named(service.name, service.name_en, language=language),
        "cars": [
            {
                "vehicle": vehicle.pk,
                "plate": vehicle.plate,
                "slot_id": seat.slot_id,
                "starts_at": seat.starts_at,
                "ends_at": seat.ends_at,
            }
            for vehicle, seat in proposal.cars
        ],
    }


def block_out(block: Block, cars: list[Booking] | None = None, *, language: str) -> dict[str, Any]:
    """Write a block, counted by its cars or by what its query annotated."""
    live = [each for each in cars or [] if each.state not in GIVEN_BACK]
    counted = (
        {
            "cars_left": len(live),
            "first_at": min((each.starts_at for each in live), default=None),
            "last_at": max((each.starts_at for each in live), default=None),
        }
        if cars is not None
        else {name: getattr(block, name) for name in ("cars_left", "first_at", "last_at")}
    )
    return {
        "code": block.code,
        "state": block.state,
        "cars": block.cars,
        "outlet": named(block.outlet.name, block.outlet.name_en, language=language),
        "service": named(block.service.name, block.service.name_en, language=language),
        "created_at": block.created_at,
        "held_until": block.held_until,
        **counted,
    }


def block_detail(
    block: Block,
    cars: list[Booking],
    *,
    mine: Membership,
    offered: Collection[UUID],
    now: datetime,
    language: str,
) -> dict[str, Any]:
    """Write a block with its cars; `offered` are those for which an offer waits to be answered."""
    return {
        **block_out(block, cars, language=language),
        "is_mine": block.owner_id == mine.owner.pk,
        "address": addressed(block.outlet.address, language=language),
        "phone": block.outlet.phone,
        "change_hours": block.outlet.cancel_until_hours,
        "items": [
            {
                **_car(each),
                "may_cancel": mine.may(Power.BOOK) and _in_time(each, block, now=now),
                "offer_waits": each.pk in offered,
            }
            for each in cars
        ],
    }


def _in_time(booking: Booking, block: Block, *, now: datetime) -> bool:
    until = change_until(booking.starts_at, hours=block.outlet.cancel_until_hours)
    return booking.state == State.CONFIRMED and now <= until


def _car(booking: Booking) -> dict[str, Any]:
    listed = booking.fleet_vehicle.plate if booking.fleet_vehicle else None
    return {
        "code": booking.code,
        "plate": booking.plate or listed,
        "vehicle": booking.fleet_vehicle_id,
        "state": booking.state,
        "starts_at": booking.starts_at,
        "ends_at": booking.ends_at,
        "why": booking.cancel_reason,
    }
