from datetime import date

import pytest

from voltbay.identifiers.battery_code import (
    BatteryCodeCharacter,
    BatteryCodeDateWrong,
    BatteryCodeLength,
    BatteryCodeMalformed,
    Product,
    parse_battery_code,
)


def test_a_code_tells_maker_product_and_day():
    battery = parse_battery_code("001PE0100000A18120000123")

    assert (battery.vendor, battery.product, battery.chemistry) == ("001", Product.PACK, "E")
    assert (battery.specification, battery.trace, battery.serial) == ("01", "00000A1", "0000123")
    assert battery.made_date == date(2018, 1, 2)
    assert not battery.is_reused


@pytest.mark.parametrize(
    ("code", "day"),
    [
        ("03HPB0300000B2AA00000045", date(2020, 10, 31)),
        ("071MB01TEST001D8H0000777", date(2023, 8, 17)),
        ("X12MCPM27KLPCLX2M2382320", date(2039, 2, 21)),
    ],
)
def test_the_day_is_decoded(code, day):
    assert parse_battery_code(code).made_date == day


def test_the_second_life_form_is_known():
    battery = parse_battery_code("001PE01D8H0000777RP")

    assert battery.is_reused
    assert battery.trace == ""


def test_a_day_that_is_none_is_refused():
    with pytest.raises(BatteryCodeDateWrong):
        parse_battery_code("001PE0100000A182X0000123")


@pytest.mark.parametrize(
    "code",
    ["", "001XE0100000A18120000123", "001PE0100000A1I120000123", "001PE0100000A181200001234"],
)
def test_other_lengths_products_and_letters_are_malformed(code):
    with pytest.raises(BatteryCodeMalformed):
        parse_battery_code(code)


def test_letters_in_the_serial_are_unusual_and_accepted():
    assert parse_battery_code("001PE0100000A1812A000123").serial == "A000123"


@pytest.mark.parametrize(
    ("three", "day"),
    [
        ("BCA", date(2021, 12, 10)),
        ("FBJ", date(2025, 11, 18)),
        ("G4Y", date(2026, 4, 30)),
        ("910", date(2019, 1, 31)),
    ],
)
def test_three_characters_are_a_day(three, day):
    assert parse_battery_code(f"001PE0100000A1{three}0000123").made_date == day


@pytest.mark.parametrize(
    ("code", "refusal", "said"),
    [
        ("001PE0100000A1812000012", BatteryCodeLength, {"length": 23}),
        ("001XE0100000A18120000123", BatteryCodeCharacter, {"position": 4, "character": "X"}),
        ("001PE0100000A1I120000123", BatteryCodeCharacter, {"position": 15, "character": "I"}),
        ("001PE0100000A18D20000123", BatteryCodeCharacter, {"position": 16, "character": "D"}),
        ("001PE0100000A1812000é123", BatteryCodeCharacter, {"position": 21}),
        ("001PE01D8H0000777XP", BatteryCodeCharacter, {"position": 18, "allowed": "R"}),
    ],
)
def test_it_is_said_where_a_code_is_wrong(code, refusal, said):
    with pytest.raises(refusal) as refused:
        parse_battery_code(code)

    assert said.items() <= refused.value.data.items()
