"""What an outlet's desk looks at: always of given outlets, each in one statement."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import connection
from django.db.models import QuerySet, Sum

from voltbay.bookings.desk.lanes import Staffed
from voltbay.bookings.errors import BookingUnknown
from voltbay.bookings.lifecycle import State
from voltbay.bookings.models import Booking, BookingEvent
from voltbay.bookings.rules import code_in
from voltbay.core.compiled import CompiledQuery
from voltbay.core.local_time import day_bounds, local
from voltbay.slots.models import Slot

# A hold is nobody's appointment yet, and one that lapsed never was.
SHOWN = (
    State.IN_REVIEW,
    State.CONFIRMED,
    State.CHECKED_IN,
    State.REMOVING,
    State.COMPLETED,
    State.NO_SHOW,
    State.LEFT_OPEN,
    State.CANCELLED,
)
PLAIN = (
    "code",
    "starts_at",
    "ends_at",
    "buffer_minutes",
    "created_at",
    "state",
    "vehicle_model",
    "no_plate",
)
# What a board opens; whatever else is sealed stays shut. One of plates names nobody.
OF_OWNER = ("name", "phone")
OF_CAR = ("plate", "vin")
OF_SERVICE = ("service__name", "service__places")
# Whether the service fits the car.
FITS = (
    *("vehicle_class", "fuel", "mass_kg", "fit_why"),
    *("service__vehicle_classes", "service__fuels", "service__heaviest_kg"),
)

# Every board asks this every ten seconds: in its own words, as writing them costs what asking does.
MARK = """
SELECT count(DISTINCT booking.id), max(event.id), (
    SELECT string_agg(code || starts_at, ' ' ORDER BY starts_at, code) FROM bookings_booking
    WHERE outlet_id = %(outlet)s AND state = %(review)s
)
FROM bookings_booking AS booking
LEFT JOIN bookings_bookingevent AS event ON event.booking_id = booking.id
WHERE booking.outlet_id = %(outlet)s
    AND booking.starts_at >= %(first)s AND booking.starts_at < %(last)s
"""


@dataclass(frozen=True)
class Load:
    """How many places an outlet staffs in a local hour, and how many of them are taken."""

    day: date
    hour: int
    places: int
    taken: int


def on_board(outlets: Iterable[UUID]) -> QuerySet[Booking]:
    """Return the bookings that staff see, with service and what a board shows of them."""
    shown = Booking.objects.filter(outlet__in=outlets, state__in=[state.value for state in SHOWN])
    joined = shown.select_related("service", "fleet")
    return joined.only(*PLAIN, *OF_OWNER, *OF_CAR, *OF_SERVICE, *FITS, "fleet__name")


def day_of(outlet_id: UUID, day: date, *, with_owners: bool = True) -> list[Booking]:
    """Return an outlet's bookings of a local day in the order of their beginning.

    Without owners their names and numbers stay shut: to open them takes as long as all the rest.
    """
    first, last = day_bounds(day)
    todays = _TODAYS.ask(with_owners, outlet=outlet_id, first=first, last=last)
    return sorted(todays, key=lambda each: (each.starts_at, each.created_at, each.code))


def _todays(
    with_owners: bool,  # a form, as a compiled query takes it
    *,
    outlet: UUID,
    first: datetime,
    last: datetime,
) -> QuerySet[Booking]:
    todays = on_board([outlet]).filter(starts_at__gte=first, starts_at__lt=last)
    return todays if with_owners else todays.defer(*OF_OWNER)


_TODAYS = CompiledQuery(_todays)


def mark_of_day(outlet_id: UUID, day: date) -> str:
    """Return what changes whenever a booking of the day, or under review, does; in one statement.

    Every move of a booking writes an event, so their number and the newest tell all. Nothing sealed
    is opened.
    """
    first, last = day_bounds(day)
    asked: dict[str, Any] = {
        "outlet": outlet_id,
        "first": first,
        "last": last,
        "review": State.IN_REVIEW.value,
    }
    with connection.cursor() as cursor:
        cursor.execute(MARK, asked)
        return " ".join(map(str, cursor.fetchone()))


def staffed_on(outlet_id: UUID, day: date) -> list[Staffed]:
    """Return the slots of an outlet's local day, the first first."""
    first, last = day_bounds(day)
    return [Staffed(*each) for each in _STAFFED.ask(outlet=outlet_id, first=first, last=last)]


def _staffed(
    *, outlet: UUID, first: datetime, last: datetime
) -> "QuerySet[Slot, tuple[datetime, datetime, int, int]]":
    slots = Slot.objects.filter(outlet=outlet, starts_at__gte=first, starts_at__lt=last)
    return slots.order_by("starts_at").values_list("starts_at", "ends_at", "capacity", "taken")


_STAFFED = CompiledQuery(_staffed)


def load_of(outlet_id: UUID, *, first: date, days: int) -> list[Load]:
    """Return places and how many are taken, by local day and hour; hours without any are absent."""
    begin, end = day_bounds(first)[0], day_bounds(first + timedelta(days=days - 1))[1]
    slots = Slot.objects.filter(outlet=outlet_id, starts_at__gte=begin, starts_at__lt=end)
    counted = slots.values_list("starts_at").annotate(places=Sum("capacity"), used=Sum("taken"))
    hours: dict[tuple[date, int], tuple[int, int]] = {}
    for starts_at, places, used in counted.order_by("starts_at"):
        starts = local(starts_at)
        here = hours.get((starts.date(), starts.hour), (0, 0))
        hours[starts.date(), starts.hour] = (here[0] + places, here[1] + used)
    return [Load(*when, *counts) for when, counts in hours.items()]


def find_at_outlets(text: str, outlets: Iterable[UUID]) -> Booking:
    """Return a booking with outlet and service by its code, typed or scanned.

    Raises BookingUnknown, for other outlets' as well.
    """
    here = Booking.objects.filter(code=code_in(text), outlet__in=outlets)
    booking = here.select_related("outlet", "service").first()
    if booking is None:
        raise BookingUnknown
    return booking


def history_of(booking: Booking) -> list[BookingEvent]:
    """Return a booking's moves, oldest first."""
    return list(booking.events.order_by("id"))
