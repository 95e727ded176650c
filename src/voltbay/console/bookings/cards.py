"""Cars as cards of the board: what each waits for, and the one thing to do about it next."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from voltbay.bookings.desk.seen import Newest, newest_events
from voltbay.bookings.lifecycle import State
from voltbay.bookings.models import Booking
from voltbay.console.bookings.board import Row, row_of
from voltbay.console.words import STEPS
from voltbay.core.local_time import local_date
from voltbay.removals.queries import AtWork, at_work

NEAR = timedelta(minutes=30)  # before its time a car may stand in the yard: papers then decide


class Act(StrEnum):
    """What is done next with a car."""

    NOTHING = ""
    REVIEW = "review"
    CHECK_IN = "check-in"
    BEGIN = "begin"
    GO_ON = "go-on"


@dataclass(frozen=True)
class Card:
    """A car on the board. Minutes are whole; 0 where nothing is late, over its time or waiting."""

    row: Row
    act: Act
    seen: int  # its last move, which tells whether somebody has changed it meanwhile
    step: str  # what comes next in its removal
    is_unsafe: bool
    late: int
    over: int
    waits: int

    @property
    def is_undecided(self) -> bool:
        """Tell whether nobody has decided about it yet."""
        return self.row.state == State.IN_REVIEW

    @property
    def marks(self) -> list[tuple[str, str]]:
        """Return what is to be seen at once, in words, each with how bad it is."""
        said = [
            (self.is_unsafe, "bad", _("unsafe battery")),
            (self.is_undecided, "ask", _("undecided")),
            (self.late, "bad", _("%(n)s min late")),
            (self.over, "bad", _("%(n)s min over its time")),
            (self.waits, "ask", _("has waited %(n)s min")),
            (not self.row.fits, "bad", _("does not fit")),
        ]
        return [(kind, str(words) % {"n": int(n)}) for n, kind, words in said if n]


def cards_of(
    bookings: Sequence[Booking],
    bays: Mapping[UUID, Sequence[int]],
    *,
    sees_photos: bool,
    now: datetime,
) -> dict[UUID, Card]:
    """Return a card for each booking, by its id. Two statements.

    `sees_photos` is whether who looks may decide by the photos.
    """
    came = [each.pk for each in bookings if each.state == State.CHECKED_IN]
    begun = [each.pk for each in bookings if each.state in (State.REMOVING, State.LEFT_OPEN)]
    moves, works = newest_events(came), at_work(begun)
    return {
        each.pk: _card(
            row_of(each, now=now, bays=bays.get(each.pk, ()), with_owner=False),
            each,
            moves.get(each.pk),
            works.get(each.pk),
            act=_act(each, sees_photos=sees_photos, now=now),
            now=now,
        )
        for each in bookings
    }


def _card(
    row: Row, booking: Booking, move: Newest | None, work: AtWork | None, *, act: Act, now: datetime
) -> Card:
    in_bay = booking.state in (State.CHECKED_IN, State.REMOVING)
    return Card(
        row=row,
        act=act,
        seen=move.number if move else 0,
        step=str(STEPS[work.following]) if work and work.following else "",
        is_unsafe=work is not None and work.is_unsafe,
        late=_minutes(now - booking.starts_at) if row.is_late else 0,
        over=_minutes(now - booking.ends_at) if in_bay else 0,
        waits=_minutes(now - move.at) if move else 0,
    )


def _act(booking: Booking, *, sees_photos: bool, now: datetime) -> Act:
    state = State(booking.state)
    if state == State.IN_REVIEW and sees_photos and now < booking.starts_at - NEAR:
        return Act.REVIEW
    if state in (State.IN_REVIEW, State.CONFIRMED):
        has_come = local_date(now) == local_date(booking.starts_at)
        return Act.CHECK_IN if has_come else Act.NOTHING
    return {
        State.CHECKED_IN: Act.BEGIN,
        State.REMOVING: Act.GO_ON,
        State.LEFT_OPEN: Act.GO_ON,
    }.get(state, Act.NOTHING)


def _minutes(since: timedelta) -> int:
    return max(int(since.total_seconds()) // 60, 0)
