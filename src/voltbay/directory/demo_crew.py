"""Technicians of three outlets to try Voltbay with: invented; one expires soon, one is away."""

from datetime import date, datetime, time, timedelta

from django.db import transaction

from voltbay.core.local_time import local_date
from voltbay.directory.models import Leave, Outlet, Service, Shift, Technician

LONG = timedelta(days=900)
SOON = timedelta(days=35)
# Outlet -> name, how long the certificate is still valid, from when to when on which weekdays.
Person = tuple[str, timedelta, range, time, time]
CREWS: dict[str, list[Person]] = {
    "浦东金桥回收服务网点": [
        ("周建国", LONG, range(6), time(8), time(18)),
        ("李志强", SOON, range(5), time(8), time(18)),
        ("王海燕", LONG, range(5), time(8), time(18)),
    ],
    "闵行颛桥回收服务网点": [
        ("陈大勇", LONG, range(7), time(8), time(18)),
        ("赵敏", LONG, range(5), time(8), time(18)),
    ],
    "嘉定安亭回收服务网点": [
        ("孙立", LONG, range(7), time(8), time(18)),
        ("吴芳", LONG, range(5), time(8), time(18)),
    ],
}
AWAY = "王海燕"  # next week
NOTICE_HOURS, BUFFER_MINUTES, WALK_IN_BAYS = 2, 30, 1
LORRIES = "商用车动力电池拆卸"  # a lorry's pack needs two people, and a day's notice
LORRY_NOTICE_HOURS = 24


@transaction.atomic
def load(*, now: datetime) -> list[Outlet]:
    """Give the three outlets technicians and time rules, where they have none yet.

    Returns the outlets whose places have to be published anew.
    """
    today = local_date(now)
    changed = list(Outlet.objects.filter(name__in=CREWS, technicians=None))
    for outlet in changed:
        for person in CREWS[outlet.name]:
            _join(outlet, person, today)
        rules = {"notice_hours": NOTICE_HOURS, "counts_technicians": True}
        most = max(outlet.opening_hours.values_list("bays", flat=True), default=1)
        kept = {"walk_in_bays": WALK_IN_BAYS} if most > 2 else {}
        Outlet.objects.filter(pk=outlet.pk).update(**rules, **kept)
        services = Service.objects.filter(outlet=outlet)
        services.update(buffer_minutes=BUFFER_MINUTES)
        services.filter(name=LORRIES).update(technicians=2, notice_hours=LORRY_NOTICE_HOURS)
    return changed


def _join(outlet: Outlet, person: Person, today: date) -> None:
    name, valid, weekdays, starts_at, ends_at = person
    technician = Technician.objects.create(
        outlet=outlet,
        name=name,
        certificate=f"T310{len(name)}{today:%Y}{outlet.technicians.count():04}",
        certified_until=today + valid,
    )
    Shift.objects.bulk_create(
        Shift(technician=technician, weekday=weekday, starts_at=starts_at, ends_at=ends_at)
        for weekday in weekdays
    )
    if name == AWAY:
        monday = today + timedelta(days=7 - today.weekday())
        Leave.objects.create(
            technician=technician, first_date=monday, last_date=monday + timedelta(days=4)
        )
