"""The rules about states, without a database."""

import pytest

from voltbay.bookings.lifecycle import MOVES, State, may_move
from voltbay.bookings.rules import CODE_ALPHABET, Person, is_another_person, new_code


def test_every_state_has_its_moves():
    assert set(MOVES) == set(State)


@pytest.mark.parametrize("end", [State.CANCELLED, State.EXPIRED, State.COMPLETED])
def test_nothing_comes_after_the_end(end):
    assert not any(may_move(end, there) for there in State)


def test_codes_do_not_repeat():
    codes = {new_code() for _ in range(1000)}

    assert len(codes) == 1000
    assert set("".join(codes)[2:]) <= set(CODE_ALPHABET) | {"V", "B"}


WANG, NAMESAKE, LI = Person("王伟", "A"), Person("王伟", "B"), Person("李雷", "C")
AT_DESK, OF_FIRM = Person("王伟"), Person("王伟", "A", "某某物流")


@pytest.mark.parametrize(
    ("person", "known", "another"),
    [
        (WANG, [], False),  # nobody was here before
        (WANG, [WANG], False),
        (LI, [WANG], True),
        (LI, [WANG, LI], False),  # said once
        (NAMESAKE, [WANG], True),  # the number decides
        (WANG, [AT_DESK], False),  # a desk entered the name alone
        (LI, [AT_DESK], True),
        (Person("李雷", "C", "某某物流"), [OF_FIRM], False),  # a colleague
        (Person("李雷", "C", "别家公司"), [OF_FIRM], True),
        (LI, [OF_FIRM], True),  # with a car of one's own
        (WANG, [OF_FIRM], False),
    ],
)
def test_who_is_another_person(person, known, another):
    assert is_another_person(person, known) is another
