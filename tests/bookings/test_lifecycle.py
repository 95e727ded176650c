"""No live state is without a way out: by somebody, and by time alone."""

import pytest

from voltbay.bookings.lifecycle import BY_TIME, LIVE_FOR_VEHICLE, MOVES, State, may_move

LIVE = {State.HELD, *LIVE_FOR_VEHICLE}


def reached_from(state: State) -> set[State]:
    """Return every state that moves lead to, at whatever remove."""
    reached: set[State] = set()
    ahead = [state]
    while ahead:
        fresh = MOVES[ahead.pop()] - reached
        reached |= fresh
        ahead.extend(fresh)
    return reached


def test_every_state_is_reached_from_a_hold():
    assert {State.HELD, *reached_from(State.HELD)} == set(State)


def test_time_ends_every_live_state_and_no_other():
    assert set(BY_TIME) == LIVE


@pytest.mark.parametrize("state", sorted(LIVE))
def test_time_leads_by_a_known_move_to_where_no_car_is_locked(state):
    assert may_move(state, BY_TIME[state])
    assert BY_TIME[state] not in LIVE


@pytest.mark.parametrize("state", sorted(LIVE))
def test_somebody_can_end_every_live_state_at_once(state):
    assert MOVES[state] & {State.CANCELLED, State.NO_SHOW}, "owner and outlet have no way out"


@pytest.mark.parametrize("state", sorted(LIVE))
def test_every_live_state_can_still_be_completed(state):
    assert State.COMPLETED in reached_from(state)
