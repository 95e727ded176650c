"""Call-outs as a list shows them, masked, and what is known of one, in full only if asked for."""

import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from voltbay.bookings.words import time_left
from voltbay.callouts.lifecycle import LIVE, State
from voltbay.callouts.models import CallOut
from voltbay.callouts.queries import live_at, missed
from voltbay.callouts.rules import MISSED_FOR, Kind
from voltbay.callouts.words import CALL_OUT_STATES, CHARGES, KINDS, MISSED, SIGNS
from voltbay.core.compiled import CompiledQuery
from voltbay.core.local_time import local
from voltbay.core.masking import mask_name, mask_phone
from voltbay.directory.models import Outlet

BAND = {State.ASKED: "in_review", State.ACCEPTED: "confirmed", State.DONE: "completed"}


@dataclass(frozen=True)
class CallOutRow:
    """A call-out in a list; `left` is how long it waits for an answer yet.

    `is_missed` is a danger that nobody answered in time, whose owner is still to be called.
    """

    id: Any
    kind: str
    is_danger: bool
    is_asked: bool
    is_missed: bool
    state_name: str
    band: str
    signs: str
    when: str
    far: str
    plate: str
    phone: str
    left: str
    asked: str


def row_of_call_out(call_out: CallOut, *, now: datetime) -> CallOutRow:
    """Describe a call-out."""
    state = State(call_out.state)
    is_missed = is_missed_now(call_out, now=now)
    return CallOutRow(
        id=call_out.pk,
        kind=str(KINDS[call_out.kind]),
        is_danger=call_out.kind == Kind.DANGER,
        is_asked=state == State.ASKED,
        is_missed=is_missed,
        state_name=str(MISSED if is_missed else CALL_OUT_STATES[state]),
        band="in_review" if is_missed else BAND.get(state, "cancelled"),
        signs=signs_of(call_out),
        when=window_of(call_out.agreed_from, call_out.agreed_before)
        or window_of(call_out.wanted_from, call_out.wanted_before),
        far=far_of(call_out),
        plate=call_out.plate or "",
        phone=mask_phone(call_out.phone or ""),
        left=time_left(call_out.until, now=now) if state == State.ASKED else "",
        asked=f"{local(call_out.created_at):%m-%d %H:%M}",
    )


def live_rows(outlet: Outlet, *, now: datetime) -> list[CallOutRow]:
    """Return what an outlet has to answer or to do, danger first. One statement."""
    return [row_of_call_out(each, now=now) for each in live_at(outlet, now=now)]


def mark_of_call_outs(outlet: Outlet, *, now: datetime) -> str:
    """Return what changes whenever a live call-out does, opening nothing sealed."""
    told = _MARKS.ask(outlet=outlet.pk, since=now - MISSED_FOR)
    return hashlib.sha256(str(told).encode()).hexdigest()[:20]


def _marks(*, outlet: UUID, since: datetime) -> "QuerySet[CallOut, tuple[UUID, str, datetime]]":
    live = CallOut.objects.filter(Q(state__in=LIVE) | missed(since=since), outlet=outlet)
    return live.order_by("id").values_list("id", "state", "until")


_MARKS = CompiledQuery(_marks)


def is_missed_now(call_out: CallOut, *, now: datetime) -> bool:
    """Tell of one what `queries.missed` finds."""
    lapsed = call_out.kind == Kind.DANGER and call_out.state == State.LAPSED
    if not lapsed or call_out.answered_at or not call_out.phone or call_out.ended_at is None:
        return False
    return call_out.ended_at > now - MISSED_FOR


def facts_of(call_out: CallOut, *, is_full: bool) -> list[tuple[str, str]]:
    """Return what is known of a call-out; who and where masked unless asked for."""

    def shown(value: str | None, mask: Callable[[str], str]) -> str:
        return (value if is_full else mask(value)) if value else "–"

    return [
        (_("What is wrong"), signs_of(call_out) or "–"),
        (_("Does it drive"), _("yes") if call_out.drives else _("no")),
        (_("Charge"), str(CHARGES[call_out.charge])),
        (_("Wanted"), window_of(call_out.wanted_from, call_out.wanted_before) or "–"),
        (_("Distance in a straight line"), far_of(call_out) or _("not known: judge by the place")),
        (_("Place"), shown(call_out.place, _hidden)),
        (_("Position (GCJ-02)"), shown(call_out.position, _hidden)),
        (_("Name"), shown(call_out.name, mask_name)),
        (_("Mobile number"), shown(call_out.phone, mask_phone)),
        (_("Plate"), call_out.plate or "–"),
        (_("Note"), call_out.note or "–"),
        (_("Photo"), _("yes") if call_out.photo else _("no")),
        (_("Asked at"), f"{local(call_out.created_at):%Y-%m-%d %H:%M}"),
    ]


def signs_of(call_out: CallOut) -> str:
    """Return what tells of danger, in words."""
    return " / ".join(str(SIGNS[sign]) for sign in call_out.signs)


def far_of(call_out: CallOut) -> str:
    """Return how far the place is from the outlet, if that is known."""
    return "" if call_out.distance_m is None else f"{call_out.distance_m / 1000:.1f} km"


def window_of(starts_at: datetime | None, ends_at: datetime | None) -> str:
    """Return a window of one day in the mainland, or nothing."""
    if starts_at is None or ends_at is None:
        return ""
    return f"{local(starts_at):%Y-%m-%d %H:%M}–{local(ends_at):%H:%M}"


def _hidden(_value: str) -> str:
    return "***"
