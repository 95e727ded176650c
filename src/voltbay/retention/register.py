"""The register: every rule of every package, and what no rule ends."""

from functools import cache

from django.apps import apps
from django.db.models import Model

from voltbay.accounts import retention as accounts
from voltbay.audit import retention as audit
from voltbay.bookings import retention as bookings
from voltbay.callouts import retention as callouts
from voltbay.core.personal import PERSONAL, SECRET
from voltbay.core.retention import Rule
from voltbay.directory import retention as directory
from voltbay.fleets import retention as fleets
from voltbay.limits import retention as limits
from voltbay.notifications import retention as notifications
from voltbay.recognition import retention as recognition
from voltbay.removals import retention as removals
from voltbay.retention import foreign

PACKAGES = (
    *(accounts, recognition, bookings, removals, callouts, fleets, notifications),
    *(limits, audit, directory, foreign),
)


@cache
def register() -> dict[str, Rule]:
    """Return every rule by its kind. Raises ValueError if two have the same."""
    found: dict[str, Rule] = {}
    for rule in (rule for package in PACKAGES for rule in package.RULES):
        if rule.kind in found:
            raise ValueError(f"two rules are called {rule.kind}")
        found[rule.kind] = rule
    return found


def without_rule() -> list[str]:
    """Return personal and secret columns that no rule ends, as `app.Model.column`."""
    return [
        f"{model._meta.label}.{column.name}"
        for model in apps.get_models()
        for column in model._meta.local_concrete_fields
        if column.db_comment in (PERSONAL, SECRET) and not _is_ended(model, column.name)
    ]


def _is_ended(model: type[Model], column: str) -> bool:
    mine = [rule for rule in register().values() if rule.table is model]
    return any(not rule.columns or column in rule.columns for rule in mine)
