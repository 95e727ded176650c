"""Dashboards: what happened at the outlets in sight, as charts, tables and files.

Figures only: neither a name nor a number of anybody is read for them.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from urllib.parse import urlencode
from uuid import UUID

from django.http import HttpResponse
from django.views.decorators.http import require_safe

from voltbay.accounts.models import Role, StaffUser
from voltbay.accounts.staff.queries import SEES_ALL
from voltbay.bookings.figures import BookingFigures, booking_figures
from voltbay.console.access.guard import StaffRequest
from voltbay.console.access.scope import outlets_of
from voltbay.console.dashboard.chart import Chart, since
from voltbay.console.dashboard.charts_of_bookings import bookings_chart, lead_chart, no_shows_chart
from voltbay.console.dashboard.charts_of_reviews import reviews_chart
from voltbay.console.dashboard.charts_of_work import (
    DRAWN,
    load_chart,
    packs_chart,
    recognition_chart,
)
from voltbay.console.dashboard.errors import ChartUnknown, PeriodWrong
from voltbay.console.dashboard.period import CHOICES, Period, asked_period
from voltbay.console.form_page import FormPage
from voltbay.console.many import OF_OUTLET, Offer, chosen_of, offer
from voltbay.core import clock
from voltbay.core.local_time import local_date
from voltbay.core.sheets import as_csv
from voltbay.directory.models import Outlet
from voltbay.recognition.figures import outcomes
from voltbay.removals.figures import packs_by_chemistry
from voltbay.slots.figures import load, load_by_hour
from voltbay.slots.tasks import FORGET_AFTER


@dataclass(frozen=True)
class Asked:
    """The outlets and the days that a dashboard is about."""

    outlets: list[Outlet]  # in sight, where that is not everywhere
    offer: Offer[Outlet]  # to choose from
    chosen: Outlet | None
    everywhere: bool
    period: Period
    today: date

    @property
    def wanted(self) -> list[UUID] | None:
        """The outlets to count, or None for the whole platform."""
        if self.chosen:
            return [self.chosen.pk]
        return None if self.everywhere else [each.pk for each in self.outlets]

    @property
    def query(self) -> str:
        """What asks for the same again."""
        asked = {"period": self.period.choice, "outlet": str(self.chosen.pk) if self.chosen else ""}
        if self.period.choice == "range":
            asked |= {"first": f"{self.period.first}", "last": f"{self.period.last}"}
        return urlencode({name: value for name, value in asked.items() if value})


@require_safe
def dashboard(request: StaffRequest) -> HttpResponse:
    """Show every chart of a period."""
    today = local_date(clock.now())
    try:
        asked = _asked(request.staff, request.GET, today=today)
    except PeriodWrong as wrong:
        usual = {"outlet": request.GET.get("outlet", "")}
        return _page(request, _asked(request.staff, usual, today=today)).refuse(wrong)
    return _page(request, asked).show()


@require_safe
def dashboard_csv(request: StaffRequest, chart: str) -> HttpResponse:
    """Send the figures of one chart as a file."""
    if chart not in BUILDERS:
        raise ChartUnknown
    asked = _asked(request.staff, request.GET, today=local_date(clock.now()))
    built = BUILDERS[chart](asked)
    answer = HttpResponse(as_csv(built.header, built.rows), content_type="text/csv; charset=utf-8")
    name = f"{chart}-{asked.period.first:%Y%m%d}-{asked.period.last:%Y%m%d}.csv"
    answer.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    answer.headers["Cache-Control"] = "private, no-store"
    return answer


def _page(request: StaffRequest, asked: Asked) -> FormPage:
    shown = {
        "asked": asked,
        "typed": request.GET,
        "choices": CHOICES[:3],
        "charts": _every_chart(asked),
    }
    return FormPage(request, "dashboard/dashboard.html", lambda _: shown)


def _asked(staff: StaffUser, query: Mapping[str, str], *, today: date) -> Asked:
    mine, everywhere = outlets_of(staff).only("name", "city"), Role(staff.role) in SEES_ALL
    chosen = chosen_of(mine, query.get("outlet", ""))
    known = [chosen.pk] if chosen else []
    offered = offer(mine, OF_OUTLET, words=query.get("find", ""), chosen=known)
    period = asked_period(query, today=today)
    outlets = list(mine) if offered.is_cut and not everywhere else offered.rows
    return Asked(outlets, offered, chosen, everywhere, period, today)


def _every_chart(asked: Asked) -> list[Chart]:
    figures = _figures(asked)  # once for four charts
    return [
        bookings_chart(figures, asked.period),
        no_shows_chart(figures, asked.period),
        reviews_chart(figures.reviews, asked.period),
        _load(asked, drawn=DRAWN),
        lead_chart(figures),
        _packs(asked),
        _recognition(asked),
    ]


def _figures(asked: Asked) -> BookingFigures:
    return booking_figures(asked.period.dates, asked.wanted, now=clock.now())


def _load(asked: Asked, *, drawn: int | None = None) -> Chart:
    """Return the chart with all outlets, or with those alone that are drawn."""
    known = asked.today - FORGET_AFTER + timedelta(days=1)
    days = [day for day in asked.period.dates if day >= known]
    total = load(days, asked.wanted)
    order = total.busiest(drawn or len(total.taken))
    loads = load_by_hour(days, order) if order else []
    chart = load_chart(total, loads, asked.outlets, order=order)
    return since(chart, known) if known > asked.period.first else chart


def _packs(asked: Asked) -> Chart:
    return packs_chart(packs_by_chemistry(asked.period.dates, asked.wanted))


def _recognition(asked: Asked) -> Chart:
    return recognition_chart(outcomes(asked.period.dates, asked.wanted))


BUILDERS: dict[str, Callable[[Asked], Chart]] = {
    "bookings": lambda asked: bookings_chart(_figures(asked), asked.period),
    "no-shows": lambda asked: no_shows_chart(_figures(asked), asked.period),
    "reviews": lambda asked: reviews_chart(_figures(asked).reviews, asked.period),
    "load": _load,
    "lead": lambda asked: lead_chart(_figures(asked)),
    "packs": _packs,
    "recognition": _recognition,
}
