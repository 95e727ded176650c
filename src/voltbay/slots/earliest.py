"""The earliest free start of many services at once, for lists of outlets."""

from collections.abc import Collection
from datetime import datetime

from django.db import connection

# For each service the index on outlet and start is walked from now until the first slot whose
# following slots are free and without a gap, as `take` and `starts_between` see them.
EARLIEST = """
SELECT service.id, free.starts_at
FROM directory_service AS service
JOIN directory_outlet AS outlet ON outlet.id = service.outlet_id
CROSS JOIN LATERAL (
    SELECT slot.starts_at
    FROM slots_slot AS slot
    CROSS JOIN LATERAL (
        SELECT (slot.ends_at - slot.starts_at) * (service.slots_needed - 1) AS length
    ) AS rest
    WHERE slot.outlet_id = service.outlet_id
      AND NOT outlet.is_storage_full
      AND slot.starts_at > %(now)s
      AND slot.starts_at <= %(now)s + outlet.book_ahead_days * interval '1 day'
      AND slot.capacity - slot.taken >= service.places
      AND (service.slots_needed = 1 OR (
          SELECT count(*) = service.slots_needed - 1
             AND sum(next.ends_at - next.starts_at) = rest.length
          FROM slots_slot AS next
          WHERE next.outlet_id = slot.outlet_id
            AND next.starts_at >= slot.ends_at
            AND next.starts_at < slot.ends_at + rest.length
            AND next.ends_at <= slot.ends_at + rest.length
            AND next.capacity - next.taken >= service.places))
    ORDER BY slot.starts_at
    LIMIT 1
) AS free
WHERE service.id = ANY(%(services)s)
"""


def earliest_starts(services: Collection[int], *, now: datetime) -> dict[int, datetime]:
    """Return the first free start of each service by its id, in one statement.

    A service without a free start within the days that can be booked is left out.
    """
    with connection.cursor() as cursor:
        cursor.execute(EARLIEST, {"services": list(services), "now": now})
        return dict(cursor.fetchall())
