"""Reading what happened from the events that bookings and removals write anyway.

An event is a row of the transaction that it tells of, so it is its own outbox: what was rolled back
is never told, what was committed always is, and nobody who books waits for it. They are read by
their numbers from where everything had been read before. A number is given before its transaction
commits, so the newest are read again until none of them can still be on its way.
"""

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import Max, Model, Q, QuerySet

from voltbay.bookings.lifecycle import State
from voltbay.bookings.models import Booking, BookingEvent
from voltbay.callouts.lifecycle import LIVE
from voltbay.callouts.models import CallOut
from voltbay.removals.models import RemovalEvent
from voltbay.staff_news.kinds import Kind
from voltbay.staff_news.models import ReadMark
from voltbay.staff_news.note import Found, note

# A request is cut off long before; a worker that needs longer than this writes no such event.
COMMITTED = timedelta(minutes=2)
BOOKINGS, REMOVALS = "bookings", "removals"
BEGINS = ("", State.HELD)  # at the desk it begins with an appointment, else with a hold
HAZARDS = {"recorded": "hazards", "hazards": "after"}  # where an event says what was seen


@transaction.atomic
def gather(*, now: datetime) -> int:
    """Write down what has happened since; return how many things. Safe to repeat."""
    found = [*_of_bookings(now), *_of_removals(now), *_of_call_outs()]
    return note(found, now=now)


def _of_bookings(now: datetime) -> Iterator[Found]:
    told = Q(to_state__in=[State.IN_REVIEW, State.CONFIRMED], from_state__in=BEGINS)
    told |= Q(to_state=State.CANCELLED) & ~Q(from_state=State.HELD)
    told |= Q(why="rescheduled")
    events = _fresh(BOOKINGS, BookingEvent.objects.all(), now)
    for event in events.filter(told).select_related("booking").order_by("id"):
        for kind in _kinds(event):
            yield _of_booking(event, kind)


def _kinds(event: BookingEvent) -> list[Kind]:
    if event.why == "rescheduled":
        return [Kind.MOVED]
    if event.to_state == State.CANCELLED:
        return [Kind.CANCELLED]
    return [Kind.NEW, Kind.TO_REVIEW] if event.to_state == State.IN_REVIEW else [Kind.NEW]


def _of_booking(event: BookingEvent, kind: Kind) -> Found:
    booking = event.booking
    says = {"plate": booking.plate or "", "at": booking.starts_at.isoformat()}
    if kind is Kind.MOVED:  # as it was moved then, though it may have been moved again
        says |= {"at": event.details["to"], "was": event.details["from"]}
    by_staff = event.actor == BookingEvent.Actor.STAFF and event.actor_id.isdecimal()
    return Found(
        kind=kind,
        key=f"moved:{event.pk}" if kind is Kind.MOVED else f"{kind}:{booking.pk}",
        outlet=booking.outlet_id,
        says=says,
        booking=booking.pk,
        actor=int(event.actor_id) if by_staff else None,
    )


def _of_removals(now: datetime) -> Iterator[Found]:
    events = _fresh(REMOVALS, RemovalEvent.objects.all(), now).filter(kind__in=HAZARDS)
    for event in events.select_related("removal__booking").order_by("id"):
        if not event.details.get(HAZARDS[event.kind]) or event.removal is None:
            continue
        booking: Booking = event.removal.booking
        yield Found(
            kind=Kind.DANGEROUS,
            key=f"hazards:{event.pk}",
            outlet=event.outlet_id,
            says={"plate": booking.plate or "", "at": event.at.isoformat()},
            booking=booking.pk,
            actor=event.staff_id,
        )


def _of_call_outs() -> Iterator[Found]:
    """Find cars whose owner calls for help with a dangerous battery; few are live at once."""
    for each in CallOut.objects.filter(kind="danger", state__in=LIVE):
        yield Found(
            kind=Kind.DANGEROUS,
            key=f"call-out:{each.pk}",
            outlet=each.outlet_id,
            says={
                "plate": each.plate or "",
                "at": each.created_at.isoformat(),
                "call_out": True,
            },
        )


def _fresh(source: str, events: "QuerySet[Any]", now: datetime) -> "QuerySet[Any]":
    """Return the events to read, and note how far all has been read."""
    mark = ReadMark.objects.select_for_update().filter(pk=source).first()
    settled = events.filter(at__lt=now - COMMITTED)
    if mark is None:  # the first time: what happened before is nobody's news
        begin = _newest(settled) or 0
        ReadMark.objects.create(source=source, event_id=begin)
        return events.filter(pk__gt=begin)
    begin = mark.event_id
    newest = _newest(settled.filter(pk__gt=begin))
    if newest is not None:
        ReadMark.objects.filter(pk=source).update(event_id=newest)
    return events.filter(pk__gt=begin)


def _newest(events: "QuerySet[Model]") -> int | None:
    newest: int | None = events.aggregate(newest=Max("pk"))["newest"]
    return newest
