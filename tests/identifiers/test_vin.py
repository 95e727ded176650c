import pytest

from voltbay.identifiers.vin import (
    VALUES,
    VinCheckWrong,
    VinMalformed,
    VinUniform,
    check_digit,
    parse_vin,
)


@pytest.mark.parametrize(
    "number",
    ["1M8GDM9AXKP042788", "LBEHDAEB58Y038860", "LGXCE6DB7J0123456", "LSJA24U62KN000123"],
)
def test_numbers_whose_check_fits_are_accepted(number):
    assert parse_vin(number).check_passes


def test_a_chinese_number_whose_check_fails_is_refused():
    with pytest.raises(VinCheckWrong):
        parse_vin("LGXCE6DB0J0123456")


def test_an_imported_car_may_not_use_the_check():
    imported = parse_vin("WVWZZZ1KZAW000001")

    assert not imported.check_passes
    assert not imported.made_in_china


def test_seventeen_ones_are_a_filler_although_the_check_fits():
    with pytest.raises(VinUniform):
        parse_vin("1" * 17)


@pytest.mark.parametrize(
    "number", ["", "LGXCE6DB7J012345", "LGXCE6DB7I0123456", "LGXCE6DB7J01234567"]
)
def test_other_lengths_and_the_letters_i_o_q_are_malformed(number):
    with pytest.raises(VinMalformed):
        parse_vin(number)


@pytest.mark.parametrize("position", [p for p in range(17) if p != 8])
def test_one_misread_character_of_another_value_is_always_found(position):
    number = "LGXCE6DB7J0123456"
    wrong = str(VALUES[number[position]] % 9 + 1)

    assert check_digit(number[:position] + wrong + number[position + 1 :]) != "7"
