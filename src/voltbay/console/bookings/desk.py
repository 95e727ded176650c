"""Booking for who stands at the desk or calls: the same verbs and rules as for owners."""

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from functools import partial
from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy
from django.views.decorators.http import require_http_methods

from voltbay.audit.models import Purpose
from voltbay.audit.view import view_call_out
from voltbay.bookings.desk.book import TELEPHONE, book_at_desk
from voltbay.bookings.desk.no_times import NoTimes, closure_on, why_no_times
from voltbay.bookings.desk.times import services_at, times_at_desk
from voltbay.bookings.errors import ServiceUnknown
from voltbay.bookings.move import by
from voltbay.callouts.errors import CallOutUnknown
from voltbay.callouts.models import CallOut
from voltbay.callouts.queries import find_at_outlets
from voltbay.callouts.words import KINDS
from voltbay.console.access.guard import StaffRequest
from voltbay.console.access.idempotency import form_key
from voltbay.console.access.scope import find_outlet
from voltbay.console.bookings.forms import DeskBookingForm
from voltbay.console.form_page import FormPage
from voltbay.core import clock
from voltbay.core.local_time import local, local_date, read_day
from voltbay.directory.models import Outlet, Service
from voltbay.slots.queries import Start

DAYS = 31  # the choice of days a caller may be offered
WHY_NONE: dict[NoTimes, Any] = {
    NoTimes.STORE_FULL: _lazy(
        "The battery store is full. Hand batteries over first, or raise its limit."
    ),
    NoTimes.NOT_PUBLISHED: _lazy(
        "Times of this day are not given yet, or the outlet has no opening hours. "
        "Choose an earlier day."
    ),
    NoTimes.NOT_OPEN: _lazy("The outlet is not open on this day. Choose another day."),
    NoTimes.OVER: _lazy("All times of today are over. Choose another day."),
    NoTimes.TOO_SHORT: _lazy(
        "What is left of this day is too short for this service. Choose another service or day."
    ),
    NoTimes.NOBODY_CERTIFIED: _lazy(
        "Nobody with a certificate is on shift on this day. "
        "Choose another day, or ask a manager to enter a shift under Technicians."
    ),
    NoTimes.TECHNICIANS_BUSY: _lazy(
        "Bays are free, but all technicians are busy. "
        "Choose another day, or ask a manager to enter another shift under Technicians."
    ),
    NoTimes.FULL: _lazy("All bays are taken on this day. Choose another day."),
}


@require_http_methods(["GET", "POST"])
def book(request: StaffRequest, outlet_id: UUID) -> HttpResponse:
    """Show the form, or book."""
    outlet, now = find_outlet(request.staff, outlet_id), clock.now()
    call_out = _call_out(request, outlet)
    asked = FormPage(request, "bookings/desk.html", partial(_shown, outlet, call_out, now=now))
    if request.method != "POST":
        return asked.show()
    service = _chosen(services_at(outlet), request.GET)
    times = _times(service, _day_of(request.GET, now=now), now=now)
    do = partial(_book, request, service, call_out, now=now)
    form = DeskBookingForm(request.POST, times=times)
    return asked.answer_once(form, do, said=_("Booked; the owner is told."), now=now)


def _call_out(request: StaffRequest, outlet: Outlet) -> CallOut | None:
    """Return the call-out that is to become a booking. Raises CallOutUnknown."""
    if not (asked := request.GET.get("call_out")):
        return None
    try:
        return find_at_outlets(UUID(asked), [outlet.pk])
    except ValueError as no_id:
        raise CallOutUnknown from no_id


def _book(
    request: StaffRequest,
    service: Service | None,
    call_out: CallOut | None,
    form: DeskBookingForm,
    *,
    now: datetime,
) -> str:
    if service is None:
        raise ServiceUnknown
    entry = form.entry(service_id=service.pk, key=form_key(request), call_out=call_out)
    booking = book_at_desk(entry, by=by(request.staff), now=now)
    return reverse("console:booking", kwargs={"code": booking.code})


def _shown(
    outlet: Outlet, call_out: CallOut | None, asked: FormPage, *, now: datetime
) -> dict[str, Any]:
    services, day = services_at(outlet), _day_of(asked.request.GET, now=now)
    service = _chosen(services, asked.request.GET)
    times = _times(service, day, now=now)
    return {
        "outlet": outlet,
        "form": _form(asked, call_out, times=times, now=now),
        "call_out": call_out,
        "call_out_kind": KINDS[call_out.kind] if call_out else "",
        "services": services,
        "service": service,
        "day": day,
        "today": local_date(now),
        "last": local_date(now) + timedelta(days=DAYS),
        "times": times,
        "why_none": "" if times else _why_none(service, day, now=now),
    }


def _why_none(service: Service | None, day: date, *, now: datetime) -> str:
    if service is None:
        return _("This outlet offers no service. Managers enter services under Opening.")
    why = why_no_times(service, day, now=now)
    if why == NoTimes.SHUT and (closure := closure_on(service.outlet, day)):
        return _("The outlet is shut until %(last)s: %(why)s. Choose another day.") % {
            "last": closure.last_date,
            "why": closure.reason,
        }
    return str(WHY_NONE[why])


def _form(
    asked: FormPage, call_out: CallOut | None, *, times: list[tuple[int, str]], now: datetime
) -> DeskBookingForm:
    """Return the form; what a call-out fills in is somebody's data, so that is written down."""
    if call_out is None or asked.sent is not None:
        return asked.form(partial(DeskBookingForm, times=times))
    view_call_out(
        call_out.pk,
        outlet_id=call_out.outlet_id,
        staff=asked.request.staff,
        purpose=Purpose.CALL_OUT,
        why=_("New booking"),
        now=now,
    )
    known = {name: getattr(call_out, name) or "" for name in ("name", "phone", "plate")}
    return asked.form(partial(DeskBookingForm, times=times), {"channel": TELEPHONE, **known})


def _chosen(services: list[Service], asked: Mapping[str, str]) -> Service | None:
    first = services[0] if services else None
    wanted = asked.get("service", "")
    return next((service for service in services if str(service.pk) == wanted), first)


def _times(service: Service | None, day: date, *, now: datetime) -> list[tuple[int, str]]:
    if service is None:
        return []
    return [
        (start.slot_id, _told(start, now=now)) for start in times_at_desk(service, day, now=now)
    ]


def _told(start: Start, *, now: datetime) -> str:
    runs = f"{_('now')}, " if start.starts_at <= now else ""
    return f"{local(start.starts_at):%H:%M} ({runs}{start.places_left})"


def _day_of(asked: Mapping[str, str], *, now: datetime) -> date:
    try:
        return max(read_day(asked.get("date", "")), local_date(now))
    except ValueError:
        return local_date(now)
