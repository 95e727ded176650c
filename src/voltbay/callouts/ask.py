"""Asking an outlet for help, a tow or a removal on site.

1. The same idempotency key gives the same call-out again.
2. The answers must lead to what is asked for, and the outlet must do it, so far away.
3. An owner has only a few live ones at a time; the database numbers them.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from django.db import IntegrityError, transaction

from voltbay.accounts.models import Owner
from voltbay.callouts.errors import CalledOutTooOften, CallOutKeyReused, TooManyCallOuts
from voltbay.callouts.lifecycle import LIVE
from voltbay.callouts.models import CallOut
from voltbay.callouts.queries import outlet_to_ask
from voltbay.callouts.rules import (
    LIVE_AT_A_TIME,
    Kind,
    Part,
    Window,
    answer_until,
    check_fits,
    check_reach,
    free_number,
    metres_between,
    wished,
)
from voltbay.callouts.triage import Charge, Sign, outcome_of
from voltbay.core.errors import Refusal
from voltbay.core.local_time import local_date
from voltbay.directory.models import Outlet
from voltbay.identifiers.coordinates import Position
from voltbay.limits.spend import Limit, spend
from voltbay.notifications.tell import phone_fingerprint

RACED_FOR = ("call_outs_are_numbered", "call_out_once_a_key")
ASKED = Limit("call-out", 8, timedelta(days=1), CalledOutTooOften)


@dataclass(frozen=True)
class Asked:
    """What an owner asks for, normalised; a wish for a day only where somebody is to come."""

    outlet_id: UUID
    kind: Kind
    drives: bool
    signs: frozenset[Sign]
    charge: Charge
    phone: str
    place: str = ""
    position: Position | None = None  # GCJ-02
    wanted_date: date | None = None
    wanted_part: Part = Part.DAY
    name: str = ""
    plate: str = ""
    note: str = ""
    idempotency_key: str | None = None


def ask(asked: Asked, *, owner: Owner, now: datetime) -> CallOut:
    """Ask an outlet. Safe to repeat with an idempotency key.

    Raises OutletUnknown, NotFitting, NotOffered, PlaceMissing, TooFar, WindowWrong,
    TooManyCallOuts, CallOutKeyReused or CalledOutTooOften.
    """
    if made := _made_before(asked, owner):
        return made
    try:
        return _ask_anew(asked, owner=owner, now=now)
    except Refusal:
        # Perhaps refused because the same wish, sent twice, was taken a moment ago.
        if made := _made_before(asked, owner):
            return made
        raise


def _ask_anew(asked: Asked, *, owner: Owner, now: datetime) -> CallOut:
    spend(ASKED, str(owner.pk), now=now)
    for _ in range(LIVE_AT_A_TIME + 1):
        try:
            return _ask(asked, owner=owner, now=now)
        except IntegrityError as beaten:
            # The same owner's other request was faster: what it wrote is seen at the next try.
            if not any(name in str(beaten) for name in RACED_FOR):
                raise
            if made := _made_before(asked, owner):
                return made
    raise TooManyCallOuts(most=LIVE_AT_A_TIME, phone=outlet_to_ask(asked.outlet_id).phone)


def _made_before(asked: Asked, owner: Owner) -> CallOut | None:
    """Return what this key made before. Raises CallOutKeyReused if that was something else."""
    if asked.idempotency_key is None:
        return None
    same = CallOut.objects.filter(owner=owner, idempotency_key=asked.idempotency_key)
    made = same.select_related("outlet").first()
    if made and (made.outlet_id, made.kind) != (asked.outlet_id, asked.kind):
        raise CallOutKeyReused
    return made


@transaction.atomic
def _ask(asked: Asked, *, owner: Owner, now: datetime) -> CallOut:
    outlet = outlet_to_ask(asked.outlet_id)
    wanted = _check(asked, outlet, now=now)
    ordinal = _ordinal(owner, outlet)
    return CallOut.objects.create(
        owner=owner,
        outlet=outlet,
        kind=asked.kind,
        signs=sorted(asked.signs),
        drives=asked.drives,
        charge=asked.charge,
        place=asked.place or None,
        position=written(asked.position) if asked.position else None,
        distance_m=_distance(asked, outlet),
        phone=asked.phone,
        phone_fingerprint=phone_fingerprint(asked.phone),
        name=asked.name or None,
        plate=asked.plate or None,
        note=asked.note or None,
        wanted_from=wanted.starts_at if wanted else None,
        wanted_before=wanted.ends_at if wanted else None,
        ordinal=ordinal,
        idempotency_key=asked.idempotency_key,
        created_at=now,
        until=answer_until(asked.kind, wanted, now=now),
    )


def _check(asked: Asked, outlet: Outlet, *, now: datetime) -> Window | None:
    """Check what is asked for; return when somebody is to come, if that is wished for."""
    check_fits(asked.kind, outcome_of(drives=asked.drives, signs=asked.signs))
    if asked.kind == Kind.DANGER:
        return None  # as soon as they can
    radius = outlet.tow_km if asked.kind == Kind.TOW else outlet.on_site_km
    check_reach(radius, place=asked.place, distance_m=_distance(asked, outlet))
    return wished(asked.wanted_date or local_date(now), asked.wanted_part, now=now)


def _ordinal(owner: Owner, outlet: Outlet) -> int:
    used: Iterable[int] = CallOut.objects.filter(owner=owner, state__in=LIVE).values_list(
        "ordinal", flat=True
    )
    ordinal = free_number(used)
    if ordinal is None:
        raise TooManyCallOuts(most=LIVE_AT_A_TIME, phone=outlet.phone)
    return ordinal


def written(position: Position) -> str:
    """Write a position as it is read again, to a metre.

    >>> written(Position(121.6, 31.2))
    '121.60000,31.20000'
    """
    return f"{position.longitude:.5f},{position.latitude:.5f}"


def _distance(asked: Asked, outlet: Outlet) -> int | None:
    if asked.position is None:
        return None
    return metres_between(Position(outlet.longitude, outlet.latitude), asked.position)
