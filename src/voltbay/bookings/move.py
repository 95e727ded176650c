"""Moving a booking from one state to another: compare and set, and one event for every move.

Those who wait for a place hear of it here, and the photos of a review that ends are erased, so
that no way of giving a place back or of leaving a review forgets them.
"""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from voltbay.accounts.models import StaffUser
from voltbay.bookings.errors import WrongState
from voltbay.bookings.lifecycle import GIVEN_BACK, State, may_move
from voltbay.bookings.models import Booking, BookingEvent
from voltbay.bookings.settle_offer import look_for_waiting, settle_offer
from voltbay.recognition.documents.review import end_review


@dataclass(frozen=True)
class Actor:
    """Who moves a booking: an owner, a member of staff, or the system itself."""

    kind: str
    id: str = ""


SYSTEM = Actor(BookingEvent.Actor.SYSTEM)


def by(staff: StaffUser) -> Actor:
    """Return a member of staff as the one who moves a booking."""
    return Actor(BookingEvent.Actor.STAFF, str(staff.pk))


@dataclass(frozen=True)
class Move:
    """One step of a booking: to where, by whom, when and why."""

    to: State
    by: Actor
    now: datetime
    why: str = ""
    details: dict[str, Any] = field(default_factory=dict)


def move(booking: Booking, step: Move, **columns: Any) -> None:
    """Take a step and write `columns` with it. Needs a transaction.

    Raises WrongState if the lifecycle does not know the step or somebody was faster.
    """
    here = State(booking.state)
    if not may_move(here, step.to):
        raise WrongState(state=booking.state)
    changes = {**columns, "state": step.to.value}
    if Booking.objects.filter(pk=booking.pk, state=here).update(**changes) == 0:
        raise WrongState(state=booking.state)
    for name, value in changes.items():
        setattr(booking, name, value)
    record(booking, step, came_from=here.value)
    if here is State.HELD:
        settle_offer(booking)
    if here is State.IN_REVIEW:
        _end_reviews(booking)
    if step.to in GIVEN_BACK:
        look_for_waiting(booking.outlet_id)


def _end_reviews(booking: Booking) -> None:
    """Erase the photos that were kept for a person to look at, unless another review needs them."""
    for document_id in (booking.identity_card_id, booking.vehicle_licence_id):
        if document_id is not None:
            end_review(document_id)


def record(booking: Booking, step: Move, *, came_from: str) -> None:
    """Append an event to a booking's history."""
    BookingEvent.objects.create(
        booking=booking,
        at=step.now,
        actor=step.by.kind,
        actor_id=step.by.id,
        from_state=came_from,
        to_state=step.to.value,
        why=step.why,
        details=step.details,
    )
