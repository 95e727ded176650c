"""The class of a car, as the vehicle type on its licence proves it.

Source: GA/T 16.4-2012 (a letter for the kind, a digit for the size), GA 802-2019 (what the sizes
mean). What is written otherwise proves nothing, and nothing is guessed.
"""

import re

from voltbay.identifiers.plate import PlateMalformed, parse_plate
from voltbay.identifiers.text import plain
from voltbay.identifiers.vehicle import VehicleClass

SMALL, LARGE = "小微", "大中"
WORDS: tuple[tuple[re.Pattern[str], VehicleClass], ...] = (
    # Bodies with gear of their own, whatever they look like: where the battery sits is not known.
    (re.compile(rf"[{SMALL}]型专用客车"), VehicleClass.SPECIAL),
    (re.compile(r"[大中小微重轻]型.*(专项作业车|轮式.*机械)"), VehicleClass.SPECIAL),
    (re.compile(r"三轮汽车|轮式.*机械(车)?"), VehicleClass.SPECIAL),
    (re.compile(r".*(半挂车|全挂车)"), VehicleClass.TRAILER),
    (re.compile(r".*摩托车"), VehicleClass.MOTORCYCLE),
    (re.compile(rf"[{SMALL}]型.*(客车|轿车(\(双排座\))?|面包车|校车)"), VehicleClass.PASSENGER_CAR),
    # A saloon is never of those sizes: what reads so is not proven.
    (re.compile(rf"[{LARGE}]型.*(客车|面包车|校车)"), VehicleClass.BUS),
    (re.compile(r"重型.*(货车|厢车|牵引车)"), VehicleClass.HEAVY_LORRY),
    (re.compile(r"中型.*(货车|厢车|牵引车)"), VehicleClass.MEDIUM_LORRY),
    (re.compile(r"([轻微]型.*(货车|厢车|牵引车))|.*低速货车"), VehicleClass.LIGHT_LORRY),
)
CODES: tuple[tuple[re.Pattern[str], VehicleClass], ...] = (
    (re.compile(r"K34|K44|[ZJ]\d\d|N\d\d"), VehicleClass.SPECIAL),
    (re.compile(r"K[34]\d"), VehicleClass.PASSENGER_CAR),
    (re.compile(r"K[12][0-57-9]"), VehicleClass.BUS),
    (re.compile(r"[HQ]1\d"), VehicleClass.HEAVY_LORRY),
    (re.compile(r"[HQ]2\d"), VehicleClass.MEDIUM_LORRY),
    (re.compile(r"[HQ][345]\d"), VehicleClass.LIGHT_LORRY),
    (re.compile(r"M\d\d"), VehicleClass.MOTORCYCLE),
    (re.compile(r"[BG]\d\d"), VehicleClass.TRAILER),
)
EQUIPPED = ("消防", "救护", "工程救险")  # uses for which a car has been rebuilt


def class_of(vehicle_type: str, *, use_character: str = "", plate: str = "") -> VehicleClass:
    """Return the class that words or code of a licence prove; `unknown` if they prove none.

    A plate of the large form on a small car contradicts it, so that nothing is proven.

    >>> class_of("大型普通客车", use_character="警用").value, class_of("K33").value
    ('bus', 'passenger_car')
    >>> class_of("小型轿车", use_character="救护").value, class_of("小型").value
    ('special', 'unknown')
    """
    text = plain(vehicle_type)
    found = _first(WORDS, text) or _first(CODES, text.upper())
    if found is None:
        return VehicleClass.TRAILER if plate.endswith("挂") else VehicleClass.UNKNOWN
    if found is not VehicleClass.PASSENGER_CAR:
        return found
    if _is_large(plate):
        return VehicleClass.UNKNOWN
    return VehicleClass.SPECIAL if use_character in EQUIPPED else found


def _first(
    rules: tuple[tuple[re.Pattern[str], VehicleClass], ...], text: str
) -> VehicleClass | None:
    return next((found for pattern, found in rules if pattern.fullmatch(text)), None)


def _is_large(plate: str) -> bool:
    try:
        return parse_plate(plate).is_large
    except PlateMalformed:
        return False
