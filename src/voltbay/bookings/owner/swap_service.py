"""Taking another service of the same outlet for one's own booking, with all that was entered.

A hold keeps its minutes. One transaction: the longer time is there, or everything stays.
"""

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from voltbay.bookings.change_service import change_service
from voltbay.bookings.errors import HoldLapsed, WrongState
from voltbay.bookings.fit import DoesNotFitWithOffers, offers_for
from voltbay.bookings.lifecycle import CHANGEABLE, MOVABLE
from voltbay.bookings.messages import tell_rescheduled
from voltbay.bookings.models import Booking
from voltbay.bookings.move import Actor
from voltbay.bookings.owner.cancel import check_not_too_late
from voltbay.bookings.prolong import has_lapsed
from voltbay.bookings.queries import find_service
from voltbay.directory.fits import is_certain, misfits
from voltbay.directory.models import Service
from voltbay.slots.models import Slot
from voltbay.slots.queries import find_slot


@dataclass(frozen=True)
class Swap:
    """The service that is wanted, and when; without a slot at the booking's own start."""

    service_id: int
    slot_id: int | None = None


@transaction.atomic
def swap_service(booking: Booking, wanted: Swap, *, by: Actor, now: datetime) -> None:
    """Change a booking's service; it keeps code, state and documents, a hold also its minutes.

    Raises WrongState, HoldLapsed, TooLate, ServiceUnknown, SlotUnknown, DoesNotFitWithOffers,
    SameService, NotBookable or SlotFull; then all stays.
    """
    if booking.state not in CHANGEABLE:
        raise WrongState(state=booking.state)
    if has_lapsed(booking, now=now):
        raise HoldLapsed
    if booking.state in MOVABLE:
        check_not_too_late(booking, now=now)
    service = find_service(wanted.service_id, outlet_id=booking.outlet_id)
    _check_takes(service, booking, now=now)
    slot = _slot(booking, wanted)
    change_service(booking, service, slot=slot, by=by, now=now, details={}, fit_why="")
    if booking.state in MOVABLE:
        tell_rescheduled(booking, now=now)


def _check_takes(service: Service, booking: Booking, *, now: datetime) -> None:
    """Keep a car whose licence was read from a service that surely does not take it."""
    traits = booking.traits
    if traits is not None and is_certain(misfits(service.takes, traits)):
        raise DoesNotFitWithOffers(booking, offers_for(booking, traits, now=now))


def _slot(booking: Booking, wanted: Swap) -> Slot:
    if wanted.slot_id is not None:
        return find_slot(wanted.slot_id, outlet_id=booking.outlet_id)
    return Slot.objects.get(outlet=booking.outlet_id, starts_at=booking.starts_at)
