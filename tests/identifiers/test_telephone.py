import pytest

from voltbay.identifiers.telephone import TelephoneMalformed, parse_telephone


@pytest.mark.parametrize(
    "number",
    [
        "021-55556666",
        "0755-26001234",
        "010-12345678"[:3] + "-62345678",
        "400-820-8888",
        "400-8208-888",
        "95598",
        "12315",
        "13800138000",
    ],
)
def test_numbers_that_can_be_called_are_accepted(number):
    assert parse_telephone(number) == number


@pytest.mark.parametrize("number", ["", "call me", "021-0555666", "400-82-8888", "0-1"])
def test_what_cannot_be_called_is_malformed(number):
    with pytest.raises(TelephoneMalformed):
        parse_telephone(number)


def test_brackets_around_the_area_become_a_dash():
    assert parse_telephone("(021)55556666") == "021-55556666"
