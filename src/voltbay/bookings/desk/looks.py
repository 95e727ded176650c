"""Looking at papers at the desk: who looked at which, when, and what they found.

A look is written once. A paper may be looked at again, when another one was fetched from home: the
newest look counts. The database lets no car in while one stands in the way.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from voltbay.bookings.errors import NothingInTheWay, PaperNoteMissing, ReasonMissing
from voltbay.bookings.models import Booking, OriginalLook
from voltbay.bookings.move import Actor
from voltbay.bookings.originals import NEEDS_NOTE, Original, Verdict, in_the_way, originals_for
from voltbay.fleets.queries import authorised_at


@dataclass(frozen=True)
class Finding:
    """What was found on one paper; `note` says in what it differs."""

    verdict: Verdict
    note: str = ""


Looks = Mapping[Original, Finding]


@transaction.atomic
def write_looks(booking: Booking, looks: Looks, *, by: Actor, now: datetime) -> None:
    """Write down what was found. Raises PaperNoteMissing, naming the papers."""
    unsaid = [
        paper
        for paper, found in looks.items()
        if found.verdict in NEEDS_NOTE and not found.note.strip()
    ]
    if unsaid:
        raise PaperNoteMissing(fields={paper.value: PaperNoteMissing.code for paper in unsaid})
    OriginalLook.objects.bulk_create(
        OriginalLook(
            booking=booking,
            paper=paper.value,
            verdict=found.verdict.value,
            note=found.note.strip() if found.verdict in NEEDS_NOTE else None,
            at=now,
            staff_id=by.id,
        )
        for paper, found in looks.items()
    )


def all_agree(booking: Booking) -> dict[Original, Finding]:
    """Return that each paper which a booking rests on was seen and agrees."""
    return dict.fromkeys(needed_for(booking), Finding(Verdict.AGREES))


def needed_for(booking: Booking) -> list[Original]:
    """Return the papers that a booking rests on.

    One statement for a car of a fleet, whose authorisation each member shows once.
    """
    needed = originals_for(booking.relation, booking.no_plate)
    if booking.fleet and authorised_at(booking.fleet, booking.owner):
        return [paper for paper in needed if paper != Original.AUTHORISATION]
    return needed


def looks_at(booking: Booking) -> list[OriginalLook]:
    """Return every look at a booking's papers, oldest first. One statement."""
    return list(booking.looks.order_by("id"))


def missing_of(booking: Booking) -> list[Original]:
    """Return the papers that keep a car from being checked in. One statement."""
    return in_the_way(needed_for(booking), {look.paper: look.verdict for look in looks_at(booking)})


@transaction.atomic
def let_pass(booking: Booking, *, reason: str, by: Actor, now: datetime) -> None:
    """Let a car in though papers differ or are missing; who may decide that is the door's matter.

    Raises ReasonMissing, or NothingInTheWay if nobody has looked at the papers or all agree.
    """
    if not reason.strip():
        raise ReasonMissing(fields={"reason": ReasonMissing.code})
    stopped = missing_of(booking) if booking.looks.exists() else []
    if not stopped:
        raise NothingInTheWay
    finding = Finding(Verdict.LET_PASS, reason)
    write_looks(booking, dict.fromkeys(stopped, finding), by=by, now=now)
