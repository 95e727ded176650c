"""What a hold would take, and what its owner holds already, in one statement.

Hand-written SQL, here and in `hold`: these are the statements of a rush, and the ORM took five
times as long to write them as PostgreSQL takes to answer (see `bench/`).
"""

from collections.abc import Mapping
from dataclasses import dataclass, fields
from datetime import datetime
from itertools import islice
from typing import Any
from uuid import UUID

from django.db import connection
from django.db.models import Model

from voltbay.bookings.errors import ServiceUnknown
from voltbay.bookings.lifecycle import State
from voltbay.directory.models import Outlet, Service
from voltbay.slots.errors import SlotUnknown
from voltbay.slots.models import Slot
from voltbay.slots.queries import stretch_with
from voltbay.slots.take import Stretch

Wanted = int | str | UUID | datetime | None


def _columns_of(model: type[Model], wanted: set[str]) -> tuple[str, ...]:
    """Put column names in the order in which `from_db` takes their values."""
    return tuple(field.attname for field in model._meta.concrete_fields if field.attname in wanted)


def _select(table: str, names: tuple[str, ...]) -> str:
    return ", ".join(f"{table}.{name}" for name in names)


OUTLET = _columns_of(
    Outlet,
    {
        "id",
        "name",
        "name_en",
        "address",
        "phone",
        "longitude",
        "latitude",
        "book_ahead_days",
        "cancel_until_hours",
        "notice_hours",
        "is_storage_full",
    },
)
SERVICE = _columns_of(
    Service,
    {
        "id",
        "outlet_id",
        "name",
        "name_en",
        "slots_needed",
        "places",
        "technicians",
        "buffer_minutes",
        "notice_hours",
    },
)
SLOT = _columns_of(Slot, {"id", "outlet_id", "starts_at", "ends_at"})

COLUMNS = f"""
{_select("outlet", OUTLET)}, {_select("service", SERVICE)}, {_select("slot", SLOT)},
after.slots, after.bay_until
"""
FROM = """
FROM directory_service AS service
JOIN directory_outlet AS outlet ON outlet.id = service.outlet_id AND outlet.is_listed
JOIN directory_company AS company ON company.id = outlet.company_id AND company.is_listed
LEFT JOIN slots_slot AS slot ON slot.outlet_id = outlet.id AND slot.id = %(slot)s
CROSS JOIN LATERAL (
    SELECT slot.starts_at + (slot.ends_at - slot.starts_at) * service.slots_needed AS ends_at,
           ceil(service.buffer_minutes * 60 / EXTRACT(epoch FROM slot.ends_at - slot.starts_at)
           )::float * (slot.ends_at - slot.starts_at) AS cleaning
) AS job
CROSS JOIN LATERAL (
    SELECT count(*) AS slots, max(cleaned.ends_at) AS bay_until
    FROM slots_slot AS cleaned
    WHERE service.buffer_minutes > 0 AND cleaned.outlet_id = slot.outlet_id
      AND cleaned.starts_at >= job.ends_at AND cleaned.starts_at < job.ends_at + job.cleaning
      AND cleaned.ends_at <= job.ends_at + job.cleaning
      AND cleaned.shrinks_to IS DISTINCT FROM 0
) AS after
"""
OFFERED = "WHERE service.id = %(service)s AND service.is_offered"
PLAN = f"SELECT {COLUMNS} {FROM} {OFFERED}"
# Confirmed before or not makes no difference to those who wanted the place.
LET_GO = "mine.created_at > %(since)s AND mine.state IN ('expired', 'cancelled')"
# As many rows as there are bookings of the owner's that matter, or one without any.
PLAN_AND_MINE = f"""
SELECT mine.code, mine.state, mine.held_until, mine.hold_ordinal, mine.idempotency_key,
       mine.service_id, mine.starts_at,
       ({LET_GO}), mine.created_at, {COLUMNS}
{FROM}
LEFT JOIN bookings_booking AS mine
    ON mine.owner_id = %(owner)s AND mine.block_id IS NULL AND (
        mine.state = 'held' OR mine.idempotency_key = %(key)s
        OR ({LET_GO})
    )
{OFFERED}
"""


@dataclass(frozen=True)
class Plan:
    """A slot and the service that would begin with it. Columns not named above load on access.

    `after` are the slots in which the bay is cleaned then: how many, and when the last one ends.
    """

    outlet: Outlet
    service: Service
    slot: Slot
    after: tuple[int, datetime | None] = (0, None)

    @property
    def stretch(self) -> Stretch:
        """The slots that the service would take."""
        slots, bay_until = self.after
        return stretch_with(self.slot, self.service, slots=slots, bay_until=bay_until)


@dataclass(frozen=True)
class Mine:
    """A booking of this owner that matters to the next hold."""

    code: str
    state: str
    held_until: datetime | None
    hold_ordinal: int | None
    idempotency_key: str | None
    service_id: int
    starts_at: datetime
    is_let_go: bool  # lately: dropped, lapsed or cancelled
    created_at: datetime

    @property
    def is_held(self) -> bool:
        """Whether it counts as a hold, lapsed or not."""
        return self.state == State.HELD


def find_plan(*, slot_id: int, service_id: int) -> Plan:
    """Read slot, service and outlet. Raises ServiceUnknown or SlotUnknown."""
    return _plan(_rows(PLAN, {"slot": slot_id, "service": service_id}))


def find_plan_and_mine(
    *, slot_id: int, service_id: int, owner_id: UUID, key: str | None, since: datetime
) -> tuple[Plan, list[Mine]]:
    """Read a plan, the owner's holds, those let go since, and whatever the key made before.

    Raises ServiceUnknown or SlotUnknown.
    """
    wanted: dict[str, Wanted] = {
        "slot": slot_id,
        "service": service_id,
        "owner": owner_id,
        "key": key,
        "since": since,
    }
    rows = _rows(PLAN_AND_MINE, wanted)
    width = len(fields(Mine))
    mine = [Mine(*row[:width]) for row in rows if row[0] is not None]
    return _plan([row[width:] for row in rows]), mine


def _plan(rows: list[tuple[Any, ...]]) -> Plan:
    """Build the plan of the first row; further ones repeat it."""
    if not rows:
        raise ServiceUnknown
    values = iter(rows[0])
    outlet = Outlet.from_db("default", OUTLET, list(islice(values, len(OUTLET))))
    service = Service.from_db("default", SERVICE, list(islice(values, len(SERVICE))))
    service.outlet = outlet
    slot = Slot.from_db("default", SLOT, list(islice(values, len(SLOT))))
    if slot.pk is None:
        raise SlotUnknown
    slots, bay_until = values
    return Plan(outlet=outlet, service=service, slot=slot, after=(slots, bay_until))


def _rows(
    sql: str, parameters: Mapping[str, int | str | UUID | datetime | None]
) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(sql, parameters)
        return list(cursor.fetchall())
