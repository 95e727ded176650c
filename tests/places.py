"""Outlets and slots for tests: vivid, fixed, and given to whoever asks."""

from datetime import UTC, datetime, time, timedelta

from django.utils import timezone

from voltbay.core.local_time import at, local_date
from voltbay.directory.models import Company, OpeningHours, Outlet, Service
from voltbay.slots.models import Slot

NOW = datetime(2026, 4, 7, 1, 0, tzinfo=UTC)  # a Tuesday, 09:00 in Shanghai
NINE = datetime(2026, 4, 8, 1, 0, tzinfo=UTC)  # the next day at nine, when Alice wants to come
HALF_HOUR = timedelta(minutes=30)


def in_days(days: int, *, hour: int = 9) -> datetime:
    """Return the instant of an hour on the mainland so many days from now; negative: ago.

    For tests beside programs that look at the real clock: it is far from midnight at any hour.
    """
    return at(local_date(timezone.now()) + timedelta(days=days), time(hour))


def open_outlet(
    name: str = "浦东回收服务网点", *, slots_needed: int = 2, places: int = 1
) -> Service:
    """Make an outlet of a company, with one service, and return the service."""
    company, _ = Company.objects.get_or_create(
        name="绿环电池回收有限公司",
        defaults={"credit_code": "91310115MA1TEKT19B", "city": "上海", "phone": "021-50001234"},
    )
    outlet = Outlet.objects.create(
        company=company,
        name=name,
        city_code="310100",
        city="上海",
        address="上海市浦东新区张江路 1 号",
        phone="021-50001234",
        longitude=121.6,
        latitude=31.2,
    )
    return Service.objects.create(
        outlet=outlet, name="动力电池拆卸", slots_needed=slots_needed, places=places
    )


def open_elsewhere() -> Service:
    """Make an outlet of another company, in another city, and return its service."""
    service = open_outlet("别处网点")
    service.outlet.company = Company.objects.create(
        name="别家企业", credit_code="9" * 18, city="苏州", phone="0512-50001234"
    )
    service.outlet.save()
    return service


def open_every_day(service: Service) -> Outlet:
    """Give the service's outlet hours on each day, holidays too, and return it."""
    for weekday in range(7):
        OpeningHours.objects.create(
            outlet=service.outlet, weekday=weekday, opens_at=time(9), closes_at=time(12), bays=2
        )
    Outlet.objects.filter(pk=service.outlet_id).update(works_on_holidays=True)
    return Outlet.objects.get(pk=service.outlet_id)


def publish_slots(
    service: Service,
    *,
    starts_at: datetime = NINE,
    count: int = 4,
    capacity: int = 1,
    technicians: int | None = None,
) -> list[Slot]:
    """Make consecutive half-hour slots at the service's outlet."""
    return Slot.objects.bulk_create(
        Slot(
            outlet_id=service.outlet_id,
            starts_at=starts_at + HALF_HOUR * n,
            ends_at=starts_at + HALF_HOUR * (n + 1),
            capacity=capacity,
            technicians=technicians,
        )
        for n in range(count)
    )


def many_outlets(count: int) -> list[Outlet]:
    """Make so many outlets, each of a company of its own in a city of its own, with a service.

    Each has a name that stands on a page only if the outlet does: "网点0007号".
    """
    companies = Company.objects.bulk_create(
        Company(name=f"公司{n:04}号", credit_code=f"9131{n:014}", city=f"城{n:04}", phone="12345")
        for n in range(count)
    )
    outlets = Outlet.objects.bulk_create(
        Outlet(
            company=company, name=f"网点{n:04}号", city_code=f"{310000 + n}", city=f"城{n:04}",
            address="张江路 1 号", phone="021-50001234", longitude=121.6, latitude=31.2,
        )
        for n, company in enumerate(companies)
    )  # fmt: skip
    Service.objects.bulk_create(
        Service(outlet=outlet, name=f"服务{n:04}号") for n, outlet in enumerate(outlets)
    )
    return outlets
