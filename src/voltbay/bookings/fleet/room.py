"""What an outlet has free for blocks: its slots, and the share of each day for companies."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db import connection

from voltbay.bookings.fleet.planning import Free

# A slot that is closed since is there only for who is booked.
FREE = """
SELECT id, starts_at, ends_at,
       CASE WHEN shrinks_to = 0 THEN 0
            ELSE LEAST(capacity - taken, for_owners - owners_taken) END,
       starts_at > %(now)s AND starts_at >= %(soonest)s AND starts_at <= %(horizon)s,
       technicians - technicians_taken,
       shrinks_to IS DISTINCT FROM 0
FROM slots_slot
WHERE outlet_id = %(outlet)s AND starts_at >= %(first)s AND starts_at < %(last)s
ORDER BY starts_at
"""
# The share as the database's own guard counts it: see `blocks_keep_to_their_share`.
ROOM = """
SELECT (slot.starts_at AT TIME ZONE 'Asia/Shanghai')::date AS day,
       floor(sum(slot.capacity) * min(outlet.fleet_share_percent) / 100.0)::bigint
           - COALESCE(sum(blocks.places), 0)::bigint
FROM slots_slot AS slot JOIN directory_outlet AS outlet ON outlet.id = slot.outlet_id
LEFT JOIN LATERAL (
    SELECT sum(claim.places) AS places
    FROM slots_claim AS claim JOIN bookings_booking AS booking
        ON booking.id = claim.claimant AND booking.block_id IS NOT NULL
    WHERE claim.slot_id = slot.id
) AS blocks ON true
WHERE slot.outlet_id = %(outlet)s AND slot.starts_at >= %(first)s AND slot.starts_at < %(last)s
GROUP BY day
"""


@dataclass(frozen=True)
class Stretch:
    """At which outlet and when is looked, and from and until when an appointment may begin."""

    outlet_id: UUID
    first: datetime
    last: datetime
    now: datetime
    soonest: datetime
    horizon: datetime


def free_slots(of: Stretch) -> list[Free]:
    """Return an outlet's slots with what is left of each, in time order. One statement."""
    return [Free(*row) for row in _rows(FREE, of)]


def rooms(of: Stretch) -> dict[date, int]:
    """Return the places, counted in slots, that blocks may still take of each day."""
    return {day: max(left, 0) for day, left in _rows(ROOM, of)}


def _rows(sql: str, of: Stretch) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(sql, {**vars(of), "outlet": of.outlet_id})
        return list(cursor.fetchall())
