"""What a licence's vehicle type proves."""

import pytest

from voltbay.identifiers.vehicle_type import class_of


@pytest.mark.parametrize(
    ("vehicle_type", "vehicle_class"),
    [
        ("小型轿车", "passenger_car"),
        ("微型轿车（双排座）", "passenger_car"),
        ("小型普通客车", "passenger_car"),
        ("K33", "passenger_car"),
        ("大型普通客车", "bus"),
        ("中型专用客车", "bus"),
        ("大型专用校车", "bus"),
        ("k21", "bus"),
        ("轻型厢式货车", "light_lorry"),
        ("微型普通货车", "light_lorry"),
        ("低速货车", "light_lorry"),
        ("中型集装厢车", "medium_lorry"),
        ("重型半挂牵引车", "heavy_lorry"),
        ("Q11", "heavy_lorry"),
        ("重型专项作业车", "special"),
        ("小型专用客车", "special"),
        ("三轮汽车", "special"),
        ("普通正三轮摩托车", "motorcycle"),
        ("重型集装箱半挂车", "trailer"),
        ("B11", "trailer"),
    ],
)
def test_a_type_of_the_register_has_a_class(vehicle_type, vehicle_class):
    assert class_of(vehicle_type) == vehicle_class


@pytest.mark.parametrize(
    "unproven", ["", "轿车", "大型轿车", "K16", "重型普通客车", "小型普通货车", "汽车", "K99X"]
)
def test_what_the_register_does_not_know_proves_nothing(unproven):
    assert class_of(unproven) == "unknown"


def test_a_large_plate_on_a_small_car_contradicts_it():
    assert class_of("小型轿车", plate="粤B12345D") == "unknown"
    assert class_of("大型普通客车", plate="粤B12345D") == "bus"


def test_a_trailers_plate_speaks_where_the_type_is_not_read():
    assert class_of("", plate="沪A1234挂") == "trailer"


@pytest.mark.parametrize("use", ["消防", "救护", "工程救险"])
def test_a_car_that_was_rebuilt_is_special(use):
    assert class_of("小型普通客车", use_character=use) == "special"
    assert class_of("大型普通客车", use_character=use) == "bus"


def test_a_police_car_is_a_car():
    assert class_of("小型轿车", use_character="警用", plate="沪A0123警") == "passenger_car"
