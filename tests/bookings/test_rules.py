"""The rules about states, without a database."""

import pytest

from voltbay.bookings.lifecycle import MOVES, State, may_move
from voltbay.bookings.rules import CODE_ALPHABET, new_code


def test_every_state_has_its_moves():
    assert set(MOVES) == set(State)


@pytest.mark.parametrize("end", [State.CANCELLED, State.EXPIRED, State.COMPLETED])
def test_nothing_comes_after_the_end(end):
    assert not any(may_move(end, there) for there in State)


def test_codes_do_not_repeat():
    codes = {new_code() for _ in range(1000)}

    assert len(codes) == 1000
    assert set("".join(codes)[2:]) <= set(CODE_ALPHABET) | {"V", "B"}
