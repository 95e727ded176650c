"""Counting bookings for dashboards: by day, how they ended, and how far ahead they were made."""

from collections import Counter
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime
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
LONGEST = 31  # days ahead that are told apart; outlets take bookings up to ninety days ahead


@dataclass(frozen=True)
class BookingFigures:
    """Bookings of a period: by day and state, and by the days they were made ahead."""

    by_day: Counter[tuple[date, State]]
    by_days_ahead: Counter[int]


def booking_figures(
    within: tuple[datetime, datetime], outlets: Collection[UUID] | None
) -> BookingFigures:
    """Count the bookings that begin in a half-open interval, at some outlets or everywhere."""
    first, last = within
    asked: dict[str, Any] = {
        "first": first,
        "last": last,
        "longest": LONGEST,
        "everywhere": outlets is None,
        "outlets": list(outlets or ()),
    }
    by_day: Counter[tuple[date, State]] = Counter()
    by_days_ahead: Counter[int] = Counter()
    with connection.cursor() as cursor:
        cursor.execute(COUNTS, asked)
        for day, state, ahead, count in cursor:
            by_day[day, State(state)] += count
            by_days_ahead[ahead] += count
    return BookingFigures(by_day, by_days_ahead)
