"""Changing what an appointment is for, at its time or at another one, whoever asks for it."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from voltbay.bookings.bookable import check_bookable
from voltbay.bookings.errors import SameService, WrongState
from voltbay.bookings.lifecycle import State
from voltbay.bookings.models import Booking
from voltbay.bookings.move import Actor, Move, record
from voltbay.bookings.settle_offer import look_for_waiting
from voltbay.directory.models import Service
from voltbay.slots.models import Slot
from voltbay.slots.queries import stretch_from
from voltbay.slots.take import Stretch, swap

SWAPPED = "service_swapped"


def change_service(
    booking: Booking,
    to: Service,
    *,
    slot: Slot,
    by: Actor,
    now: datetime,
    details: Mapping[str, Any],
    **columns: Any,
) -> None:
    """Give the booking's places back and take those of another service. Needs a transaction.

    `columns` are written with it. Raises SameService, NotBookable, SlotFull or WrongState; then
    everything stays, as the caller's transaction is rolled back.
    """
    if (to.pk, slot.starts_at) == (booking.service_id, booking.starts_at):
        raise SameService
    if slot.starts_at != booking.starts_at:
        check_bookable(slot, booking.outlet, now=now)
    stretch = stretch_from(slot, to)
    swap(stretch, claimant=booking.pk)
    told = {"service_from": booking.service.name, "service_to": to.name, **details}
    _write(booking, to, stretch, columns)
    step = Move(State(booking.state), by=by, now=now, why=SWAPPED, details=told)
    record(booking, step, came_from=booking.state)
    look_for_waiting(booking.outlet_id)


def _write(booking: Booking, to: Service, stretch: Stretch, columns: Mapping[str, Any]) -> None:
    """Write it, if nobody moved the booking meanwhile. Raises WrongState."""
    changes = {
        "starts_at": stretch.starts_at,
        "ends_at": stretch.ends_at,
        "buffer_minutes": stretch.buffer_minutes,
        **columns,
    }
    unmoved = Booking.objects.filter(
        pk=booking.pk,
        state=booking.state,
        service=booking.service_id,
        starts_at=booking.starts_at,
    )
    if unmoved.update(service=to, **changes) == 0:
        raise WrongState(state=booking.state)
    booking.service = to
    for name, value in changes.items():
        setattr(booking, name, value)
