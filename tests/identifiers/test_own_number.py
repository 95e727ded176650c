"""Numbers of our own: told from battery codes, read aloud, checked."""

import re

import pytest

from voltbay.bookings.rules import CODE_PATTERN
from voltbay.identifiers.battery_code import BatteryCodeMalformed, parse_battery_code
from voltbay.identifiers.own_number import (
    ALPHABET,
    OwnNumberWrong,
    grouped,
    is_own_number,
    new_own_number,
    parse_own_number,
)
from voltbay.identifiers.plate import is_plate
from voltbay.identifiers.vin import is_vin

NUMBER = "VP7K3M2Q9DZ"


@pytest.mark.parametrize(
    "typed", [NUMBER, "vp-7k3-m2q-9dz", " VP 7K3 M2Q 9DZ ", "ＶＰ７Ｋ３Ｍ２Ｑ９ＤＺ"]
)
def test_it_is_known_however_it_is_typed(typed):
    assert parse_own_number(typed) == NUMBER


def test_what_looks_alike_is_taken_for_what_we_print():
    assert parse_own_number("VPOOOOOOOOO") == "VP000000000"


@pytest.mark.parametrize(
    "wrong", ["", "VP", NUMBER[:-1], NUMBER + "0", "VB7K3M2Q9DZ", "VPUUUUUUUUU"]
)
def test_anything_else_is_refused(wrong):
    with pytest.raises(OwnNumberWrong):
        parse_own_number(wrong)


def test_any_wrong_character_is_found():
    others = [
        NUMBER[:place] + other + NUMBER[place + 1 :]
        for place in range(2, len(NUMBER))
        for other in ALPHABET
        if other != NUMBER[place]
    ]

    assert not [each for each in others if is_own_number(each)]


def test_any_two_that_changed_places_are_found():
    for left in range(2, len(NUMBER)):
        for right in range(left):
            swapped = list(NUMBER)
            swapped[left], swapped[right] = NUMBER[right], NUMBER[left]
            assert right < 2 or not is_own_number("".join(swapped))


def test_it_is_never_taken_for_anything_else():
    for number in {new_own_number() for _ in range(200)}:
        for written in (number, grouped(number)):
            with pytest.raises(BatteryCodeMalformed):
                parse_battery_code(written)
            assert not is_plate(written)
            assert not is_vin(written)
            assert not re.match(CODE_PATTERN, written)


def test_a_battery_code_is_no_number_of_ours():
    for code in ("001PE0100000A18120000123", "001PE01D8H0000777RP", "VPAPE0100000A18120000123"):
        assert not is_own_number(code)


def test_no_two_are_alike():
    assert len({new_own_number() for _ in range(1000)}) == 1000
