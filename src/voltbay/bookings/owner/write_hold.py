"""Writing a hold: places, booking and event in one statement, and in that of the look if it may be.

Most owners hold nothing, let nothing go today and ask for a time that may be booked. For them the
look itself goes on to write: who asks, what a hold would take, and the hold, in one statement.
"""

from contextlib import nullcontext
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

from django.db import connection, transaction

from voltbay.accounts.models import Owner
from voltbay.accounts.owners.sessions import Shown
from voltbay.bookings.plan import WIDTH, Asked, Look, Plan, Statements, look, looking
from voltbay.bookings.rules import FIRST_ORDINAL, new_code
from voltbay.core.rows import ask
from voltbay.slots.errors import SlotFull
from voltbay.slots.take import AS_PARAMETERS, CLAIM, WANTED, what_to_take

# All of it or nothing. One statement is one transaction: three exchanges with the database fewer
# than BEGIN, two statements and COMMIT, and the slots are locked no longer than it runs. What is
# filled in later says where the stretch comes from, as in `slots.take`.
WRITING = f"""
{WANTED},
claims AS ({CLAIM} RETURNING slot_id),
booking AS (
    INSERT INTO bookings_booking (
        id, code, owner_id, outlet_id, service_id, starts_at, ends_at, buffer_minutes, state,
        created_at, held_until, hold_ordinal, idempotency_key
    )
    SELECT
        %(claimant)s, %(code)s, {{owner_id}}, {{outlet_id}}, {{service_id}}, {{starts_at}},
        {{ends_at}}, {{buffer_minutes}}, 'held', %(now)s, %(until)s, %(ordinal)s, %(key)s
    FROM (SELECT count(*) AS slots FROM claims) AS claimed {{from_them}}
    WHERE claimed.slots = {{slots}}
    RETURNING id, owner_id, created_at
),
event AS (
    INSERT INTO bookings_bookingevent (booking_id, at, actor, actor_id, to_state)
    SELECT id, created_at, 'owner', owner_id, 'held' FROM booking
    RETURNING booking_id
)
"""  # noqa: S608  # made of our own statements
IS_WRITTEN = "EXISTS (SELECT FROM event)"

# What `check_room`, `check_bookable` and `check_notice` ask, and nothing of the owner's counts.
# Whoever does not pass is asked in Python, where the reasons are. In hours: a day of SQL's is one
# of the session's time zone.
IS_PLAIN = """
mine.code IS NULL AND NOT outlet.is_storage_full AND slot.starts_at > %(now)s
AND slot.starts_at <= %(now)s + outlet.book_ahead_days * interval '24 hours'
AND slot.starts_at >= %(now)s
    + COALESCE(service.notice_hours, outlet.notice_hours) * interval '1 hour'
"""
STRETCH = {
    "owner_id": "owner.id",
    "service_id": "service.id",
    "outlet_id": "outlet.id",
    "starts_at": "slot.starts_at",
    "ends_at": "job.ends_at",
    "bay_until": "COALESCE(after.bay_until, job.ends_at)",
    "buffer_minutes": "COALESCE(EXTRACT(epoch FROM after.bay_until - job.ends_at)::int / 60, 0)",
    "slots": "service.slots_needed + after.slots",
    "places": "service.places",
    "technicians": "service.technicians",
}
AS_GIVEN = AS_PARAMETERS | {name: f"%({name})s" for name in STRETCH}
WRITE = f"WITH {WRITING.format(**AS_GIVEN)} SELECT {IS_WRITTEN}"
ITS = [f"its_{name}" for name in STRETCH]
# Where it begins and ends is asked for apart, as if they were parameters: PostgreSQL takes columns
# of another table for a long stretch, and then plans the statement anew each time.
BOUNDS = ("outlet_id", "starts_at", "bay_until")
FROM_LOOK = {name: f"plain.its_{name}" for name in STRETCH} | {
    **{name: f"(SELECT its_{name} FROM plain)" for name in BOUNDS},  # noqa: S608  # our own names
    "by_desk": "false",
    "from_them": ", plain",
}


def _and_write(looked: str) -> str:
    # What the look shows, by place: names come twice there, as `id`.
    shown = ", ".join(f"c{place}" for place in range(WIDTH))
    return f"""
WITH seen ({shown}, {", ".join(ITS)}, is_plain) AS MATERIALIZED ({looked}),
plain AS (SELECT {", ".join(ITS)} FROM seen WHERE is_plain),
{WRITING.format(**FROM_LOOK)}
SELECT {shown}, CASE WHEN is_plain THEN {IS_WRITTEN} END FROM seen
"""  # noqa: S608  # made of our own statements


LOOK_AND_WRITE = Statements(*map(_and_write, looking(*STRETCH.values(), IS_PLAIN)))


@dataclass(frozen=True)
class NewHold:
    """What is known of a hold before anything is looked up; its number among the owner's."""

    until: datetime
    key: str | None
    ordinal: int = FIRST_ORDINAL
    claimant: UUID = field(default_factory=uuid4)  # the booking's own identity
    code: str = field(default_factory=new_code)


def look_and_write(
    asked: Asked, new: NewHold, *, owner: Owner | Shown, now: datetime
) -> tuple[Look, bool | None]:
    """Look, and write the hold if nothing speaks against it; tell whether it is written.

    False where there were too few places, None where something else may speak against it.
    Raises Unauthenticated, ServiceUnknown, SlotUnknown, and IntegrityError where another request
    was faster or the outlet has to answer this owner's call.
    """
    with _whole():
        found = look(asked, owner=owner, now=now, statements=LOOK_AND_WRITE, given=vars(new))
    (is_written,) = found.beyond
    return found, is_written


def write(new: NewHold, plan: Plan, *, owner: Owner, now: datetime) -> None:
    """Write a hold of a plan. Raises SlotFull, and IntegrityError as above."""
    stretch = plan.stretch
    what: dict[str, Any] = {
        **vars(new),
        **what_to_take(stretch, claimant=new.claimant),
        "buffer_minutes": stretch.buffer_minutes,
        "owner_id": owner.pk,
        "service_id": plan.service.pk,
        "now": now,
    }
    with _whole():
        ((is_written,),) = ask(WRITE, what)
    if not is_written:
        raise SlotFull


def _whole() -> transaction.Atomic | nullcontext[None]:
    """Alone it is its own transaction; within a caller's, a refusal must not spoil that one."""
    return transaction.atomic() if connection.in_atomic_block else nullcontext()
