"""Reading bookings, always of one owner, and what can be booked."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet

from voltbay.accounts.models import Owner
from voltbay.accounts.owners.sessions import LIVE, OWNER, Shown, who
from voltbay.bookings.errors import BookingUnknown, ServiceUnknown
from voltbay.bookings.lifecycle import State
from voltbay.bookings.models import Booking, BookingEvent
from voltbay.core.compiled import CompiledQuery
from voltbay.core.keys import fingerprint
from voltbay.core.rows import Columns, ask
from voltbay.directory.models import Outlet, Service

BOOKING, SERVICE = Columns(Booking), Columns(Service)
# What a booking's owner is shown of its outlet, and what rules ask of it; the rest loads on access.
OUTLET = Columns(
    Outlet,
    only={
        *("id", "name", "name_en", "address", "phone", "longitude", "latitude"),
        *("book_ahead_days", "cancel_until_hours", "notice_hours", "is_storage_full"),
    },
)
WITH_PLACE = f"{BOOKING.select('booking')}, {SERVICE.select('service')}, {OUTLET.select('outlet')}"
BOOKED = """
bookings_booking AS booking
JOIN directory_service AS service ON service.id = booking.service_id
JOIN directory_outlet AS outlet ON outlet.id = booking.outlet_id
"""
FIND = f"""
SELECT {WITH_PLACE} FROM {BOOKED}
WHERE booking.owner_id = %(owner)s AND booking.code = %(code)s
"""  # noqa: S608  # our own names
FIND_SHOWN = f"""
SELECT {who()}, {WITH_PLACE} FROM {LIVE}
LEFT JOIN ({BOOKED}) ON booking.owner_id = owner.id AND booking.code = %(code)s
"""  # noqa: S608  # our own names
# By hand, as every look at free times asks this: the ORM takes longer to write it than it runs.
FIND_SERVICE = f"""
SELECT {SERVICE.select("service")}, {OUTLET.select("outlet")}
FROM directory_service AS service
JOIN directory_outlet AS outlet ON outlet.id = service.outlet_id AND outlet.is_listed
JOIN directory_company AS company ON company.id = outlet.company_id AND company.is_listed
WHERE service.id = %(service)s AND service.is_offered
"""  # noqa: S608  # our own names

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
    if before is None:
        return _PAGE.ask(state, most, owner=owner_id)
    created_at, code = before
    return _PAGE.ask(state, most, owner=owner_id, created_at=created_at, code=code)


def _page(
    state: str | None, most: int, *, owner: UUID, **before: datetime | str
) -> QuerySet[Booking]:
    # Cars of a block are on the page of their block.
    bookings = bookings_of(owner, state=state).filter(block=None).only(*LISTED)
    if state is None:
        came_to_nothing = Q(state=State.CANCELLED) & Exists(_DROPPED)
        bookings = bookings.exclude(state=State.EXPIRED).exclude(came_to_nothing)
    if before:
        older = bookings.filter(created_at__lt=before["created_at"])
        same = bookings.filter(created_at=before["created_at"], code__lt=before["code"])
        bookings = older | same
    return bookings[:most]


_PAGE = CompiledQuery(_page)


def find_booking(code: str, *, owner_id: UUID) -> Booking:
    """Return an owner's booking by its code. Raises BookingUnknown, for other owners' as well."""
    rows = ask(FIND, {"code": code.upper(), "owner": owner_id})
    return _booking(rows[0] if rows else (None,))


def find_shown_booking(code: str, *, shown: Shown, now: datetime) -> Booking:
    """Return likewise the booking of who shows a token, with its owner, in one statement.

    Raises Unauthenticated or BookingUnknown.
    """
    rows = ask(FIND_SHOWN, {"code": code.upper(), **shown.asking(now=now)})
    owner = shown.asker(rows, now=now)
    booking = _booking(rows[0][1 + OWNER.width :])
    booking.owner = owner
    return booking


def _booking(values: Sequence[Any]) -> Booking:
    if values[0] is None:
        raise BookingUnknown
    booking = BOOKING.read(values)
    booking.service = SERVICE.read(values[BOOKING.width :])
    booking.outlet = OUTLET.read(values[BOOKING.width + SERVICE.width :])
    return booking


def find_service(service_id: int, *, outlet_id: UUID | None = None) -> Service:
    """Return a service that owners can book, with its outlet: any outlet's or that of one.

    Raises ServiceUnknown.
    """
    rows = ask(FIND_SERVICE, {"service": service_id})
    if not rows:
        raise ServiceUnknown
    service = SERVICE.read(rows[0])
    service.outlet = OUTLET.read(rows[0][SERVICE.width :])
    if outlet_id not in (None, service.outlet_id):
        raise ServiceUnknown
    return service


def last_booking_per_vehicle(owner_id: UUID) -> list[Booking]:
    """Return the last booking of each of an owner's vehicles, told apart by VIN, newest first."""
    seen = Booking.objects.filter(owner_id=owner_id, block=None, vin_fingerprint__isnull=False)
    last = seen.order_by("vin_fingerprint", "-starts_at").distinct("vin_fingerprint")
    return sorted(last, key=lambda booking: booking.starts_at, reverse=True)
