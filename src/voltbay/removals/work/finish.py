"""Finishing a removal.

1. All steps are taken, and every battery is weighed and, if unsafe, contained;
   of one without a readable code there is a photo. If a price was quoted, the owner agreed.
2. The booking is completed and the removal closed: from now on its record stays as it is.
3. The receipt is signed, and the owner is told where it is. All this is one transaction.
"""

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from voltbay.accounts.models import StaffUser
from voltbay.bookings.models import Booking
from voltbay.bookings.move import by
from voltbay.bookings.work import finish as finish_booking
from voltbay.removals.ending import Ending, check_ending, lacks_of, warnings_for
from voltbay.removals.errors import RemovalIncomplete
from voltbay.removals.models import Receipt, Removal
from voltbay.removals.note import lock, note
from voltbay.removals.quotes.agreed import check_agreed
from voltbay.removals.receipts.issue import issue
from voltbay.removals.rules import Step
from voltbay.removals.work.lacking import lacking
from voltbay.removals.work.take_step import check_packs, check_photos


@dataclass(frozen=True)
class Finished:
    """The receipt, and the codes of what the owner must be warned of."""

    receipt: Receipt
    warnings: list[str]


@transaction.atomic
def finish(removal: Removal, ending: Ending, *, staff: StaffUser, now: datetime) -> Finished:
    """Close a removal and issue its receipt.

    Raises RemovalFinished, RemovalIncomplete, NoPacks, NotWeighed, NotContained, NoPhotoOfPack,
    QuoteWaiting, QuoteRefused, QuoteOutdated or WrongState.
    """
    current = lock(removal)
    _check_several(current, ending)
    _check_steps(current)
    check_packs(current.packs.all(), contained=True)
    check_photos(current)
    check_ending(ending)
    check_agreed(current)
    current.car_after, current.finished_at = ending.car_after, now
    current.save(update_fields=["car_after", "finished_at"])
    booking = Booking.objects.select_related("outlet__company").get(pk=current.booking_id)
    finish_booking(booking, by=by(staff), now=now)
    note(current, "finished", staff=staff, now=now, car_after=ending.car_after)
    current.booking = booking
    receipt = issue(current, staff=staff, now=now)
    return Finished(receipt=receipt, warnings=warnings_for(ending.car_after))


def _check_several(removal: Removal, ending: Ending) -> None:
    """Say at once all that is missing, where that is more than one thing."""
    missing = [*lacking(removal), *lacks_of(ending)]
    if len(missing) > 1:
        raise RemovalIncomplete(missing=missing)


def _check_steps(removal: Removal) -> None:
    taken = set(removal.steps.values_list("kind", flat=True))
    missing = [step.value for step in Step if step not in taken]
    if missing:
        raise RemovalIncomplete(missing=[{"code": f"step_{step}"} for step in missing])
