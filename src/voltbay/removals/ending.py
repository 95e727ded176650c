"""How a removal ends: what becomes of the car, and what the owner is paid and warned of."""

from dataclasses import dataclass
from decimal import Decimal

from voltbay.bookings.models import Booking
from voltbay.removals.errors import PriceOutOfRange, RemovalIncomplete

DEAREST = Decimal(1_000_000)  # yuan


@dataclass(frozen=True)
class Ending:
    """What becomes of the car, and what the owner is paid, if anything."""

    car_after: str
    price_yuan: Decimal | None = None


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
    """Check what becomes of the car and the price. Raises RemovalIncomplete or PriceOutOfRange."""
    if ending.car_after not in Booking.CarAfter.values:
        raise RemovalIncomplete(missing="car_after")
    if ending.price_yuan is not None and not 0 <= ending.price_yuan <= DEAREST:
        raise PriceOutOfRange(fields={"price_yuan": PriceOutOfRange.code}, most=DEAREST)
