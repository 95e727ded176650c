"""An outlet's opening as it stands: its week, its services, and the exceptions that lie ahead."""

from datetime import date

from django.db.models import QuerySet

from voltbay.directory.models import Closure, OpenDay, OpeningHours, Outlet, Service


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
