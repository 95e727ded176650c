"""What owners see of companies and outlets; whatever is not listed does not exist for them."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import (
    Avg,
    Count,
    Exists,
    F,
    FloatField,
    IntegerField,
    Max,
    OuterRef,
    Prefetch,
    Q,
    QuerySet,
    Subquery,
    Value,
)
from django.db.models.functions import (
    ASin,
    Cast,
    Coalesce,
    Cos,
    Least,
    Power,
    Radians,
    Round,
    Sin,
    Sqrt,
)

from voltbay.core.compiled import CompiledQuery
from voltbay.directory.errors import CompanyUnknown, FilterUnknown, OutletUnknown
from voltbay.directory.fits import Takes
from voltbay.directory.models import (
    Closure,
    Company,
    OpenDay,
    OpeningHours,
    Outlet,
    Qualification,
    Service,
)
from voltbay.identifiers.coordinates import EARTH_RADIUS, Position

PAGE = 20

LISTED = Q(is_listed=True, company__is_listed=True)
OUTLET_TEXTS = ("name", "name_en", "company__name", "company__name_en", "address", "city")
COMPANY_TEXTS = ("name", "name_en", "credit_code", "city")

WEEK = Prefetch("opening_hours", OpeningHours.objects.order_by("weekday", "opens_at"))


@dataclass(frozen=True)
class OutletFilter:
    """What a list of outlets is narrowed to and begins with.

    `city` is a name or a GB/T 2260 code; `service` the name of a service, or the id of any
    service of that name (see `name_or_id`). `only` is a further condition of ours.
    """

    text: str = ""
    city: str = ""
    service: str | int = ""
    near: Position | None = None
    only: Q = Q()  # noqa: RUF009  # nobody changes it


def at_outlets(outlets: Iterable[UUID] | None) -> Q:
    """Return what narrows rows of outlets to those of some; nothing for None: of all."""
    return Q() if outlets is None else Q(outlet__in=outlets)


def cities(*, service: str = "") -> Sequence[Mapping[str, Any]]:
    """Return the cities that have outlets, most outlets first, with their middle. One statement.

    With the name of a service, those where some outlet offers it, and only such outlets.
    """
    shown = Outlet.objects.filter(LISTED)
    if service:
        offering = Service.objects.filter(_is_called(service), is_offered=True)
        shown = shown.filter(pk__in=offering.values("outlet"))
    found = shown.values("city_code", "city")
    counted = found.annotate(
        outlets=Count("pk"), longitude=Avg("longitude"), latitude=Avg("latitude")
    )
    return list(counted.order_by("-outlets", "city_code"))


def services(*, city: str = "") -> Sequence[Mapping[str, Any]]:
    """Return the services that outlets offer, by name, with how many do. One statement.

    With a city, a name or a GB/T 2260 code, those of its outlets.
    """
    there = Outlet.objects.filter(LISTED)
    if city:
        there = there.filter(_is_in(city))
    offered = Service.objects.filter(is_offered=True, outlet__in=there.order_by())
    counted = (
        offered.order_by().values("name").annotate(outlets=Count("pk"), name_en=Max("name_en"))
    )
    return list(counted.order_by("-outlets", "name"))


def outlets(asked: OutletFilter, *, after: Sequence[Any] = ()) -> list[Outlet]:
    """Return a page of listed outlets and one more, nearest first if a place to be near is given.

    `after` are the marks of the last outlet seen (see `marks_of`). Each outlet carries
    `distance_m` and `asked_service_id`, the service that was asked for or its first one. Two
    statements. Raises FilterUnknown if the city or the service is nowhere.
    """
    if asked.text or asked.only:  # of as many forms as there are words
        page = list(_page(asked, after))
    else:
        page = _PAGE.ask(**_given(asked, after))
    if not page and not after:
        _check_filter(asked)
    return _with_offered(page)


def _page(asked: OutletFilter, after: Sequence[Any]) -> "QuerySet[Outlet]":
    found = Outlet.objects.filter(LISTED, asked.only, says(asked.text, OUTLET_TEXTS))
    if asked.city:
        found = found.filter(_is_in(asked.city))
    found = found.annotate(
        distance_m=_distance(asked.near) if asked.near else Value(None, IntegerField()),
        asked_service_id=_service_of(asked.service),
    )
    if asked.service:  # by itself: the annotation would be asked of each outlet there is
        offering = Service.objects.filter(_is_called(asked.service), is_offered=True)
        found = found.filter(pk__in=offering.values("outlet"))
    order = ("distance_m", "id") if asked.near else ("city_code", "name", "id")
    return _summaries(found.filter(_beyond(order, after)).order_by(*order))[: PAGE + 1]


def _given(asked: OutletFilter, after: Sequence[Any]) -> dict[str, Any]:
    """Return by name what a filter without words narrows to."""
    given: dict[str, Any] = {"after": list(after)}
    if asked.city:
        given["city"] = asked.city
    if asked.service:
        given["service"] = name_or_id(asked.service)
    if asked.near:
        given["near"] = list(asked.near)
    return given


def _given_page(
    *,
    city: str = "",
    service: str | int = "",
    near: Sequence[float] = (),
    after: Sequence[Any] = (),
) -> "QuerySet[Outlet]":
    place = Position(*near) if near else None
    return _page(OutletFilter(city=city, service=service, near=place), after)


_PAGE = CompiledQuery(_given_page)


def marks_of(outlet: Outlet, asked: OutletFilter) -> tuple[Any, ...]:
    """Return what tells where in the list an outlet stands."""
    if asked.near:
        return outlet.distance_m, outlet.pk  # type: ignore[attr-defined]  # annotated
    return outlet.city_code, outlet.name, outlet.pk


def outlet(outlet_id: UUID, *, today: date) -> Outlet:
    """Return a listed outlet with services, hours and closures that lie ahead. Five statements.

    Raises OutletUnknown.
    """
    ahead = Prefetch(
        "closures", Closure.objects.filter(last_date__gte=today).order_by("first_date")
    )
    extra = Prefetch("open_days", OpenDay.objects.filter(date__gte=today).order_by("date"))
    found = Outlet.objects.filter(LISTED, pk=outlet_id).annotate(asked_service_id=_service_of(""))
    prefetched = found.select_related("company").prefetch_related(WEEK, ahead, extra)
    if one := prefetched.first():
        return _with_offered([one])[0]
    raise OutletUnknown


def listed(outlet_id: UUID) -> Outlet:
    """Return a listed outlet alone. One statement. Raises OutletUnknown."""
    if one := Outlet.objects.filter(LISTED, pk=outlet_id).first():
        return one
    raise OutletUnknown


def companies(text: str, *, city: str, today: date, after: Sequence[str] = ()) -> Sequence[Company]:
    """Return a page of listed companies and one more, by name. One statement.

    A company is in a city if it is registered or has an outlet there; `outlet_count` counts all
    its listed outlets, `certificates` what is valid `today`; `photo` is of one of its outlets,
    `photo_outlet`. Raises FilterUnknown if no company is in the city.
    """
    found = Company.objects.filter(says(text, COMPANY_TEXTS), is_listed=True)
    if city:
        there = Outlet.objects.filter(_is_in(city), company=OuterRef("pk"), is_listed=True)
        found = found.filter(Q(city=city) | Exists(there))
    photos = _photographed()
    found = found.defer("introduction_html").annotate(
        outlet_count=_listed_outlets(),
        certificates=_certificates(today),
        photo=Subquery(photos.values("photo")[:1]),
        photo_outlet=Subquery(photos.values("pk")[:1]),
    )
    page = list(found.filter(_beyond(("name", "id"), after)).order_by("name", "id")[: PAGE + 1])
    if city and not page and not after and not _city_is_known(city):
        raise FilterUnknown(fields={"city": "city_unknown"})
    return page


def taken_by(companies: Sequence[Company]) -> Mapping[UUID, Takes]:
    """Return which cars the services of companies' listed outlets take. One statement."""
    taken = {each.pk: Takes([], [], None) for each in companies}
    offered = Service.objects.filter(
        is_offered=True, outlet__is_listed=True, outlet__company__in=companies
    )
    rows = offered.order_by("pk").values_list("outlet__company_id", "vehicle_classes", "fuels")
    for company_id, classes, fuels in rows:
        known = taken[company_id]
        taken[company_id] = Takes(
            list(dict.fromkeys([*known.classes, *classes])),
            list(dict.fromkeys([*known.fuels, *fuels])),
            None,
        )
    return taken


def _certificates(today: date) -> Coalesce:
    """Count what a company may show today; by itself, as two joins would multiply each other."""
    valid = Qualification.objects.filter(
        Q(valid_until__isnull=True) | Q(valid_until__gte=today), company=OuterRef("pk")
    )
    counted = valid.order_by().values("company").annotate(n=Count("pk")).values("n")
    return Coalesce(Subquery(counted), 0)


def _listed_outlets() -> Coalesce:
    """Count a company's outlets by itself, so that it is done for the page and not for all."""
    theirs = Outlet.objects.filter(company=OuterRef("pk"), is_listed=True).order_by()
    counted = theirs.values("company").annotate(n=Count("pk")).values("n")
    return Coalesce(Subquery(counted), 0)


def _photographed() -> "QuerySet[Outlet]":
    shown = Outlet.objects.filter(company=OuterRef("pk"), is_listed=True).exclude(photo="")
    return shown.order_by("city_code", "name")


def company(company_id: UUID) -> Company:
    """Return a listed company with its qualifications. Two statements. Raises CompanyUnknown."""
    found = Company.objects.filter(pk=company_id, is_listed=True)
    if one := found.prefetch_related("qualifications").first():
        return one
    raise CompanyUnknown


def outlets_of(company: Company) -> list[Outlet]:
    """Return all listed outlets of a company, as in a list of outlets. Two statements."""
    found = company.outlets.filter(is_listed=True).annotate(
        distance_m=Value(None, IntegerField()), asked_service_id=_service_of("")
    )
    return _with_offered(list(_summaries(found.order_by("city_code", "name"))))


def _summaries(found: "QuerySet[Any]") -> "QuerySet[Any]":
    lean = found.defer("introduction_html", "company__introduction_html")
    return lean.select_related("company")


def _with_offered(outlets: list[Outlet]) -> list[Outlet]:
    """Give each outlet what it offers. One statement."""
    of: dict[UUID, list[Service]] = defaultdict(list)
    for service in _OFFERED.ask(outlets=[each.pk for each in outlets]):
        of[service.outlet_id].append(service)
    for each in outlets:
        each.offered = of[each.pk]
    return outlets


def _offered(*, outlets: Sequence[UUID]) -> "QuerySet[Service]":
    return Service.objects.filter(outlet__in=outlets, is_offered=True).order_by("id")


_OFFERED = CompiledQuery(_offered)


def says(text: str, columns: Sequence[str]) -> Q:
    """Every word must stand in one of the columns; `icontains` takes % and _ as they are."""
    every = Q()
    for word in text.split():
        somewhere = Q()
        for column in columns:
            somewhere |= Q(**{f"{column}__icontains": word})
        every &= somewhere
    return every


def _is_in(city: str) -> Q:
    return Q(city_code=city) | Q(city=city)


def _service_of(service: str | int) -> Subquery:
    """Pick the outlet's first offered service, of the asked kind if one is asked for."""
    offered = Service.objects.filter(outlet=OuterRef("pk"), is_offered=True)
    if service:
        offered = offered.filter(_is_called(service))
    return Subquery(offered.order_by("id").values("id")[:1])


def _is_called(service: str | int) -> Q:
    key = name_or_id(service)
    if isinstance(key, int):
        named = Service.objects.filter(pk=key, is_offered=True)
        return Q(name=Subquery(named.values("name")))
    return Q(name=key)


def name_or_id(service: str | int) -> str | int:
    """Return the id that a service is asked for by, or the name."""
    if isinstance(service, str) and service.isdecimal() and service.isascii():
        return int(service)
    return service


def _distance(place: Position) -> Cast:
    """Compute the great circle in whole metres, so that the list has an order to page by."""
    latitude, longitude = Radians(F("latitude")), Radians(F("longitude"))
    here = Radians(Value(place.latitude, FloatField()))
    east = Sin((longitude - Radians(Value(place.longitude, FloatField()))) / 2.0)
    chord = Power(Sin((latitude - here) / 2.0), 2) + Cos(here) * Cos(latitude) * Power(east, 2)
    arc = ASin(Sqrt(Least(chord, Value(1.0))))
    return Cast(Round(2 * EARTH_RADIUS * arc), IntegerField())


def _beyond(order: Sequence[str], marks: Sequence[Any]) -> Q:
    """Say that a row comes after the marks: the first that differ decide."""
    beyond, same = Q(), Q()
    for column, mark in zip(order, marks, strict=False):
        beyond |= same & Q(**{f"{column}__gt": mark})
        same &= Q(**{column: mark})
    return beyond


def _check_filter(asked: OutletFilter) -> None:
    """Tell an empty list from one that can never have anything."""
    wrong: dict[str, str] = {}
    if asked.city and not _city_is_known(asked.city):
        wrong["city"] = "city_unknown"
    if asked.service and not _service_is_known(asked.service):
        wrong["service"] = "service_nowhere"
    if wrong:
        raise FilterUnknown(fields=wrong)


def _city_is_known(city: str) -> bool:
    listed = Outlet.objects.filter(LISTED, _is_in(city))
    return listed.exists() or Company.objects.filter(is_listed=True, city=city).exists()


def _service_is_known(service: str | int) -> bool:
    listed = Q(outlet__is_listed=True, outlet__company__is_listed=True)
    return Service.objects.filter(listed, _is_called(service), is_offered=True).exists()
