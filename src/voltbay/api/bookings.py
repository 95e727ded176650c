"""An owner's bookings: hold, confirm, look up, move, cancel."""

from datetime import datetime
from typing import Annotated, Any, Literal
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from ninja import Header, Router, Status
from pydantic import Field

from voltbay.api.appointment_file import calendar_of, qr_of
from voltbay.api.asker import Attempt, Device, asker_of
from voltbay.api.auth import OwnerRequest, ShownRequest, owner_auth, shown_auth
from voltbay.api.booking_out import BookingDetail, BookingOut, BookingPage, booking_out, detail_out
from voltbay.api.call_outs import TriageIn
from voltbay.api.client import client_name
from voltbay.api.cursors import Cursor, read_cursor, read_instant, write_cursor
from voltbay.api.entries import Body, Id, Key, Line, Name, Phone, SaidLine
from voltbay.api.fits import MassKg
from voltbay.api.language import language_of
from voltbay.api.limits import LISTED, MOVES
from voltbay.api.phone_questions import Question
from voltbay.api.presented import presented_token
from voltbay.api.sign_in import (
    AgreedIn,
    Code,
    SignedInOut,
    hand_cookies,
    signed_in_out,
)
from voltbay.bookings.carry_hold import Answer, Caller, begin_anew_with_hold
from voltbay.bookings.lifecycle import State
from voltbay.bookings.models import Booking, BookingEvent
from voltbay.bookings.move import Actor
from voltbay.bookings.owner.alternatives import hold_or_suggest, reschedule_or_suggest
from voltbay.bookings.owner.cancel import cancel
from voltbay.bookings.owner.car import Told
from voltbay.bookings.owner.confirm import Form, confirm
from voltbay.bookings.owner.hold import Wish
from voltbay.bookings.queries import find_booking, find_shown_booking, page_of_bookings
from voltbay.callouts.rules import check_comes
from voltbay.callouts.triage import outcome_of
from voltbay.core import clock
from voltbay.identifiers.vehicle import Fuel
from voltbay.limits.spend import spend

router = Router(tags=["bookings"], auth=owner_auth)
PAGE = 20


class HoldIn(Body):
    """A time to hold. `triage` are the three answers about the car, where they were asked."""

    slot_id: Id
    service_id: Id
    triage: TriageIn | None = None


class ConfirmIn(Body):
    """`question` is what 409 `another_person` asked: the account is the owner's all the same.

    `fuel` is the owner's word where plate and model do not tell, `mass_kg` the total mass that
    the licence's second page names.
    """

    name: Name
    phone: Phone
    identity_card: UUID
    vehicle_licence: UUID
    relation: Literal["self", "company", "relative"]
    car_after: Literal["battery_replaced", "kept", "to_be_scrapped"] | None = None
    note: Line = ""
    checked: Annotated[list[Literal["number", "plate", "vin"]], Field(max_length=3)] = []
    question: Question | None = None
    fuel: Fuel | None = None
    mass_kg: MassKg | None = None


class BeginAnewIn(Body):
    """`question` is what 409 `another_person` gave, `code` what was sent to the account's phone."""

    question: Question
    identity_card: UUID
    vehicle_licence: UUID
    code: Code
    agreements: Annotated[list[AgreedIn], Field(max_length=10)]
    attempt: Attempt = ""
    device: Device = ""


class RescheduleIn(Body):
    slot_id: Id


class CancelIn(Body):
    reason: SaidLine


@router.post(
    "/bookings",
    auth=shown_auth,
    response={201: BookingOut},
    summary="Hold a time",
    openapi_extra=LISTED,
)
def hold_booking(
    request: ShownRequest,
    entries: HoldIn,
    idempotency_key: Annotated[Key | None, Header(alias="Idempotency-Key")] = None,
) -> Status[dict[str, Any]]:
    """Hold places for fifteen minutes, and while photos wait to be read for up to 45.

    409 `slot_full` comes with `alternatives`: the next three free starts; 409 `outlet_full` with
    `outlets`: the nearest that have a free time. The same `Idempotency-Key` gives the same booking
    again. 409 `battery_dangerous` and `car_stands` come of the answers in `triage`, and 409
    `danger_asked` while this outlet has to answer a call-out of kind `danger`.
    """
    if entries.triage is not None:
        check_comes(outcome_of(drives=entries.triage.drives, signs=entries.triage.signs))
    now = clock.now()
    wish = Wish(entries.slot_id, entries.service_id, idempotency_key)
    booking = hold_or_suggest(wish, owner=request.shown, now=now)
    return Status(201, _out(request, booking, now=now))


@router.post(
    "/bookings/{code}/confirm",
    auth=shown_auth,
    response=BookingOut,
    summary="Confirm a held booking",
)
def confirm_booking(request: ShownRequest, code: str, entries: ConfirmIn) -> dict[str, Any]:
    """Confirm with two recognised documents. Repeating it with the same ones changes nothing.

    A company's or relative's car goes to review, and so does a doubtful number, plate or VIN
    unless it is named in `checked`: the owner compared it with the document and found it right.

    409 `service_does_not_fit` comes with `services` of the outlet that take the car: the hold is
    swapped by `/bookings/{code}/service` and confirmed again. If none does, it goes to review.
    422 `fuel_not_told` asks what drives the car; 409 `petrol_car` can be sent again with `fuel`.

    409 `another_person` asks once, with a `question`, when the account's bookings were for somebody
    else so far. Sent again with it, the owner says that the account is the same and books for
    another; if the number is new, `/bookings/{code}/begin-anew` answers.
    """
    now = clock.now()
    booking = find_shown_booking(code, shown=request.shown, now=now)
    entered = entries.model_dump()
    entered["car_after"] = entered["car_after"] or ""
    entered["question"] = entered["question"] or ""
    entered["checked"] = frozenset(entered["checked"])
    entered["told"] = Told(entered.pop("fuel") or "", entered.pop("mass_kg"))
    confirm(booking, Form(**entered), now=now)
    return _out(request, booking, now=now)


@router.post(
    "/bookings/{code}/begin-anew", response=SignedInOut, summary="Begin anew with a held booking"
)
def begin_anew_here(
    request: OwnerRequest, response: HttpResponse, code: str, entries: BeginAnewIn
) -> SignedInOut:
    """Say that the number is new: a new account gets it, with the hold and the two documents.

    Answers 409 `another_person`, with a code that was sent to the account's phone. Every session
    and device of the account ends; the booking is confirmed with the new session.
    """
    now = clock.now()
    opened = begin_anew_with_hold(
        find_booking(code, owner_id=request.owner.pk),
        Answer(
            question=entries.question,
            identity_card=entries.identity_card,
            vehicle_licence=entries.vehicle_licence,
            code=entries.code,
            agreements={agreed.kind: agreed.version for agreed in entries.agreements},
        ),
        owner=request.owner,
        caller=Caller(
            session=presented_token(request)[0],
            client=client_name(request),
            asker=asker_of(request, attempt=entries.attempt, device=entries.device),
        ),
        now=now,
    )
    if presented_token(request)[1]:
        hand_cookies(request, response, opened)
    return signed_in_out(opened)


@router.get("/bookings", response=BookingPage, summary="My bookings")
def list_bookings(
    request: OwnerRequest, state: State | None = None, cursor: Cursor | None = None
) -> dict[str, Any]:
    """List my bookings, newest first. Holds that came to nothing only come by their state."""
    now = clock.now()
    before = _read(cursor) if cursor else None
    found = page_of_bookings(request.owner.pk, state=state, before=before, most=PAGE + 1)
    page, more = found[:PAGE], found[PAGE:]
    end = write_cursor(page[-1].created_at.isoformat(), page[-1].code) if more else None
    return {"items": [_out(request, booking, now=now) for booking in page], "next": end}


@router.get(
    "/bookings/{code}",
    response=BookingDetail,
    by_alias=True,
    summary="One booking with its history",
)
def show_booking(request: OwnerRequest, code: str) -> dict[str, Any]:
    """Show one of my bookings."""
    booking = find_booking(code, owner_id=request.owner.pk)
    return detail_out(booking, now=clock.now(), language=language_of(request))


@router.post(
    "/bookings/{code}/reschedule",
    response=BookingOut,
    summary="Move to another time",
    openapi_extra=LISTED,
)
def reschedule_booking(request: OwnerRequest, code: str, entries: RescheduleIn) -> dict[str, Any]:
    """Move an appointment; if the new time is full everything stays as it was."""
    now = clock.now()
    booking = find_booking(code, owner_id=request.owner.pk)
    spend(MOVES, str(request.owner.pk), now=now)
    reschedule_or_suggest(booking, slot_id=entries.slot_id, by=_actor(request), now=now)
    return _out(request, booking, now=now)


@router.post("/bookings/{code}/cancel", response=BookingOut, summary="Cancel")
def cancel_booking(request: OwnerRequest, code: str, entries: CancelIn) -> dict[str, Any]:
    """Cancel a booking, or drop a hold. Repeating it changes nothing."""
    now = clock.now()
    booking = find_booking(code, owner_id=request.owner.pk)
    cancel(booking, by=_actor(request), reason=entries.reason, now=now)
    return _out(request, booking, now=now)


@router.get("/bookings/{code}/calendar.ics", summary="The appointment for a calendar")
def booking_calendar(request: OwnerRequest, code: str) -> HttpResponse:
    """Return the appointment as iCalendar."""
    booking = find_booking(code, owner_id=request.owner.pk)
    file = calendar_of(booking, language=language_of(request))
    answer = HttpResponse(file, content_type="text/calendar; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="{booking.code}.ics"'
    return answer


@router.get("/bookings/{code}/qr.svg", summary="The code to check in with")
def booking_qr(request: OwnerRequest, code: str) -> HttpResponse:
    """Return the booking's code as a QR picture."""
    booking = find_booking(code, owner_id=request.owner.pk)
    return HttpResponse(qr_of(booking), content_type="image/svg+xml")


def _out(request: HttpRequest, booking: Booking, *, now: datetime) -> dict[str, Any]:
    return booking_out(booking, now=now, language=language_of(request))


def _actor(request: OwnerRequest) -> Actor:
    return Actor(BookingEvent.Actor.OWNER, str(request.owner.pk))


def _read(cursor: str) -> tuple[datetime, str]:
    created_at, code = read_cursor(cursor, marks=2)
    return read_instant(created_at), code
