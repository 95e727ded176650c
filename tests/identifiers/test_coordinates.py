import pytest

from voltbay.identifiers.coordinates import (
    CoordinatesMalformed,
    Position,
    parse_coordinates,
    to_gcj02,
)

PLACES = [
    (Position(116.391350, 39.907325), Position(116.397591, 39.908726)),
    (Position(121.473667, 31.230525), Position(121.478190, 31.228583)),
    (Position(114.057868, 22.543099), Position(114.062982, 22.540382)),
]


@pytest.mark.parametrize(("gps", "on_map"), PLACES)
def test_gps_positions_are_shifted_onto_the_map(gps, on_map):
    assert to_gcj02(gps) == pytest.approx(on_map, abs=1e-6)


def test_nothing_is_shifted_outside_china():
    tokyo = Position(139.7, 35.68)

    assert to_gcj02(tokyo) == tokyo


@pytest.mark.parametrize(
    "text", ["", "116", "116,39,1", "a,b", "nan,39", "inf,39", "181,39", "39.9,116.4"]
)
def test_what_is_no_position_is_malformed(text):
    with pytest.raises(CoordinatesMalformed):
        parse_coordinates(text)


def test_the_chinese_comma_is_forgiven():
    assert parse_coordinates("116.4，39.9") == Position(116.4, 39.9)
