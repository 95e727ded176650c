"""Questions that every page asks about the outlets in somebody's sight, each written once."""

from collections.abc import Callable, Hashable
from typing import Any, Generic, TypeVar
from uuid import UUID

from django.db.models import QuerySet

from voltbay.accounts.models import StaffUser
from voltbay.accounts.staff.queries import SEES_ALL, outlet_ids_of
from voltbay.core.compiled import CompiledQuery
from voltbay.directory.models import Outlet

Row = TypeVar("Row")


class InSight(Generic[Row]):
    """A compiled query of a builder that takes outlets' ids first; None stands for all of them."""

    def __init__(self, build: "Callable[..., QuerySet[Any, Row]]") -> None:
        self._build = build
        self._here = CompiledQuery(self._at_one)
        self._everywhere = CompiledQuery(self._in_sight)

    def ask(
        self, staff: StaffUser, outlet: Outlet | None, *form: Hashable, **values: Any
    ) -> list[Row]:
        """Return its rows about one outlet, or about all that somebody sees."""
        if outlet is not None:
            return self._here.ask(*form, outlet=outlet.pk, **values)
        who = {"staff": staff.pk, "company": staff.company_id}
        return self._everywhere.ask(staff.role, *form, **who, **values)

    def _at_one(self, *form: Hashable, outlet: UUID, **values: Any) -> "QuerySet[Any, Row]":
        return self._build([outlet], *form, **values)

    def _in_sight(
        self, role: str, *form: Hashable, staff: int, company: Any, **values: Any
    ) -> "QuerySet[Any, Row]":
        who = StaffUser(pk=staff, role=role, company_id=company)
        ids = None if role in SEES_ALL else outlet_ids_of(who)
        return self._build(ids, *form, **values)
