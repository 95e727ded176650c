"""Counting bookings for dashboards: by day, how they ended, how far ahead they were made.

And how their reviews ended.
"""

from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

from voltbay.bookings.lifecycle import State
from voltbay.totals.counted import Counted
from voltbay.totals.queries import by_day

LONGEST = 31  # days ahead that are told apart; outlets take bookings up to ninety days ahead
# Holds that nobody confirmed were never bookings, so they are left out; the index that serves
# this has the same condition. A booking that goes back into review counts as it stands now.
# Bookings that come late after all stay missed: nobody decided before the desk noted that they had
# not come.
SQL = f"""
SELECT day, key, sum(count)::bigint FROM (
    SELECT (starts_at AT TIME ZONE 'Asia/Shanghai')::date AS day, state,
        LEAST(GREATEST((starts_at AT TIME ZONE 'Asia/Shanghai')::date
            - (created_at AT TIME ZONE 'Asia/Shanghai')::date, 0), {LONGEST}) AS ahead,
        CASE WHEN state = 'in_review'
            THEN CASE WHEN starts_at <= %(now)s THEN 'missed' ELSE 'waiting' END
            WHEN review.at < starts_at THEN 'in_time'
            WHEN review.to_state = 'confirmed' THEN 'at_desk'
            WHEN review.at IS NOT NULL THEN 'missed' END AS how,
        count(*) AS count
    FROM {{spans}} JOIN bookings_booking AS booking
        ON starts_at >= span.first AND starts_at < span.last
        AND NOT (state IN ('held', 'expired'))
    LEFT JOIN LATERAL (
        SELECT at, to_state FROM bookings_bookingevent
        WHERE booking_id = booking.id AND from_state = 'in_review' AND to_state <> 'in_review'
        ORDER BY id DESC LIMIT 1
    ) AS review ON true
    WHERE true {{here}}
    GROUP BY 1, 2, 3, 4
) AS grouped, LATERAL (
    VALUES ('state ' || state), ('ahead ' || ahead), ('review ' || how)
) AS named (key) WHERE key IS NOT NULL GROUP BY 1, 2
"""  # noqa: S608  # a constant of this module
COUNTED = Counted("bookings", SQL, outlet="booking.outlet_id")


@dataclass(frozen=True)
class BookingFigures:
    """Bookings of a period: by day and state, by the days they were made ahead, their reviews."""

    by_day: Counter[tuple[date, State]]
    by_days_ahead: Counter[int]
    reviews: Counter[tuple[date, "Reviewed"]]


class Reviewed(StrEnum):
    """How a review ended; `missed` is one whose appointment began before anybody had decided."""

    IN_TIME = "in_time"
    AT_DESK = "at_desk"  # with car and papers there, once the appointment had begun
    MISSED = "missed"
    WAITING = "waiting"


def booking_figures(
    days: Sequence[date], outlets: Collection[UUID] | None, *, now: datetime
) -> BookingFigures:
    """Count the bookings that begin on some days, at some outlets or everywhere."""
    found = BookingFigures(Counter(), Counter(), Counter())
    for (day, key), count in by_day(COUNTED, days, outlets, now=now).items():
        what, _, value = key.partition(" ")
        if what == "state":
            found.by_day[day, State(value)] += count
        elif what == "ahead":
            found.by_days_ahead[int(value)] += count
        else:
            found.reviews[day, Reviewed(value)] += count
    return found
