"""Rows, files and batteries as pages show them: in words, with links, the VIN masked."""

from collections.abc import Collection, Mapping
from typing import Any

from django.urls import reverse

from voltbay.accounts.models import StaffUser
from voltbay.console.access.permissions import may
from voltbay.console.access.scope import outlets_of
from voltbay.console.many import OF_COMPANY, offer
from voltbay.console.traceability.words import FACTS, LISTS
from voltbay.console.words import CHEMISTRIES, NO_CODE, PRODUCTS
from voltbay.core.local_time import local
from voltbay.directory.models import Company
from voltbay.identifiers import own_number
from voltbay.traceability.models import Archive, Movement, Report
from voltbay.traceability.queries import Due
from voltbay.traceability.report_profile import any_profile

SOON = 7  # days
# What is put right where the receipt is corrected; the rest on the battery's own page.
ON_THE_RECEIPT = {"code", "mass_kg", "product", "chemistry"}
WORDS: Mapping[str, Mapping[str, Any]] = {
    "product": PRODUCTS,
    "chemistry": CHEMISTRIES,
    "no_code_reason": NO_CODE,
}


def due_shown(each: Due) -> dict[str, Any]:
    """Return a row of the list."""
    movement = each.movement
    return {
        "due": each,
        "code": movement.pack.shown_code,
        "pack": movement.pack_id,
        "list": LISTS[each.list_name],
        "outlet": movement.outlet.name,
        "car_maker": movement.car_maker,
        "happened": f"{local(movement.happened_at):%Y-%m-%d}",
        "is_late": each.days_left < 0,
        "is_soon": 0 <= each.days_left < SOON,
        "over": -each.days_left,
        "missing": missing_shown(movement, each.missing),
    }


def missing_shown(movement: Movement, missing: list[str]) -> list[dict[str, Any]]:
    """Return what is missing, each with where it is entered."""
    receipt = reverse("console:reissue", kwargs={"code": movement.booking_code})
    battery = reverse("console:trace-battery", kwargs={"pack_id": movement.pack_id})
    return [
        {"name": FACTS[fact], "path": receipt if fact in ON_THE_RECEIPT else f"{battery}#{fact}"}
        for fact in missing
    ]


def group_shown(each: dict[str, Any]) -> dict[str, Any]:
    """Return what one file would hold."""
    return {**each, "list": LISTS[each["list_name"]], "complete": each["count"] - each["lacking"]}


def report_shown(report: Report) -> dict[str, Any]:
    """Return a report that was made."""
    return {
        "report": report,
        "at": f"{local(report.at):%Y-%m-%d %H:%M}",
        "list": LISTS[report.list_name],
        "profile": any_profile(report.profile),
    }


def facts_shown(movement: Movement, missing: Collection[str]) -> list[tuple[Any, str, str]]:
    """Return what is known of a movement, and what is missing, without outlet and company."""
    left_out = {"sort", "outlet_name", "company_name", "company_code"}
    known = {name: value for name, value in movement.facts.items() if name not in left_out}
    if movement.way == "in":
        known = {name: known[name] for name in known if not name.startswith(("receiver", "left"))}
    return [
        (FACTS[name], _said(name, known.get(name, "")), name)
        for name in FACTS
        if known.get(name) or name in missing
    ]


def archives_shown(staff: StaffUser, *, words: str) -> dict[str, Any]:
    """Return whose years somebody may write out, and what was written before.

    Of many companies those that were searched for, and one's own.
    """
    if not may(staff.role, "trace-archive"):
        return {}
    seen = outlets_of(staff).order_by().values("company")
    of_sight = Company.objects.filter(pk__in=seen).order_by("name").only("name")
    own = [staff.company_id] if staff.company_id else []
    offered = offer(of_sight, OF_COMPANY, words=words, chosen=own)
    made = Archive.objects.filter(company__in=seen)
    joined = made.select_related("staff", "company").defer("company__introduction_html")
    return {
        "offer": offered,
        "mine": staff.company_id,
        "made": list(joined.order_by("-at")[:10]),
    }


def _said(name: str, value: str) -> str:
    if name in WORDS and value:
        return str(WORDS[name].get(value, value))
    return own_number.grouped(value) if name == "own_number" and value else value
