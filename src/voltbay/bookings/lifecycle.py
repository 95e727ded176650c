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


MOVES: dict[State, frozenset[State]] = {
    State.HELD: frozenset({State.CONFIRMED, State.IN_REVIEW, State.CANCELLED, State.EXPIRED}),
    State.IN_REVIEW: frozenset({State.CONFIRMED, State.CANCELLED}),
    State.CONFIRMED: frozenset({State.CHECKED_IN, State.CANCELLED, State.NO_SHOW}),
    State.CHECKED_IN: frozenset({State.REMOVING, State.CANCELLED}),
    State.REMOVING: frozenset({State.COMPLETED, State.CANCELLED}),  # the battery would not come out
    State.COMPLETED: frozenset(),
    State.CANCELLED: frozenset(),
    State.EXPIRED: frozenset(),
    State.NO_SHOW: frozenset({State.CHECKED_IN}),  # the owner who comes late after all
}

# A car may have one of these at a time: it cannot be taken apart twice.
LIVE_FOR_VEHICLE = (State.IN_REVIEW, State.CONFIRMED, State.CHECKED_IN, State.REMOVING)
# These have given their places back; every other state keeps them.
GIVEN_BACK = (State.CANCELLED, State.EXPIRED)
# The owner may still change these.
CHANGEABLE = (State.HELD, State.IN_REVIEW, State.CONFIRMED)
# These may be moved to another time.
MOVABLE = (State.IN_REVIEW, State.CONFIRMED)


def may_move(here: State, there: State) -> bool:
    """Tell whether a booking may go from one state to another.

    >>> may_move(State.HELD, State.CONFIRMED), may_move(State.CANCELLED, State.CONFIRMED)
    (True, False)
    """
    return there in MOVES[here]
