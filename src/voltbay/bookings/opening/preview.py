"""Whom a change of an outlet's opening or services would hit, and where each could go instead."""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum
from uuid import UUID

from django.db import connection, transaction

from voltbay.bookings.errors import OpeningEdited
from voltbay.bookings.lifecycle import MOVABLE, State
from voltbay.bookings.models import Booking
from voltbay.bookings.opening.changed_days import ChangedDay, changed_days
from voltbay.bookings.opening.room import Cell, Room, Size
from voltbay.core.local_time import local_date
from voltbay.directory.models import Outlet, Service
from voltbay.directory.opening import Change, SetServices, opening_version
from voltbay.slots.models import Slot
from voltbay.slots.publish import publish_ahead

OFFERED = 3  # times that each is offered
# Newest first within a slot: they are the ones who came when it was full already.
CROWDED = """
SELECT slot.id, COALESCE(slot.taken - slot.shrinks_to, 0),
       COALESCE(slot.technicians_taken - slot.technicians_shrink_to, 0),
       booking.id, claim.places, claim.technicians
FROM slots_slot AS slot
JOIN slots_claim AS claim ON claim.slot_id = slot.id
JOIN bookings_booking AS booking ON booking.id = claim.claimant
WHERE slot.outlet_id = %(outlet)s AND slot.starts_at >= %(now)s
  AND (slot.taken > slot.shrinks_to
       OR slot.technicians_taken > slot.technicians_shrink_to AND claim.technicians > 0)
  AND booking.state IN ('held', 'in_review', 'confirmed')
ORDER BY slot.starts_at, booking.state = 'held' DESC, booking.created_at DESC, booking.id
"""
Crowd = list[tuple[int, int, int, UUID, int, int]]


class Kind(StrEnum):
    """In what way a booking is hit."""

    NO_PLACE = "no_place"  # its time is not staffed any more, or its service no longer fits there
    RESIZED = "resized"  # it stays at its time and takes more or fewer slots or bays
    NOT_OFFERED = "not_offered"  # its service is not offered any more


class Do(StrEnum):
    """What becomes of a booking that is hit."""

    MOVE = "move"
    KEEP = "keep"
    CANCEL = "cancel"


@dataclass(frozen=True)
class Choice:
    """What a manager decided for one booking; `to` is one of the times that were offered."""

    do: Do
    to: datetime | None = None


@dataclass(frozen=True)
class Hit:
    """A booking that a change hits, and the free times nearest to its own, the nearest first."""

    booking: Booking
    kind: Kind
    starts: Sequence[datetime] = ()

    @property
    def default(self) -> Choice:
        """What is done unless somebody decides otherwise."""
        return Choice(Do.MOVE, self.starts[0]) if self.starts else Choice(Do.KEEP)


@dataclass(frozen=True)
class Preview:
    """Whom a change hits, in time order, and how many are just filling in the form."""

    hits: Sequence[Hit] = ()
    holds: Sequence[Booking] = ()
    days: Sequence[ChangedDay] = ()  # of those that are published

    @property
    def seen(self) -> str:
        """What changes when the change hits others, or in another way. Holds come and go."""
        told = [(hit.booking.code, hit.booking.starts_at, hit.kind.value) for hit in self.hits]
        return hashlib.sha256(repr(told).encode()).hexdigest()


def preview(outlet: Outlet, change: Change, *, version: str, now: datetime) -> Preview:
    """Return whom a change hits. Changes nothing.

    Raises OpeningEdited if somebody changed the opening since `version`, or what the change does.
    """
    with transaction.atomic():
        found = try_change(outlet, change, version=version, now=now)
        transaction.set_rollback(True)
    return found


def try_change(outlet: Outlet, change: Change, *, version: str, now: datetime) -> Preview:
    """Write the change and look whom it hits. Needs a transaction.

    Raises OpeningEdited if somebody changed the opening since `version`, or what the change does.
    """
    change.check(local_date(now))
    # Not FOR UPDATE: who is booking meanwhile needs the outlet's row, as a foreign key does.
    Outlet.objects.select_for_update(no_key=True).only("pk").get(pk=outlet.pk)
    if opening_version(outlet.pk) != version:
        raise OpeningEdited
    publish_ahead(outlet, now=now)
    before, was = _crowded(outlet.pk, now=now), _room(outlet.pk, now=now)
    services = _services(outlet)
    change.write(outlet)
    publish_ahead(outlet, now=now)
    room = _room(outlet.pk, now=now)
    if isinstance(change, SetServices):
        return Preview(_resized(outlet, services, room, now=now))
    hit = [number for number in _crowded(outlet.pk, now=now) if number not in before]
    days = changed_days(was.cells, room.cells)
    return replace(_moved(hit, room, now=now), days=days)


def _crowded(outlet_id: UUID, *, now: datetime) -> dict[UUID, None]:
    """Return, in time order, the bookings that are too many where they are."""
    with connection.cursor() as cursor:
        cursor.execute(CROWDED, {"outlet": outlet_id, "now": now})
        claims = cursor.fetchall()
    crowded: dict[UUID, None] = {}
    bays: dict[int, int] = {}
    people: dict[int, int] = {}
    for slot, bays_short, people_short, booking, _, technicians in claims:
        lacks_bay = bays.get(slot, 0) < bays_short
        lacks_people = people.get(slot, 0) < people_short and technicians
        if booking not in crowded and (lacks_bay or lacks_people):
            crowded[booking] = None
            _count(claims, booking, bays, people)
    return crowded


def _count(claims: Crowd, booking: UUID, bays: dict[int, int], people: dict[int, int]) -> None:
    """Count a booking that goes in every slot that it is in."""
    for slot, _, _, claimant, places, technicians in claims:
        if claimant == booking:
            bays[slot] = bays.get(slot, 0) + places
            people[slot] = people.get(slot, 0) + technicians


def _moved(numbers: Sequence[UUID], room: Room, *, now: datetime) -> Preview:
    locked = Booking.objects.select_for_update(of=("self",)).filter(pk__in=numbers)
    found = list(locked.select_related("outlet", "service", "owner").order_by("starts_at", "code"))
    hits = [
        _hit(booking, _size(booking.service), room, kind=Kind.NO_PLACE, now=now)
        for booking in found
        if booking.state in MOVABLE
    ]
    return Preview(hits, [booking for booking in found if booking.state == State.HELD])


def _resized(
    outlet: Outlet, before: Mapping[int, Service], room: Room, *, now: datetime
) -> list[Hit]:
    after = _services(outlet)
    changed = {pk: after[pk] for pk, old in before.items() if _differs(old, after[pk])}
    locked = Booking.objects.select_for_update(of=("self",)).filter(
        outlet=outlet, service__in=changed, state__in=MOVABLE, starts_at__gte=now
    )
    hits = []
    for booking in locked.select_related("outlet", "service", "owner").order_by(
        "starts_at", "code"
    ):
        service, old = changed[booking.service_id], before[booking.service_id]
        if not service.is_offered and old.is_offered:
            hits.append(Hit(booking, Kind.NOT_OFFERED))
        elif _size(service) != _size(old):
            hits.append(_refitted(booking, old, _size(service), room, now=now))
    return hits


def _refitted(booking: Booking, old: Service, size: Size, room: Room, *, now: datetime) -> Hit:
    """Keep a booking at its time if its service still fits there, else offer others."""
    _give_back(room, booking, old)
    if room.fits(booking.starts_at, size):
        room.take(booking.starts_at, size)
        return Hit(booking, Kind.RESIZED)
    _give_back(room, booking, old, times=-1)
    return _hit(booking, size, room, kind=Kind.NO_PLACE, now=now)


def _give_back(room: Room, booking: Booking, old: Service, *, times: int = 1) -> None:
    """Give back what a booking holds; the bay longer than the technicians."""
    room.give_back(
        booking.starts_at,
        booking.ends_at,
        places=old.places * times,
        technicians=old.technicians * times,
    )
    room.give_back(booking.ends_at, booking.bay_until, places=old.places * times)


def _hit(booking: Booking, size: Size, room: Room, *, kind: Kind, now: datetime) -> Hit:
    """Find a booking the nearest times, and keep the first of them for it."""
    starts = room.nearest(booking.starts_at, size, now=now, most=OFFERED)
    if starts:
        room.take(starts[0], size)
    return Hit(booking, kind, starts)


def _room(outlet_id: UUID, *, now: datetime) -> Room:
    columns = ("starts_at", "ends_at", "capacity", "shrinks_to", "taken")
    people = ("technicians", "technicians_shrink_to", "technicians_taken")
    ahead = Slot.objects.filter(outlet=outlet_id, starts_at__gte=now).values_list(*columns, *people)
    return Room(
        Cell(
            starts_at,
            ends_at,
            capacity if shrinks_to is None else shrinks_to,
            taken,
            technicians if fewer is None else fewer,
            busy,
        )
        for starts_at, ends_at, capacity, shrinks_to, taken, technicians, fewer, busy in ahead
    )


def _services(outlet: Outlet) -> dict[int, Service]:
    return {service.pk: service for service in Service.objects.filter(outlet=outlet)}


def _size(service: Service) -> Size:
    return Size(
        service.slots_needed,
        service.places,
        service.technicians,
        timedelta(minutes=service.buffer_minutes),
    )


def _differs(old: Service, new: Service) -> bool:
    return _size(old) != _size(new) or (old.is_offered and not new.is_offered)
