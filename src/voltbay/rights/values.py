"""What may stand in a booking's place: read as the desk types it, and what goes along with it."""

from typing import Any

from voltbay.bookings.models import Booking
from voltbay.bookings.originals import NoPlate
from voltbay.bookings.queries import phone_end_fingerprint, vin_end_fingerprint
from voltbay.core.keys import fingerprint
from voltbay.identifiers.name import parse_name
from voltbay.identifiers.phone import parse_phone
from voltbay.identifiers.plate import parse_plate
from voltbay.identifiers.temporary_plate import parse_temporary_plate
from voltbay.identifiers.vin import parse_vin
from voltbay.notifications.tell import phone_fingerprint
from voltbay.rights.models import Field


def read(field: Field, text: str, booking: Booking) -> str:
    """Return a value as it is kept. Raises what the identifier's parser raises."""
    if field == Field.NAME:
        return parse_name(text)
    if field == Field.PHONE:
        return parse_phone(text)
    if field == Field.VIN:
        return parse_vin(text).number
    if booking.no_plate == NoPlate.TEMPORARY:
        return parse_temporary_plate(text)
    return parse_plate(text).number


def columns(field: Field, value: str, booking: Booking) -> dict[str, Any]:
    """Return the booking's columns that a value changes, fingerprints too.

    A car in the owner's own name is in the corrected name, where the licence said the wrong one.
    """
    if field == Field.NAME:
        is_own = booking.licence_owner is not None and booking.licence_owner == booking.name
        return {"name": value, **({"licence_owner": value} if is_own else {})}
    if field == Field.PHONE:
        return {
            "phone": value,
            "phone_fingerprint": phone_fingerprint(value),
            "phone_end_fingerprint": phone_end_fingerprint(value),
        }
    if field == Field.VIN:
        return {
            "vin": value,
            "vin_fingerprint": fingerprint(value, purpose="vin"),
            "vin_end_fingerprint": vin_end_fingerprint(value),
        }
    return {"plate": value, "plate_fingerprint": fingerprint(value, purpose="plate")}
