"""Who removes batteries, and where: companies, outlets, cities."""

from collections.abc import Sequence
from datetime import datetime
from typing import Annotated, Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.views.decorators.gzip import gzip_page
from ninja import Query, Router, Schema
from ninja.decorators import decorate_view
from pydantic import AfterValidator, Field, StringConstraints

from voltbay.api.cursors import Cursor, CursorMalformed, read_cursor, write_cursor
from voltbay.api.directory_out import (
    CitiesOut,
    CompanyOut,
    CompanyPage,
    OutletOut,
    OutletPage,
    company_out,
    company_summary,
    outlet_out,
    outlet_summary,
)
from voltbay.api.entries import Text, entry, printable
from voltbay.api.language import language_of
from voltbay.company_pages.pictures import WIDTHS, picture_in, public_picture
from voltbay.company_pages.queries import shown_pictures
from voltbay.core import clock
from voltbay.core.errors import Invalid
from voltbay.core.local_time import local_date
from voltbay.directory import queries
from voltbay.directory.latin import placed
from voltbay.directory.models import Outlet
from voltbay.directory.queries import PAGE, OutletFilter
from voltbay.identifiers.coordinates import normalise_coordinates, parse_coordinates
from voltbay.identifiers.vehicle import Fuel, Traits, VehicleClass
from voltbay.recognition.shopfront import photo_of
from voltbay.slots.earliest import (
    OutletWithStart,
    earliest_starts,
    may_take,
    outlets_that_take_near,
    outlets_with_start_near,
)
from voltbay.slots.open_now import doors_of

router = Router(tags=["directory"])

WORDS = 6  # each is looked for in four columns


def few_words(text: str) -> str:
    """Refuse a search that is an essay."""
    if len(text.split()) > WORDS:
        raise ValueError("too_many_words")
    return text


def position(text: str) -> str:
    """Refuse what is not a longitude and a latitude."""
    parse_coordinates(text)
    return normalise_coordinates(text)


Search = Annotated[
    str,
    StringConstraints(strip_whitespace=True, max_length=60),
    AfterValidator(printable),
    AfterValidator(few_words),
]
Near = Annotated[Text, StringConstraints(max_length=60), entry(position)]
Choice = Annotated[Text, StringConstraints(strip_whitespace=True, max_length=60)]


class Filter(Schema):
    """What every list takes."""

    q: Annotated[Search, Field(description="Words, each of which must occur somewhere.")] = ""
    city: Annotated[
        Choice, Field(description="A city's code as in /cities, or its Chinese name.")
    ] = ""
    cursor: Cursor = ""


class OutletsFilter(Filter):
    near: Annotated[
        Near | None, Field(description="`longitude,latitude` in GCJ-02: nearest first.")
    ] = None
    service: Annotated[
        Choice,
        Field(description="A service's Chinese name, or the id of any service of that name."),
    ] = ""


@router.get("/cities", response=CitiesOut, summary="Cities that have outlets")
def list_cities(request: HttpRequest) -> dict[str, Any]:
    """List the cities with their number of outlets, most outlets first."""
    return {
        "items": [
            {
                **city,
                "code": city["city_code"],
                "name": placed(city["city"], language=language_of(request)),
            }
            for city in queries.cities()
        ]
    }


@router.get("/companies", response=CompanyPage, summary="Companies that remove batteries")
@decorate_view(gzip_page)
def list_companies(request: HttpRequest, asked: Query[Filter]) -> dict[str, Any]:
    """List companies by name; `q` looks at name, credit code and city."""
    refuse_unknown(request, Filter)
    after = read_cursor(asked.cursor, marks=2) if asked.cursor else ()
    found = queries.companies(
        asked.q, city=asked.city, today=local_date(clock.now()), after=_with_uuid(after)
    )
    language, taken = language_of(request), queries.taken_by(found)
    marks = [(each.name, str(each.id)) for each in found]
    return {
        "items": [
            company_summary(each, taken[each.pk], language=language) for each in found[:PAGE]
        ],
        "next": _next(marks),
    }


@router.get("/companies/{uuid:company_id}", response=CompanyOut, summary="A company's page")
@decorate_view(gzip_page)
def show_company(request: HttpRequest, company_id: UUID) -> dict[str, Any]:
    """Show a company with its qualifications, pictures and outlets."""
    company = queries.company(company_id)
    language, today = language_of(request), local_date(clock.now())
    outlets = summaries(queries.outlets_of(company), language=language)
    shown = shown_pictures(company)
    return company_out(company, outlets, shown, today=today, language=language)


@router.get("/companies/{uuid:company_id}/pictures/{uuid:picture_id}", summary="A picture")
def show_picture(
    request: HttpRequest,
    company_id: UUID,
    picture_id: UUID,
    width: Annotated[int, Query(ge=1, le=WIDTHS[-1])] = WIDTHS[-1],
) -> HttpResponse:
    """Return a company's picture as JPEG, which may be kept for a day.

    It is the smallest that is as wide as asked for, or the widest. 404 if it is not shown.
    """
    del request
    return a_photo(picture_in(public_picture(company_id, picture_id), width=width))


@router.get("/outlets", response=OutletPage, summary="Outlets")
@decorate_view(gzip_page)
def list_outlets(request: HttpRequest, asked: Query[OutletsFilter]) -> dict[str, Any]:
    """List outlets by city and name, or nearest first.

    `q` looks at outlet, company, address and city. `distance_m` is given beside `near`.
    """
    refuse_unknown(request, OutletsFilter)
    wish = OutletFilter(
        text=asked.q,
        city=asked.city,
        service=asked.service,
        near=parse_coordinates(asked.near) if asked.near else None,
    )
    found = queries.outlets(wish, after=_outlet_marks(asked.cursor, wish))
    return {
        "items": summaries(found[:PAGE], language=language_of(request)),
        "next": _next([queries.marks_of(each, wish) for each in found]),
    }


@router.get(
    "/outlets/{uuid:outlet_id}", response=OutletOut, by_alias=True, summary="An outlet's page"
)
@decorate_view(gzip_page)
def show_outlet(
    request: HttpRequest,
    outlet_id: UUID,
    vehicle_class: VehicleClass | None = None,
    fuel: Fuel | None = None,
) -> dict[str, Any]:
    """Show an outlet with its hours, the closures ahead, the way there and what to bring.

    With a class of vehicle or a fuel each service tells whether it `fits`. One whose battery store
    is full, or that takes no such car, comes with the nearest others that have a free time.
    """
    now = clock.now()
    outlet = queries.outlet(outlet_id, today=local_date(now))
    earliest = earliest_starts([outlet], now=now).get(outlet.pk)
    known = bool(vehicle_class or fuel)
    asked = Traits(vehicle_class or VehicleClass.UNKNOWN, fuel or Fuel.UNKNOWN) if known else None
    return outlet_out(
        outlet,
        earliest,
        nearby=_nearby(outlet, asked, now=now),
        language=language_of(request),
        doors=doors_of([outlet], now=now)[outlet.pk],
        asked=asked,
    )


@router.get("/outlets/{uuid:outlet_id}/photo", summary="An outlet's photo")
def show_photo(request: HttpRequest, outlet_id: UUID) -> HttpResponse:
    """Return the outlet's photo as JPEG, which may be kept for a day. 404 if it has none."""
    return a_photo(photo_of(queries.listed(outlet_id)))


def a_photo(jpeg: bytes) -> HttpResponse:
    """Return a photo that anybody may see and keep for a day."""
    kept = {"Cache-Control": "public, max-age=86400"}
    return HttpResponse(jpeg, content_type="image/jpeg", headers=kept)


def _nearby(outlet: Outlet, asked: Traits | None, *, now: datetime) -> list[OutletWithStart]:
    """Return where else to go, if nothing can be booked here, or nothing for the car."""
    if outlet.is_storage_full:
        return outlets_with_start_near(outlet, now=now)
    if asked is None or any(may_take(each, asked) for each in outlet.offered):
        return []
    return outlets_that_take_near(outlet, asked, now=now)


def refuse_unknown(request: HttpRequest, known: type[Schema]) -> None:
    """Refuse entries that no list knows: a misspelt filter must not show everything."""
    unknown = sorted(set(request.GET) - set(known.model_fields))[:5]
    if unknown:
        raise Invalid(fields={name[:40]: "unknown_entry" for name in unknown})


def summaries(outlets: list[Outlet], *, language: str) -> list[dict[str, Any]]:
    """Write outlets for a list, each with its earliest free start and how its doors are."""
    now = clock.now()
    earliest, doors = earliest_starts(outlets, now=now), doors_of(outlets, now=now)
    return [
        outlet_summary(each, earliest.get(each.pk), doors=doors[each.pk], language=language)
        for each in outlets
    ]


def _next(marks: Sequence[Sequence[object]]) -> str | None:
    """Return where the next page begins, if one more row than a page was found."""
    return write_cursor(*map(str, marks[PAGE - 1])) if len(marks) > PAGE else None


def _outlet_marks(cursor: str, wish: OutletFilter) -> Sequence[Any]:
    if not cursor:
        return ()
    if wish.near is None:
        return _with_uuid(read_cursor(cursor, marks=3))
    distance, outlet_id = _with_uuid(read_cursor(cursor, marks=2))
    if not (distance.isascii() and distance.isdecimal() and len(distance) < 9):
        raise CursorMalformed
    return int(distance), outlet_id


def _with_uuid(marks: Sequence[str]) -> Sequence[Any]:
    """Read the last mark, which is an id. Raises CursorMalformed."""
    if not marks:
        return ()
    try:
        return [*marks[:-1], UUID(marks[-1])]
    except ValueError as broken:
        raise CursorMalformed from broken
