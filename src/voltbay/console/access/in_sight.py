"""Questions that every page asks of what somebody on the staff sees, each written once."""

from collections.abc import Callable, Hashable
from typing import Any, Generic, TypeVar
from uuid import UUID

from django.db.models import QuerySet

from voltbay.accounts.models import StaffUser
from voltbay.accounts.staff.queries import SEES_ALL, outlet_ids_of
from voltbay.core.compiled import CompiledQuery
from voltbay.directory.models import Outlet

Row = TypeVar("Row")


class SeenBy(Generic[Row]):
    """A compiled query of a builder that takes first a stand-in for somebody of the same role."""

    def __init__(self, build: "Callable[..., QuerySet[Any, Row]]") -> None:
        self._build = build
        self._query = CompiledQuery(self._for)

    def ask(self, staff: StaffUser, *form: Hashable, **values: Any) -> list[Row]:
        """Return its rows as one person sees them."""
        who = {"staff": staff.pk, "company": staff.company_id}
        return self._query.ask(staff.role, *form, **who, **values)

    def _for(
        self, role: str, *form: Hashable, staff: int, company: Any, **values: Any
    ) -> "QuerySet[Any, Row]":
        who = StaffUser(pk=staff, role=role, company_id=company)
        return self._build(who, *form, **values)


class InSight(Generic[Row]):
    """A compiled query of a builder that takes outlets' ids first; None stands for all of them."""

    def __init__(self, build: "Callable[..., QuerySet[Any, Row]]") -> None:
        self._build = build
        self._here = CompiledQuery(self._at_one)
        self._everywhere = SeenBy(self._in_sight)

    def ask(
        self, staff: StaffUser, outlet: Outlet | None, *form: Hashable, **values: Any
    ) -> list[Row]:
        """Return its rows about one outlet, or about all that somebody sees."""
        if outlet is not None:
            return self._here.ask(*form, outlet=outlet.pk, **values)
        return self._everywhere.ask(staff, *form, **values)

    def _at_one(self, *form: Hashable, outlet: UUID, **values: Any) -> "QuerySet[Any, Row]":
        return self._build([outlet], *form, **values)

    def _in_sight(self, staff: StaffUser, *form: Hashable, **values: Any) -> "QuerySet[Any, Row]":
        ids = None if staff.role in SEES_ALL else outlet_ids_of(staff)
        return self._build(ids, *form, **values)
