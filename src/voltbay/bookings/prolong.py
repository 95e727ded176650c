"""Holds whose owner waits for a reading are prolonged: a queue of photos is no fault of theirs.

Both papers must have been sent before the hold was over. While one of them waits or is being read,
and some minutes after the last was read, the hold goes on: never longer than LONGEST_HOLD in all,
and never beyond the last moment at which the time could be booked. Blocks have no photos to wait
for, and what is promised for a call-out ends with the outlet's word.
"""

import re
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import connection
from django.db.models import QuerySet
from django.db.models.expressions import RawSQL

from voltbay.bookings.lifecycle import State
from voltbay.bookings.models import Booking
from voltbay.bookings.rules import LONGEST_HOLD, TO_CONFIRM
from voltbay.recognition.reading.kinds.identity_card import IDENTITY_CARD
from voltbay.recognition.reading.kinds.vehicle_licence import VEHICLE_LICENCE
from voltbay.recognition.reading.registry import kind_named, kind_names

NAME = re.compile(r"%\((\w+)\)s")  # Django's RawSQL takes parameters by position alone
# A photo that came after the end revives nothing. What was typed instead is there, but was waited
# for by nobody; a refused photo is not there: its owner has to send another.
ENTITLED = """
SELECT booking.id, LEAST(
    booking.created_at + %(longest)s,
    booking.starts_at - COALESCE(service.notice_hours, outlet.notice_hours) * interval '1 hour',
    papers.waited_until + %(to_confirm)s
) AS until
FROM bookings_booking AS booking
JOIN directory_service AS service ON service.id = booking.service_id
JOIN directory_outlet AS outlet ON outlet.id = booking.outlet_id
CROSS JOIN LATERAL (
    SELECT max(
        CASE state WHEN 'reading' THEN %(now)s::timestamptz WHEN 'recognised' THEN read_at END
    ) AS waited_until
    FROM recognition_document
    WHERE owner_id = booking.owner_id AND created_at < booking.held_until
      AND state IN ('reading', 'recognised', 'by_hand')
    HAVING bool_or(kind = ANY(%(cards)s)) AND bool_or(kind = ANY(%(licences)s))
) AS papers
WHERE booking.state = 'held' AND booking.held_until <= %(ends_by)s
  AND booking.block_id IS NULL AND booking.call_out_id IS NULL
"""
GOES_ON = f"SELECT id FROM ({ENTITLED}) AS entitled WHERE until > %(now)s"  # noqa: S608  # our own
# Looks at state and end once more when it has the row: a confirmation may have been faster.
PROLONG = f"""
UPDATE bookings_booking AS held SET held_until = entitled.until FROM ({ENTITLED}) AS entitled
WHERE held.id = entitled.id AND held.state = 'held' AND held.held_until < entitled.until
  AND entitled.until > %(now)s AND (%(only)s::uuid IS NULL OR held.id = %(only)s)
"""  # noqa: S608  # our own names


def prolong(*, now: datetime, booking_id: UUID | None = None) -> int:
    """Prolong the holds that may go on and would end soon, of all or one alone; return how many."""
    written = {**_asked(now=now, ends_by=now + TO_CONFIRM), "only": booking_id}
    with connection.cursor() as cursor:
        cursor.execute(PROLONG, written)
        return int(cursor.rowcount)


def has_lapsed(booking: Booking, *, now: datetime) -> bool:
    """Tell whether a hold is over, also with the minutes that it may go on for.

    The timer that prolongs may come late: only who would be refused pays for looking.
    """
    if booking.state != State.HELD or (booking.held_until or now) > now:
        return False
    prolong(now=now, booking_id=booking.pk)
    # The timer, or the same press once more, may have been faster than we are.
    booking.refresh_from_db(fields=["state", "held_until"])
    return booking.state in (State.HELD, State.EXPIRED) and (booking.held_until or now) <= now


def without_those_that_go_on(lapsed: QuerySet[Booking], *, now: datetime) -> QuerySet[Booking]:
    """Leave out the holds that are over by their column, but may go on: none of them is expired.

    So it makes no difference whether the timer that prolongs comes before the one that expires.
    """
    asked = _asked(now=now, ends_by=now)
    positions = NAME.findall(GOES_ON)
    by_position = RawSQL(NAME.sub("%s", GOES_ON), [asked[name] for name in positions])  # noqa: S611  # our own names
    return lapsed.exclude(pk__in=by_position)


def _asked(*, now: datetime, ends_by: datetime) -> dict[str, Any]:
    return {
        "now": now,
        "ends_by": ends_by,
        "longest": LONGEST_HOLD,
        "to_confirm": TO_CONFIRM,
        "cards": _kinds_for(IDENTITY_CARD.name),
        "licences": _kinds_for(VEHICLE_LICENCE.name),
    }


def _kinds_for(role: str) -> list[str]:
    """Give the kinds that may be sent for a paper: itself, and what stands in for it."""
    return [name for name in kind_names() if role in (name, kind_named(name).stands_in_for)]
