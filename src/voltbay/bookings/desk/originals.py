"""Deciding at the desk: whoever has car and papers before them ends a review there and then.

Which papers were seen, and by whom, is kept with the move; nothing that stands in them is.
"""

from collections.abc import Collection
from datetime import datetime
from enum import StrEnum

from django.db import transaction

from voltbay.bookings.desk.check_in import arrive, check_day, check_in
from voltbay.bookings.desk.fit import let_stand
from voltbay.bookings.desk.undecided import is_undecided
from voltbay.bookings.errors import NotInReview, OriginalsMissing
from voltbay.bookings.fit import misfits_of
from voltbay.bookings.lifecycle import State
from voltbay.bookings.models import Booking
from voltbay.bookings.move import Actor, Move, move
from voltbay.bookings.rules import NEEDS_NO_REVIEW

SEEN = "seen_at_desk"


class Original(StrEnum):
    """What an owner brings, in the original."""

    IDENTITY_CARD = "identity_card"
    VEHICLE_LICENCE = "vehicle_licence"
    AUTHORISATION = "authorisation"  # of the company or the relative whose car it is


def originals_for(relation: str) -> list[Original]:
    """Return the papers that a booking rests on.

    >>> [paper.value for paper in originals_for("self")]
    ['identity_card', 'vehicle_licence']
    """
    always = [Original.IDENTITY_CARD, Original.VEHICLE_LICENCE]
    return always if relation == NEEDS_NO_REVIEW else [*always, Original.AUTHORISATION]


@transaction.atomic
def check_in_with_originals(
    booking: Booking,
    *,
    originals: Collection[Original],
    by: Actor,
    now: datetime,
    fit_why: str = "",
) -> None:
    """Accept a booking in review whose papers were seen at the desk, and check the car in.

    Possible from the appointment's day on; also for whom was noted as not come before anybody
    decided. `fit_why` is why it stands though its service does not take the car.
    Raises NotInReview, TooEarlyToCheckIn, OriginalsMissing, FitWhyMissing, VehicleAlreadyBooked or
    WrongState.
    """
    if not is_undecided(booking):
        raise NotInReview
    check_day(booking, now=now)
    missing = [paper for paper in originals_for(booking.relation) if paper not in originals]
    if missing:
        raise OriginalsMissing(fields={paper.value: OriginalsMissing.code for paper in missing})
    columns, stands = let_stand(misfits_of(booking), fit_why)
    seen = {"originals": sorted(paper.value for paper in originals)} | stands
    if booking.state == State.NO_SHOW:
        step = Move(State.CHECKED_IN, by=by, now=now, why=SEEN, details=seen)
        arrive(booking, step, **columns)
        return
    move(booking, Move(State.CONFIRMED, by=by, now=now, why=SEEN, details=seen), **columns)
    check_in(booking, by=by, now=now)
