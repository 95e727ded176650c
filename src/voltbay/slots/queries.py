"""Which starts are free: read from the slots, never from the bookings."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Any
from uuid import UUID

from django.db import connection
from django.db.models import Count, Max

from voltbay.core.local_time import day_bounds, days_from, local_date
from voltbay.directory.models import Service
from voltbay.slots.errors import SlotUnknown
from voltbay.slots.models import Slot
from voltbay.slots.take import Stretch, what_to_take

# A start counts when its n slots follow each other without a gap, as `take` wants them: as long in
# all as n times the first. The window's frame is the service's slots, so `left_over` is what is
# free in all. An outlet whose store is full has no place left at any time.
FREE = """
SELECT slot_id, starts_at, end_at,
       CASE WHEN (SELECT is_storage_full FROM directory_outlet WHERE id = %(outlet)s)
           THEN 0
           ELSE GREATEST(LEAST({left_over} / %(places)s, attended / %(technicians)s), 0)
       END
FROM (
    SELECT id AS slot_id, starts_at, ends_at - starts_at AS length,
           min(LEAST(capacity - taken,
                     CASE WHEN NOT %(by_desk)s THEN for_owners - owners_taken END))
               OVER service AS left_over,
           min(technicians - technicians_taken) OVER service AS attended,
           last_value(ends_at) OVER service AS end_at,
           count(*) OVER service AS slots
    FROM {slots} AS slot
    WHERE outlet_id = %(outlet)s AND starts_at >= %(first)s AND starts_at < %(last)s
      AND shrinks_to IS DISTINCT FROM 0  -- closed since, and there only for who is booked
    WINDOW service AS (ORDER BY starts_at ROWS BETWEEN CURRENT ROW AND %(following)s FOLLOWING)
) AS windows
{cleaned}
WHERE slots = %(slots)s AND end_at - starts_at = length * %(slots)s AND starts_at >= %(now)s
ORDER BY starts_at
"""
# Of the slots in which the bay is cleaned afterwards, as many count as there are before closing.
CLEANED = """
CROSS JOIN LATERAL (
    SELECT end_at + ceil(%(buffer)s * 60 / EXTRACT(epoch FROM length))::float * length AS bay_until
) AS cleaning
CROSS JOIN LATERAL (
    SELECT min(LEAST(slot.capacity - slot.taken,
                     CASE WHEN NOT %(by_desk)s THEN slot.for_owners - slot.owners_taken END))
               AS left_over
    FROM {slots} AS slot
    WHERE slot.outlet_id = %(outlet)s AND slot.shrinks_to IS DISTINCT FROM 0
      AND slot.starts_at >= windows.end_at AND slot.starts_at < cleaning.bay_until
      AND slot.ends_at <= cleaning.bay_until
) AS after
"""

# The same by day as JSON, written where it is read: a month has hundreds of starts, and taking each
# to pieces and putting it together again took longer than finding them. `to_json` writes an instant
# in quotes, at a third of what `to_char` takes; the Z gets into them at the end.
WRITTEN = """
SELECT day, replace('[' || string_agg(
        '{{"slot_id":' || slot_id
        || ',"starts_at":' || to_json(starts_at AT TIME ZONE 'UTC')
        || 'Z,"ends_at":' || to_json(end_at AT TIME ZONE 'UTC')
        || 'Z,"places_left":' || places_left || '}}', ',' ORDER BY starts_at) || ']', '"Z', 'Z"')
FROM (
    SELECT *, (starts_at AT TIME ZONE 'Asia/Shanghai')::date AS day
    FROM ({starts}) AS start (slot_id, starts_at, end_at, places_left)
) AS by_day
GROUP BY day
"""

# As the slots would be without what a claimant holds in them: a move gives that back first, and
# what has to shrink shrinks then.
WITHOUT_MINE = """(
    SELECT slot.id, slot.outlet_id, slot.starts_at, slot.ends_at, slot.shrinks_to, left_in.*,
        CASE WHEN slot.shrinks_to IS NULL THEN slot.capacity
            ELSE GREATEST(slot.shrinks_to, left_in.taken) END AS capacity,
        CASE WHEN slot.technicians_shrink_to IS NULL THEN slot.technicians
            ELSE GREATEST(slot.technicians_shrink_to, left_in.technicians_taken) END AS technicians,
        CASE WHEN slot.owners_shrink_to IS NULL THEN slot.for_owners
            ELSE GREATEST(slot.owners_shrink_to, left_in.owners_taken) END AS for_owners
    FROM slots_slot AS slot
    LEFT JOIN slots_claim AS mine ON mine.slot_id = slot.id AND mine.claimant = %(claimant)s
    CROSS JOIN LATERAL (
        SELECT slot.taken - COALESCE(mine.places, 0) AS taken,
            slot.technicians_taken - COALESCE(mine.technicians, 0) AS technicians_taken,
            slot.owners_taken - CASE WHEN mine.by_desk THEN 0
                ELSE COALESCE(mine.places, 0) END AS owners_taken
    ) AS left_in
)"""


def _free(slots: str, *, cleans: bool) -> str:
    """Write what finds free starts in slots, of services after which a bay is cleaned or not."""
    if cleans:
        left_over = "LEAST(windows.left_over, after.left_over)"
        return FREE.format(slots=slots, left_over=left_over, cleaned=CLEANED.format(slots=slots))
    return FREE.format(slots=slots, left_over="left_over", cleaned="")


STARTS = {cleans: _free("slots_slot", cleans=cleans) for cleans in (False, True)}
STARTS_WRITTEN = {cleans: WRITTEN.format(starts=starts) for cleans, starts in STARTS.items()}
STARTS_TO_MOVE_TO = {
    cleans: WRITTEN.format(starts=_free(WITHOUT_MINE, cleans=cleans)) for cleans in (False, True)
}

# What the claimant holds counts as free: it is given back in the same statement as a swap takes.
ROOM_FOR_SWAP = """
SELECT count(*) FROM slots_slot AS slot
LEFT JOIN slots_claim AS mine ON mine.slot_id = slot.id AND mine.claimant = %(claimant)s
WHERE slot.outlet_id = %(outlet_id)s
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
    """Return the starts of a service from now on, full ones too, in time order. One statement.

    As owners may take them: no sooner than the notice, and without the bays kept for the desk.
    """
    return _starts(service, first=first, last=last, soonest=now + service.notice, by_desk=False)


def starts_at_desk(
    service: Service, *, first: datetime, last: datetime, now: datetime
) -> list[Start]:
    """Return them as the desk may give them: at any notice, every bay. One statement."""
    return _starts(service, first=first, last=last, soonest=now, by_desk=True)


def _starts(
    service: Service,
    *,
    first: datetime,
    last: datetime,
    soonest: datetime,
    by_desk: bool,
) -> list[Start]:
    asked = _asked(service, first=first, last=last, soonest=soonest, by_desk=by_desk)
    with connection.cursor() as cursor:
        cursor.execute(STARTS[service.buffer_minutes > 0], asked)
        return [Start(*row) for row in cursor.fetchall()]


def _asked(
    service: Service,
    *,
    first: datetime,
    last: datetime,
    soonest: datetime,
    by_desk: bool,
    claimant: UUID | None = None,
) -> dict[str, Any]:
    return {
        "claimant": claimant,
        "outlet": service.outlet_id,
        "first": first,
        "last": last,
        "now": soonest,
        "places": service.places,
        "technicians": service.technicians,
        "buffer": service.buffer_minutes,
        "by_desk": by_desk,
        "slots": service.slots_needed,
        "following": service.slots_needed - 1,
    }


def starts_written(
    service: Service, *, first: date, days: int, now: datetime, claimant: UUID | None = None
) -> dict[date, str]:
    """Return the starts of a service from now on by local day, each day's as a JSON array.

    As owners may take them, or as the owner of a booking, its `claimant`, may move it. The fields
    are those of `Start`, instants in UTC; a day without any start has no text.
    """
    calendar = days_from(first, days)
    asked = _asked(
        service,
        first=day_bounds(calendar[0])[0],
        last=day_bounds(calendar[-1])[1],
        soonest=now + service.notice,
        by_desk=False,
        claimant=claimant,
    )
    written_by_day = STARTS_TO_MOVE_TO if claimant else STARTS_WRITTEN
    with connection.cursor() as cursor:
        cursor.execute(written_by_day[service.buffer_minutes > 0], asked)
        written = dict(cursor.fetchall())
    return {day: written.get(day, "") for day in calendar}


def starts_by_day(
    service: Service,
    *,
    first: date,
    days: int,
    now: datetime,
    read: Callable[..., list[Start]] = starts_between,
) -> dict[date, list[Start]]:
    """Return the starts of a service by local day; a day without any has an empty list.

    `read` is `starts_between`, or `starts_at_desk`.
    """
    calendar = days_from(first, days)
    by_day: dict[date, list[Start]] = {day: [] for day in calendar}
    begin, end = day_bounds(calendar[0])[0], day_bounds(calendar[-1])[1]
    for start in read(service, first=begin, last=end, now=now):
        by_day[local_date(start.starts_at)].append(start)
    return by_day


class DayState(StrEnum):
    """What a day is to an owner who wants to book a service on it."""

    OPEN = "open"  # it has starts, free or full
    OVER = "over"  # its hours are over, or what is left of them is too short
    TOO_SOON = "too_soon"  # the outlet asks for more notice
    CLOSED = "closed"


def day_states(
    by_day: Mapping[date, Sequence[Start] | str], service: Service, *, now: datetime
) -> dict[date, DayState]:
    """Tell of each day of `starts_by_day` or `starts_written` what it is.

    One statement if a near day has no start.
    """
    soonest = local_date(now + service.notice)
    bare = [day for day, starts in by_day.items() if not starts and day <= soonest]
    worked = _days_worked(service.outlet_id, bare) if bare else frozenset()
    without = {True: DayState.OVER, False: DayState.TOO_SOON}
    return {
        day: DayState.OPEN
        if starts
        else without[day <= local_date(now)]
        if day in worked
        else DayState.CLOSED
        for day, starts in by_day.items()
    }


def _days_worked(outlet_id: UUID, days: Sequence[date]) -> frozenset[date]:
    first, last = day_bounds(min(days))[0], day_bounds(max(days))[1]
    worked = Slot.objects.filter(outlet=outlet_id, starts_at__gte=first, starts_at__lt=last)
    instants = worked.exclude(shrinks_to=0).values_list("starts_at", flat=True)
    return frozenset(map(local_date, instants))


def next_free_starts(
    service: Service, *, after: datetime, now: datetime, most: int = 3
) -> list[Start]:
    """Return the next starts with a place left, for an owner whose slot was full."""
    horizon = after + timedelta(days=7)  # beyond a week the calendar serves better than a list
    found = starts_between(service, first=after, last=horizon, now=now)
    return [start for start in found if start.places_left][:most]


def stretch_from(slot: Slot, service: Service, *, by_desk: bool = False) -> Stretch:
    """Return the stretch that a service takes if it begins with a slot of its outlet.

    One statement if the bay is cleaned afterwards, none otherwise.
    """
    length = slot.ends_at - slot.starts_at
    ends_at = slot.starts_at + length * service.slots_needed
    cleaning = length * -(-timedelta(minutes=service.buffer_minutes) // length)
    after: dict[str, Any] = {"slots": 0, "bay_until": None}
    if cleaning:
        within = Slot.objects.filter(starts_at__gte=ends_at, ends_at__lte=ends_at + cleaning)
        still_open = within.filter(outlet=slot.outlet_id).exclude(shrinks_to=0)
        after = still_open.aggregate(slots=Count("pk"), bay_until=Max("ends_at"))
    return stretch_with(slot, service, **after, by_desk=by_desk)


def stretch_with(
    slot: Slot, service: Service, *, slots: int, bay_until: datetime | None, by_desk: bool = False
) -> Stretch:
    """Return the stretch whose bay is cleaned in so many slots after it, until `bay_until`.

    Where the outlet closes before that, the cleaning takes what there is: nobody comes then.
    """
    ends_at = slot.starts_at + (slot.ends_at - slot.starts_at) * service.slots_needed
    return Stretch(
        outlet_id=slot.outlet_id,
        starts_at=slot.starts_at,
        ends_at=ends_at,
        slots=service.slots_needed + slots,
        places=service.places,
        bay_until=bay_until or ends_at,
        technicians=service.technicians,
        by_desk=by_desk,
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
