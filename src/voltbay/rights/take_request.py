"""Writing down at a desk what somebody asks in an owner's place, and which papers were seen."""

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from voltbay.accounts.models import StaffUser
from voltbay.bookings.models import Booking
from voltbay.core.local_time import local_date
from voltbay.directory.models import Outlet
from voltbay.identifiers.name import parse_name
from voltbay.identifiers.phone import parse_phone
from voltbay.rights.deadline import answer_by
from voltbay.rights.errors import PaperNeeded, RequestAnswered, RequestIncomplete
from voltbay.rights.models import Paper, RightsRequest, SeenPaper

LONGEST_WORDS = 500
NUMBER_END = 4  # characters
# What can only be done to an account that is known, by a booking of it.
NEED_AN_ACCOUNT = (
    RightsRequest.Asks.COPY,
    RightsRequest.Asks.CORRECT,
    RightsRequest.Asks.WITHDRAW,
    RightsRequest.Asks.CLOSE,
)


@dataclass(frozen=True)
class Told:
    """What was said at the desk; `booking` is one of the owner's, by which the account is known."""

    relation: RightsRequest.Relation
    asks: RightsRequest.Asks
    asker: str
    phone: str
    subject: str
    words: str
    booking: Booking | None = None


def take_request(told: Told, *, outlet: Outlet, staff: StaffUser, now: datetime) -> RightsRequest:
    """Write a request down; it is to be answered within fifteen working days.

    Raises RequestIncomplete, or what a name or a phone is refused for.
    """
    if told.booking is None and told.asks in NEED_AN_ACCOUNT:
        raise RequestIncomplete(fields={"booking": RequestIncomplete.code})
    if not told.words.strip():
        raise RequestIncomplete(fields={"words": RequestIncomplete.code})
    return RightsRequest.objects.create(
        outlet=outlet,
        owner=told.booking.owner if told.booking else None,
        booking=told.booking,
        relation=told.relation,
        asks=told.asks,
        asker=parse_name(told.asker),
        phone=parse_phone(told.phone),
        subject=parse_name(told.subject),
        words=told.words.strip()[:LONGEST_WORDS],
        taken_at=now,
        taken_by=staff,
        answer_by=answer_by(local_date(now)),
    )


@transaction.atomic
def see_paper(
    request: RightsRequest, kind: Paper | None, number_end: str, *, staff: StaffUser, now: datetime
) -> SeenPaper:
    """Note a look at the original of a paper. Raises RequestAnswered or PaperNeeded."""
    current = RightsRequest.objects.select_for_update().get(pk=request.pk)
    if current.state != RightsRequest.State.OPEN:
        raise RequestAnswered
    if kind is None:
        raise PaperNeeded(fields={"paper": PaperNeeded.code})
    end = number_end.strip().upper()[-NUMBER_END:]
    return SeenPaper.objects.create(
        request=current, kind=kind, number_end=end or None, at=now, staff=staff
    )
