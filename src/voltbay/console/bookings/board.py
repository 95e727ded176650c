"""Bookings as a board shows them, row by row, and a version that changes with any of them."""

import hashlib
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db.models import QuerySet

from voltbay.bookings.desk.bays import bays_by_booking
from voltbay.bookings.desk.late import is_late
from voltbay.bookings.desk.queries import OF_OWNER, SHOWN, day_of, mark_of_day
from voltbay.bookings.desk.waiting import in_review
from voltbay.bookings.fit import misfits_of
from voltbay.bookings.models import Booking
from voltbay.bookings.rules import is_near
from voltbay.bookings.words import car_of, state_names, time_left
from voltbay.console.bookings.call_out_rows import mark_of_call_outs
from voltbay.core.compiled import CompiledQuery
from voltbay.core.local_time import local
from voltbay.core.masking import mask_name, mask_phone
from voltbay.directory.models import Outlet
from voltbay.removals.queries import mark_of_work

AT_THE_TOP = 5  # of what waits for review; the queue has them all


@dataclass(frozen=True)
class Row:
    """A booking as the board shows it: masked, except for what the car is known by."""

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
    fits: bool
    bay: str = ""
    company: str = ""


def rows_of_day(outlet: Outlet, day: date, *, now: datetime) -> list[Row]:
    """Return an outlet's bookings of a local day by time and bay. One statement."""
    found = day_of(outlet.pk, day)
    bays = bays_by_booking(found)
    rows = [row_of(booking, now=now, bays=bays.get(booking.pk, ())) for booking in found]
    return sorted(rows, key=lambda row: (row.begins, row.bay or "~"))


def row_of(
    booking: Booking,
    *,
    now: datetime,
    bays: Sequence[int] = (),
    with_owner: bool = True,
) -> Row:
    """Describe a booking. Without its owner name and phone are not opened."""
    begins = local(booking.starts_at)
    return Row(
        code=booking.code,
        day=f"{begins:%Y-%m-%d}",
        begins=f"{begins:%H:%M}",
        ends=f"{local(booking.ends_at):%H:%M}",
        state=booking.state,
        state_name=state_names()[booking.state],
        name=mask_name(booking.name or "") if with_owner else "",
        phone=mask_phone(booking.phone or "") if with_owner else "",
        plate=car_of(booking),
        model=booking.vehicle_model,
        service=booking.service.name,
        is_late=is_late(booking, now=now),
        fits=not misfits_of(booking),
        bay=" ".join(map(str, bays)),
        company=booking.fleet.name if booking.fleet else "",
    )


def waiting_row(booking: Booking, *, now: datetime, with_owner: bool = True) -> dict[str, Any]:
    """Describe a booking that waits for staff, with how long there is until it begins."""
    return {
        "row": row_of(booking, now=now, with_owner=with_owner),
        "outlet": booking.outlet.name,
        "left": time_left(booking.starts_at, now=now),
        "is_near": is_near(booking.starts_at, now=now),
    }


def reviews_at(outlet: Outlet, *, now: datetime) -> list[dict[str, Any]]:
    """Return what is under review at an outlet, the most urgent first, without its owners.

    One statement.
    """
    found = _REVIEWS.ask(outlet=outlet.pk)
    return [waiting_row(booking, now=now, with_owner=False) for booking in found]


def _reviews(*, outlet: UUID) -> QuerySet[Booking]:
    return in_review([outlet]).defer(*OF_OWNER)[:AT_THE_TOP]


_REVIEWS = CompiledQuery(_reviews)


def counts_of(rows: Sequence[Row]) -> list[tuple[str, str, int]]:
    """Return how many bookings are in each state: state, its name, number."""
    counted = Counter(row.state for row in rows)
    names = state_names()
    return [(state, names[state], counted[state]) for state in SHOWN if counted[state]]


def version_of(outlet: Outlet, day: date, *, now: datetime, language: str) -> str:
    """Return what changes whenever the board does. Three statements.

    The minutes are in it because lateness comes with time alone.
    """
    call_outs = mark_of_call_outs(outlet, now=now)
    mark = f"{mark_of_day(outlet.pk, day)} {call_outs} {mark_of_work(outlet.pk)}"
    told = f"{outlet.pk} {day} {mark} {int(now.timestamp()) // 300} {language}"
    return hashlib.sha256(told.encode()).hexdigest()[:20]
