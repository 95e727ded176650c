"""What of a booking is wrong: the owner says so, and sees what became of it."""

from datetime import date, datetime
from typing import Annotated, Any, Literal

from ninja import Router, Schema, Status
from pydantic import Field

from voltbay.api.auth import OwnerRequest, owner_auth
from voltbay.api.entries import Body, Said, Text
from voltbay.bookings.queries import find_booking
from voltbay.core import clock
from voltbay.rights.ask_correction import LONGEST_WHY, ask_correction
from voltbay.rights.models import Correction
from voltbay.rights.models import Field as Corrected
from voltbay.rights.queries import corrections_of

router = Router(tags=["bookings"], auth=owner_auth)

Name = Literal["name", "phone", "plate", "vin"]


class CorrectionOut(Schema):
    """`was` and `wanted` in full, for the owner only; null once the booking itself forgot them.

    `answer_by` is the day by which the outlet answers, `answer` why it refused; `receipt` the
    serial of the receipt that followed the one with the mistake.
    """

    field: Name
    state: Literal["asked", "done", "refused"]
    was: str | None
    wanted: str | None
    why: str | None
    by_owner: bool
    asked_at: datetime
    answer_by: date
    answered_at: datetime | None
    answer: str | None
    receipt: str | None


class CorrectionList(Schema):
    items: list[CorrectionOut]


class CorrectionIn(Body):
    """What is right, and why it was wrong."""

    field: Name
    value: Annotated[Said, Field(max_length=100)]
    why: Annotated[Text, Field(max_length=LONGEST_WHY)]


@router.get(
    "/bookings/{code}/corrections", response=CorrectionList, summary="Corrections of a booking"
)
def corrections(request: OwnerRequest, code: str) -> dict[str, Any]:
    """List what was corrected of a booking or is asked, newest first."""
    booking = find_booking(code, owner_id=request.owner.pk)
    return {"items": [_out(each) for each in corrections_of(booking)]}


@router.post(
    "/bookings/{code}/corrections",
    response={201: CorrectionOut},
    summary="Say what of a booking is wrong",
)
def ask(request: OwnerRequest, code: str, body: CorrectionIn) -> Status[dict[str, Any]]:
    """Ask for a correction; the outlet compares it with a paper within fifteen working days.

    A phone is corrected at once. A receipt that was issued is not rewritten: a corrected one
    follows it. 409 `correction_asked` says that this is asked for already.
    """
    made = ask_correction(
        Corrected(body.field),
        body.value,
        why=body.why,
        code=code,
        owner=request.owner,
        now=clock.now(),
    )
    return Status(201, _out(made))


def _out(each: Correction) -> dict[str, Any]:
    return {
        "field": each.field,
        "state": each.state,
        "was": each.was,
        "wanted": each.wanted,
        "why": each.why,
        "by_owner": each.by_owner,
        "asked_at": each.asked_at,
        "answer_by": each.answer_by,
        "answered_at": each.answered_at,
        "answer": each.answer,
        "receipt": each.receipt.serial if each.receipt else None,
    }
