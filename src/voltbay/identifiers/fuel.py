"""What drives a car, as its plate and its model prove it.

Only the second page of a licence names the energy, so the plate comes first and the model next.
Source: GA 36-2018 (plates); GB/T 9417-1988, by which models are still named: a saloon's number
begins with 7 and goes on with its displacement in tenths of a litre.
"""

import re

from voltbay.identifiers.plate import Energy, PlateMalformed, parse_plate
from voltbay.identifiers.text import plain
from voltbay.identifiers.vehicle import Fuel

MODEL = re.compile(r"[A-Z]{2,4}([1-9])(\d\d)\d([A-Z0-9/-]*)")  # maker, kind, parameter, maker's own
SALOON = "7"
MARKS: tuple[tuple[re.Pattern[str], Fuel], ...] = (  # what makers write for what they sell
    (re.compile(r"FCE?V"), Fuel.FUEL_CELL),
    (re.compile(r"HEV|REEV"), Fuel.HYBRID),
    (re.compile(r"EV"), Fuel.ELECTRIC),
)


def fuel_of(plate: str, model: str = "") -> Fuel:
    """Return what the plate proves, else what the model does, else `unknown`.

    A green plate is the register's word and outweighs a model; an ordinary one says nothing, as
    electric cars had them before the green ones.

    >>> fuel_of("京AD12345", "大众牌FV7146").value, fuel_of("粤B54321F").value
    ('electric', 'hybrid')
    >>> [fuel_of("京A12345", model).value for model in ("北京牌BJ7000BEV", "大众牌FV7146BB", "X")]
    ['electric', 'petrol', 'unknown']
    """
    marked = _fuel_of_model(model)
    energy = _energy(plate)
    if energy is Energy.PURE_ELECTRIC:
        return Fuel.ELECTRIC
    if energy is Energy.NOT_PURE:
        return Fuel.FUEL_CELL if marked is Fuel.FUEL_CELL else Fuel.HYBRID
    return marked


def _fuel_of_model(model: str) -> Fuel:
    named = MODEL.search(plain(model).upper())
    if named is None:
        return Fuel.UNKNOWN
    kind, parameter, rest = named.groups()
    mark = next((fuel for pattern, fuel in MARKS if pattern.search(rest)), None)
    if mark is not None:
        return mark
    if kind != SALOON:
        return Fuel.UNKNOWN  # the number is a length or a mass: it says nothing of an engine
    return Fuel.ELECTRIC if parameter == "00" else Fuel.PETROL


def _energy(plate: str) -> Energy:
    try:
        return parse_plate(plate).energy
    except PlateMalformed:
        return Energy.NOT_TOLD
