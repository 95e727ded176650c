"""Positions in China: GPS gives WGS-84, the maps of Amap, Tencent and WeChat use GCJ-02.

The public approximation of the shift; some hundred metres in size, good to a few metres.
"""

import math
from typing import NamedTuple

from voltbay.core.errors import Invalid

AXIS = 6378245.0  # metres, Krasovsky 1940
ECCENTRICITY_SQUARED = 0.00669342162296594323
EARTH_RADIUS = 6371008.8  # metres, mean
WEST, EAST, SOUTH, NORTH = 72.004, 137.8347, 0.8293, 55.8271  # outside, nothing is shifted


class CoordinatesMalformed(Invalid):
    """They are not a longitude and a latitude."""

    code = "coordinates_malformed"


class Position(NamedTuple):
    """Degrees, longitude first."""

    longitude: float
    latitude: float


def normalise_coordinates(text: str) -> str:
    """Return `longitude,latitude` without spaces and with an ordinary comma.

    >>> normalise_coordinates(" 116.397， 39.908 ")
    '116.397,39.908'
    """
    return "".join(text.split()).replace("，", ",")


def parse_coordinates(text: str) -> Position:
    """Return the position that `longitude,latitude` names. Raises CoordinatesMalformed.

    >>> parse_coordinates("116.397591,39.908726")
    Position(longitude=116.397591, latitude=39.908726)
    """
    parts = normalise_coordinates(text).split(",")
    try:
        longitude, latitude = (float(part) for part in parts)
    except ValueError as not_two_numbers:
        raise CoordinatesMalformed from not_two_numbers
    if not (-180 <= longitude <= 180 and -90 <= latitude <= 90):  # nan fails both
        raise CoordinatesMalformed
    return Position(longitude, latitude)


def is_coordinates(text: str) -> bool:
    """Tell whether the text is a longitude and a latitude.

    >>> is_coordinates("116.4,39.9"), is_coordinates("39.9,116.4"), is_coordinates("nan,nan")
    (True, False, False)
    """
    try:
        parse_coordinates(text)
    except CoordinatesMalformed:
        return False
    return True


def to_gcj02(wgs84: Position) -> Position:
    """Return where a GPS position lies on China's maps.

    >>> [round(degrees, 6) for degrees in to_gcj02(Position(121.473667, 31.230525))]
    [121.47819, 31.228583]
    """
    if not _is_shifted(wgs84):
        return wgs84
    east, north = _shift(wgs84)
    return Position(wgs84.longitude + east, wgs84.latitude + north)


def _is_shifted(position: Position) -> bool:
    return WEST <= position.longitude <= EAST and SOUTH <= position.latitude <= NORTH


def _shift(wgs84: Position) -> tuple[float, float]:
    """Return how far GCJ-02 lies to the east and to the north, in degrees."""
    x, y = wgs84.longitude - 105.0, wgs84.latitude - 35.0
    phi = math.radians(wgs84.latitude)
    root = 1 - ECCENTRICITY_SQUARED * math.sin(phi) ** 2
    metres_a_degree_north = AXIS * (1 - ECCENTRICITY_SQUARED) / root**1.5 * math.pi / 180
    metres_a_degree_east = AXIS / math.sqrt(root) * math.cos(phi) * math.pi / 180
    return _metres_east(x, y) / metres_a_degree_east, _metres_north(x, y) / metres_a_degree_north


def _metres_east(x: float, y: float) -> float:
    flat = 300 + x + 2 * y + 0.1 * x * x + 0.1 * x * y + 0.1 * math.sqrt(abs(x))
    waves = _wave(20, x * 6) + _wave(20, x * 2) + _wave(20, x) + _wave(40, x / 3)
    return flat + (waves + _wave(150, x / 12) + _wave(300, x / 30)) * 2 / 3


def _metres_north(x: float, y: float) -> float:
    flat = -100 + 2 * x + 3 * y + 0.2 * y * y + 0.1 * x * y + 0.2 * math.sqrt(abs(x))
    waves = _wave(20, x * 6) + _wave(20, x * 2) + _wave(20, y) + _wave(40, y / 3)
    return flat + (waves + _wave(160, y / 12) + _wave(320, y / 30)) * 2 / 3


def _wave(height: float, turns: float) -> float:
    return height * math.sin(turns * math.pi)
