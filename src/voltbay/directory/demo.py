"""Companies and outlets to try Voltbay with: invented, in eleven real cities."""

import tomllib
from collections.abc import Mapping
from datetime import datetime, time, timedelta
from importlib.resources import files
from typing import Any

from django.db import transaction

from voltbay.core.local_time import local_date
from voltbay.directory.models import (
    Closure,
    Company,
    OpeningHours,
    Outlet,
    Qualification,
    Service,
)
from voltbay.identifiers.vehicle import FUELS_WITH_BATTERY

CITY_CODES = {
    "上海": "310100",
    "北京": "110100",
    "广州": "440100",
    "深圳": "440300",
    "杭州": "330100",
    "成都": "510100",
    "武汉": "420100",
    "西安": "610100",
}
KINDS = {"collecting": "收集型网点", "central": "集中贮存型网点"}

# Weekdays, opening, closing, bays.
Stretch = tuple[range, time, time, int]
WEEKS: dict[str, list[Stretch]] = {
    "standard": [
        (range(5), time(8, 30), time(12), 2),
        (range(5), time(13, 30), time(17, 30), 2),
        (range(5, 6), time(9), time(12), 1),
    ],
    "long": [(range(6), time(8), time(18), 3)],
    "seven": [(range(7), time(9), time(17), 2)],
    "small": [(range(5), time(9), time(11, 30), 1), (range(5), time(13), time(17), 1)],
}
BATTERY = [one.value for one in FUELS_WITH_BATTERY]
HEAVY = ["bus", "light_lorry", "medium_lorry", "heavy_lorry", "special"]
# Minutes, bays, and what is taken: classes, fuels, heaviest total mass in kg.
SERVICES: dict[str, tuple[int, int, list[str], list[str], int | None]] = {
    "乘用车动力电池拆卸": (60, 1, ["passenger_car"], ["electric", "hybrid"], None),
    "电池包检测与拆卸": (90, 1, ["passenger_car", "light_lorry"], BATTERY, 4_500),
    "商用车动力电池拆卸": (120, 2, HEAVY, BATTERY, 25_000),
}
SERVICES_EN = {
    "乘用车动力电池拆卸": "Battery removal from a passenger car",
    "电池包检测与拆卸": "Battery inspection and removal",
    "商用车动力电池拆卸": "Battery removal from a commercial vehicle",
}
GRID_MINUTES = 30
CLOSED_FOR_UPKEEP = "浦东金桥回收服务网点"


@transaction.atomic
def load(*, now: datetime) -> None:
    """Add the demo's companies and outlets that are not there yet."""
    text = files("voltbay.directory").joinpath("demo_data/places.toml").read_text("utf-8")
    for described in tomllib.loads(text)["companies"]:
        company = _company(described)
        known = set(company.outlets.values_list("name", flat=True))
        for place in described["outlets"]:
            if place["name"] not in known:
                _outlet(company, place, now=now)


def _company(described: Mapping[str, Any]) -> Company:
    company, is_new = Company.objects.get_or_create(
        credit_code=described["credit_code"],
        defaults={
            "name": described["name"],
            "name_en": described.get("name_en", ""),
            "city": described["city"],
            "phone": described["phone"],
            "website": described["website"],
            "since_year": described["since"],
            "introduction_html": _page(
                "company.html", {**described, "count": len(described["outlets"])}
            ),
        },
    )
    if is_new:
        Qualification.objects.bulk_create(
            Qualification(company=company, name=name, number=number, valid_until=valid_until)
            for name, number, valid_until in described["qualifications"]
        )
    return company


def _outlet(company: Company, place: Mapping[str, Any], *, now: datetime) -> None:
    week, kind = WEEKS[place["week"]], place.get("kind", "collecting")
    city = place.get("city", company.city)
    most = max(bays for _, _, _, bays in week)
    blanks = {**place, "city": city, "kind": KINDS[kind], "spaces": most * 2}
    longitude, latitude = place["at"]
    outlet = Outlet.objects.create(
        company=company,
        name=place["name"],
        name_en=place.get("name_en", ""),
        kind=kind,
        city=city,
        city_code=place.get("city_code") or CITY_CODES[city],
        address=f"{city}市{place['district']}{place['street']}",
        phone=place["phone"],
        longitude=longitude,
        latitude=latitude,
        introduction_html=_page("outlet.html", blanks),
        slot_minutes=GRID_MINUTES,
        works_on_holidays=place["week"] == "seven",
        tow_km=place.get("tow_km"),
        on_site_km=place.get("on_site_km"),
    )
    _open(outlet, week, now=now)
    _offer(outlet, most=most)


def _open(outlet: Outlet, week: list[Stretch], *, now: datetime) -> None:
    OpeningHours.objects.bulk_create(
        OpeningHours(
            outlet=outlet, weekday=weekday, opens_at=opens_at, closes_at=closes_at, bays=bays
        )
        for weekdays, opens_at, closes_at, bays in week
        for weekday in weekdays
    )
    if outlet.name == CLOSED_FOR_UPKEEP:
        first = local_date(now) + timedelta(days=9)
        Closure.objects.create(
            outlet=outlet,
            first_date=first,
            last_date=first + timedelta(days=1),
            reason="设备年检",
            reason_en="Yearly inspection of the equipment",
        )


def _offer(outlet: Outlet, *, most: int) -> None:
    Service.objects.bulk_create(
        Service(
            outlet=outlet,
            name=name,
            name_en=SERVICES_EN[name],
            slots_needed=minutes // GRID_MINUTES,
            places=bays,
            vehicle_classes=classes,
            fuels=fuels,
            heaviest_kg=heaviest,
        )
        for name, (minutes, bays, classes, fuels, heaviest) in SERVICES.items()
        if bays <= most
    )


def _page(name: str, blanks: Mapping[str, Any]) -> str:
    template = files("voltbay.directory").joinpath("demo_data", name).read_text("utf-8")
    return template.format_map(blanks)
