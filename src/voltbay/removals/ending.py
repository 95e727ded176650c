"""How a removal ends: what becomes of the car, and what the owner is warned of."""

from dataclasses import dataclass

from voltbay.bookings.models import Booking
from voltbay.removals.errors import RemovalIncomplete


@dataclass(frozen=True)
class Ending:
    """What becomes of the car. What the owner is paid was agreed before: see `quotes`."""

    car_after: str


def warnings_for(car_after: str) -> list[str]:
    """Return the codes of what to tell the owner about a car without its battery.

    Source: order 73 of 2026, article 21: it counts as incomplete when it is scrapped.

    >>> warnings_for("to_be_scrapped"), warnings_for("battery_replaced")
    (['car_incomplete_when_scrapped'], [])
    """
    if car_after == Booking.CarAfter.BATTERY_REPLACED:
        return []
    return ["car_incomplete_when_scrapped"]


def check_ending(ending: Ending) -> None:
    """Check what becomes of the car. Raises RemovalIncomplete."""
    if missing := lacks_of(ending):
        raise RemovalIncomplete(missing=missing)


def lacks_of(ending: Ending) -> list[dict[str, str]]:
    """Return what is not said of the car, as codes of sentences."""
    return [] if ending.car_after in Booking.CarAfter.values else [{"code": "lack_car_after"}]
