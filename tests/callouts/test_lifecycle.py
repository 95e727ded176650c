"""The moves: that each live state ends by time, and that the database knows the same ones."""

import pytest
from django.db import IntegrityError, transaction

from tests.places import NINE, NOW
from voltbay.callouts.lifecycle import BY_TIME, LIVE, MOVES, State
from voltbay.callouts.models import CallOut

ANSWERED = {"answered_at": NOW, "agreed_from": NOW, "agreed_before": NINE}


def test_each_live_state_is_ended_by_time_and_ends_where_nothing_moves_on():
    assert set(BY_TIME) == set(LIVE)
    for here, there in BY_TIME.items():
        assert there in MOVES[here]
        assert not MOVES[there]


@pytest.mark.parametrize("here", list(State))
def test_the_database_keeps_to_the_moves(asked, bob, here):
    path = {State.DONE: [State.ACCEPTED, State.DONE], State.ASKED: []}.get(here, [here])
    for state in path:
        assert moved(asked, state, bob)

    for there in State:
        if there != here:
            assert moved(asked, there, bob, back=True) == (there in MOVES[here]), there


def moved(call_out, state, bob, *, back=False):
    """Try a move as any writer might, with all that the new state needs."""
    answered = ANSWERED | {"answered_by": bob} if state in ("accepted", "done") else {}
    ended = {"ended_at": None if state in LIVE else NOW}
    if state == State.DECLINED:
        answered = {"answered_at": NOW, "answered_by": bob}
    elif state == State.LAPSED:
        answered = {"agreed_from": None, "agreed_before": None}
    try:
        with transaction.atomic():
            CallOut.objects.filter(pk=call_out.pk).update(state=state, **answered, **ended)
            if back:
                transaction.set_rollback(True)
    except IntegrityError as refused:
        if "does not go from" not in str(refused):
            raise
        return False
    return True
