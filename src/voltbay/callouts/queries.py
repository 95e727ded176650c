"""Reading call-outs: an owner's own, and those at outlets in sight of somebody on staff."""

from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from django.db.models import Case, Q, QuerySet, Value, When

from voltbay.accounts.models import Owner
from voltbay.callouts.errors import CallOutUnknown
from voltbay.callouts.lifecycle import LIVE, State
from voltbay.callouts.models import CallOut
from voltbay.callouts.rules import MISSED_FOR, Kind
from voltbay.core.compiled import CompiledQuery
from voltbay.directory.errors import OutletUnknown
from voltbay.directory.models import Outlet
from voltbay.directory.nearest import nearest_outlets
from voltbay.directory.queries import LISTED, at_outlets

SHOWN = 50  # of those that ended, at an outlet
LOOKED_AT, NEARBY = 20, 3


def call_outs_of(owner: Owner) -> QuerySet[CallOut]:
    """Return an owner's call-outs, ended ones too, newest first."""
    mine = CallOut.objects.filter(owner=owner).order_by("-created_at", "-id")
    return mine.select_related("outlet")


def find_call_out(call_out_id: UUID, *, owner: Owner) -> CallOut:
    """Return an owner's call-out. Raises CallOutUnknown, for other owners' as well."""
    found = call_outs_of(owner).filter(pk=call_out_id).first()
    if found is None:
        raise CallOutUnknown
    return found


def find_at_outlets(call_out_id: UUID, outlet_ids: Collection[UUID]) -> CallOut:
    """Return a call-out at one of some outlets. Raises CallOutUnknown."""
    at_them = CallOut.objects.filter(outlet_id__in=outlet_ids, pk=call_out_id)
    found = at_them.select_related("outlet", "owner", "answered_by").first()
    if found is None:
        raise CallOutUnknown
    return found


def missed(*, since: datetime) -> Q:
    """Say which dangers nobody answered in time, nor has called their owners since.

    They count for a day: `since` is that day ago.
    """
    unanswered = Q(kind=Kind.DANGER, state=State.LAPSED, answered_at__isnull=True)
    return unanswered & Q(phone__isnull=False, ended_at__gt=since)


def live_at(outlet: Outlet, *, now: datetime) -> list[CallOut]:
    """Return what an outlet has to answer or to do: danger first, then what ends first.

    Dangers that it missed are among them: who is still to be called has nobody else.
    """
    return _LIVE.ask(outlet=outlet.pk, since=now - MISSED_FOR)


def _live(*, outlet: UUID, since: datetime) -> QuerySet[CallOut]:
    danger_first = Case(When(kind=Kind.DANGER, then=Value(0)), default=Value(1))
    order = {State.ASKED: 0, State.LAPSED: 1}
    asked_first = Case(
        *(When(state=state, then=Value(rank)) for state, rank in order.items()), default=Value(2)
    )
    at_it = CallOut.objects.filter(outlet=outlet)
    live = at_it.filter(Q(state__in=LIVE) | missed(since=since))
    return live.order_by(danger_first, asked_first, "until", "id")


_LIVE = CompiledQuery(_live)


def ended_at_outlet(outlet: Outlet, *, now: datetime) -> list[CallOut]:
    """Return an outlet's call-outs that ended and leave nothing to do, newest first."""
    over = CallOut.objects.filter(outlet=outlet).exclude(state__in=LIVE)
    ended = over.exclude(missed(since=now - MISSED_FOR))
    return list(ended.select_related("outlet").order_by("-ended_at", "-id")[:SHOWN])


def dangers_unanswered(
    outlet_ids: Collection[UUID] | None, *, since: datetime
) -> QuerySet[CallOut]:
    """Return the dangerous batteries that nobody has answered for, oldest first.

    At some outlets, or at all; `since` as `missed` takes it.
    """
    dangers = CallOut.objects.filter(at_outlets(outlet_ids), kind=Kind.DANGER)
    unanswered = dangers.filter(Q(state=State.ASKED) | missed(since=since))
    told = unanswered.select_related("outlet").only("state", "created_at", "outlet__name")
    return told.order_by("created_at")


def outlet_to_ask(outlet_id: UUID) -> Outlet:
    """Return a listed outlet. Raises OutletUnknown."""
    found = Outlet.objects.filter(LISTED, pk=outlet_id).first()
    if found is None:
        raise OutletUnknown
    return found


def nearest_that_come(outlet: Outlet) -> list[Outlet]:
    """Return the nearest others that tow or come as far as here, each with `distance_m` from here.

    Where the car stands is not known yet; most likely it is not far from here.
    """
    come = Q(tow_km__isnull=False) | Q(on_site_km__isnull=False)
    found = nearest_outlets(outlet, only=come, most=LOOKED_AT)
    return [each for each in found if _comes_so_far(each)][:NEARBY]


def _comes_so_far(outlet: Outlet) -> bool:
    reach: int = max(outlet.tow_km or 0, outlet.on_site_km or 0)
    return bool(outlet.distance_m <= reach * 1000)  # type: ignore[attr-defined]  # annotated
