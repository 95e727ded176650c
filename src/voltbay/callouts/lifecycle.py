"""The states of a call-out and the moves between them. Pure."""

from enum import StrEnum


class State(StrEnum):
    """Where a call-out stands."""

    ASKED = "asked"
    ACCEPTED = "accepted"
    DECLINED = "declined"
    WITHDRAWN = "withdrawn"
    LAPSED = "lapsed"
    DONE = "done"


# The database keeps to these too: `callouts/migrations/0002_guard.py`.
MOVES: dict[State, frozenset[State]] = {
    State.ASKED: frozenset({State.ACCEPTED, State.DECLINED, State.WITHDRAWN, State.LAPSED}),
    State.ACCEPTED: frozenset({State.WITHDRAWN, State.DONE}),
    State.DECLINED: frozenset(),
    State.WITHDRAWN: frozenset(),
    State.LAPSED: frozenset(),
    State.DONE: frozenset(),
}
LIVE = (State.ASKED, State.ACCEPTED)
# Where each live state goes when its time is over and nobody did anything.
BY_TIME: dict[State, State] = {State.ASKED: State.LAPSED, State.ACCEPTED: State.DONE}
