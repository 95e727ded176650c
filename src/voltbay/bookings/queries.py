"""Reading bookings, always of one owner, and what can be booked."""

from datetime import datetime
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet

from voltbay.accounts.models import Owner
from voltbay.bookings.errors import BookingUnknown, ServiceUnknown
from voltbay.bookings.lifecycle import State
from voltbay.bookings.models import Booking, BookingEvent
from voltbay.core.keys import fingerprint
from voltbay.directory.models import Service

PHONE_END = 4  # digits, as people say them at a desk
VIN_END = 6  # characters: where makers count cars, and what is said of one without a plate


def phone_end_fingerprint(phone: str) -> bytes:
    """Return the fingerprint by which a desk finds bookings from a phone's last four digits."""
    return fingerprint(phone[-PHONE_END:], purpose="phone_end")


def vin_end_fingerprint(vin: str) -> bytes:
    """Return the fingerprint by which a desk finds a car from the last six characters of its VIN.

    In capitals, as those are.
    """
    return fingerprint(vin[-VIN_END:], purpose="vin_end")


def bookings_of(owner_id: UUID, *, state: str | None = None) -> QuerySet[Booking]:
    """Return an owner's bookings with outlet and service, newest first."""
    mine = Booking.objects.filter(owner_id=owner_id).select_related("outlet", "service")
    if state is not None:
        mine = mine.filter(state=state)
    return mine.order_by("-created_at", "-code")


def outlet_held_by(owner: Owner) -> UUID | None:
    """Return the outlet of an owner's newest hold, if there is one."""
    held = Booking.objects.filter(owner=owner, state=State.HELD).order_by("-created_at")
    return held.values_list("outlet_id", flat=True).first()


# That its owner gave it up while it was only held.
_DROPPED = BookingEvent.objects.filter(booking=OuterRef("pk"), why="dropped")


def page_of_bookings(
    owner_id: UUID, *, state: str | None, before: tuple[datetime, str] | None, most: int
) -> list[Booking]:
    """Return an owner's next `most` bookings after the one that ended the page before.

    Without a state those are left out whose hold lapsed or was dropped: nobody looks for them.
    """
    # Cars of a block are on the page of their block.
    bookings = bookings_of(owner_id, state=state).filter(block=None)
    if state is None:
        came_to_nothing = Q(state=State.CANCELLED) & Exists(_DROPPED)
        bookings = bookings.exclude(state=State.EXPIRED).exclude(came_to_nothing)
    if before is not None:
        created_at, code = before
        older = bookings.filter(created_at__lt=created_at)
        same = bookings.filter(created_at=created_at, code__lt=code)
        bookings = older | same
    return list(bookings[:most])


def find_booking(code: str, *, owner_id: UUID) -> Booking:
    """Return an owner's booking by its code. Raises BookingUnknown, for other owners' as well."""
    booking = bookings_of(owner_id).filter(code=code.upper()).first()
    if booking is None:
        raise BookingUnknown
    return booking


def find_service(service_id: int, *, outlet_id: UUID | None = None) -> Service:
    """Return a service that owners can book, with its outlet: any outlet's or that of one.

    Raises ServiceUnknown.
    """
    listed = Service.objects.filter(
        is_offered=True, outlet__is_listed=True, outlet__company__is_listed=True
    )
    listed = listed.select_related("outlet").defer("outlet__introduction_html")
    if outlet_id is not None:
        listed = listed.filter(outlet_id=outlet_id)
    service = listed.filter(pk=service_id).first()
    if service is None:
        raise ServiceUnknown
    return service


def last_booking_per_vehicle(owner_id: UUID) -> list[Booking]:
    """Return the last booking of each of an owner's vehicles, told apart by VIN, newest first."""
    seen = Booking.objects.filter(owner_id=owner_id, block=None, vin_fingerprint__isnull=False)
    last = seen.order_by("vin_fingerprint", "-starts_at").distinct("vin_fingerprint")
    return sorted(last, key=lambda booking: booking.starts_at, reverse=True)
