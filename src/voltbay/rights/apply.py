"""Putting a booking right, and what follows from it.

1. The booking's columns are written, fingerprints too; a car that is booked elsewhere is refused.
2. A receipt that was issued is not rewritten: a corrected one follows it and makes it void.
3. A VIN that was reported owes the list a correction: `traceability` is told that it changed.
"""

from datetime import datetime

from django.db import IntegrityError, transaction

from voltbay.accounts.models import StaffUser
from voltbay.bookings.errors import VehicleAlreadyBooked
from voltbay.bookings.models import Booking
from voltbay.removals.ending import Ending
from voltbay.removals.models import Receipt, Removal
from voltbay.removals.receipts.queries import receipts_for
from voltbay.removals.receipts.reissue import Correction as ReceiptCorrection
from voltbay.removals.receipts.reissue import reissue
from voltbay.rights.models import Field
from voltbay.rights.values import columns
from voltbay.traceability.models import CorrectedVin

# Why a receipt was replaced, as its owner and whoever checks it read: never what was wrong.
WHY = {
    Field.NAME: "更正车主姓名",
    Field.PLATE: "更正号牌",
    Field.VIN: "更正车辆识别代号",
}


def apply(
    field: Field, value: str, booking: Booking, *, staff: StaffUser | None, now: datetime
) -> Receipt | None:
    """Write a value into a booking; return the receipt that followed, if one had to.

    Needs a transaction that has locked the booking. Raises VehicleAlreadyBooked.
    """
    try:
        with transaction.atomic():
            Booking.objects.filter(pk=booking.pk).update(**columns(field, value, booking))
    except IntegrityError as refused:
        if "booking_one_live_per_vehicle" not in str(refused):
            raise
        raise VehicleAlreadyBooked from refused
    removal = Removal.objects.filter(booking=booking).first()
    if removal is None or staff is None:
        return None
    if field == Field.VIN:
        CorrectedVin.objects.create(removal=removal, at=now, staff=staff)
    issued = receipts_for(removal.pk) if field in WHY else []
    if not issued:
        return None
    right = ReceiptCorrection(WHY[field], Ending(removal.car_after))
    return reissue(issued[0].serial, right, staff=staff, now=now)
