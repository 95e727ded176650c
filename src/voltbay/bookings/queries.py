"""Reading bookings, always of one owner, and what can be booked."""

from datetime import datetime
from uuid import UUID

from django.db import connection
from django.db.models import Exists, OuterRef, Q, QuerySet

from voltbay.accounts.models import Owner
from voltbay.bookings.errors import BookingUnknown, ServiceUnknown
from voltbay.bookings.lifecycle import State
from voltbay.bookings.models import Booking, BookingEvent
from voltbay.core.keys import fingerprint
from voltbay.directory.models import Outlet, Service

# By hand, as every look at free times asks this: the ORM takes longer to write it than it runs.
SERVICE = [field.attname for field in Service._meta.concrete_fields]
OUTLET = [
    field.attname for field in Outlet._meta.concrete_fields if field.name != "introduction_html"
]
FIND_SERVICE = f"""
SELECT {", ".join(f"service.{column}" for column in SERVICE)},
    {", ".join(f"outlet.{column}" for column in OUTLET)}
FROM directory_service AS service
JOIN directory_outlet AS outlet ON outlet.id = service.outlet_id AND outlet.is_listed
JOIN directory_company AS company ON company.id = outlet.company_id AND company.is_listed
WHERE service.id = %(service)s AND service.is_offered
  AND (%(outlet)s::uuid IS NULL OR service.outlet_id = %(outlet)s)
"""  # noqa: S608  # our own column names
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
    return mine.defer("outlet__introduction_html").order_by("-created_at", "-code")


def outlet_held_by(owner: Owner) -> UUID | None:
    """Return the outlet of an owner's newest hold, if there is one."""
    held = Booking.objects.filter(owner=owner, state=State.HELD).order_by("-created_at")
    return held.values_list("outlet_id", flat=True).first()


# What a list says of a booking: what else is sealed need not be opened, and an outlet has a page.
LISTED = [
    *("code", "owner", "state", "held_until", "starts_at", "ends_at", "created_at", "block"),
    *("name", "phone", "plate", "vin", "no_plate", "identity_kind", "relation", "car_after"),
    *("vehicle_class", "fuel", "mass_kg", "fit_why", "fleet", "outlet", "service"),
    *(f"outlet__{each}" for each in ("name", "name_en", "address", "phone", "cancel_until_hours")),
    *("outlet__longitude", "outlet__latitude", "service__name", "service__name_en"),
    *("service__vehicle_classes", "service__fuels", "service__heaviest_kg"),
]
# That its owner gave it up while it was only held.
_DROPPED = BookingEvent.objects.filter(booking=OuterRef("pk"), why="dropped")


def page_of_bookings(
    owner_id: UUID, *, state: str | None, before: tuple[datetime, str] | None, most: int
) -> list[Booking]:
    """Return an owner's next `most` bookings after the one that ended the page before, as listed.

    Without a state those are left out whose hold lapsed or was dropped: nobody looks for them.
    """
    # Cars of a block are on the page of their block.
    bookings = bookings_of(owner_id, state=state).filter(block=None).only(*LISTED)
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
    with connection.cursor() as cursor:
        cursor.execute(FIND_SERVICE, {"service": service_id, "outlet": outlet_id})
        row = cursor.fetchone()
    if row is None:
        raise ServiceUnknown
    service = Service.from_db(connection.alias, SERVICE, row[: len(SERVICE)])
    service.outlet = Outlet.from_db(connection.alias, OUTLET, row[len(SERVICE) :])
    return service


def last_booking_per_vehicle(owner_id: UUID) -> list[Booking]:
    """Return the last booking of each of an owner's vehicles, told apart by VIN, newest first."""
    seen = Booking.objects.filter(owner_id=owner_id, block=None, vin_fingerprint__isnull=False)
    last = seen.order_by("vin_fingerprint", "-starts_at").distinct("vin_fingerprint")
    return sorted(last, key=lambda booking: booking.starts_at, reverse=True)
