"""Help for cars that cannot simply come: ask an outlet, see its answer, take it back."""

from datetime import date, datetime
from typing import Annotated, Any, Literal
from uuid import UUID

from django.http import HttpRequest
from ninja import File, Header, Router, Schema, Status
from ninja.files import UploadedFile
from pydantic import AfterValidator, Field, StrictBool

from voltbay.api.auth import OwnerRequest, owner_auth
from voltbay.api.directory import Near, summaries
from voltbay.api.directory_out import OutletSummary
from voltbay.api.entries import Body, Day, Key, Line, Name, Pasted, Phone
from voltbay.api.language import language_of
from voltbay.api.limits import LISTED
from voltbay.bookings.lifecycle import GIVEN_BACK, State
from voltbay.bookings.owner.withdraw_call_out import withdraw_call_out as take_back
from voltbay.callouts.ask import Asked, ask
from voltbay.callouts.models import CallOut
from voltbay.callouts.photos import attach
from voltbay.callouts.queries import call_outs_of, find_call_out, nearest_that_come, outlet_to_ask
from voltbay.callouts.rules import Kind, Part
from voltbay.callouts.triage import Charge, Sign
from voltbay.core import clock
from voltbay.directory.latin import named
from voltbay.identifiers.coordinates import parse_coordinates
from voltbay.identifiers.plate import normalise_plate

router = Router(tags=["call-outs"], auth=owner_auth)
SHOWN = 20  # what is asked for, and how the last ones ended

SignOut = Literal["swelling", "leak", "smoke", "smell", "water", "crash"]
ChargeOut = Literal["above", "below", "unknown"]


class TriageIn(Body):
    """Three answers about a car: does it drive, what is seen or smelt, is it charged above 30 %."""

    drives: StrictBool
    signs: Annotated[list[SignOut], Field(max_length=6)] = []
    charge: ChargeOut = "unknown"


class CallOutIn(TriageIn):
    """What is asked of an outlet. `place` and `wanted_date` where somebody is to come.

    `position` is `longitude,latitude` in GCJ-02. A part of a day: 8-12, 12-18 or 8-18 o'clock.
    """

    outlet_id: UUID
    kind: Literal["danger", "tow", "on_site"]
    phone: Phone
    place: Line = ""
    position: Near | None = None
    wanted_date: Day | None = None
    wanted_part: Literal["morning", "afternoon", "day"] = "day"
    name: Name | None = None
    plate: Annotated[Pasted, AfterValidator(normalise_plate), Field(max_length=20)] = ""
    note: Line = ""


class AskedOutlet(Schema):
    id: UUID
    name: str
    phone: str


class CallOutOut(Schema):
    """A call-out. `until` is when it lapses unanswered, or is over; `message` is the outlet's.

    `booking` is what comes of it: its place begins at `bay_at`, and waits for the owner's papers
    before `held_until`, which is null once they are there.
    """

    id: UUID
    kind: Literal["danger", "tow", "on_site"]
    state: Literal["asked", "accepted", "declined", "withdrawn", "lapsed", "done"]
    outlet: AskedOutlet
    signs: list[SignOut]
    drives: bool
    charge: ChargeOut
    place: str
    phone: str
    note: str
    has_photo: bool
    wanted_from: datetime | None
    wanted_before: datetime | None
    agreed_from: datetime | None
    agreed_before: datetime | None
    message: str
    created_at: datetime
    until: datetime
    booking: str | None
    bay_at: datetime | None
    held_until: datetime | None


class CallOutsOut(Schema):
    items: list[CallOutOut]
    next: str | None


class ComersOut(Schema):
    items: list[OutletSummary]


@router.post("/call-outs", response={201: CallOutOut}, summary="Ask for help", openapi_extra=LISTED)
def ask_outlet(
    request: OwnerRequest,
    entries: CallOutIn,
    idempotency_key: Annotated[Key | None, Header(alias="Idempotency-Key")] = None,
) -> Status[dict[str, Any]]:
    """Ask an outlet to call about a dangerous battery, to tow, or to remove the battery on site.

    What is asked for must follow from the answers: any sign leads to `danger`, a car that does not
    drive to `tow` or `on_site`. 409 `call_out_not_offered` and `call_out_too_far` say that this
    outlet does not come: `/outlets/{outlet_id}/that-come` lists others. What nobody answers before
    `until` lapses, and a message tells the owner what to do instead.
    """
    now = clock.now()
    call_out = ask(_asked(entries, idempotency_key), owner=request.owner, now=now)
    return Status(201, _out(call_out, language=language_of(request)))


@router.get("/call-outs", response=CallOutsOut, summary="What I asked for")
def list_call_outs(request: OwnerRequest) -> dict[str, Any]:
    """List my newest call-outs, newest first; those that ended say how."""
    found = call_outs_of(request.owner).prefetch_related("bookings")[:SHOWN]
    language = language_of(request)
    return {"items": [_out(each, language=language) for each in found], "next": None}


@router.get("/call-outs/{uuid:callout_id}", response=CallOutOut, summary="One call-out")
def show_call_out(request: OwnerRequest, callout_id: UUID) -> dict[str, Any]:
    """Show a call-out of mine with the outlet's answer."""
    call_out = find_call_out(callout_id, owner=request.owner)
    return _out(call_out, language=language_of(request))


@router.post(
    "/call-outs/{uuid:callout_id}/photo",
    response=CallOutOut,
    summary="Add a photo of the car",
    openapi_extra=LISTED,
)
def add_photo(request: OwnerRequest, callout_id: UUID, image: File[UploadedFile]) -> dict[str, Any]:
    """Keep one photo of the car until the outlet has answered: JPEG, PNG, WebP or HEIC.

    A second one takes the place of the first. It is sealed, and erased with the call-out's place.
    """
    call_out = find_call_out(callout_id, owner=request.owner)
    taken: bytes = image.read()
    image.close()
    attach(call_out, taken, now=clock.now())
    return _out(call_out, language=language_of(request))


@router.delete("/call-outs/{uuid:callout_id}", response={204: None}, summary="Take it back")
def withdraw_call_out(request: OwnerRequest, callout_id: UUID) -> Status[None]:
    """Take a call-out back, also one that was accepted. Repeating it changes nothing.

    What is held for its car and not confirmed is given back; what is confirmed stays booked.
    """
    take_back(find_call_out(callout_id, owner=request.owner), now=clock.now())
    return Status(204, None)


@router.get(
    "/outlets/{uuid:outlet_id}/that-come",
    response=ComersOut,
    auth=None,
    summary="Outlets near another that tow or come",
)
def list_that_come(request: HttpRequest, outlet_id: UUID) -> dict[str, Any]:
    """List the three nearest others that tow or come as far as here, with their distance."""
    found = nearest_that_come(outlet_to_ask(outlet_id))
    return {"items": summaries(found, language=language_of(request))}


def _asked(entries: CallOutIn, key: str | None) -> Asked:
    wanted: date | None = entries.wanted_date
    return Asked(
        outlet_id=entries.outlet_id,
        kind=Kind(entries.kind),
        drives=entries.drives,
        signs=frozenset(Sign(each) for each in entries.signs),
        charge=Charge(entries.charge),
        phone=entries.phone,
        place=entries.place,
        position=parse_coordinates(entries.position) if entries.position else None,
        wanted_date=wanted,
        wanted_part=Part(entries.wanted_part),
        name=entries.name or "",
        plate=entries.plate,
        note=entries.note,
        idempotency_key=key,
    )


def _out(call_out: CallOut, *, language: str) -> dict[str, Any]:
    outlet = call_out.outlet
    live = (each for each in call_out.bookings.all() if each.state not in GIVEN_BACK)
    booking = next(live, None)
    plain = {
        name: getattr(call_out, name)
        for name in ("id", "kind", "state", "signs", "drives", "charge", "created_at", "until")
    }
    times = {
        name: getattr(call_out, name)
        for name in ("wanted_from", "wanted_before", "agreed_from", "agreed_before")
    }
    texts = {name: getattr(call_out, name) or "" for name in ("place", "phone", "note", "message")}
    return {
        **plain,
        **times,
        **texts,
        "outlet": {
            "id": outlet.id,
            "name": named(outlet.name, outlet.name_en, language=language),
            "phone": outlet.phone,
        },
        "has_photo": bool(call_out.photo),
        "booking": booking.code if booking else None,
        "bay_at": booking.starts_at if booking else None,
        "held_until": booking.held_until if booking and booking.state == State.HELD else None,
    }
