"""Ending a review: a person has compared photos and fields, and says yes or no.

The photos have then done their duty and are erased, unless another review waits for them.
"""

from collections.abc import Collection
from datetime import datetime

from django.db import transaction

from voltbay.bookings.desk.fit import let_stand
from voltbay.bookings.errors import NotCompared, NotInReview, ReasonMissing
from voltbay.bookings.fit import misfits_of
from voltbay.bookings.lifecycle import State
from voltbay.bookings.messages import tell_confirmed, tell_refused
from voltbay.bookings.models import Booking
from voltbay.bookings.move import Actor, Move, move
from voltbay.recognition.documents.queries import recognised_fields
from voltbay.recognition.reading.registry import kind_named
from voltbay.slots.take import give_back

COLUMNS = {"number": "identity_number", "owner": "licence_owner"}  # others are called alike
NOT_KEPT = {"birth_date"}  # asked for the age alone, and gone with the document


@transaction.atomic
def accept(
    booking: Booking,
    *,
    by: Actor,
    now: datetime,
    compared: Collection[str] = (),
    fit_why: str = "",
) -> None:
    """Let a booking stand; `compared` names the typed fields that were held against the photo.

    `fit_why` is why it stands though its service does not take the car.
    Raises NotInReview, NotCompared, FitWhyMissing or WrongState.
    """
    _check(booking)
    typed = {name for name, _ in typed_fields(booking)}
    if not typed <= set(compared):
        raise NotCompared(fields={"compared": NotCompared.code})
    columns, stands = let_stand(misfits_of(booking), fit_why)
    told = ({"compared": sorted(typed)} if typed else {}) | stands
    move(booking, Move(State.CONFIRMED, by=by, now=now, why="accepted", details=told), **columns)
    tell_confirmed(booking, now=now)


@transaction.atomic
def refuse(booking: Booking, *, by: Actor, reason: str, now: datetime) -> None:
    """Refuse a booking, with a reason that its owner reads; its places go back.

    Raises ReasonMissing, NotInReview or WrongState.
    """
    if not reason.strip():
        raise ReasonMissing(fields={"reason": ReasonMissing.code})
    _check(booking)
    step = Move(State.CANCELLED, by=by, now=now, why="refused")
    move(booking, step, cancel_reason=reason.strip())
    give_back(booking.pk)
    tell_refused(booking, now=now)


def typed_fields(booking: Booking) -> list[tuple[str, str]]:
    """Return names and values of the fields that the owner typed, as no photo could be read.

    The history says which documents were typed: it outlives them, so that a comparison is due even
    when the owner has taken the photo back; but not of what went with the photo.
    """
    moves = booking.events.filter(details__has_key="by_hand").order_by("id")
    last = moves.last()
    kinds = last.details["by_hand"] if last else []
    number = {"number": booking.identity_number or ""}
    names = [name for kind in kinds for name in kind_named(kind).typed_entries(number)]
    return [
        (name, value) for name in names if (value := _value(booking, name)) or name not in NOT_KEPT
    ]


def _value(booking: Booking, name: str) -> str:
    if name not in NOT_KEPT:
        return getattr(booking, COLUMNS.get(name, name)) or ""
    card = booking.identity_card
    return recognised_fields(card).get(name, "") if card else ""


def _check(booking: Booking) -> None:
    if booking.state != State.IN_REVIEW:
        raise NotInReview
