"""What is known of a booking's person and car, masked unless somebody said why not."""

from collections.abc import Callable
from datetime import datetime

from django.utils.translation import gettext as _

from voltbay.accounts.models import StaffUser
from voltbay.audit.view import view_booking
from voltbay.bookings.models import Booking
from voltbay.bookings.words import (
    CAR_AFTER,
    DRIVES,
    IDENTITY_KINDS,
    NO_PLATES,
    RELATIONS,
    VEHICLE_CLASSES,
)
from voltbay.console.access.scope import find_booking
from voltbay.console.look_form import Reason
from voltbay.core.masking import mask_identity_number, mask_name, mask_phone, mask_vin


def person_of(booking: Booking, *, is_full: bool) -> list[tuple[str, str]]:
    """Return what is known of person and car; names and numbers masked unless asked for."""
    phone = _phone(booking)

    def shown(value: str | None, mask: Callable[[str], str]) -> str:
        return (value if is_full else mask(value)) if value else "–"

    return [
        (_("Name"), shown(booking.name, mask_name)),
        (_("Mobile number"), shown(phone, mask_phone) if phone else _lost(booking)),
        (_("Paper of identity"), str(IDENTITY_KINDS.get(booking.identity_kind, "–"))),
        (_("Identity number"), shown(booking.identity_number, mask_identity_number)),
        (_("Plate"), booking.plate or str(NO_PLATES.get(booking.no_plate, "–"))),
        (_("VIN"), shown(booking.vin, mask_vin)),
        *_certificate(booking, shown),
        (_("Model"), booking.vehicle_model or "–"),
        (_("Kind of vehicle"), str(VEHICLE_CLASSES.get(booking.vehicle_class, "–"))),
        (_("What drives it"), str(DRIVES.get(booking.fuel, "–"))),
        (_("Total mass"), f"{booking.mass_kg} kg" if booking.mass_kg else "–"),
        (_("Whose car"), str(RELATIONS.get(booking.relation, "–"))),
        *_licence_owner(booking, shown),
        (_("The car afterwards"), str(CAR_AFTER.get(booking.car_after, "–"))),
        (_("Note"), booking.note or "–"),
        (_("Reason of cancellation"), booking.cancel_reason or "–"),
    ]


def _certificate(
    booking: Booking, shown: Callable[[str | None, Callable[[str], str]], str]
) -> list[tuple[str, str]]:
    """Return what stands in for plate and licence, if anything does."""
    if not booking.no_plate:
        return []
    number = shown(booking.certificate_number, mask_identity_number)
    return [
        (_("Why no ordinary plate"), str(NO_PLATES[booking.no_plate])),
        (_("Certificate number"), number),
    ]


def _licence_owner(
    booking: Booking, shown: Callable[[str | None, Callable[[str], str]], str]
) -> list[tuple[str, str]]:
    """Return whom the licence names where that is somebody else; a company is no person."""
    owner: str | None = booking.licence_owner
    if not owner or booking.relation in ("", Booking.Relation.SELF):
        return []
    is_company = booking.relation == Booking.Relation.COMPANY
    return [(_("Owner on the licence"), owner if is_company else shown(owner, mask_name))]


def _phone(booking: Booking) -> str | None:
    """Return where messages go: a number that was lost since then is gone from its bookings."""
    phone: str | None = booking.phone or booking.owner.phone
    return phone


def _lost(booking: Booking) -> str:
    if booking.owner.phone_lost_at is None:
        return "–"
    return _("None: the number belongs to somebody else now, so no message reaches the owner")


def look_at_person(staff: StaffUser, code: str, reason: Reason, *, now: datetime) -> None:
    """Write down that somebody is about to see a booking's person in full."""
    booking = find_booking(staff, code)
    view_booking(booking.code, outlet_id=booking.outlet_id, staff=staff, **reason, now=now)
