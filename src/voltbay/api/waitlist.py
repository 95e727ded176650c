"""Waiting for a place: for one full time, or for any on some days."""

from datetime import datetime
from typing import Any, Literal
from uuid import UUID

from ninja import Router, Schema, Status

from voltbay.api.auth import OwnerRequest, owner_auth
from voltbay.api.entries import Body, Id, WrittenDay
from voltbay.api.language import language_of
from voltbay.bookings.models import WaitlistEntry
from voltbay.bookings.waitlist.join import join, step_out
from voltbay.bookings.waitlist.queries import (
    entries_of,
    find_entry,
    place_in_line,
    window_of_slot,
)
from voltbay.bookings.waitlist.rules import Window, window_of_days
from voltbay.core import clock
from voltbay.core.errors import Invalid
from voltbay.directory.latin import named

router = Router(tags=["waitlist"], auth=owner_auth)
SHOWN = 20  # what is waited for, and how the last wishes ended


class WishIncomplete(Invalid):
    """A wish names a slot, or a first and a last day."""

    code = "invalid"


class WishIn(Body):
    """A full slot to wait for, or days; the last one is included."""

    service_id: Id
    slot_id: Id | None = None
    first_date: WrittenDay | None = None
    last_date: WrittenDay | None = None


class WaitedOutlet(Schema):
    id: UUID
    name: str


class WaitedService(Schema):
    id: int
    name: str


class OfferOut(Schema):
    """A held booking, to be confirmed like any other before `held_until`."""

    code: str
    starts_at: datetime
    held_until: datetime


class EntryOut(Schema):
    """A wish: any start with `starts_from <= start < starts_before`. `place` 1 is next in line."""

    id: UUID
    state: Literal["waiting", "offered", "taken", "lapsed", "left"]
    outlet: WaitedOutlet
    service: WaitedService
    starts_from: datetime
    starts_before: datetime
    created_at: datetime
    place: int | None
    offer: OfferOut | None


class EntriesOut(Schema):
    items: list[EntryOut]
    next: str | None


@router.post("/waitlist", response={201: EntryOut}, summary="Wait for a place")
def wait_for_place(request: OwnerRequest, entries: WishIn) -> Status[dict[str, Any]]:
    """Stand in line for a full time or for days. The same wish again gives the same entry.

    A freed place is held for the first in line, longer than usual, and a message tells of it; the
    offer is an ordinary held booking. 409 `waitlist_not_needed` says that times are free.
    """
    now = clock.now()
    entry = join(
        service_id=entries.service_id, window=_window(entries), owner=request.owner, now=now
    )
    return Status(201, _out(entry, language=language_of(request)))


@router.get("/waitlist", response=EntriesOut, summary="What I wait for")
def list_entries(request: OwnerRequest) -> dict[str, Any]:
    """List my newest wishes, newest first; those that ended say how."""
    language, found = language_of(request), entries_of(request.owner)[:SHOWN]
    return {"items": [_out(entry, language=language) for entry in found], "next": None}


@router.delete("/waitlist/{uuid:entry_id}", response={204: None}, summary="Leave the line")
def leave_line(request: OwnerRequest, entry_id: UUID) -> Status[None]:
    """Stop waiting; an offer goes to the next in line. Repeating it changes nothing."""
    step_out(find_entry(entry_id, owner=request.owner), now=clock.now())
    return Status(204, None)


def _window(wish: WishIn) -> Window:
    if wish.slot_id is not None:
        return window_of_slot(wish.slot_id, service_id=wish.service_id)
    if wish.first_date is None or wish.last_date is None:
        missing = "first_date" if wish.first_date is None else "last_date"
        raise WishIncomplete(fields={missing: "missing"})
    return window_of_days(wish.first_date, wish.last_date)


def _out(entry: WaitlistEntry, *, language: str) -> dict[str, Any]:
    outlet, service = entry.outlet, entry.service
    waits = entry.state == WaitlistEntry.State.WAITING
    return {
        "id": entry.id,
        "state": entry.state,
        "outlet": {
            "id": outlet.id,
            "name": named(outlet.name, outlet.name_en, language=language),
        },
        "service": {
            "id": service.id,
            "name": named(service.name, service.name_en, language=language),
        },
        "starts_from": entry.starts_from,
        "starts_before": entry.starts_before,
        "created_at": entry.created_at,
        "place": place_in_line(entry) if waits else None,
        "offer": _offer(entry),
    }


def _offer(entry: WaitlistEntry) -> dict[str, Any] | None:
    if entry.offer is None or entry.state != WaitlistEntry.State.OFFERED:
        return None
    booking = entry.offer
    return {
        "code": booking.code,
        "starts_at": booking.starts_at,
        "held_until": booking.held_until,
    }
