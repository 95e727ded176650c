"""Finishing a removal.

1. All steps are taken, and every battery is weighed and, if unsafe, contained.
2. The booking is completed and the removal closed: from now on its record stays as it is.
3. The receipt is signed, and the owner is told where it is. All this is one transaction.
"""

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from django.db import transaction

from voltbay.accounts.models import StaffUser
from voltbay.bookings.models import Booking
from voltbay.bookings.work import finish as finish_booking
from voltbay.removals.errors import PriceOutOfRange, RemovalIncomplete
from voltbay.removals.issue import issue
from voltbay.removals.models import Receipt, Removal
from voltbay.removals.note import actor, lock, note
from voltbay.removals.rules import Step
from voltbay.removals.take_step import check_packs

DEAREST = Decimal(1_000_000)  # yuan


@dataclass(frozen=True)
class Ending:
    """What becomes of the car, and what the owner is paid, if anything."""

    car_after: str
    price_yuan: Decimal | None = None


@dataclass(frozen=True)
class Finished:
    """The receipt, and the codes of what the owner must be warned of."""

    receipt: Receipt
    warnings: list[str]


def warnings_for(car_after: str) -> list[str]:
    """Return the codes of what to tell the owner about a car without its battery.

    Source: order 73 of 2026, article 21: it counts as incomplete when it is scrapped.

    >>> warnings_for("to_be_scrapped"), warnings_for("battery_replaced")
    (['car_incomplete_when_scrapped'], [])
    """
    if car_after == Booking.CarAfter.BATTERY_REPLACED:
        return []
    return ["car_incomplete_when_scrapped"]


@transaction.atomic
def finish(removal: Removal, ending: Ending, *, staff: StaffUser, now: datetime) -> Finished:
    """Close a removal and issue its receipt.

    Raises RemovalFinished, RemovalIncomplete, NoPacks, NotWeighed, NotContained,
    PriceOutOfRange or WrongState.
    """
    current = lock(removal)
    _check_steps(current)
    check_packs(current.packs.all(), contained=True)
    check_ending(ending)
    current.car_after, current.price_yuan = ending.car_after, ending.price_yuan
    current.finished_at = now
    current.save(update_fields=["car_after", "price_yuan", "finished_at"])
    booking = Booking.objects.select_related("outlet__company").get(pk=current.booking_id)
    finish_booking(booking, by=actor(staff), now=now)
    note(current, "finished", staff=staff, now=now, car_after=ending.car_after)
    current.booking = booking
    receipt = issue(current, staff=staff, now=now)
    return Finished(receipt=receipt, warnings=warnings_for(ending.car_after))


def _check_steps(removal: Removal) -> None:
    taken = set(removal.steps.values_list("kind", flat=True))
    missing = [step.value for step in Step if step not in taken]
    if missing:
        raise RemovalIncomplete(missing=missing[0])


def check_ending(ending: Ending) -> None:
    """Check what becomes of the car and the price. Raises RemovalIncomplete or PriceOutOfRange."""
    if ending.car_after not in Booking.CarAfter.values:
        raise RemovalIncomplete(missing="car_after")
    if ending.price_yuan is not None and not 0 <= ending.price_yuan <= DEAREST:
        raise PriceOutOfRange(fields={"price_yuan": PriceOutOfRange.code}, most=DEAREST)
