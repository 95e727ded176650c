import pytest

from voltbay.identifiers.credit_code import (
    ALPHABET,
    CreditCodeCheckWrong,
    CreditCodeMalformed,
    check_character,
    parse_credit_code,
)


@pytest.mark.parametrize(
    "code",
    [
        "91350100M000100Y43",
        "91110000101623741K",
        "91310115MA1TEKT19B",
        "91440304MA5DEM004C",
        "91110105MA00AB1240",
    ],
)
def test_codes_whose_check_fits_are_accepted(code):
    assert parse_credit_code(code).code == code


def test_a_sum_without_remainder_gives_the_check_zero():
    assert check_character("91110105MA00AB124") == "0"


def test_an_issued_code_that_fails_its_check_is_refused_for_an_administrator_to_override():
    with pytest.raises(CreditCodeCheckWrong):
        parse_credit_code("91350211M0000XUF46")


@pytest.mark.parametrize("letter", "IOSVZ")
def test_letters_outside_the_set_are_malformed(letter):
    with pytest.raises(CreditCodeMalformed):
        parse_credit_code(f"9135010{letter}M000100Y43"[:18])


@pytest.mark.parametrize("position", range(17))
def test_one_mistyped_character_is_always_found(position):
    code = "91310115MA1TEKT19B"
    wrong = ALPHABET[(ALPHABET.index(code[position]) + 1) % 31]
    mistyped = code[:position] + wrong + code[position + 1 : 17]

    assert check_character(mistyped) != "B"


def test_the_organisation_check_inside_is_told():
    assert parse_credit_code("91310115MA1TEKT19B").organisation_check_passes
    assert parse_credit_code("91440304MA5DEM004C").organisation_check_passes
