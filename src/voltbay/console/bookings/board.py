"""An outlet's day: its bookings in time order, and a version that changes with any of them."""

import hashlib
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import Count, Max, Q, QuerySet, Sum

from voltbay.bookings.lifecycle import State
from voltbay.bookings.models import Booking
from voltbay.bookings.queries import PHONE_END, phone_end_fingerprint
from voltbay.bookings.words import STATES
from voltbay.console.bookings.bays import bays_of
from voltbay.core.keys import fingerprint
from voltbay.core.local_time import day_bounds, local
from voltbay.core.masking import mask_name, mask_phone
from voltbay.directory.models import Outlet
from voltbay.identifiers.battery_code import normalise_battery_code
from voltbay.removals.models import BatteryPack, Receipt
from voltbay.slots.models import Slot

LATE_AFTER = timedelta(minutes=15)
# A hold is nobody's appointment yet, and what has gone is found by searching.
SHOWN = (
    State.IN_REVIEW,
    State.CONFIRMED,
    State.CHECKED_IN,
    State.REMOVING,
    State.COMPLETED,
    State.NO_SHOW,
    State.CANCELLED,
)
COLUMNS = ("code", "starts_at", "ends_at", "created_at", "state")
SEALED = ("name", "phone", "plate", "vehicle_model")
AWAY = (State.CANCELLED, State.NO_SHOW)  # they keep no bay
MOST_FOUND = 50
BATTERY_CODE = 19  # characters, and more
PLATE_OR_CODE = 5  # characters; a shorter text is the end of a phone number


@dataclass(frozen=True)
class Row:
    """A booking as the board shows it: masked, except for the plate that stands on the car."""

    code: str
    day: str
    begins: str
    ends: str
    state: str
    state_name: str
    name: str
    phone: str
    plate: str
    model: str
    service: str
    is_late: bool
    bay: str = ""


def rows_of_day(outlet: Outlet, day: date, *, now: datetime) -> list[Row]:
    """Return an outlet's bookings of a local day by time and bay. One statement."""
    first, last = day_bounds(day)
    found = list(_shown(outlet).filter(starts_at__gte=first, starts_at__lt=last))
    found.sort(key=lambda booking: (booking.starts_at, booking.created_at, booking.code))
    coming = [each for each in found if each.state not in AWAY]
    stays = ((each.starts_at, each.ends_at, each.service.places) for each in coming)
    bays = dict(zip((each.pk for each in coming), bays_of(stays), strict=True))
    rows = [row_of(booking, now=now, bays=bays.get(booking.pk, ())) for booking in found]
    return sorted(rows, key=lambda row: (row.begins, row.bay or "~"))


def search(outlet: Outlet, text: str, *, now: datetime) -> list[Row]:
    """Find bookings of any day by what is at hand. One statement.

    That is a code, a plate, a phone or its last four digits, a battery or a receipt by its code.
    """
    asked = text.strip().upper()
    if not asked:
        return []
    found = _shown(outlet).filter(_is_known_by(asked)).order_by("-starts_at")
    return [row_of(booking, now=now) for booking in found[:MOST_FOUND]]


def row_of(booking: Booking, *, now: datetime, bays: Sequence[int] = ()) -> Row:
    """Describe a booking."""
    begins = local(booking.starts_at)
    return Row(
        code=booking.code,
        day=f"{begins:%Y-%m-%d}",
        begins=f"{begins:%H:%M}",
        ends=f"{local(booking.ends_at):%H:%M}",
        state=booking.state,
        state_name=str(STATES[booking.state]),
        name=mask_name(booking.name or ""),
        phone=mask_phone(booking.phone or ""),
        plate=booking.plate or "",
        model=booking.vehicle_model,
        service=booking.service.name,
        is_late=booking.state == State.CONFIRMED and now > booking.starts_at + LATE_AFTER,
        bay=" ".join(map(str, bays)),
    )


def counts_of(rows: Sequence[Row]) -> list[tuple[str, str, int]]:
    """Return how many bookings are in each state: state, its name, number."""
    counted = Counter(row.state for row in rows)
    return [(state, str(STATES[state]), counted[state]) for state in SHOWN if counted[state]]


def version_of(outlet: Outlet, day: date, *, now: datetime, language: str) -> str:
    """Return what changes whenever the board does. One statement, opening nothing sealed.

    Every move of a booking writes an event, so their number and the newest tell all; the minutes
    are in it because lateness comes with time alone.
    """
    first, last = day_bounds(day)
    known = Booking.objects.filter(outlet=outlet, starts_at__gte=first, starts_at__lt=last)
    seen = known.aggregate(bookings=Count("pk", distinct=True), newest=Max("events__id"))
    told = f"{outlet.pk} {day} {seen} {int(now.timestamp()) // 300} {language}"
    return hashlib.sha256(told.encode()).hexdigest()[:20]


def load_of(outlet: Outlet, first: date, days: int) -> list[dict[str, Any]]:
    """Return places and how many are taken, by local day and hour. One statement."""
    begin, end = day_bounds(first)[0], day_bounds(first + timedelta(days=days - 1))[1]
    slots = Slot.objects.filter(outlet=outlet, starts_at__gte=begin, starts_at__lt=end)
    counted = slots.values("starts_at").annotate(places=Sum("capacity"), used=Sum("taken"))
    hours: dict[tuple[date, int], list[int]] = {}
    for slot in counted.order_by("starts_at"):
        starts = local(slot["starts_at"])
        cell = hours.setdefault((starts.date(), starts.hour), [0, 0])
        cell[0] += slot["places"]
        cell[1] += slot["used"]
    return [
        {"day": day, "hour": hour, "places": places, "taken": taken}
        for (day, hour), (places, taken) in hours.items()
    ]


def _shown(outlet: Outlet) -> QuerySet[Booking]:
    found = Booking.objects.filter(outlet=outlet, state__in=[state.value for state in SHOWN])
    return found.select_related("service").only(
        *COLUMNS, *SEALED, "service__name", "service__places"
    )


def _is_known_by(asked: str) -> Q:
    if asked.isdecimal() and len(asked) < PLATE_OR_CODE:
        return Q(phone_end_fingerprint=phone_end_fingerprint(asked))
    if asked.isdecimal():
        # By its end as well, which has an index.
        end = phone_end_fingerprint(asked[-PHONE_END:])
        phone = fingerprint(asked, purpose="phone")
        return Q(phone_end_fingerprint=end, phone_fingerprint=phone)
    if asked.startswith("VR"):
        receipts = Receipt.objects.filter(serial=asked)
        return Q(pk__in=receipts.values("removal__booking_id"))
    if len(asked) >= BATTERY_CODE:
        packs = BatteryPack.objects.filter(code=normalise_battery_code(asked))
        return Q(pk__in=packs.values("removal__booking_id"))
    return Q(code=asked.removeprefix("VOLTBAY:")) | Q(
        plate_fingerprint=fingerprint(asked.replace(" ", "").replace("·", ""), purpose="plate")
    )
