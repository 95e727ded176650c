"""What a hold would take, and what its owner holds already, in one statement.

Hand-written SQL, here and in `hold`: these are the statements of a rush, and the ORM took five
times as long to write them as PostgreSQL takes to answer (see `bench/`).
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields
from datetime import datetime
from typing import Any, NamedTuple

from voltbay.accounts.models import Owner
from voltbay.accounts.owners.sessions import LIVE, WHO_ALONE, Shown, who
from voltbay.bookings.errors import ServiceUnknown
from voltbay.bookings.lifecycle import State
from voltbay.core.rows import Columns, ask
from voltbay.directory.models import Outlet, Service
from voltbay.slots.errors import SlotUnknown
from voltbay.slots.models import Slot
from voltbay.slots.queries import stretch_with
from voltbay.slots.take import Stretch

OUTLET = Columns(
    Outlet,
    only={
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
SERVICE = Columns(
    Service,
    only={
        "id",
        "outlet",
        "name",
        "name_en",
        "slots_needed",
        "places",
        "technicians",
        "buffer_minutes",
        "notice_hours",
    },
)
SLOT = Columns(Slot, only={"id", "outlet", "starts_at", "ends_at"})

AFTER = ("after.slots", "after.bay_until")
COLUMNS = ", ".join(
    (SERVICE.select("service"), OUTLET.select("outlet"), SLOT.select("slot"), *AFTER)
)
OFFERED = """
directory_service AS service
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
WANTED = "service.id = %(service)s AND service.is_offered"
PLAN = f"SELECT {COLUMNS} FROM {OFFERED} WHERE {WANTED}"  # noqa: S608  # made of our own names
# Confirmed before or not makes no difference to those who wanted the place.
LET_GO = "state IN ('expired', 'cancelled') AND created_at > %(since)s"
NEWEST = 50  # of an owner's bookings are looked at; `rules` lets some twenty begin in a day
OF_MINE = (
    "code, state, held_until, hold_ordinal, idempotency_key, service_id, starts_at, created_at"
)
# As many rows as there are bookings of the owner's that matter, or one without any. Looking at the
# newest takes as long whoever asks, and PostgreSQL knows it: so it plans once a connection.
PLAN_AND_MINE = f"""
LEFT JOIN ({OFFERED}) ON {WANTED}
LEFT JOIN LATERAL (
    SELECT {OF_MINE}, {LET_GO} AS is_let_go FROM (
        SELECT * FROM bookings_booking WHERE owner_id = owner.id AND block_id IS NULL
        ORDER BY created_at DESC LIMIT {NEWEST}
    ) AS newest
    WHERE state = 'held' OR ({LET_GO})
    UNION ALL
    SELECT {OF_MINE}, {LET_GO} FROM bookings_booking
    WHERE owner_id = owner.id AND idempotency_key = %(key)s AND block_id IS NULL
) AS mine ON true
"""  # noqa: S608  # made of our own statements
MINE = "mine.is_let_go, " + ", ".join(f"mine.{name}" for name in OF_MINE.split(", "))


class Statements(NamedTuple):
    """One for whoever shows a token, whose it is comes out of the same; one for a known owner."""

    by_token: str
    by_owner: str


def looking(*also: str) -> Statements:
    """Write the look, with further columns that name owner, mine, service, outlet, slot, after."""
    shown = ", ".join((MINE, COLUMNS, *also))
    return Statements(
        f"SELECT {who(WHO_ALONE)}, {shown} FROM {LIVE} {PLAN_AND_MINE}",  # noqa: S608  # our own names
        f"SELECT NULL, {WHO_ALONE.select('owner')}, {shown}"  # noqa: S608  # our own names
        f" FROM accounts_owner AS owner {PLAN_AND_MINE} WHERE owner.id = %(owner)s",
    )


LOOK = looking()


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

    is_let_go: bool  # lately: dropped, lapsed or cancelled
    code: str
    state: str
    held_until: datetime | None
    hold_ordinal: int | None
    idempotency_key: str | None
    service_id: int
    starts_at: datetime
    created_at: datetime

    @property
    def is_held(self) -> bool:
        """Whether it counts as a hold, lapsed or not."""
        return self.state == State.HELD


# The look's columns: whose session, and until when; a booking of theirs; the plan with `after`.
MINE_AT = 1 + WHO_ALONE.width
PLAN_AT = MINE_AT + len(fields(Mine))
WIDTH = PLAN_AT + SERVICE.width + OUTLET.width + SLOT.width + len(AFTER)


@dataclass(frozen=True)
class Asked:
    """What is asked for: a slot, a service, what a key made before, what was let go since."""

    slot: int
    service: int
    key: str | None
    since: datetime


@dataclass(frozen=True)
class Look:
    """Who asks, what a hold would take, and what the owner holds already."""

    owner: Owner
    plan: Plan
    mine: list[Mine]
    beyond: tuple[Any, ...] = ()  # what the statement shows besides


def find_plan(*, slot_id: int, service_id: int) -> Plan:
    """Read slot, service and outlet. Raises ServiceUnknown or SlotUnknown."""
    rows = ask(PLAN, {"slot": slot_id, "service": service_id})
    if not rows:
        raise ServiceUnknown
    return _plan(rows[0])


def look(
    asked: Asked,
    *,
    owner: Owner | Shown,
    now: datetime,
    statements: Statements = LOOK,
    given: Mapping[str, Any] | None = None,
) -> Look:
    """Read a plan, the owner's holds, those let go since, and whatever the key made before.

    One statement, also for who shows a token; others than LOOK may do more, with what is `given`.
    Raises Unauthenticated, ServiceUnknown or SlotUnknown.
    """
    parameters = {**vars(asked), **(given or {})}
    if isinstance(owner, Shown):
        rows = ask(statements.by_token, {**parameters, **owner.asking(now=now)})
        owner = owner.asker(rows, now=now, columns=WHO_ALONE)
    else:
        rows = ask(statements.by_owner, {**parameters, "owner": owner.pk, "now": now})
    mine = [Mine(*row[MINE_AT:PLAN_AT]) for row in rows if row[MINE_AT] is not None]
    by_code = {each.code: each for each in mine}  # what the key made may be among the newest
    plan = _plan(rows[0][PLAN_AT:WIDTH])
    return Look(owner, plan, list(by_code.values()), beyond=rows[0][WIDTH:])


def _plan(values: Sequence[Any]) -> Plan:
    """Build the plan of a row's values; further rows repeat it."""
    if values[0] is None:
        raise ServiceUnknown
    outlets, slots = SERVICE.width, SERVICE.width + OUTLET.width
    service = SERVICE.read(values)
    service.outlet = outlet = OUTLET.read(values[outlets:])
    slot = SLOT.read(values[slots:])
    if slot.pk is None:
        raise SlotUnknown
    return Plan(
        outlet=outlet, service=service, slot=slot, after=tuple(values[slots + SLOT.width :])
    )
