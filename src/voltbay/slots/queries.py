"""Which starts are free: read from the slots, never from the bookings."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from django.db import connection

from voltbay.core.local_time import day_bounds, days_from, local_date
from voltbay.directory.models import Service
from voltbay.slots.errors import SlotUnknown
from voltbay.slots.models import Slot
from voltbay.slots.take import Stretch, what_to_take

# A start counts when its n slots follow each other without a gap: the n-th must begin n - 1 grid
# steps later. The window's frame is the service's slots, so `left_over` is what is free in all.
# An outlet whose store is full has no place left at any time.
STARTS = """
SELECT slot_id, starts_at, end_at,
       CASE WHEN (SELECT is_storage_full FROM directory_outlet WHERE id = %(outlet)s)
           THEN 0 ELSE GREATEST(left_over, 0) / %(places)s END
FROM (
    SELECT id AS slot_id, starts_at,
           min(capacity - taken) OVER service AS left_over,
           max(ends_at) OVER service AS end_at,
           sum(ends_at - starts_at) OVER service AS length,
           count(*) OVER service AS slots
    FROM slots_slot
    WHERE outlet_id = %(outlet)s AND starts_at >= %(first)s AND starts_at < %(last)s
      AND shrinks_to IS DISTINCT FROM 0  -- closed since, and there only for who is booked
    WINDOW service AS (ORDER BY starts_at ROWS BETWEEN CURRENT ROW AND %(following)s FOLLOWING)
) AS windows
WHERE slots = %(slots)s AND end_at - starts_at = length AND starts_at >= %(now)s
ORDER BY starts_at
"""

# What the claimant holds counts as free: it is given back in the same statement as a swap takes.
ROOM_FOR_SWAP = """
SELECT count(*) FROM slots_slot AS slot
LEFT JOIN slots_claim AS mine ON mine.slot_id = slot.id AND mine.claimant = %(claimant)s
WHERE slot.outlet_id = %(outlet)s
  AND slot.starts_at >= %(starts_at)s AND slot.ends_at <= %(ends_at)s
  AND slot.shrinks_to IS DISTINCT FROM 0
  AND slot.capacity - slot.taken + COALESCE(mine.places, 0) >= %(places)s
"""


@dataclass(frozen=True, slots=True)
class Start:
    """A time at which a service can begin, and how many bookings of it still fit."""

    slot_id: int
    starts_at: datetime
    ends_at: datetime
    places_left: int


def starts_between(
    service: Service, *, first: datetime, last: datetime, now: datetime
) -> list[Start]:
    """Return the starts of a service from now on, full ones too, in time order. One statement."""
    with connection.cursor() as cursor:
        cursor.execute(
            STARTS,
            {
                "outlet": service.outlet_id,
                "first": first,
                "last": last,
                "now": now,
                "places": service.places,
                "slots": service.slots_needed,
                "following": service.slots_needed - 1,
            },
        )
        return [Start(*row) for row in cursor.fetchall()]


def starts_by_day(
    service: Service, *, first: date, days: int, now: datetime
) -> dict[date, list[Start]]:
    """Return the starts of a service by local day; a day without any has an empty list."""
    calendar = days_from(first, days)
    by_day: dict[date, list[Start]] = {day: [] for day in calendar}
    begin, end = day_bounds(calendar[0])[0], day_bounds(calendar[-1])[1]
    for start in starts_between(service, first=begin, last=end, now=now):
        by_day[local_date(start.starts_at)].append(start)
    return by_day


def next_free_starts(
    service: Service, *, after: datetime, now: datetime, most: int = 3
) -> list[Start]:
    """Return the next starts with a place left, for an owner whose slot was full."""
    horizon = after + timedelta(days=7)  # beyond a week the calendar serves better than a list
    found = starts_between(service, first=after, last=horizon, now=now)
    return [start for start in found if start.places_left][:most]


def stretch_from(slot: Slot, service: Service) -> Stretch:
    """Return the stretch that a service takes if it begins with a slot of its outlet."""
    length = (slot.ends_at - slot.starts_at) * service.slots_needed
    return Stretch(
        outlet_id=slot.outlet_id,
        starts_at=slot.starts_at,
        ends_at=slot.starts_at + length,
        slots=service.slots_needed,
        places=service.places,
    )


def find_slot(slot_id: int, *, outlet_id: UUID) -> Slot:
    """Return a slot of an outlet. Raises SlotUnknown."""
    try:
        return Slot.objects.get(pk=slot_id, outlet_id=outlet_id)
    except Slot.DoesNotExist as missing:
        raise SlotUnknown from missing


def has_room_to_swap(stretch: Stretch, *, claimant: UUID) -> bool:
    """Tell whether a claimant could have a stretch in exchange for what it holds. One statement."""
    with connection.cursor() as cursor:
        cursor.execute(ROOM_FOR_SWAP, what_to_take(stretch, claimant=claimant))
        return int(cursor.fetchone()[0]) == stretch.slots
