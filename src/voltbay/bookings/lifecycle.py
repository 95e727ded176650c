"""The states of a booking and the moves between them. Pure."""

from enum import StrEnum


class State(StrEnum):
    """Where a booking stands."""

    HELD = "held"
    IN_REVIEW = "in_review"
    CONFIRMED = "confirmed"
    CHECKED_IN = "checked_in"
    REMOVING = "removing"
    COMPLETED = "completed"
    CANCELLED = "cancelled"
    EXPIRED = "expired"
    NO_SHOW = "no_show"
    LEFT_OPEN = "left_open"


MOVES: dict[State, frozenset[State]] = {
    State.HELD: frozenset({State.CONFIRMED, State.IN_REVIEW, State.CANCELLED, State.EXPIRED}),
    State.IN_REVIEW: frozenset({State.CONFIRMED, State.CANCELLED, State.NO_SHOW}),
    State.CONFIRMED: frozenset({State.CHECKED_IN, State.CANCELLED, State.NO_SHOW}),
    State.CHECKED_IN: frozenset({State.REMOVING, State.CANCELLED}),
    # Cancelled is what would not come out; left open is what nobody finished or gave up.
    State.REMOVING: frozenset({State.COMPLETED, State.CANCELLED, State.LEFT_OPEN}),
    State.COMPLETED: frozenset(),
    State.CANCELLED: frozenset(),
    State.EXPIRED: frozenset(),
    State.NO_SHOW: frozenset({State.CHECKED_IN}),  # the owner who comes late after all
    # Its record is finished or given up late; the car has been free since.
    State.LEFT_OPEN: frozenset({State.COMPLETED, State.CANCELLED}),
}

# Where each live state goes when its time is over and nobody did anything: no place and no car is
# locked for ever. When that is, is in `rules`.
BY_TIME: dict[State, State] = {
    State.HELD: State.EXPIRED,
    State.IN_REVIEW: State.CANCELLED,
    State.CONFIRMED: State.NO_SHOW,
    State.CHECKED_IN: State.CANCELLED,
    State.REMOVING: State.LEFT_OPEN,
}

# A car may have one of these at a time: it cannot be taken apart twice.
LIVE_FOR_VEHICLE = (State.IN_REVIEW, State.CONFIRMED, State.CHECKED_IN, State.REMOVING)
# The car is in the outlet's hands, and the work on it is not over.
AT_THE_OUTLET = (State.CHECKED_IN, State.REMOVING)
# These have given their places back; every other state keeps them.
GIVEN_BACK = (State.CANCELLED, State.EXPIRED)
# The owner may still change these.
CHANGEABLE = (State.HELD, State.IN_REVIEW, State.CONFIRMED)
# ... even shortly before it begins and after: nobody counts on it yet.
ANY_TIME = (State.HELD, State.IN_REVIEW)
# These may be moved to another time.
MOVABLE = (State.IN_REVIEW, State.CONFIRMED)


def may_move(here: State, there: State) -> bool:
    """Tell whether a booking may go from one state to another.

    >>> may_move(State.HELD, State.CONFIRMED), may_move(State.CANCELLED, State.CONFIRMED)
    (True, False)
    """
    return there in MOVES[here]
