"""The day board, live, on a wall and on paper, the week's load, search and the scanner."""

from datetime import date, datetime, timedelta
from functools import cache, partial
from typing import Any
from uuid import UUID, uuid4

from django.http import HttpResponse, HttpResponseRedirect
from django.middleware.csrf import get_token
from django.urls import reverse
from django.utils.translation import get_language
from django.views.decorators.http import require_http_methods, require_safe

from voltbay.accounts.models import StaffUser
from voltbay.audit.view import view_search
from voltbay.bookings.desk.queries import Load, load_of
from voltbay.bookings.rules import CODE_PATTERN
from voltbay.console.access.guard import StaffRequest
from voltbay.console.access.permissions import may
from voltbay.console.access.scope import find_booking, find_outlet
from voltbay.console.bookings.board import (
    Row,
    counts_of,
    reviews_at,
    row_of,
    rows_of_day,
    version_of,
)
from voltbay.console.bookings.call_out_rows import live_rows
from voltbay.console.bookings.card_html import Around
from voltbay.console.bookings.day_view import DayView, remember, view_of
from voltbay.console.bookings.forms import CodeForm
from voltbay.console.bookings.lanes_shown import lanes_shown
from voltbay.console.form_page import FormPage
from voltbay.console.pages import page
from voltbay.core import clock
from voltbay.core.local_time import local, local_date, read_day
from voltbay.directory.models import Outlet
from voltbay.identifiers.own_number import PATTERN as OWN_NUMBER_PATTERN
from voltbay.identifiers.own_number import is_own_number
from voltbay.limits.spend import Limit, spend
from voltbay.removals.errors import PackUnknown
from voltbay.removals.queries import OF_A_PERSON, meant, search
from voltbay.slots.load import level_of

WEEK = 7  # days
CALL_OUTS = 10  # at the top of the day; the list has them all
# Five counters under one name on their busiest day; ten thousand ends of numbers take a week.
SEARCHES = Limit("desk search", 600, timedelta(hours=1))


@require_safe
def day(request: StaffRequest, outlet_id: UUID) -> HttpResponse:
    """Show an outlet's day."""
    outlet, now = find_outlet(request.staff, outlet_id), clock.now()
    shown = _board(request, outlet, now=now)
    return remember(request, page(request, "bookings/day.html", shown, outlet=outlet))


@require_safe
def wall(request: StaffRequest, outlet_id: UUID) -> HttpResponse:
    """Show today on a screen that nobody touches: plates, and nothing else of anybody."""
    outlet, now = find_outlet(request.staff, outlet_id), clock.now()
    shown = _board(request, outlet, now=now, view=DayView.WALL)
    return page(request, "bookings/wall.html", shown, outlet=outlet)


@require_safe
def board(request: StaffRequest, outlet_id: UUID) -> HttpResponse:
    """Send the live part again if anything changed since the page has it: 304 otherwise.

    It is of the view that the page has, which its address says.
    """
    outlet, now = find_outlet(request.staff, outlet_id), clock.now()
    asked = _day_of(request, now=now)
    version = version_of(outlet, asked, now=now, language=get_language() or "")
    if request.headers.get("If-None-Match") == f'"{version}"':
        return HttpResponse(status=304, headers={"ETag": f'"{version}"'})
    answer = page(
        request, "bookings/board/board.html", _board(request, outlet, now=now), outlet=outlet
    )
    answer.headers["ETag"] = f'"{version}"'
    return answer


@require_safe
def print_view(request: StaffRequest, outlet_id: UUID) -> HttpResponse:
    """Show the day as a list for paper."""
    outlet, now = find_outlet(request.staff, outlet_id), clock.now()
    shown = _board(request, outlet, now=now, view=DayView.LIST)
    return page(request, "bookings/print.html", shown, outlet=outlet)


@require_safe
def week(request: StaffRequest, outlet_id: UUID) -> HttpResponse:
    """Show the load of a week by day and hour."""
    outlet, now = find_outlet(request.staff, outlet_id), clock.now()
    asked = _day_of(request, now=now)
    first = asked - timedelta(days=asked.weekday())
    cells = load_of(outlet.pk, first=first, days=WEEK)
    days = [first + timedelta(days=n) for n in range(WEEK)]
    shown = {
        "days": days,
        "today": local_date(now),
        "before": first - timedelta(days=WEEK),
        "after": first + timedelta(days=WEEK),
        "hours": _by_hour(cells, days),
    }
    return page(request, "bookings/week.html", shown, outlet=outlet)


@require_safe
def find(request: StaffRequest, outlet_id: UUID) -> HttpResponse:
    """Show what a text finds at this outlet, on any day."""
    outlet, text = find_outlet(request.staff, outlet_id), request.GET.get("q", "")
    rows = _found(request.staff, outlet, text, now=clock.now()) if text.strip() else []
    return page(request, "bookings/find.html", {"rows": rows, "q": text}, outlet=outlet)


@require_http_methods(["GET", "POST"])
def scan(request: StaffRequest, outlet_id: UUID) -> HttpResponse:
    """Find a booking by the owner's QR code, or a battery by our label; scanned or typed."""
    outlet = find_outlet(request.staff, outlet_id)
    asked = FormPage(request, "bookings/scan.html", partial(_scanner, outlet))
    if request.method != "POST":
        return asked.show()
    return asked.answer(CodeForm(request.POST), partial(_open, request.staff, outlet))


def _found(staff: StaffUser, outlet: Outlet, text: str, *, now: datetime) -> list[Row]:
    """Search, and write down who searched for a person before it is shown. Three statements."""
    spend(SEARCHES, str(staff.pk), now=now)
    found, by = search(text, [outlet.pk]), meant(text)
    if by in OF_A_PERSON:
        view_search(by.value, found=len(found), outlet_id=outlet.pk, staff=staff, now=now)
    return [row_of(booking, now=now) for booking in found]


def _open(staff: StaffUser, outlet: Outlet, form: CodeForm) -> HttpResponse:
    typed = form.cleaned_data["code"]
    if is_own_number(typed):
        return _open_removal(staff, outlet, typed)
    booking = find_booking(staff, typed)
    return HttpResponseRedirect(reverse("console:booking", kwargs={"code": booking.code}))


def _open_removal(staff: StaffUser, outlet: Outlet, number: str) -> HttpResponse:
    """Go to the battery whose label was scanned. Raises PackUnknown."""
    spend(SEARCHES, str(staff.pk), now=clock.now())
    found = search(number, [outlet.pk])
    if not found:
        raise PackUnknown
    return HttpResponseRedirect(reverse("console:removal", kwargs={"code": found[0].code}))


def _scanner(outlet: Outlet, asked: FormPage) -> dict[str, Any]:
    return {
        "outlet": outlet,
        "pattern": f"{CODE_PATTERN}|{OWN_NUMBER_PATTERN}",
        "form": asked.form(CodeForm),
    }


def _board(
    request: StaffRequest, outlet: Outlet, *, now: datetime, view: DayView | None = None
) -> dict[str, Any]:
    view = view or view_of(request)
    asked = local_date(now) if view == DayView.WALL else _day_of(request, now=now)
    # The version first: what changes in between is then shown again, and never missed.
    version = version_of(outlet, asked, now=now, language=get_language() or "")
    sees_photos = may(request.staff.role, "review")
    around = Around(view, reverse("console:home"), str(uuid4()), cache(partial(get_token, request)))
    drawn = _drawn(outlet, asked, around, sees_photos=sees_photos, now=now)
    return {
        "day": asked,
        "view": view,
        "on_board": [outlet.pk],  # what waits there stands on the board itself
        "is_today": asked == local_date(now),
        "before": asked - timedelta(days=1),
        "after": asked + timedelta(days=1),
        **drawn,
        "counts": counts_of(drawn["rows"]),
        "call_outs": live_rows(outlet, now=now)[:CALL_OUTS],
        "reviews": reviews_at(outlet, now=now),
        "sees_photos": sees_photos,
        "version": version,
        "at": f"{local(now):%H:%M:%S}",
    }


def _drawn(
    outlet: Outlet, day: date, around: Around, *, sees_photos: bool, now: datetime
) -> dict[str, Any]:
    if around.view == DayView.LIST:
        return {"rows": rows_of_day(outlet, day, now=now)}
    return lanes_shown(outlet, day, around, sees_photos=sees_photos, now=now)


def _day_of(request: StaffRequest, *, now: datetime) -> date:
    try:
        return read_day(request.GET.get("date", ""))
    except ValueError:
        return local_date(now)


def _by_hour(loads: list[Load], days: list[date]) -> list[dict[str, Any]]:
    """Put the load into a table: hours down, days across."""
    known = {(load.day, load.hour): load for load in loads}
    hours = sorted({load.hour for load in loads})
    return [
        {"hour": f"{hour:02}:00", "cells": [_cell(known.get((day, hour))) for day in days]}
        for hour in hours
    ]


def _cell(load: Load | None) -> dict[str, Any]:
    taken, places = (load.taken, load.places) if load else (0, 0)
    return {"places": places, "taken": taken, "level": level_of(taken, places)}
