"""Booking for who stands at the desk or calls: the same verbs and rules as for owners."""

from datetime import date, datetime, timedelta
from functools import partial
from uuid import UUID, uuid4

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from voltbay.bookings.desk.book import book_at_desk
from voltbay.bookings.move import by
from voltbay.console.access.guard import StaffRequest
from voltbay.console.access.idempotency import form_key, once
from voltbay.console.access.scope import find_outlet
from voltbay.console.bookings.desk_form import DeskBookingForm
from voltbay.console.pages import page
from voltbay.console.sentences import sentence
from voltbay.core.errors import Refusal
from voltbay.core.local_time import local, local_date
from voltbay.directory.models import Outlet, Service
from voltbay.sentences.statuses import status_of
from voltbay.slots.models import Slot
from voltbay.slots.queries import starts_by_day

DAYS = 31  # the choice of days a caller may be offered


@require_http_methods(["GET", "POST"])
def book(request: StaffRequest, outlet_id: UUID) -> HttpResponse:
    """Show the form, or book."""
    outlet, now = find_outlet(request.staff, outlet_id), timezone.now()
    services = list(outlet.services.filter(is_offered=True).order_by("id"))
    service = _chosen(services, request.GET.get("service", ""))
    asked = _day_of(request.GET.get("date", ""), now=now)
    times = _times(service, asked, now=now) if service else []
    form = DeskBookingForm(request.POST or None, times=times)
    refusal = None
    if request.method == "POST" and service and form.is_valid():
        do = partial(_book, request, form, service, now=now)
        try:
            after = once(form_key(request), do, staff=request.staff, now=now)
        except Refusal as refused:
            refusal = refused
        else:
            messages.success(request, _("Booked; the owner is told."))
            return HttpResponseRedirect(after)
    shown = {
        "form": form,
        "services": services,
        "service": service,
        "day": asked,
        "today": local_date(now),
        "last": local_date(now) + timedelta(days=DAYS),
        "times": times,
        "key": request.POST.get("key") or uuid4(),
        "refusal": sentence(refusal.code, refusal.data) if refusal else "",
    }
    status = status_of(refusal) if refusal else 422 if form.is_bound else 200
    return page(request, "bookings/desk.html", shown, outlet=outlet, status=status)


def _book(request: StaffRequest, form: DeskBookingForm, service: Service, *, now: datetime) -> str:
    entry = form.entry(service_id=service.pk, key=form_key(request))
    booking = book_at_desk(entry, by=by(request.staff), now=now)
    return reverse("console:booking", kwargs={"code": booking.code})


def _chosen(services: list[Service], asked: str) -> Service | None:
    first = services[0] if services else None
    return next((service for service in services if str(service.pk) == asked), first)


def _times(service: Service, day: date, *, now: datetime) -> list[tuple[int, str]]:
    """Return the times with places left, today's running slot included."""
    starts = starts_by_day(service, first=day, days=1, now=now)[day]
    free = [
        (start.slot_id, f"{local(start.starts_at):%H:%M} ({start.places_left})")
        for start in starts
        if start.places_left
    ]
    return [*_running(service.outlet, service, now=now), *free] if day == local_date(now) else free


def _running(outlet: Outlet, service: Service, *, now: datetime) -> list[tuple[int, str]]:
    slots = Slot.objects.filter(outlet=outlet, starts_at__lte=now, ends_at__gt=now)
    return [
        (slot.pk, f"{local(slot.starts_at):%H:%M} ({_('now')}, {slot.capacity - slot.taken})")
        for slot in slots
        if slot.capacity - slot.taken >= service.places
    ]


def _day_of(text: str, *, now: datetime) -> date:
    try:
        return max(date.fromisoformat(text), local_date(now))
    except ValueError:
        return local_date(now)
