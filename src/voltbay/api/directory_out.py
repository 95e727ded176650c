"""How companies and outlets are shown to owners."""

from collections.abc import Sequence
from datetime import date, datetime, time
from typing import Annotated, Any, Literal
from uuid import UUID

from pydantic import BaseModel, Field

from voltbay.api.booking_out import NavigationOut
from voltbay.api.bring import what_to_bring
from voltbay.company_pages.content import Shown
from voltbay.directory.fits import Takes, is_certain, misfits
from voltbay.directory.latin import addressed, named, placed
from voltbay.directory.models import Closure, Company, OpeningHours, Outlet, Service
from voltbay.directory.navigation import navigation_links
from voltbay.identifiers.vehicle import Fuel, Traits, VehicleClass
from voltbay.slots.earliest import OutletWithStart
from voltbay.slots.open_now import Doors

# Written out, because documents have a `Kind` too and the API file knows types by their names.
OutletKind = Literal["collecting", "central"]
Clock = Annotated[str, Field(pattern=r"^\d\d:\d\d$", examples=["08:30"])]


class CityOut(BaseModel):
    """A city with its number of outlets and the middle of them, GCJ-02."""

    code: str
    name: str
    outlets: int
    longitude: float
    latitude: float


class CitiesOut(BaseModel):
    items: list[CityOut]


class CompanySummary(BaseModel):
    """A company in a list: the beginning of its text, and figures.

    `certificates` are those that are valid today, `vehicle_classes` and `fuels` what any of its
    outlets takes; `photo` is a path below this API, of one of its outlets.
    """

    id: UUID
    name: str
    credit_code: str
    city: str
    introduction_summary: str
    outlet_count: int
    since_year: int | None
    certificates: int
    vehicle_classes: list[VehicleClass]
    fuels: list[Fuel]
    photo: str | None


class CompanyPage(BaseModel):
    items: list[CompanySummary]
    next: str | None


class QualificationOut(BaseModel):
    """A certificate; `scan` is a path below this API."""

    name: str
    number: str
    valid_until: date | None
    is_expired: bool
    scan: str | None


class CompanyOffer(BaseModel):
    """Something that a company does, in its own words."""

    name: str
    text: str


class CompanyPicture(BaseModel):
    """A picture of a company: a path below this API, which takes a `width`, and its words."""

    path: str
    alt: str


class ServiceOut(BaseModel):
    """What an outlet does, and for which cars; `fits` answers whoever asked for one."""

    id: int
    name: str
    minutes: int
    vehicle_classes: list[VehicleClass]
    fuels: list[Fuel]
    heaviest_kg: int | None
    fits: bool | None = None


class OutletCompany(BaseModel):
    id: UUID
    name: str


class OutletSummary(BaseModel):
    """An outlet in a list; `earliest` is the first free start of the asked or first service.

    `open_until` is given while it is open, else `opens_at` if it opens within two weeks; neither
    where an outlet is only suggested. `tow_km` and `on_site_km`: how far it tows, or comes to
    remove a battery; null if it does not. `photo` is a path below this API.
    """

    id: UUID
    name: str
    company: OutletCompany
    kind: OutletKind
    city: str
    address: str
    phone: str
    longitude: float
    latitude: float
    coord_sys: str
    distance_m: int | None
    earliest: datetime | None
    open_until: datetime | None
    opens_at: datetime | None
    tow_km: int | None
    on_site_km: int | None
    photo: str | None
    services: list[ServiceOut]


class OutletPage(BaseModel):
    items: list[OutletSummary]
    next: str | None


class CompanyOut(BaseModel):
    """A company's page; its HTML is cleaned and loads nothing from elsewhere."""

    id: UUID
    name: str
    credit_code: str
    city: str
    introduction_html: str
    qualifications: list[QualificationOut]
    offers: list[CompanyOffer]
    pictures: list[CompanyPicture]
    website: str
    phone: str
    since_year: int | None
    outlets: list[OutletSummary]


class HoursOut(BaseModel):
    """A weekly stretch; Monday is 0."""

    weekday: int
    opens_at: Clock
    closes_at: Clock


class ClosureOut(BaseModel):
    """Days on which the outlet is shut, both included."""

    first: Annotated[date, Field(alias="from", serialization_alias="from")]
    last: Annotated[date, Field(alias="to", serialization_alias="to")]
    reason: str


class OpenDayOut(BaseModel):
    """A day worked as on a weekday (Monday is 0), whatever week and public calendar say."""

    date: date
    works_as: int


class OutletOut(OutletSummary):
    """An outlet's page.

    `is_full`: its battery store is full, so it takes no bookings now. `nearby` are then, or where
    nothing here takes the car that was asked for, the nearest outlets with a free time (for that
    car), each with the distance from this one.
    """

    is_full: bool
    nearby: list[OutletSummary]
    introduction_html: str
    opening_hours: list[HoursOut]
    closures: list[ClosureOut]
    open_days: list[OpenDayOut]
    open_on_holidays: bool
    navigation: NavigationOut
    cancel_until_hours: int
    book_ahead_days: int
    bring: list[str]


def company_summary(company: Any, taken: Takes, *, language: str) -> dict[str, Any]:
    """Write a company for a list, as `queries.companies` annotated it."""
    return {
        "id": company.id,
        "name": named(company.name, company.name_en, language=language),
        "credit_code": company.credit_code,
        "city": placed(company.city, language=language),
        "introduction_summary": company.introduction_summary,
        "outlet_count": company.outlet_count,
        "since_year": company.since_year,
        "certificates": company.certificates,
        "vehicle_classes": taken.classes,
        "fuels": taken.fuels,
        "photo": _photo(company.photo_outlet, company.photo),
    }


def company_out(
    company: Company,
    outlets: list[dict[str, Any]],
    pictures: Sequence[Shown],
    *,
    today: date,
    language: str,
) -> dict[str, Any]:
    """Write a company's page."""
    return {
        "id": company.id,
        "name": named(company.name, company.name_en, language=language),
        "credit_code": company.credit_code,
        "city": placed(company.city, language=language),
        "introduction_html": company.introduction_html,
        "qualifications": [
            {
                "name": named(each.name, language=language),
                "number": each.number,
                "valid_until": each.valid_until,
                "is_expired": each.is_over(today=today),
                "scan": _picture(company, each.scan) if each.scan else None,
            }
            for each in company.qualifications.all()
        ],
        "offers": company.offers,
        "pictures": [
            {"path": _picture(company, each.picture), "alt": each.alt} for each in pictures
        ],
        "website": company.website,
        "phone": company.phone,
        "since_year": company.since_year,
        "outlets": outlets,
    }


def _picture(company: Company, picture: UUID) -> str:
    return f"/companies/{company.pk}/pictures/{picture}"


def outlet_summary(
    outlet: Outlet,
    earliest: datetime | None,
    asked: Traits | None = None,
    doors: Doors = Doors(),  # noqa: B008  # frozen
    *,
    language: str,
) -> dict[str, Any]:
    """Write an outlet for a list."""
    return {
        "id": outlet.id,
        "name": named(outlet.name, outlet.name_en, language=language),
        "company": {
            "id": outlet.company.id,
            "name": named(outlet.company.name, outlet.company.name_en, language=language),
        },
        "kind": outlet.kind,
        "city": placed(outlet.city, language=language),
        "address": addressed(outlet.address, language=language),
        "phone": outlet.phone,
        "longitude": outlet.longitude,
        "latitude": outlet.latitude,
        "coord_sys": outlet.coord_sys,
        "distance_m": getattr(outlet, "distance_m", None),
        "earliest": earliest,
        "open_until": doors.open_until,
        "opens_at": doors.opens_at,
        "tow_km": outlet.tow_km,
        "on_site_km": outlet.on_site_km,
        "photo": _photo(outlet.id, outlet.photo),
        "services": [_service(each, outlet, asked, language=language) for each in outlet.offered],
    }


def nearby_out(
    nearby: list[OutletWithStart], asked: Traits | None = None, *, language: str
) -> list[dict[str, Any]]:
    """Write outlets that are suggested; which of their services fit is told for a car."""
    return [outlet_summary(each.outlet, each.earliest, asked, language=language) for each in nearby]


def outlet_out(
    outlet: Outlet,
    earliest: datetime | None,
    *,
    nearby: list[OutletWithStart],
    language: str,
    doors: Doors,
    asked: Traits | None = None,
) -> dict[str, Any]:
    """Write an outlet's page; what fits is told for the car that was asked for."""
    return {
        **outlet_summary(outlet, earliest, asked, doors, language=language),
        "is_full": outlet.is_storage_full,
        "nearby": nearby_out(nearby, asked, language=language),
        "introduction_html": outlet.introduction_html,
        "opening_hours": [_hours(each) for each in outlet.opening_hours.all()],
        "closures": [_closure(each, language=language) for each in outlet.closures.all()],
        "open_days": [
            {"date": each.date, "works_as": each.works_as} for each in outlet.open_days.all()
        ],
        "open_on_holidays": outlet.works_on_holidays,
        "navigation": navigation_links(outlet),
        "cancel_until_hours": outlet.cancel_until_hours,
        "book_ahead_days": outlet.book_ahead_days,
        "bring": what_to_bring("self", language=language),
    }


def _photo(outlet_id: UUID, key: str | None) -> str | None:
    """Write where the photo is; another photo has another address, as it is kept by browsers."""
    return f"/outlets/{outlet_id}/photo?v={key[-8:]}" if key else None


def _service(
    service: Service, outlet: Outlet, asked: Traits | None, *, language: str
) -> dict[str, Any]:
    fits = None if asked is None else not is_certain(misfits(service.takes, asked))
    return {
        "id": service.id,
        "name": named(service.name, service.name_en, language=language),
        "minutes": service.slots_needed * outlet.slot_minutes,
        "vehicle_classes": service.vehicle_classes,
        "fuels": service.fuels,
        "heaviest_kg": service.heaviest_kg,
        "fits": fits,
    }


def _hours(stretch: OpeningHours) -> dict[str, Any]:
    return {
        "weekday": stretch.weekday,
        "opens_at": _clock(stretch.opens_at),
        "closes_at": _clock(stretch.closes_at),
    }


def _clock(at: time) -> str:
    return f"{at:%H:%M}"


def _closure(closure: Closure, *, language: str) -> dict[str, Any]:
    reason = named(closure.reason, closure.reason_en, language=language)
    return {"from": closure.first_date, "to": closure.last_date, "reason": reason}
