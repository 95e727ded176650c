"""Checking a list of cars row by row, without writing anything.

1. A file becomes rows: headings known, rows counted, hostile workbooks refused.
2. Every row is judged alone, and then beside the others and the cars that are listed already.
3. What it would do has a fingerprint, so that what is done later is what was shown.
"""

import hashlib
import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from voltbay.core.errors import Invalid
from voltbay.core.keys import fingerprint
from voltbay.directory.imports.read_apart import read_apart
from voltbay.directory.imports.sheet import Row
from voltbay.fleets.errors import (
    CellMissing,
    CellTooLong,
    PlateTaken,
    RowRepeated,
    VehiclesTooMany,
)
from voltbay.fleets.models import FleetAccount, FleetVehicle
from voltbay.fleets.rules import MOST_VEHICLES
from voltbay.fleets.vehicles.columns import LONGEST
from voltbay.fleets.vehicles.headings import is_heading, names_in, unused
from voltbay.identifiers.plate import parse_plate
from voltbay.identifiers.vin import parse_vin

LONGEST_SHOWN = 80  # characters of a wrong cell that are shown again


@dataclass(frozen=True)
class Car:
    """A row that may be taken, by its number in the file."""

    number: int
    plate: str
    vin: str
    model: str
    licence_owner: str

    @property
    def plate_mark(self) -> bytes:
        """The plate's fingerprint."""
        return fingerprint(self.plate, purpose="plate")

    @property
    def vin_mark(self) -> bytes:
        """The VIN's fingerprint."""
        return fingerprint(self.vin, purpose="vin")


@dataclass(frozen=True)
class Wrong:
    """Why a row is not taken: its number, the column, what stands there, and the refusal."""

    number: int
    column: str
    cell: str
    refusal: Invalid


@dataclass(frozen=True)
class Effect:
    """What a list would do: cars that are new, that change, and how many stay as they are.

    `unused` are the headings of columns that nothing is read from.
    """

    new: list[Car]
    changed: list[tuple[FleetVehicle, Car]]
    unchanged: int
    wrongs: list[Wrong]
    sha256: str
    unused: list[str]

    @property
    def seen(self) -> str:
        """A fingerprint of the file and of what it does."""
        does = [
            [each.number for each in self.new],
            [each.number for _, each in self.changed],
            self.unchanged,
            len(self.wrongs),
        ]
        return hashlib.sha256(json.dumps([self.sha256, does]).encode()).hexdigest()


@dataclass(frozen=True)
class CarList:
    """What a file says: its headings, the columns that they name, rows by number."""

    headings: Row
    names: list[str]
    rows: list[tuple[int, Row]]
    sha256: str


def read_list(content: bytes) -> CarList:
    """Return what a file says. Raises what `read_apart` and `names_in` raise."""
    headings, rows = read_apart(content, is_heading=is_heading)
    return CarList(headings, names_in(headings), rows, hashlib.sha256(content).hexdigest())


def check_list(fleet: FleetAccount, sent: CarList) -> Effect:
    """Return what a list would do to a fleet's; wrong rows are named, not refused.

    Raises VehiclesTooMany.
    """
    cars: list[Car] = []
    wrongs: list[Wrong] = []
    for number, cells in sent.rows:
        car, wrong = _judged(number, dict(zip(sent.names, cells, strict=True)), fleet)
        wrongs += wrong
        cars += [car] if car else []
    listed = {bytes(each.vin_fingerprint): each for each in fleet.vehicles.all()}
    wrongs += _repeated(cars) + _taken(cars, listed)
    new = [each for each in cars if each.vin_mark not in listed]
    if len(listed) + len(new) > MOST_VEHICLES:
        raise VehiclesTooMany(limit=MOST_VEHICLES)
    known = [(listed[each.vin_mark], each) for each in cars if each.vin_mark in listed]
    changed = [pair for pair in known if _differs(*pair)]
    return Effect(
        new=new,
        changed=changed,
        unchanged=len(known) - len(changed),
        wrongs=sorted(wrongs, key=lambda each: each.number),
        sha256=sent.sha256,
        unused=unused(sent.headings, sent.names),
    )


def _judged(
    number: int, row: dict[str, str], fleet: FleetAccount
) -> tuple[Car | None, list[Wrong]]:
    wrongs: list[Wrong] = []

    def read(column: str, parse: Callable[[str], str]) -> str:
        try:
            return parse(row.get(column, ""))
        except Invalid as refusal:
            wrongs.append(Wrong(number, column, row.get(column, "")[:LONGEST_SHOWN], refusal))
            return ""

    car = Car(
        number=number,
        plate=read("plate", lambda text: parse_plate(_there(text)).number),
        vin=read("vin", lambda text: parse_vin(_there(text)).number),
        model=read("model", lambda text: _short(text, "model")),
        licence_owner=read("licence_owner", lambda text: _short(text, "licence_owner"))
        or fleet.name,
    )
    return (None if wrongs else car), wrongs


def _there(text: str) -> str:
    if not text:
        raise CellMissing
    return text


def _short(text: str, column: str) -> str:
    if len(text) > LONGEST[column]:
        raise CellTooLong(limit=LONGEST[column])
    return text


def _repeated(cars: Sequence[Car]) -> list[Wrong]:
    """Name rows about a car, or a plate, that an earlier row is about."""
    first: dict[tuple[str, str], int] = {}
    wrongs = []
    for car in cars:
        for column, cell in (("vin", car.vin), ("plate", car.plate)):
            earlier = first.setdefault((column, cell), car.number)
            if earlier != car.number:
                wrongs.append(Wrong(car.number, column, cell, RowRepeated(number=earlier)))
                break
    return wrongs


def _taken(cars: Sequence[Car], listed: dict[bytes, FleetVehicle]) -> list[Wrong]:
    """Name rows whose plate belongs to a listed car that the file does not speak of."""
    spoken = {car.vin_mark for car in cars}
    others = {bytes(each.plate_fingerprint) for vin, each in listed.items() if vin not in spoken}
    return [
        Wrong(car.number, "plate", car.plate, PlateTaken())
        for car in cars
        if car.plate_mark in others
    ]


def _differs(vehicle: FleetVehicle, car: Car) -> bool:
    before = (vehicle.plate, vehicle.model, vehicle.licence_owner)
    return before != (car.plate, car.model, car.licence_owner)
