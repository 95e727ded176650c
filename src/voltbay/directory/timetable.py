"""An outlet's opening as it stands: week, services, people, and the exceptions that lie ahead."""

from collections.abc import Iterable
from datetime import date, timedelta
from uuid import UUID

from django.db.models import Prefetch, QuerySet

from voltbay.directory.models import (
    Closure,
    Leave,
    OpenDay,
    OpeningHours,
    Outlet,
    Service,
    Technician,
)
from voltbay.directory.queries import at_outlets

# A course for the renewal has to be booked; two months leave time for it.
EXPIRES_SOON = timedelta(days=60)


def week_of_outlet(outlet: Outlet) -> QuerySet[OpeningHours]:
    """Return the hours of the week in order."""
    return outlet.opening_hours.order_by("weekday", "opens_at")


def services_of_outlet(outlet: Outlet) -> QuerySet[Service]:
    """Return every service, those that are not offered any more as well, the oldest first."""
    return outlet.services.order_by("id")


def closures_ahead(outlet: Outlet, today: date) -> QuerySet[Closure]:
    """Return the closures that are not over."""
    return outlet.closures.filter(last_date__gte=today).order_by("first_date")


def open_days_ahead(outlet: Outlet, today: date) -> QuerySet[OpenDay]:
    """Return the extra opening days from today on."""
    return outlet.open_days.filter(date__gte=today).order_by("date")


def technicians_of_outlet(outlet: Outlet, today: date) -> QuerySet[Technician]:
    """Return who works there, with shifts and the leave that is not over. Three statements."""
    leaves = Leave.objects.filter(last_date__gte=today).order_by("first_date")
    found = outlet.technicians.prefetch_related("shifts", Prefetch("leaves", leaves))
    return found.order_by("name")


def expiring(outlets: Iterable[UUID] | None, *, before: date) -> QuerySet[Technician]:
    """Return whose certificate expires before a day, at some outlets or everywhere.

    Only where technicians are counted: elsewhere the list decides nothing. One statement.
    """
    due = Technician.objects.filter(certified_until__lt=before, outlet__counts_technicians=True)
    named = (
        due.filter(at_outlets(outlets))
        .select_related("outlet")
        .only("name", "certified_until", "outlet__name")
    )
    return named.order_by("certified_until", "name")
