"""What an outlet offers for a weighed battery, the owner's answer, and the payout."""

from datetime import datetime
from decimal import Decimal
from typing import Annotated, Any, Literal

from ninja import Router, Schema
from pydantic import Field, WithJsonSchema

from voltbay.api.auth import OwnerRequest, owner_auth
from voltbay.api.entries import Body, Line, Said
from voltbay.bookings.queries import find_booking
from voltbay.core import clock
from voltbay.removals.models import Payout, Quote, QuoteLine
from voltbay.removals.payouts.settle import shortened
from voltbay.removals.quotes.answer import Destination, SignedOnPhone, accept, refuse
from voltbay.removals.quotes.queries import find_quote, payout_of, quotes_of_booking
from voltbay.removals.quotes.signature import HEIGHT, MOST_POINTS, MOST_STROKES, WIDTH

router = Router(tags=["quotes"], auth=owner_auth)
Number = Annotated[int, Field(ge=1, le=32767)]
# What pydantic says of a decimal itself lets any text pass.
YUAN = {"type": "string", "pattern": r"^[0-9]{1,7}(\.[0-9]{1,2})?$"}
Yuan = Annotated[
    Decimal,
    Field(ge=0, max_digits=9, decimal_places=2),
    WithJsonSchema({"anyOf": [{"type": "number", "minimum": 0, "maximum": 9999999.99}, YUAN]}),
]


class QuoteLineOut(Schema):
    """A battery by its code or our number; yuan and kg are decimals. A deduction has a reason."""

    code: str
    chemistry: str
    mass_kg: str
    unit: Literal["kg", "pack"]
    unit_yuan: str
    deduction_yuan: str
    deduction_why: str
    amount_yuan: str


class PayoutOut(Schema):
    """What became of the money, as staff say: nothing is paid by the platform.

    Of an account only the end is shown.
    """

    state: Literal["owed", "paid", "failed", "waived"]
    way: Literal["bank", "wechat", "alipay", "cash", ""]
    account: str
    paid_at: datetime | None
    reference: str


class QuoteOut(Schema):
    """An offer for the batteries of a booking; only one that is `waiting` can be answered.

    `why` is the reason of a refusal or a withdrawal. Of several the one with the highest number
    that was accepted counts.
    """

    number: int
    state: Literal["waiting", "accepted", "refused", "withdrawn"]
    total_yuan: str
    note: str
    made_at: datetime
    answered_at: datetime | None
    answered_on: Literal["tablet", "phone", ""]
    why: str
    lines: list[QuoteLineOut]
    payout: PayoutOut | None


class QuoteList(Schema):
    items: list[QuoteOut]


class DestinationIn(Body):
    """How to be paid; a name and an account are needed but for cash."""

    way: Literal["bank", "wechat", "alipay", "cash"]
    payee: Annotated[Line, Field(max_length=100)] = ""
    account: Annotated[Line, Field(max_length=60)] = ""


Point = Annotated[list[int], Field(min_length=2, max_length=2)]
Stroke = Annotated[list[Point], Field(min_length=1, max_length=MOST_POINTS)]


class SignatureIn(Body):
    """Who signs, and the strokes that were drawn: null lets the typed name stand for them."""

    signer: Annotated[Said, Field(max_length=100)]
    strokes: Annotated[
        Annotated[list[Stroke], Field(min_length=1, max_length=MOST_STROKES)] | None,
        Field(
            description=f"Points `[across, down]` in a box of {WIDTH} by {HEIGHT} units, "
            f"at most {MOST_POINTS} in all."
        ),
    ]


class AcceptIn(Body):
    """`total_yuan` is what was read; another total is refused. Without `to` it is told later."""

    total_yuan: Yuan
    signature: SignatureIn
    to: DestinationIn | None = None


class RefuseIn(Body):
    why: Line = ""


@router.get("/bookings/{code}/quotes", response=QuoteList, summary="Offers for my battery")
def quotes(request: OwnerRequest, code: str) -> dict[str, Any]:
    """List the outlet's offers for the batteries of a booking, newest first."""
    booking = find_booking(code, owner_id=request.owner.pk)
    return {"items": [_out(each) for each in quotes_of_booking(booking.pk)]}


@router.post(
    "/bookings/{code}/quotes/{int:number}/accept", response=QuoteOut, summary="Accept an offer"
)
def accept_quote(
    request: OwnerRequest, code: str, number: Number, entries: AcceptIn
) -> dict[str, Any]:
    """Accept and sign an offer that waits; what was accepted is then owed by the outlet."""
    quote = _find(request, code, number)
    to = Destination(**entries.to.model_dump()) if entries.to else Destination()
    now, total = clock.now(), entries.total_yuan
    by = SignedOnPhone(**entries.signature.model_dump(), owner=request.owner)
    accept(quote, by=by, total_yuan=total, to=to, now=now)
    return _out(_find(request, code, number))


@router.post(
    "/bookings/{code}/quotes/{int:number}/refuse", response=QuoteOut, summary="Refuse an offer"
)
def refuse_quote(
    request: OwnerRequest, code: str, number: Number, entries: RefuseIn
) -> dict[str, Any]:
    """Refuse an offer that waits. The battery stays the owner's until another one is accepted."""
    quote = _find(request, code, number)
    refuse(quote, by=request.owner, why=entries.why, now=clock.now())
    return _out(_find(request, code, number))


def payout_out(payout: Payout | None) -> dict[str, Any] | None:
    """Describe a payout for its owner."""
    if payout is None:
        return None
    return {
        "state": payout.state,
        "way": payout.way,
        "account": shortened(payout.account) or "",
        "paid_at": payout.paid_at,
        "reference": payout.reference,
    }


def _find(request: OwnerRequest, code: str, number: int) -> Quote:
    return find_quote(find_booking(code, owner_id=request.owner.pk).pk, number)


def _out(quote: Quote) -> dict[str, Any]:
    return {
        "number": quote.number,
        "state": quote.state,
        "total_yuan": str(quote.total_yuan),
        "note": quote.note,
        "made_at": quote.made_at,
        "answered_at": quote.answered_at,
        "answered_on": quote.answered_on,
        "why": quote.why or "",
        "lines": [_line_out(line) for line in quote.lines.all()],
        "payout": payout_out(payout_of(quote)),
    }


def _line_out(line: QuoteLine) -> dict[str, Any]:
    yuan = ("mass_kg", "unit_yuan", "deduction_yuan", "amount_yuan")
    plain = {name: getattr(line, name) for name in ("chemistry", "unit", "deduction_why")}
    return {"code": line.shown_code, **plain, **{name: str(getattr(line, name)) for name in yuan}}
