"""Booking many cars as one: a plan, a hold, its confirmation, and cancelling in part or whole."""

from typing import Annotated, Any
from uuid import UUID

from ninja import Header, Router, Status
from pydantic import Field

from voltbay.api.auth import OwnerRequest, owner_auth
from voltbay.api.entries import Body, Id, Key, Line, SaidLine, WrittenDay
from voltbay.api.fleet_out import (
    BlockDetail,
    BlockList,
    ProposalOut,
    block_detail,
    block_out,
    proposal_out,
)
from voltbay.api.language import language_of
from voltbay.api.limits import LISTED
from voltbay.bookings.fleet.cancel import cancel_block
from voltbay.bookings.fleet.confirm import confirm_block
from voltbay.bookings.fleet.hold import BlockWish, hold_block
from voltbay.bookings.fleet.propose import Request, propose
from voltbay.bookings.fleet.queries import MOST_BLOCKS, blocks_of, cars_of, find_block
from voltbay.bookings.models import BookingEvent
from voltbay.bookings.move import Actor
from voltbay.core import clock
from voltbay.fleets.models import Block
from voltbay.fleets.queries import Membership, find_approved, find_membership
from voltbay.fleets.rules import LARGEST_BLOCK, Power
from voltbay.removals.quotes.queries import waiting_for

router = Router(tags=["fleets"], auth=owner_auth)
Cars = Annotated[list[UUID], Field(max_length=LARGEST_BLOCK)]
Count = Annotated[int, Field(ge=0, le=LARGEST_BLOCK)]


class PlanIn(Body):
    """Named cars, or the first `count` of the list that are not booked; over some days from one."""

    service_id: Id
    first_day: WrittenDay
    days: Annotated[int, Field(ge=1, le=31)] = 7
    vehicles: Cars = []
    count: Count = 0
    most_a_day: Annotated[int, Field(ge=1, le=LARGEST_BLOCK)] | None = None


class SeatIn(Body):
    vehicle: UUID
    slot_id: Id


class HoldBlockIn(Body):
    service_id: Id
    cars: Annotated[list[SeatIn], Field(min_length=1, max_length=LARGEST_BLOCK)]


class CancelBlockIn(Body):
    """`bookings` are the codes of single cars; without it all that may still be cancelled go."""

    reason: SaidLine
    bookings: Annotated[list[Line], Field(min_length=1, max_length=LARGEST_BLOCK)] | None = None


@router.post("/fleets/{uuid:fleet_id}/plan", response=ProposalOut, summary="Propose a block")
def plan_block(request: OwnerRequest, fleet_id: UUID, entries: PlanIn) -> dict[str, Any]:
    """Propose a time for every car; nothing is held. 409 `block_places_too_few` says what fits."""
    mine = find_approved(fleet_id, owner=request.owner, power=Power.BOOK)
    wanted = Request(
        entries.service_id,
        entries.first_day,
        entries.days,
        vehicles=entries.vehicles,
        count=entries.count,
        most_a_day=entries.most_a_day,
    )
    found = propose(wanted, fleet=mine.fleet, now=clock.now())
    return proposal_out(found, language=language_of(request))


@router.post(
    "/fleets/{uuid:fleet_id}/blocks",
    response={201: BlockDetail},
    summary="Hold a block",
    openapi_extra=LISTED,
)
def hold_cars(
    request: OwnerRequest,
    fleet_id: UUID,
    entries: HoldBlockIn,
    idempotency_key: Annotated[Key | None, Header(alias="Idempotency-Key")] = None,
) -> Status[dict[str, Any]]:
    """Hold a time for every car for fifteen minutes, or for none.

    409 `block_full` names in `vehicles` the cars whose times went to others meanwhile. The same
    `Idempotency-Key` gives the same block again.
    """
    mine = find_approved(fleet_id, owner=request.owner, power=Power.BOOK)
    cars = [(each.vehicle, each.slot_id) for each in entries.cars]
    wish = BlockWish(entries.service_id, cars, idempotency_key)
    return Status(201, _detail(request, hold_block(wish, mine=mine, now=clock.now()), mine))


@router.get("/fleets/{uuid:fleet_id}/blocks", response=BlockList, summary="A fleet's blocks")
def list_blocks(request: OwnerRequest, fleet_id: UUID) -> dict[str, Any]:
    """List the newest hundred blocks: my own, or all if my role sees them."""
    mine = find_membership(fleet_id, owner=request.owner)
    language, found = language_of(request), blocks_of(mine)[:MOST_BLOCKS]
    return {"items": [block_out(each, language=language) for each in found]}


@router.get("/fleets/{uuid:fleet_id}/blocks/{code}", response=BlockDetail, summary="One block")
def show_block(request: OwnerRequest, fleet_id: UUID, code: str) -> dict[str, Any]:
    """Show a block with its cars in time order."""
    mine = find_membership(fleet_id, owner=request.owner)
    return _detail(request, find_block(code, mine), mine)


@router.post(
    "/fleets/{uuid:fleet_id}/blocks/{code}/confirm", response=BlockDetail, summary="Confirm a block"
)
def confirm_cars(request: OwnerRequest, fleet_id: UUID, code: str) -> dict[str, Any]:
    """Confirm every car with what the list says of it; no photo is needed."""
    mine = find_approved(fleet_id, owner=request.owner, power=Power.BOOK)
    block = find_block(code, mine)
    confirm_block(block, by=_actor(request), now=clock.now())
    return _detail(request, block, mine)


@router.post(
    "/fleets/{uuid:fleet_id}/blocks/{code}/cancel", response=BlockDetail, summary="Cancel cars"
)
def cancel_cars(
    request: OwnerRequest, fleet_id: UUID, code: str, entries: CancelBlockIn
) -> dict[str, Any]:
    """Cancel single cars or the whole; a held block is dropped as a whole.

    409 `block_cars_too_late` names in `bookings` those that only the outlet can cancel.
    """
    mine = find_membership(fleet_id, owner=request.owner, power=Power.BOOK)
    block = find_block(code, mine)
    cancel_block(
        block,
        by=_actor(request),
        reason=entries.reason,
        now=clock.now(),
        codes=entries.bookings,
    )
    return _detail(request, find_block(code, mine), mine)


def _detail(request: OwnerRequest, block: Block, mine: Membership) -> dict[str, Any]:
    cars = cars_of(block)
    offered = waiting_for(each.pk for each in cars)
    return block_detail(
        block,
        cars,
        mine=mine,
        offered=offered,
        now=clock.now(),
        language=language_of(request),
    )


def _actor(request: OwnerRequest) -> Actor:
    return Actor(BookingEvent.Actor.OWNER, str(request.owner.pk))
