"""What waits for an outlet's staff: reviews, the most urgent first, and what lies open."""

from collections.abc import Iterable
from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from django.db.models import Count, Min, Q, QuerySet, Value

from voltbay.bookings.desk.queries import FITS, OF_CAR, OF_OWNER, OF_SERVICE, PLAIN
from voltbay.bookings.lifecycle import AT_THE_OUTLET, State
from voltbay.bookings.models import WAITS_FOR_STAFF, Booking
from voltbay.core.local_time import begin_of_day
from voltbay.directory.queries import at_outlets

AROUND = (*OF_SERVICE, "outlet__name", "fleet__name")
REVIEW = Q(state=State.IN_REVIEW)


class Waiting(NamedTuple):
    """How many bookings wait for staff, and when the nearest of those under review begins."""

    reviews: int = 0
    next_at: datetime | None = None
    left_open: int = 0


def waiting_at(outlets: Iterable[UUID], *, now: datetime) -> Waiting:
    """Count what waits at some outlets. One statement, of one small index."""
    return waiting_of(count_waiting(outlets, today=begin_of_day(now)))


def count_waiting(
    outlets: Iterable[UUID] | None, *, today: datetime
) -> "QuerySet[Booking, tuple[int, datetime | None, int]]":
    """Return the row of `waiting_of`, of some outlets or all; `today` is when the day began."""
    here = Booking.objects.filter(at_outlets(outlets), state__in=WAITS_FOR_STAFF)
    counted = (
        here.order_by()
        .annotate(all=Value(1))
        .values("all")
        .annotate(
            reviews=Count("starts_at", filter=REVIEW),
            next_at=Min("starts_at", filter=REVIEW),
            left_open=Count("starts_at", filter=_is_left_open(today)),
        )
    )
    return counted.values_list("reviews", "next_at", "left_open")


def waiting_of(rows: Iterable[tuple[int, datetime | None, int]]) -> Waiting:
    """Return what a row of `count_waiting` says, or that nothing waits where there is none."""
    return Waiting(*next(iter(rows), ()))


def in_review(outlets: Iterable[UUID]) -> QuerySet[Booking]:
    """Return the bookings that wait for a person to look, the next appointment first."""
    return _shown(outlets).filter(REVIEW)


def lying_open(outlets: Iterable[UUID], *, now: datetime) -> QuerySet[Booking]:
    """Return the bookings whose car came on a day that is over and that nobody finished."""
    return _shown(outlets).filter(_is_left_open(begin_of_day(now)))


def _shown(outlets: Iterable[UUID]) -> QuerySet[Booking]:
    found = Booking.objects.filter(outlet__in=outlets).select_related("service", "outlet", "fleet")
    return found.only(*PLAIN, *OF_OWNER, *OF_CAR, *AROUND, *FITS).order_by("starts_at", "code")


def _is_left_open(today: datetime) -> Q:
    return Q(state=State.LEFT_OPEN) | Q(state__in=AT_THE_OUTLET, starts_at__lt=today)
