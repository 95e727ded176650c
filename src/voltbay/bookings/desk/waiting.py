"""What waits for an outlet's staff: reviews, the most urgent first, and what lies open."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Count, Min, Q, QuerySet

from voltbay.bookings.desk.queries import FITS, OF_SERVICE, OPENED, PLAIN
from voltbay.bookings.lifecycle import AT_THE_OUTLET, State
from voltbay.bookings.models import WAITS_FOR_STAFF, Booking
from voltbay.core.local_time import day_bounds, local_date

AROUND = (*OF_SERVICE, "outlet__name", "fleet__name")
REVIEW = Q(state=State.IN_REVIEW)


@dataclass(frozen=True)
class Waiting:
    """How many bookings wait for staff, and when the nearest of those under review begins."""

    reviews: int
    next_at: datetime | None
    left_open: int


def waiting_at(outlets: Iterable[UUID], *, now: datetime) -> Waiting:
    """Count what waits at some outlets. One statement, of one small index."""
    here = Booking.objects.filter(outlet__in=outlets, state__in=WAITS_FOR_STAFF)
    counted = here.aggregate(
        reviews=Count("pk", filter=REVIEW),
        next_at=Min("starts_at", filter=REVIEW),
        left_open=Count("pk", filter=_is_left_open(now)),
    )
    return Waiting(**counted)


def in_review(outlets: Iterable[UUID]) -> QuerySet[Booking]:
    """Return the bookings that wait for a person to look, the next appointment first."""
    return _shown(outlets).filter(REVIEW)


def lying_open(outlets: Iterable[UUID], *, now: datetime) -> QuerySet[Booking]:
    """Return the bookings whose car came on a day that is over and that nobody finished."""
    return _shown(outlets).filter(_is_left_open(now))


def _shown(outlets: Iterable[UUID]) -> QuerySet[Booking]:
    found = Booking.objects.filter(outlet__in=outlets).select_related("service", "outlet", "fleet")
    return found.only(*PLAIN, *OPENED, *AROUND, *FITS).order_by("starts_at", "code")


def _is_left_open(now: datetime) -> Q:
    today = day_bounds(local_date(now))[0]
    return Q(state=State.LEFT_OPEN) | Q(state__in=AT_THE_OUTLET, starts_at__lt=today)
