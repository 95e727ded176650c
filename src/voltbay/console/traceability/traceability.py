"""What is owed, late and reported of batteries: all outlets in sight, and the files to write."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from voltbay.accounts.models import StaffUser
from voltbay.console.access.guard import StaffRequest
from voltbay.console.access.permissions import may
from voltbay.console.access.scope import outlet_ids_of, outlets_of
from voltbay.console.form_page import FormPage
from voltbay.console.many import OF_OUTLET, Offer, chosen_of, offer
from voltbay.console.traceability.forms import WriteForm
from voltbay.console.traceability.shown import archives_shown, due_shown, group_shown, report_shown
from voltbay.console.traceability.words import LISTS, STATES
from voltbay.core import clock
from voltbay.directory.models import Outlet
from voltbay.traceability.queries import (
    State,
    Wanted,
    car_makers,
    due,
    groups,
    movements,
    reports,
    standings,
)
from voltbay.traceability.report_profile import Profile, find_profile, profiles
from voltbay.traceability.write_report import Asked, write_report

PER_PAGE = 50
REPORTS = 20  # made before, on the page
FILES = 50  # to be written, on the page


@dataclass(frozen=True)
class Filter:
    """What a page is asked to show."""

    mine: "QuerySet[Outlet, UUID]"  # the ids of those in sight
    offer: Offer[Outlet]  # to choose from
    outlet: Outlet | None
    profile: Profile
    state: State
    list_name: str
    car_maker: str

    def wanted(self) -> Wanted:
        """Return it as the queries take it."""
        here = [self.outlet.pk] if self.outlet else self.mine
        maker = self.car_maker or None
        return Wanted(here, self.profile, self.state, self.list_name, maker)

    def query(self, **other: str) -> str:
        """Return what asks for the same again, but for what is given."""
        asked = {
            "profile": self.profile.key,
            "state": self.state.value,
            "outlet": str(self.outlet.pk) if self.outlet else "",
            "list": self.list_name,
            "maker": self.car_maker,
        } | other
        return urlencode({name: value for name, value in asked.items() if value})


@require_safe
def listed(request: StaffRequest) -> HttpResponse:
    """Show what is owed, late, to be corrected or reported, filtered."""
    return _page(request).show()


@require_POST
def write(request: StaffRequest) -> HttpResponse:
    """Write a report, once, and go to it."""
    now = clock.now()

    def do(form: WriteForm) -> str:
        typed = form.cleaned_data
        wanted = Wanted(
            outlet_ids_of(request.staff),
            find_profile(typed["profile"]),
            typed["state"],
            typed["list_name"],
            typed["car_maker"] or None,
            typed["company"],
        )
        made = write_report(Asked(wanted, typed["form"]), staff=request.staff, now=now)
        return reverse("console:trace-made", kwargs={"report_id": made.pk})

    said = _("Reported. Download the file and hand it on.")
    return _page(request).answer_once(WriteForm(request.POST), do, said=said, now=now)


def _page(request: StaffRequest) -> FormPage:
    return FormPage(request, "traceability/traceability.html", _shown)


def _shown(asked: FormPage) -> dict[str, Any]:
    staff, now = asked.request.staff, clock.now()
    chosen = _filter(staff, asked.request.GET)
    wanted = chosen.wanted()
    pages = Paginator(movements(wanted, now=now), PER_PAGE)
    shown = pages.get_page(asked.request.GET.get("page"))
    filed = wanted.state in (State.OWED, State.CORRECTION)
    makers = car_makers(wanted.outlets)
    files = groups(wanted, now=now) if filed else []
    return {
        "chosen": chosen,
        "wanted_outlet": str(chosen.outlet.pk) if chosen.outlet else "",
        "profiles": profiles().values(),
        "states": STATES.items(),
        "lists": LISTS.items(),
        "makers": makers,
        "standings": standings(wanted.outlets, now=now),
        "outlet_id": chosen.outlet.pk if chosen.outlet else "",
        "rows": [due_shown(due(each, wanted, now=now)) for each in shown],
        "pages": shown,
        "query": chosen.query(),
        "groups": [group_shown(each) for each in files[:FILES]],
        "more_groups": len(files[FILES:]),
        "may_report": may(staff.role, "trace-report"),
        "reports": [report_shown(each) for each in reports(wanted.outlets)[:REPORTS]],
        "archives": archives_shown(staff, words=asked.request.GET.get("find", "")),
        "columns": [
            {"list": LISTS[name], "columns": columns}
            for name, columns in chosen.profile.lists.items()
        ],
    }


def _filter(staff: StaffUser, query: Mapping[str, str]) -> Filter:
    """Read what is asked for; raises OutletUnknown or ProfileUnknown for what is not in sight."""
    mine = outlets_of(staff).only("name", "city", "company")
    outlet = chosen_of(mine, query.get("outlet", ""))
    known = [outlet.pk] if outlet else []
    offered = offer(mine, OF_OUTLET, words=query.get("find", ""), chosen=known)
    key = query.get("profile", "")
    profile = find_profile(key) if key else next(iter(profiles().values()))
    asked, listed = query.get("state", ""), query.get("list", "")
    state = State(asked) if asked in set(State) else State.OWED
    return Filter(
        outlet_ids_of(staff),
        offered,
        outlet,
        profile,
        state,
        listed if listed in LISTS else "",
        query.get("maker", ""),
    )
