"""What waits for an operator today: the first page of the back office.

Each row names something that only people can end, how much of it there is, and where to do it.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from voltbay.articles.write import waiting_articles
from voltbay.bookings.desk.waiting import Waiting, waiting_at
from voltbay.bookings.rules import is_near
from voltbay.bookings.words import time_left
from voltbay.callouts.queries import dangers_unanswered
from voltbay.callouts.rules import MISSED_FOR
from voltbay.company_pages.queries import waiting_sign_ups, waiting_versions
from voltbay.core import clock
from voltbay.directory.models import Outlet
from voltbay.fleets.queries import waiting_fleets
from voltbay.heartbeats.failed_jobs import failed_jobs
from voltbay.notifications.outages import open_outages
from voltbay.notifications.resend import unsent
from voltbay.rights.models import RightsRequest
from voltbay.rights.queries import corrections_to_answer, requests_at
from voltbay.server.web.health import readiness
from voltbay.traceability.queries import MOST, at_most, urgent

PARTS = {
    "database": gettext_lazy("The database answers"),
    "writable": gettext_lazy("The database takes changes"),
    "commits": gettext_lazy("No commit waits for a standby"),
    "queue": gettext_lazy("Workers are alive for every queue"),
    "engine": gettext_lazy("Photos can be read"),
    "photos": gettext_lazy("The photo store answers and has room"),
    "released": gettext_lazy("This is no restored copy"),
}


@dataclass(frozen=True)
class Row:
    """Something that waits: how many, what is to be known of it, and where it is done."""

    title: str
    count: int
    path: str
    says: str = ""
    is_urgent: bool = False
    most: int | None = None  # what was counted up to

    @property
    def counted(self) -> str:
        """The count as it is said."""
        return f"{self.most}+" if self.most and self.count > self.most else f"{self.count}"


def today(request: HttpRequest, context: dict[str, Any]) -> dict[str, Any]:
    """Add to the first page what waits and what is ready; the urgent first, then what is empty."""
    now = clock.now()
    rows = sorted(_rows(now), key=lambda row: (not row.is_urgent, not row.count))
    parts = [{"says": PARTS[name], "holds": holds} for name, holds in readiness().items()]
    is_ready = all(part["holds"] for part in parts)
    return {**context, "rows": rows, "parts": parts, "is_ready": is_ready}


def _rows(now: datetime) -> Iterator[Row]:
    outlets = Outlet.objects.order_by().values_list("pk", flat=True)
    dangers = dangers_unanswered(None, since=now - MISSED_FOR).count()
    yield Row(_("Dangerous batteries unanswered"), dangers, _at("outlets"), is_urgent=dangers > 0)
    waiting = waiting_at(outlets, now=now)
    yield Row(_("Bookings to review"), waiting.reviews, _at("review-queue"), *_next(waiting, now))
    yield Row(
        _("Cars of earlier days not finished"), waiting.left_open, _at("review-queue") + "#open"
    )
    yield Row(_("Companies that ask for an account"), waiting_fleets().count(), _at("fleets"))
    checks = waiting_versions().count() + waiting_sign_ups().count()
    checks += waiting_articles().count()
    yield Row(_("Companies and their pages to check"), checks, _at("company-pages-waiting"))
    asked = len(corrections_to_answer(outlets))
    asked += requests_at(outlets, state=RightsRequest.State.OPEN).count()
    yield Row(_("Requests of owners to answer"), asked, _at("rights"))
    outages = open_outages()
    says = _("The vendor refuses or does not answer.") if outages else ""
    yield Row(_("Messages not sent"), unsent().count(), _at("unsent"), says, bool(outages))
    yield _reports(outlets, now)
    yield Row(_("Jobs given up"), len(failed_jobs()), _at("work-behind"))


def _next(waiting: Waiting, now: datetime) -> tuple[str, bool]:
    if waiting.next_at is None:
        return "", False
    left = time_left(waiting.next_at, now=now)
    return _("The first: %(left)s.") % {"left": left}, is_near(waiting.next_at, now=now)


def _reports(outlets: Any, now: datetime) -> Row:
    found = urgent(outlets, now=now)
    late, soon = sum(each.late for each in found), sum(each.soon for each in found)
    says = _("%(late)s late, %(soon)s due soon.")
    says %= {"late": at_most(late), "soon": at_most(soon)}
    to = _at("trace")
    return Row(_("Reports owed"), late + soon, to, says if found else "", late > 0, MOST)


def _at(route: str) -> str:
    return reverse(f"console:{route}")
