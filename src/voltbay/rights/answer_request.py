"""Deciding what somebody asked in an owner's place, with what follows from it at once."""

from datetime import datetime

from django.db import transaction

from voltbay.accounts.models import StaffUser
from voltbay.bookings.close_account import close_account
from voltbay.bookings.purposes.queries import purposes_of
from voltbay.bookings.purposes.withdraw import withdraw
from voltbay.rights.errors import CorrectionReasonNeeded, PaperNeeded, RequestAnswered
from voltbay.rights.models import RightsRequest, SeenPaper

LONGEST_ANSWER = 500
AT_DESK = "desk"  # where a consent was taken back, as its row says


@transaction.atomic
def answer_request(
    request: RightsRequest, *, is_granted: bool, answer: str, staff: StaffUser, now: datetime
) -> RightsRequest:
    """Grant a request or refuse it, with the reason that was told.

    Granting takes back every consent, or closes the account, where that was asked; a copy, a
    correction and a booking are then made on their own pages. Raises CorrectionReasonNeeded,
    RequestAnswered, PaperNeeded, or RemovalUnderWay where the car is at the outlet.
    """
    if not answer.strip():
        raise CorrectionReasonNeeded(fields={"answer": CorrectionReasonNeeded.code})
    current = RightsRequest.objects.select_for_update().get(pk=request.pk)
    if current.state != RightsRequest.State.OPEN:
        raise RequestAnswered
    if is_granted and not SeenPaper.objects.filter(request=current).exists():
        raise PaperNeeded(fields={"paper": PaperNeeded.code})
    current.state = RightsRequest.State.GRANTED if is_granted else RightsRequest.State.REFUSED
    current.answer, current.answered_at = answer.strip()[:LONGEST_ANSWER], now
    current.answered_by = staff
    current.save()
    if is_granted:
        _carry_out(current, staff=staff, now=now)
    return current


def may_be_copied(request: RightsRequest) -> bool:
    """Tell whether the owner's copy may be handed to who asked for it."""
    granted = request.state == RightsRequest.State.GRANTED
    owner = request.owner
    return granted and request.asks == RightsRequest.Asks.COPY and owner is not None


def _carry_out(request: RightsRequest, *, staff: StaffUser, now: datetime) -> None:
    owner = request.owner
    if owner is None or owner.closed_at is not None:
        return
    if request.asks == RightsRequest.Asks.CLOSE:
        close_account(owner=owner, now=now)
    if request.asks == RightsRequest.Asks.WITHDRAW:
        for purpose in purposes_of(owner, now=now):
            withdraw(purpose.name, owner=owner, client=AT_DESK, staff=staff, now=now)
