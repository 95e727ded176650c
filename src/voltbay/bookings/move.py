"""Moving a booking from one state to another: compare and set, and one event for every move.

Those who wait for a place hear of it here, and the photos of a review that ends are erased, so
that no way of giving a place back or of leaving a review forgets them.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db import connection, transaction

from voltbay.accounts.models import StaffUser
from voltbay.bookings.errors import WrongState
from voltbay.bookings.lifecycle import GIVEN_BACK, State, may_move
from voltbay.bookings.models import Booking, BookingEvent
from voltbay.bookings.settle_offer import ENDS, SETTLE, look_for_waiting
from voltbay.core.rows import columns_to_write
from voltbay.recognition.documents.review import end_reviews

MOVE = """
WITH moved AS (
    UPDATE bookings_booking SET {changes} WHERE id = %(booking)s AND state = %(here)s RETURNING id
){offer}
INSERT INTO bookings_bookingevent (
    booking_id, at, actor, actor_id, from_state, to_state, why, details
) SELECT
    id, %(at)s, %(actor)s, %(actor_id)s, %(from_state)s, %(to_state)s, %(why)s, %(details)s
FROM moved
"""


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
    """Take a step and write `columns` with it, in one statement. Needs a transaction.

    Raises WrongState if the lifecycle does not know the step or somebody was faster.
    """
    here = State(booking.state)
    if not may_move(here, step.to):
        raise WrongState(state=booking.state)
    changes = {**columns, "state": step.to.value}
    if not _write(booking, step, changes, here=here):
        raise WrongState(state=booking.state)
    for name, value in changes.items():
        setattr(booking, name, value)
    if here is State.IN_REVIEW:
        end_reviews(booking.identity_card_id, booking.vehicle_licence_id)
    if step.to in GIVEN_BACK:
        look_for_waiting(booking.outlet_id)


def _write(booking: Booking, step: Move, changes: Mapping[str, Any], *, here: State) -> bool:
    """Write the step, its event and the end of an offer at once; say whether it was taken."""
    columns = columns_to_write(Booking, changes)
    event = columns_to_write(BookingEvent, _event(step, came_from=here.value))
    written = {f"new_{column}": value for column, value in columns.items()} | event
    written |= {"booking": booking.pk, "here": here.value}
    offer = ""
    if here is State.HELD:
        offer, written["offer_is"] = f", offer AS ({SETTLE})", ENDS[step.to].value
    assignments = ", ".join(f"{column} = %(new_{column})s" for column in columns)
    with connection.cursor() as cursor:
        cursor.execute(MOVE.format(changes=assignments, offer=offer), written)
        return bool(cursor.rowcount)


@transaction.atomic
def read_anew(booking: Booking) -> None:
    """Read a booking once more, after whoever is writing it at this moment.

    For what is refused and may have been done: the same was sent before and is not committed yet.
    """
    booking.refresh_from_db(from_queryset=Booking.objects.select_for_update(no_key=True))


def record(booking: Booking, step: Move, *, came_from: str) -> None:
    """Append an event to a booking's history."""
    BookingEvent.objects.create(booking=booking, **_event(step, came_from=came_from))


def _event(step: Move, *, came_from: str) -> dict[str, Any]:
    return {
        "at": step.now,
        "actor": step.by.kind,
        "actor_id": step.by.id,
        "from_state": came_from,
        "to_state": step.to.value,
        "why": step.why,
        "details": step.details,
    }
