"""Receiving a car at the desk: look at the papers, and check in if nothing stands in the way.

What was found is kept also where it stops the car: the desk says so, and a manager may let it in.
"""

from datetime import datetime

from django.db import transaction

from voltbay.bookings.desk.authorisation import see_authorisation
from voltbay.bookings.desk.check_in import arrive, check_day, check_in
from voltbay.bookings.desk.fit import let_stand
from voltbay.bookings.desk.looks import Looks, let_pass, missing_of, write_looks
from voltbay.bookings.desk.undecided import is_undecided
from voltbay.bookings.errors import OriginalsMissing, WrongState
from voltbay.bookings.fit import misfits_of
from voltbay.bookings.lifecycle import State
from voltbay.bookings.models import Booking
from voltbay.bookings.move import Actor, Move, move
from voltbay.bookings.originals import Original, Verdict

SEEN = "seen_at_desk"  # whoever has car and papers before them ends a review there and then
EXPECTED = (State.IN_REVIEW, State.CONFIRMED, State.NO_SHOW)


@transaction.atomic
def receive(booking: Booking, *, looks: Looks, by: Actor, now: datetime, fit_why: str = "") -> None:
    """Write down the looks, and check the car in if every paper agrees: the booking's state tells.

    A booking that nobody has decided about is accepted with it; `fit_why` is why it stands though
    its service does not take the car. A company's authorisation that agrees is remembered.
    Raises WrongState, TooEarlyToCheckIn, OriginalsMissing if a paper was not even looked at,
    PaperNoteMissing, FitWhyMissing or VehicleAlreadyBooked; then nothing is written.
    """
    if booking.state not in EXPECTED:
        raise WrongState(state=booking.state)
    check_day(booking, now=now)
    if unseen := [paper for paper in missing_of(booking) if paper not in looks]:
        raise OriginalsMissing(fields={paper.value: OriginalsMissing.code for paper in unseen})
    write_looks(booking, looks, by=by, now=now)
    authorisation = looks.get(Original.AUTHORISATION)
    if booking.fleet and authorisation and authorisation.verdict == Verdict.AGREES:
        see_authorisation(booking, by=by, now=now)
    if not missing_of(booking):
        _let_in(booking, by=by, now=now, fit_why=fit_why)


@transaction.atomic
def receive_all_the_same(
    booking: Booking, *, reason: str, by: Actor, now: datetime, fit_why: str = ""
) -> None:
    """Check a car in whose papers differ or are missing, for a reason that is kept.

    Raises ReasonMissing, NothingInTheWay, TooEarlyToCheckIn, FitWhyMissing, VehicleAlreadyBooked
    or WrongState.
    """
    if booking.state not in EXPECTED:
        raise WrongState(state=booking.state)
    let_pass(booking, reason=reason, by=by, now=now)
    _let_in(booking, by=by, now=now, fit_why=fit_why)


def _let_in(booking: Booking, *, by: Actor, now: datetime, fit_why: str) -> None:
    check_day(booking, now=now)
    if not is_undecided(booking):
        check_in(booking, by=by, now=now)
        return
    columns, stands = let_stand(misfits_of(booking), fit_why)
    if booking.state == State.NO_SHOW:
        step = Move(State.CHECKED_IN, by=by, now=now, why=SEEN, details=stands)
        arrive(booking, step, **columns)
        return
    move(booking, Move(State.CONFIRMED, by=by, now=now, why=SEEN, details=stands), **columns)
    check_in(booking, by=by, now=now)
