"""What the page of an outlet's opening shows."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta
from typing import Any

from django.utils.translation import gettext_lazy as _

from voltbay.bookings.opening.preview import Do, Hit, Kind
from voltbay.bookings.words import when_of
from voltbay.console.opening.hours_form import service_rows, week_rows
from voltbay.core.local_time import days_from, local, local_date
from voltbay.core.masking import mask_name
from voltbay.directory.models import OpeningHours, Outlet
from voltbay.directory.opening import opening_version
from voltbay.slots.openings import hours_on
from voltbay.slots.public_holidays import Day, is_known, kind_of
from voltbay.slots.publish import week_of

AHEAD = 90  # days: as far as any outlet can be booked
KINDS: dict[Kind, Any] = {
    Kind.NO_PLACE: _("no bay for it any more"),
    Kind.RESIZED: _("stays at its time"),
    Kind.NOT_OFFERED: _("its service is not offered any more"),
}


def opening_of(outlet: Outlet, *, typed: Mapping[str, str], now: datetime) -> dict[str, Any]:
    """Return the opening as it is; what was typed stands in the form that it was typed in."""
    today, change = local_date(now), typed.get("change")
    week = outlet.opening_hours.order_by("weekday", "opens_at")
    services = outlet.services.order_by("id")
    holidays = "holidays" in typed if change == "week" else outlet.works_on_holidays
    return {
        "version": opening_version(outlet.pk),
        "week": week_rows(week, typed if change == "week" else None),
        "holidays": holidays,
        "in_force": list(week) if change == "week" else [],
        "services": service_rows(services, typed if change == "services" else None),
        "closures": list(outlet.closures.filter(last_date__gte=today).order_by("first_date")),
        "open_days": list(outlet.open_days.filter(date__gte=today).order_by("date")),
        "special": special_days(outlet, today),
        "unknown": unknown_years(today),
        "weekdays": OpeningHours.Weekday.choices,
        "today": today,
        "typed": typed,
    }


def special_days(outlet: Outlet, today: date) -> list[dict[str, Any]]:
    """Return the public holidays and make-up workdays ahead, and whether the outlet works then."""
    week = week_of(outlet)
    return [
        {"day": day, "is_holiday": kind is Day.HOLIDAY, "is_open": bool(hours_on(week, day))}
        for day in days_from(today, AHEAD)
        if (kind := kind_of(day)) is not Day.ORDINARY
    ]


def unknown_years(today: date) -> list[int]:
    """Return the years within reach whose public holidays nobody has told us yet."""
    return [
        year
        for year in range(today.year, (today + timedelta(days=AHEAD)).year + 1)
        if not is_known(year)
    ]


def shown_hits(hits: Sequence[Hit], typed: Mapping[str, str]) -> list[dict[str, Any]]:
    """Return the rows of a preview, names masked; a decision that was made before is kept."""
    return [_row(hit, typed.get(f"do-{hit.booking.code}", "")) for hit in hits]


def _row(hit: Hit, decided: str) -> dict[str, Any]:
    offers = [(start.isoformat(), f"{local(start):%Y-%m-%d %H:%M}") for start in hit.starts]
    values = [value for value, _words in offers] + [Do.KEEP, Do.CANCEL]
    default = offers[0][0] if offers else Do.KEEP
    return {
        "code": hit.booking.code,
        "when": when_of(hit.booking),
        "name": mask_name(hit.booking.name or ""),
        "plate": hit.booking.plate or "",
        "kind": KINDS[hit.kind],
        "offers": offers,
        "stays": hit.kind is not Kind.NO_PLACE,
        "decided": decided if decided in values else default,
    }
