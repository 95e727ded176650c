"""What the page of an outlet's opening shows."""

from collections.abc import Sequence
from datetime import datetime
from functools import partial
from typing import Any

from django.utils.translation import gettext_lazy as _

from voltbay.bookings.errors import OpeningEdited
from voltbay.bookings.opening.changed_days import ChangedDay, Open
from voltbay.bookings.opening.preview import Hit, Kind, preview
from voltbay.bookings.words import car_of, when_of
from voltbay.console.form_page import FormPage
from voltbay.console.opening.crew_forms import TimeRulesForm
from voltbay.console.opening.forms import (
    DECIDED,
    ChangeForm,
    CloseForm,
    DecisionForm,
    OpenOnForm,
    shown_time,
    stays,
)
from voltbay.console.opening.row_forms import ServicesForm, WeekForm
from voltbay.core.local_time import local, local_date
from voltbay.core.masking import mask_name
from voltbay.directory.models import Outlet
from voltbay.directory.opening import opening_version
from voltbay.directory.timetable import closures_ahead, open_days_ahead, week_of_outlet
from voltbay.slots.special_days import special_days, unknown_years

MOST_DAYS = 14  # drawn before and after; a change of the week repeats itself
KINDS: dict[Kind, Any] = {
    Kind.NO_PLACE: _("no bay or no technician for it any more"),
    Kind.RESIZED: _("stays at its time"),
    Kind.NOT_OFFERED: _("its service is not offered any more"),
}


def shown_opening(outlet: Outlet, asked: FormPage, *, now: datetime) -> dict[str, Any]:
    """Return the opening as it is; what was typed stands in the form that it was typed in."""
    today = local_date(now)
    forms = {
        name: asked.form(partial(kind, outlet, today))
        for name, kind in {
            "week": WeekForm,
            "services": ServicesForm,
            "close": CloseForm,
            "open_on": OpenOnForm,
            "time_rules": TimeRulesForm,
        }.items()
    }
    return {
        **forms,
        "outlet": outlet,
        "version": version_of(outlet, asked),
        "in_force": list(week_of_outlet(outlet)) if isinstance(asked.sent, WeekForm) else [],
        "closures": list(closures_ahead(outlet, today)),
        "open_days": list(open_days_ahead(outlet, today)),
        "special": special_days(outlet, today),
        "unknown": unknown_years(today),
        "today": today,
    }


def version_of(outlet: Outlet, asked: FormPage) -> str:
    """Return what the page stands for.

    What was typed goes on standing for the opening that it was typed over, until that is said to
    be gone: otherwise a colleague's change would be overwritten unseen.
    """
    now = opening_version(outlet.pk)
    if isinstance(asked.sent, ChangeForm) and not isinstance(asked.refusal, OpeningEdited):
        return asked.sent.seen_version or now
    return now


def shown_hits(form: ChangeForm, asked: FormPage, *, now: datetime) -> dict[str, Any]:
    """Return whom a change hits, names masked; what was decided before is kept."""
    found = preview(form.outlet, form.read(), version=form.seen_version, now=now)
    typed = asked.sent.data if isinstance(asked.sent, DecisionForm) else None
    decided = DecisionForm(typed, hits=found.hits)
    return {
        "outlet": form.outlet,
        "kept": form.kept(),
        "seen": found.seen,
        "holds": len(found.holds),
        "days": [_changed(each) for each in found.days[:MOST_DAYS]],
        "more_days": max(0, len(found.days) - MOST_DAYS),
        "hits": [_row(hit, decided) for hit in found.hits],
        "cancel_reason": decided["cancel_reason"],
    }


def _changed(each: ChangedDay) -> dict[str, Any]:
    """Return a day with its hours before and after, drawn as parts of the day and as words."""
    return {"day": each.day, "before": _open(each.before), "after": _open(each.after)}


def _open(stretches: Sequence[Open]) -> list[dict[str, Any]]:
    return [
        {
            "from": f"{local(each.starts_at):%H:%M}",
            "until": f"{local(each.ends_at):%H:%M}",
            "bays": each.bays,
            "x": _minute(each.starts_at),
            "width": (each.ends_at - each.starts_at).seconds // 60,
        }
        for each in stretches
    ]


def _minute(instant: datetime) -> int:
    return local(instant).hour * 60 + local(instant).minute


def _row(hit: Hit, decided: DecisionForm) -> dict[str, Any]:
    return {
        "code": hit.booking.code,
        "when": when_of(hit.booking),
        "name": mask_name(hit.booking.name or ""),
        "plate": car_of(hit.booking),
        "kind": KINDS[hit.kind],
        "offers": [shown_time(start) for start in hit.starts],
        "stays": stays(hit),
        "decision": decided[f"{DECIDED}{hit.booking.code}"],
    }
