from datetime import date

import pytest

from voltbay.identifiers.identity_number import (
    IdentityNumberBirthDateWrong,
    IdentityNumberCheckWrong,
    IdentityNumberMalformed,
    check_character,
    parse_identity_number,
)

TODAY = date(2026, 4, 2)


@pytest.mark.parametrize(
    "number",
    [
        "11010519491231002X",
        "440524188001010014",
        "110101190001010014",
        "310101198506150024",
        "440300200002290035",
    ],
)
def test_numbers_of_the_standard_and_of_leap_days_are_accepted(number):
    assert parse_identity_number(number, today=TODAY).number == number


def test_a_number_tells_birth_date_and_sex():
    woman = parse_identity_number("11010519491231002X", today=TODAY)

    assert woman.birth_date == date(1949, 12, 31)
    assert woman.sex == "女"
    assert woman.address_code == "110105"


def test_age_counts_completed_years():
    person = parse_identity_number("440300200002290035", today=TODAY)

    assert person.age(today=date(2026, 2, 28)) == 25
    assert person.age(today=date(2026, 3, 1)) == 26


@pytest.mark.parametrize(
    "typed",
    ["11010519491231002x", "１１０１０５１９４９１２３１００２Ｘ", " 110105 19491231 002X "],
)
def test_small_x_full_width_and_spaces_are_forgiven(typed):
    assert parse_identity_number(typed, today=TODAY).number == "11010519491231002X"


@pytest.mark.parametrize(
    "number",
    [
        "",
        "1101051949123100",
        "1101051949123100X2",
        "X1010519491231002X",
        "1'; DROP TABLE--",
        "😀" * 18,
    ],
)
def test_what_has_another_form_is_malformed(number):
    with pytest.raises(IdentityNumberMalformed):
        parse_identity_number(number, today=TODAY)


@pytest.mark.parametrize("birth", ["19000229", "20261301", "20260403"])
def test_a_day_that_is_none_or_has_not_come_is_refused(birth):
    first_17 = f"110105{birth}002"

    with pytest.raises(IdentityNumberBirthDateWrong):
        parse_identity_number(first_17 + check_character(first_17), today=TODAY)


@pytest.mark.parametrize("position", range(17))
def test_one_misread_digit_is_always_found(position):
    number = "31010119850615002"
    wrong = str((int(number[position]) + 1) % 10)
    misread = number[:position] + wrong + number[position + 1 :]

    assert check_character(misread) != "4"


def test_a_wrong_check_has_its_own_refusal():
    with pytest.raises(IdentityNumberCheckWrong):
        parse_identity_number("110105194912310021", today=TODAY)


def test_today_is_a_possible_birth_date():
    first_17 = "11010520260402002"

    born_today = parse_identity_number(first_17 + check_character(first_17), today=TODAY)

    assert born_today.birth_date == TODAY
