"""Choosing among many: a list in pages that is searched, and a field that offers what was found.

Neither needs a script. What few people have many of, outlets or companies, is shown whole to those
who have few.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeVar
from urllib.parse import urlencode
from uuid import UUID

from django.core.paginator import Page, Paginator
from django.db.models import Model, Q, QuerySet
from django.http import HttpRequest

from voltbay.console.entries import as_id
from voltbay.directory.errors import OutletUnknown
from voltbay.directory.models import Outlet
from voltbay.directory.queries import says

PAGE = 50
OFFERED = 50  # in one field
LONGEST_WORDS = 80  # characters
OF_OUTLET = ("name", "name_en", "city", "address", "company__name")
OF_COMPANY = ("name", "name_en", "city", "credit_code")
Row = TypeVar("Row", bound=Model)


@dataclass(frozen=True)
class Listing:
    """A page of a list, narrowed to what was searched for."""

    pages: "Page[Any]"
    words: str

    @property
    def is_searched(self) -> bool:
        """Whether there is anything to search: a short list is read."""
        return bool(self.words) or self.pages.has_other_pages()

    @property
    def query(self) -> str:
        """What asks for the same again, to which a page is added."""
        return urlencode({"q": self.words}) if self.words else ""


@dataclass(frozen=True)
class Offer(Generic[Row]):
    """What a field offers: everything, or what was found and what is chosen already."""

    rows: list[Row]
    words: str
    is_cut: bool  # there are more in sight: a search is offered
    is_full: bool  # more than these were found


def listing(request: HttpRequest, rows: "QuerySet[Any]", columns: Sequence[str]) -> Listing:
    """Return the page that is asked for of what holds the words that are asked for."""
    words = _words(request.GET.get("q", ""))
    found = rows.filter(says(words, columns))
    return Listing(Paginator(found, PAGE).get_page(request.GET.get("page")), words)


def offer(
    rows: "QuerySet[Row]", columns: Sequence[str], *, words: str, chosen: Iterable[UUID] = ()
) -> Offer[Row]:
    """Return what a field offers of some rows. One statement; three where there are many."""
    first = list(rows[: OFFERED + 1])
    if len(first) <= OFFERED:
        return Offer(first, "", is_cut=False, is_full=False)
    words = _words(words)
    found = list(rows.filter(says(words, columns))[: OFFERED + 1]) if words else first
    kept = list(rows.filter(Q(pk__in=list(chosen))))
    named = {each.pk for each in kept}
    return Offer(
        kept + [each for each in found[:OFFERED] if each.pk not in named],
        words,
        is_cut=True,
        is_full=len(found) > OFFERED,
    )


def chosen_of(rows: "QuerySet[Outlet]", asked: str) -> Outlet | None:
    """Return the outlet that an address asks for, if any. Raises OutletUnknown if it is another."""
    if not asked:
        return None
    wanted = as_id(asked)
    found = rows.filter(pk=wanted).first() if wanted else None
    if found is None:
        raise OutletUnknown
    return found


def asked_words(request: HttpRequest) -> str:
    """Return what is to be found for the fields of a page."""
    return request.GET.get("find", "")


def ids_in(value: Any) -> list[UUID]:
    """Return the ids that a field holds, as it was sent or as it stands."""
    held = value if isinstance(value, list | tuple) else [value]
    return [found for each in held if each and (found := as_id(str(each)))]


def _words(typed: str) -> str:
    return typed.strip()[:LONGEST_WORDS]
