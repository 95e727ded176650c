"""What every page behind the door has: its frame, the ways onward, the outlet that it is about."""

from functools import partial
from typing import Any

from django.conf import settings
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.functional import SimpleLazyObject
from django.utils.translation import get_language

from voltbay.accounts.models import Role, StaffUser
from voltbay.bookings.desk.waiting import count_waiting, waiting_of
from voltbay.bookings.rules import is_near
from voltbay.bookings.words import time_left
from voltbay.callouts.models import CallOut
from voltbay.callouts.queries import dangers_unanswered
from voltbay.callouts.rules import MISSED_FOR
from voltbay.console.access.guard import StaffRequest, said_of, said_when
from voltbay.console.access.in_sight import InSight
from voltbay.console.access.permissions import may
from voltbay.console.access.scope import outlets_of
from voltbay.console.entries import as_id
from voltbay.console.menu import menu
from voltbay.core import clock
from voltbay.core.errors import Refusal
from voltbay.core.local_time import begin_of_day, local_date
from voltbay.directory.models import Outlet
from voltbay.directory.timetable import EXPIRES_SOON, expiring
from voltbay.notifications.models import Outage
from voltbay.notifications.outages import open_outages
from voltbay.quarantine.state import quarantine
from voltbay.recognition.engines.cloud_budget import Usage, usage
from voltbay.sentences.statuses import status_of
from voltbay.traceability.queries import Urgent, owed_before, owed_soon, urgent_of
from voltbay.traceability.report_profile import profiles

DANGERS = 3  # named at the top of every page
AT_OUTLET = "voltbay_outlet"  # the cookie that says where somebody was last: that menu stays
MOST_NAMED = 8  # whose certificate runs out; the list of technicians has the rest

# What every page asks.
WAITING = InSight(count_waiting)
EXPIRING = InSight(lambda outlets, *, before: expiring(outlets, before=before)[:MOST_NAMED])
UNANSWERED = InSight(lambda outlets, *, since: dangers_unanswered(outlets, since=since)[:DANGERS])
OWED = InSight(owed_soon)


def page(
    request: StaffRequest,
    template: str,
    shown: dict[str, Any],
    *,
    outlet: Outlet | None = None,
    status: int = 200,
) -> HttpResponse:
    """Answer with a page in its frame."""
    role, at = request.staff.role, _at_outlet(request, outlet)
    match = request.resolver_match
    here = (match.url_name if match else None) or ""
    frame = {
        "staff": request.staff,
        "outlet": outlet,
        "here": here,
        "on_board": (),
        "at_outlet": at,
        "menu": menu(role, at and at.pk, here=here, language=get_language() or ""),
        "cloud": _short_cloud() if role == Role.OPERATOR else None,
        # Asked only by a page that shows it: a fragment of one does not.
        "copy": SimpleLazyObject(quarantine),
        "messages_wait": SimpleLazyObject(partial(_messages_wait, request.staff)),
        "waiting": SimpleLazyObject(partial(_waiting, request.staff)),
        "expiring": SimpleLazyObject(partial(_expiring, request.staff, outlet)),
        "dangers": SimpleLazyObject(partial(_dangers, request.staff)),
        "reports_due": SimpleLazyObject(partial(_reports_due, request.staff, outlet)),
        **shown,
    }
    answer = unkept(render(request, f"console/{template}", frame, status=status))
    if outlet and request.COOKIES.get(AT_OUTLET) != str(outlet.pk):
        secure = settings.SESSION_COOKIE_SECURE
        answer.set_cookie(AT_OUTLET, str(outlet.pk), secure=secure, httponly=True, samesite="Lax")
    return answer


def refused(request: StaffRequest, refusal: Refusal) -> HttpResponse:
    """Answer a refusal as a page in its frame, which says what to do next."""
    answer = page(request, "refused.html", said_of(refusal), status=status_of(refusal))
    return said_when(answer, refusal)


def unkept(answer: HttpResponse) -> HttpResponse:
    """Return an answer with personal data so that nobody keeps it.

    Neither a proxy nor the next person at this computer may find it.
    """
    answer.headers["Cache-Control"] = "private, no-store"
    return answer


def _at_outlet(request: StaffRequest, outlet: Outlet | None) -> Outlet | None:
    """Return the outlet of the menu: the page's, or else where somebody was last, or their only."""
    if outlet is not None:
        return outlet
    if not may(request.staff.role, "outlets"):
        return None
    mine = outlets_of(request.staff).only("name", "city")
    if last := as_id(request.COOKIES.get(AT_OUTLET, "")):
        return mine.filter(pk=last).first()
    only = list(mine[:2])
    return only[0] if len(only) == 1 else None


def _waiting(staff: StaffUser) -> dict[str, Any] | None:
    """Return what waits for this person: counts, time left, and whether that is little."""
    if not may(staff.role, "review-queue"):
        return None
    now = clock.now()
    found = waiting_of(WAITING.ask(staff, None, today=begin_of_day(now)))
    next_at = found.next_at
    return {
        "reviews": found.reviews,
        "left_open": found.left_open,
        "left": time_left(next_at, now=now) if next_at else "",
        "is_near": next_at is not None and is_near(next_at, now=now),
    }


def _expiring(staff: StaffUser, outlet: Outlet | None) -> list[dict[str, Any]]:
    """Return whose certificate runs out, here or at all outlets in sight, the soonest first."""
    if not may(staff.role, "technicians"):
        return []
    today = local_date(clock.now())
    found = EXPIRING.ask(staff, outlet, before=today + EXPIRES_SOON)
    return [
        {"who": each, "outlet": each.outlet, "is_over": each.certified_until < today}
        for each in found
    ]


def _dangers(staff: StaffUser) -> list[CallOut]:
    """Return the dangerous batteries that nobody has answered for, where this person may."""
    if not may(staff.role, "call-outs"):
        return []
    return UNANSWERED.ask(staff, None, since=clock.now() - MISSED_FOR)


def _reports_due(staff: StaffUser, outlet: Outlet | None) -> list[Urgent]:
    """Return what is late to report or soon will be, here or everywhere in sight."""
    if not may(staff.role, "trace"):
        return []
    before = owed_before(clock.now())
    return urgent_of(OWED.ask(staff, outlet, tuple(profiles()), **before))


def _messages_wait(staff: StaffUser) -> list[Outage]:
    """Return the vendors who take no messages now, where this person may look at them."""
    return open_outages() if may(staff.role, "unsent") else []


def _short_cloud() -> Usage | None:
    """Return how much of the month's cloud readings is used, once little is left of them."""
    used = usage(now=clock.now())
    return used if used and used.is_short else None
