"""What decides about removals, computed without the database. Pure."""

import secrets
from collections.abc import Collection
from datetime import datetime
from decimal import Decimal
from enum import StrEnum

from voltbay.core.local_time import local_date
from voltbay.identifiers.battery_code import BatteryCode
from voltbay.removals.errors import BatteryCodeInFuture, EnergyOutOfRange, MassOutOfRange

LIGHTEST, HEAVIEST = Decimal("0.1"), Decimal(3000)  # kg: a cell; the pack of a heavy lorry
LEAST_KWH, MOST_KWH = Decimal("0.01"), Decimal(2000)  # a cell; the pack of a heavy lorry, twice
WARN_AT = Decimal("0.8")  # of the storage ceiling
SERIAL_ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"  # Crockford: nothing to mix up on a telephone
SERIAL_LENGTH = 8


class Step(StrEnum):
    """The steps of a removal, in the order in which they are taken."""

    INSPECT = "inspect"
    ISOLATE = "isolate"
    REMOVE = "remove"
    WEIGH = "weigh"
    PACK = "pack"


class Hazard(StrEnum):
    """What makes a battery unsafe. Any of them fails the check before packing.

    Source: GB/T 38698.1-2020, annex A: one "yes" and the battery is treated first.
    """

    LEAK = "leak"
    SWELLING = "swelling"
    SMOKE = "smoke"
    WATER = "water"
    CRASH = "crash"


class Safety(StrEnum):
    """The class that follows from what is seen."""

    PASSED = "passed"
    UNSAFE = "unsafe"


class NoCode(StrEnum):
    """Why a battery has no readable code. Source: GB/T 34014-2017 is in force since 2018-02-01."""

    OLD = "old"
    GONE = "gone"
    UNREADABLE = "unreadable"
    IMPORTED = "imported"


URGENCY = (Hazard.SMOKE, Hazard.LEAK, Hazard.SWELLING, Hazard.WATER, Hazard.CRASH)


def steps_before(step: Step) -> list[Step]:
    """Return the steps that come first.

    >>> [str(step) for step in steps_before(Step.REMOVE)]
    ['inspect', 'isolate']
    """
    order = list(Step)
    return order[: order.index(step)]


def safety_of(hazards: Collection[Hazard]) -> Safety:
    """Return the class that follows from what is seen.

    >>> str(safety_of([])), str(safety_of([Hazard.LEAK]))
    ('passed', 'unsafe')
    """
    return Safety.UNSAFE if hazards else Safety.PASSED


def urgent_instructions(hazards: Collection[str]) -> list[str]:
    """Return the codes of what to do at once, most urgent first.

    >>> urgent_instructions(["water", "smoke"])
    ['urgent_smoke', 'urgent_water', 'urgent_all']
    """
    found = [f"urgent_{hazard}" for hazard in URGENCY if hazard in hazards]
    return [*found, "urgent_all"] if found else []


def check_mass(mass_kg: Decimal) -> Decimal:
    """Return a mass in kg, to a tenth. Raises MassOutOfRange.

    >>> check_mass(Decimal("412.34"))
    Decimal('412.3')
    """
    if not mass_kg.is_finite():
        raise MassOutOfRange(fields={"mass_kg": MassOutOfRange.code}, least=LIGHTEST, most=HEAVIEST)
    rounded = mass_kg.quantize(LIGHTEST) if abs(mass_kg) < 10 * HEAVIEST else mass_kg
    if not LIGHTEST <= rounded <= HEAVIEST:
        raise MassOutOfRange(fields={"mass_kg": MassOutOfRange.code}, least=LIGHTEST, most=HEAVIEST)
    return rounded


def check_energy(energy_kwh: Decimal) -> Decimal:
    """Return a nominal energy in kWh, to a hundredth. Raises EnergyOutOfRange.

    >>> check_energy(Decimal("22.404"))
    Decimal('22.40')
    """
    refused = EnergyOutOfRange(
        fields={"energy": EnergyOutOfRange.code}, least=LEAST_KWH, most=MOST_KWH
    )
    if not energy_kwh.is_finite() or abs(energy_kwh) > 10 * MOST_KWH:
        raise refused
    rounded = energy_kwh.quantize(LEAST_KWH)
    if not LEAST_KWH <= rounded <= MOST_KWH:
        raise refused
    return rounded


def check_made(code: BatteryCode, *, now: datetime) -> None:
    """Check that a battery was made by today. Raises BatteryCodeInFuture."""
    if code.made_date > local_date(now):
        raise BatteryCodeInFuture(
            fields={"code": BatteryCodeInFuture.code}, date=f"{code.made_date:%Y-%m-%d}"
        )


def new_serial(now: datetime) -> str:
    """Make a receipt's serial: the day, and eight characters that cannot be guessed."""
    random = "".join(secrets.choice(SERIAL_ALPHABET) for _ in range(SERIAL_LENGTH))
    return f"VR{local_date(now):%y%m%d}-{random}"
