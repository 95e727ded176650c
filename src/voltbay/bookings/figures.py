"""Counting bookings for dashboards: by day, how they ended, how far ahead they were made.

And how their reviews ended.
"""

from collections import Counter
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from django.db import connection

from voltbay.bookings.lifecycle import State

# Holds that nobody confirmed were never bookings, so they are left out; the index that serves
# this has the same condition. One pass gives all the charts what they need.
COUNTS = """
SELECT (starts_at AT TIME ZONE 'Asia/Shanghai')::date AS day, state,
       LEAST(GREATEST((starts_at AT TIME ZONE 'Asia/Shanghai')::date
           - (created_at AT TIME ZONE 'Asia/Shanghai')::date, 0), %(longest)s) AS ahead,
       count(*)
FROM bookings_booking
WHERE NOT (state IN ('held', 'expired'))
  AND starts_at >= %(first)s AND starts_at < %(last)s
  AND (%(everywhere)s OR outlet_id = ANY(%(outlets)s))
GROUP BY 1, 2, 3
"""
# A booking that goes back into review counts as it stands now. Bookings that come late after all
# stay missed: nobody decided before the desk noted that they had not come.
REVIEWS = """
WITH found AS (
    SELECT DISTINCT ON (booking_id) booking_id, at, to_state
    FROM bookings_bookingevent
    WHERE from_state = 'in_review' AND to_state <> 'in_review'
    ORDER BY booking_id, id DESC
), ended AS (
    SELECT starts_at, outlet_id, CASE WHEN at < starts_at THEN 'in_time'
        WHEN to_state = 'confirmed' THEN 'at_desk' ELSE 'missed' END AS how
    FROM found JOIN bookings_booking ON bookings_booking.id = booking_id
    WHERE state <> 'in_review'
    UNION ALL
    SELECT starts_at, outlet_id, CASE WHEN starts_at <= %(now)s THEN 'missed' ELSE 'waiting' END
    FROM bookings_booking WHERE state = 'in_review'
)
SELECT (starts_at AT TIME ZONE 'Asia/Shanghai')::date, how, count(*)
FROM ended
WHERE starts_at >= %(first)s AND starts_at < %(last)s
  AND (%(everywhere)s OR outlet_id = ANY(%(outlets)s))
GROUP BY 1, 2
"""
LONGEST = 31  # days ahead that are told apart; outlets take bookings up to ninety days ahead


@dataclass(frozen=True)
class BookingFigures:
    """Bookings of a period: by day and state, and by the days they were made ahead."""

    by_day: Counter[tuple[date, State]]
    by_days_ahead: Counter[int]


class Reviewed(StrEnum):
    """How a review ended; `missed` is one whose appointment began before anybody had decided."""

    IN_TIME = "in_time"
    AT_DESK = "at_desk"  # with car and papers there, once the appointment had begun
    MISSED = "missed"
    WAITING = "waiting"


def booking_figures(
    within: tuple[datetime, datetime], outlets: Collection[UUID] | None
) -> BookingFigures:
    """Count the bookings that begin in a half-open interval, at some outlets or everywhere."""
    asked = _asked(within, outlets) | {"longest": LONGEST}
    by_day: Counter[tuple[date, State]] = Counter()
    by_days_ahead: Counter[int] = Counter()
    with connection.cursor() as cursor:
        cursor.execute(COUNTS, asked)
        for day, state, ahead, count in cursor:
            by_day[day, State(state)] += count
            by_days_ahead[ahead] += count
    return BookingFigures(by_day, by_days_ahead)


def review_figures(
    within: tuple[datetime, datetime], outlets: Collection[UUID] | None, *, now: datetime
) -> Counter[tuple[date, Reviewed]]:
    """Count the reviews of bookings that begin in a half-open interval, by day and ending."""
    counts: Counter[tuple[date, Reviewed]] = Counter()
    with connection.cursor() as cursor:
        cursor.execute(REVIEWS, _asked(within, outlets) | {"now": now})
        for day, how, count in cursor:
            counts[day, Reviewed(how)] += count
    return counts


def _asked(within: tuple[datetime, datetime], outlets: Collection[UUID] | None) -> dict[str, Any]:
    first, last = within
    return {
        "first": first,
        "last": last,
        "everywhere": outlets is None,
        "outlets": list(outlets or ()),
    }
