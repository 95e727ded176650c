"""Giving a booking another service of the outlet, as the car turned out to be another."""

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from voltbay.bookings.change_service import change_service
from voltbay.bookings.desk.change import Why
from voltbay.bookings.desk.fit import let_stand
from voltbay.bookings.errors import ServiceUnknown, WrongState
from voltbay.bookings.fit import misfits_with
from voltbay.bookings.lifecycle import MOVABLE
from voltbay.bookings.messages import tell_moved_by_outlet, tell_rescheduled
from voltbay.bookings.models import Booking
from voltbay.bookings.move import Actor
from voltbay.directory.models import Service
from voltbay.slots.queries import find_slot


@dataclass(frozen=True)
class DeskSwap:
    """The service and the time, why, and why it may take a car that it does not name.

    Without a service it is the one that the booking has.
    """

    service_id: int | None
    slot_id: int
    why: Why
    fit_why: str = ""


@transaction.atomic
def swap_service_at_desk(booking: Booking, wanted: DeskSwap, *, by: Actor, now: datetime) -> None:
    """Change service and perhaps time of a booking that has not begun, and tell its owner.

    Raises WrongState, ServiceUnknown, SlotUnknown, FitWhyMissing, SameService, NotBookable or
    SlotFull; then all stays.
    """
    if booking.state not in MOVABLE:
        raise WrongState(state=booking.state)
    to = _service(booking, wanted.service_id)
    was = booking.starts_at
    columns, told = let_stand(misfits_with(booking, to), wanted.fit_why)
    change_service(
        booking,
        to,
        slot=find_slot(wanted.slot_id, outlet_id=booking.outlet_id),
        by=by,
        now=now,
        details={"reason": wanted.why.value, **told},
        fit_why=columns.get("fit_why", ""),
    )
    if wanted.why == Why.OWNER_ASKED:
        tell_rescheduled(booking, now=now)
    else:
        tell_moved_by_outlet(booking, was=was, now=now)


def _service(booking: Booking, service_id: int | None) -> Service:
    offered = Service.objects.filter(outlet=booking.outlet_id, is_offered=True)
    if found := offered.filter(pk=service_id or booking.service_id).first():
        return found
    raise ServiceUnknown
